package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr201() *lint.Rule {
	return &lint.Rule{
		ID: "WR201", Name: "changed-without-version", Scope: lint.Change, Severity: lint.Error,
		Ground: lint.NeedsHistory,
		Title:  "The words changed, and the version stayed",
		Text: `Two texts with one version are two truths: staff were trained on one, and the auditor reads the other.
Once words are valid, each change of them needs a new version.

**What counts.** Words that differ from the newest approved words of their version; where nothing of the version is
approved, from the first ones that weren't a draft or in review. Both what the main branch holds and what you propose
is looked at.

**What doesn't.** Drafts: until they are settled they may change as often as they like. Fields about the document's
life (` + "`status`, `review_date`, `last_reviewed`, `superseded_by`" + ` …), line ends, comments that suppress a
finding, and quotes around a version aren't words. Records follow rules of their own. A change that was taken back, or
that has a new version by now, is history.

**How to fix it.** Raise the version: the second number for an editorial change, the first where what is required of
anybody changes. Then have it approved.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR201"), Good: good("WR201"),
		Find: func(p *lint.Pass) error {
			return eachTrail(p, func(e *register.Entry, t *trail.Trail) error {
				if !e.Kind.Record && !unreadable(e) {
					findQuietChange(p, e, t)
				}
				return nil
			})
		},
		Seed: seedQuietChange,
	}
}

// findQuietChange compares the newest words of a document with those that its version stands for.
func findQuietChange(p *lint.Pass, e *register.Entry, t *trail.Trail) {
	last, _ := tip(t)
	if last == nil {
		return
	}
	v := t.Versions[len(t.Versions)-1]
	base := baseline(v)
	if base < 0 || v.Number == "" {
		return
	}
	found := lint.Found{Doc: e, Anchor: "version",
		Help: "raise the version" + releaseSays(e.ID) + ": the second number for an editorial change, the first " +
			"where what is required changes"}
	was := v.Contents[base]
	if proposed(p.Input, t, e) {
		f := factsOf(p.Input, e)
		if f.Version != v.Number || f.Digest == was.Digest {
			return
		}
		found.Span = at(e, "version")
		found.Message = fmt.Sprintf("the words differ from version %s as it %s; the version has to rise with them",
			short(v.Number), becameValid(p.Input, was))
		if f.Digest == last.Facts.Digest {
			found.Commit = last.Step.ID
		}
		p.Report(found)
		return
	}
	if last.Facts.Digest == was.Digest {
		return
	}
	edits := editsAfter(v, base)
	found.Commit, found.Newest = edits[0], edits[len(edits)-1]
	found.Message = fmt.Sprintf("version %s changed in %s, after it %s; the version has to rise with its words",
		short(v.Number), commits(edits), becameValid(p.Input, was))
	p.Report(onField(p.Input, t, "version", found))
}

// baseline returns which content of a version its number stands for: the newest approved one, else the first that
// was settled; -1 where all are drafts.
func baseline(v *trail.Version) int {
	for i, c := range slices.Backward(v.Contents) {
		if approvedWords(c) {
			return i
		}
	}
	return slices.IndexFunc(v.Contents, func(c *trail.Content) bool { return c.Settled() != nil })
}

// becameValid says since when a content was what its version stands for.
func becameValid(in *lint.Input, c *trail.Content) string {
	if approvedWords(c) {
		how := "was approved"
		if c.Approval.Adopted != nil {
			how = "was adopted"
		}
		return fmt.Sprintf("%s on %s (%s)", how, c.Approval.Day, commit(approvingCommit(in, c.Approval)))
	}
	ch := c.Settled()
	return fmt.Sprintf("was settled on %s (%s)", ch.Day, commit(ch.Step.ID))
}

// editsAfter lists the commits that changed the words of a version after one of its contents.
func editsAfter(v *trail.Version, base int) []gitrepo.ID {
	var ids []gitrepo.ID
	for _, c := range v.Contents[base+1:] {
		ids = append(ids, c.First().Step.ID)
	}
	return ids
}
