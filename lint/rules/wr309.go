package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr309() *lint.Rule {
	return &lint.Rule{
		ID: "WR309", Name: "approval-mismatched", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "Evidence names something other than what it is on",
		Text: `An approval pins exact words. One that says two things pins neither, and is how an approval is moved to
words that nobody read.

**What counts.** While the words that it may mean aren't approved: an ` + "`Approved-Document`" + ` or
` + "`Approved-Version`" + ` beside a blob of another document or version; a tag whose own name isn't that of its ref,
or which names other words than those that it tags; a captured review whose blob isn't in the clone, or isn't what the
capture says. Always: a tag, a note or a capture file that can't be read and still is there.

**What doesn't.** Old mismatches, once somebody approved the words rightly. Release tags that say nothing of approvals.

**How to fix it.** Approve the words anew; delete the tag, note or file that is wrong.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR309"), Good: good("WR309"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				for _, e := range t.Claims {
					if e.Why.Code.Mismatch() && waits(p.Input, t, e.Index) {
						reportMismatch(p, t, placeOf(e), e.Why, lint.Found{Anchor: "evidence " + e.Line,
							Commit: e.Commit})
					}
				}
			}
			for _, o := range p.Book.Odd {
				var t *trail.Trail
				if o.Document != "" {
					var err error
					if t, err = p.Book.Trail(p.Book.Document(o.Document)); err != nil {
						return err
					}
				}
				switch {
				case t != nil && waits(p.Input, t, o.Index), t == nil && o.Stands:
					reportMismatch(p, t, o.Where, o.Why, lint.Found{Anchor: "evidence " + o.Where, Commit: o.Commit})
				case t == nil && waitedFor(p.Input, trail.Unused{Index: o.Index}):
					reportMismatch(p, nil, o.Where, o.Why, lint.Found{Anchor: "evidence " + o.Where, Commit: o.Commit})
				}
			}
			return nil
		},
		Seed: seedMismatch,
	}
}

// waits reports whether a document's newest words aren't approved, and were there at a step.
func waits(in *lint.Input, t *trail.Trail, step int) bool {
	if !controlled(in, t) || len(t.Contents) == 0 || !in.Book.Asked(t).Required {
		return false
	}
	last, content := tip(t)
	return last != nil && content.Approval == nil && content.First().Index <= step && last.Facts.Status != schema.Draft
}

func reportMismatch(p *lint.Pass, t *trail.Trail, where string, why trail.Why, f lint.Found) {
	f.Message = fmt.Sprintf("%s approves nothing: %s", where, why)
	f.Help = "delete it where it is a tag, a note or a file, and approve again the words that are meant"
	if t == nil {
		p.Report(f)
		return
	}
	f.Help = "approve the words as they are, then remove it where it is a tag or a note: " + again(p.Input, t)
	p.Report(onField(p.Input, t, "status", f))
}
