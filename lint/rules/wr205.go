package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr205() *lint.Rule {
	return &lint.Rule{
		ID: "WR205", Name: "status-step", Scope: lint.Change, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A status that may not follow the one before",
		Text: `A status says where a version is in its life, and life goes one way: draft, in-review, approved, retired.

**What counts.** The newest step of the status, on the main branch or proposed, that within one version leads from
retired to anything else, or from approved words back to draft or in-review; and a closed record that is open again.

**What doesn't.** Steps that leave one out; back to draft before anybody approved the words; the same step together with
a new version; a step that another one has followed.

**How to fix it.** Give the document a new version, which begins as a draft. A closed record gets a dated addendum.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR205"), Good: good("WR205"),
		Find: func(p *lint.Pass) error {
			return eachTrail(p, func(e *register.Entry, t *trail.Trail) error {
				if last, _ := tip(t); last != nil {
					findStatusStep(p, t)
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			d, err := pick(s, func(d *draft) bool { return d.valid() })
			if err != nil {
				return err
			}
			d.set("status", schema.Retired)
			if err := d.commit(s, lint.Stranger(), "Add a document that was retired"); err != nil {
				return err
			}
			d.set("status", schema.Approved)
			return d.commit(s, lint.Stranger(), "Bring it back")
		},
	}
}

func findStatusStep(p *lint.Pass, t *trail.Trail) {
	e := entryOf(p.Input, t)
	content := t.Contents[len(t.Contents)-1]
	last := t.Last().Facts
	if e != nil && proposed(p.Input, t, e) {
		if f := factsOf(p.Input, e); f.Status != last.Status {
			if why := wrongStep(last, f, approvedWords(content)); why != "" {
				p.Report(lint.Found{Doc: e, Span: at(e, "status"), Anchor: "status", Message: why,
					Help: afterStep(last)})
			}
			return
		}
	}
	for i := len(t.Changes) - 1; i > 0; i-- {
		before, after := t.Changes[i-1].Facts, t.Changes[i].Facts
		if before == nil || after == nil || after.Version != last.Version {
			return
		}
		if before.Status == after.Status {
			continue
		}
		if why := wrongStep(before, after, approvedAt(t, t.Changes[i-1])); why != "" {
			at := t.Changes[i]
			p.Report(onField(p.Input, t, "status", lint.Found{Anchor: "status", Commit: at.Step.ID,
				Message: fmt.Sprintf("%s (%s, %s)", why, commit(at.Step.ID), at.Day), Help: afterStep(before)}))
		}
		return
	}
}

// approvedAt reports whether the words that a document had at a change are approved.
func approvedAt(t *trail.Trail, ch *trail.Change) bool {
	for _, c := range t.Contents {
		for _, x := range c.Changes {
			if x == ch {
				return approvedWords(c)
			}
		}
	}
	return false
}

// wrongStep says why one state of a document may not follow another; "" where it may.
func wrongStep(before, after *history.Facts, approved bool) string {
	switch {
	case before.Status == schema.Closed && after.Status == schema.Open:
		return "a closed record is open again"
	case before.Version != after.Version:
		return ""
	case before.Status == schema.Retired && (after.Status == "" || after.Status == schema.Draft ||
		after.Status == schema.InReview || after.Status == schema.Approved):
		return fmt.Sprintf("a retired document came back as %s with its old version", orNone(after.Status))
	case before.Status == schema.Approved && approved && (after.Status == schema.Draft ||
		after.Status == schema.InReview):
		return fmt.Sprintf("the version is approved, and its status went back to %s", after.Status)
	}
	return ""
}

func orNone(status string) string {
	if status == "" {
		return "a document without a status"
	}
	return status
}

func afterStep(before *history.Facts) string {
	if before.Status == schema.Closed {
		return "close it again, and add what is new under a heading `## Addendum` with its date"
	}
	return raise(before.Version) + ", or set the status back to " + before.Status
}
