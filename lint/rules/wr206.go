package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr206() *lint.Rule {
	return &lint.Rule{
		ID: "WR206", Name: "deleted-not-retired", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A document in force was deleted",
		Text: `Who deletes a policy leaves those who worked by it without a word on what holds now. Retiring one is a
decision that somebody approves; deleting it is not.

**What counts.** A document with an id that isn't on the main branch any more, and whose approved words, or words of the
status approved, were valid. The whole history is looked at.

**What doesn't.** Drafts; documents whose last status was retired; moves, also under a new id, and ids that came back;
records (WR760).

**How to fix it.** Bring the file back with the status retired, and have that approved.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR206"), Good: good("WR206"),
		Find: func(p *lint.Pass) error {
			begun := begunBySteps(p.Book)
			for _, t := range p.Book.Trails {
				if t.ID == "" || !t.Removed || t.Kind.Record || len(p.Register.ByID(t.ID)) > 0 {
					continue
				}
				gone := t.Last()
				if !p.Config.MayInclude(t.Path) || !heldUntilRemoved(t) ||
					renumbered(t, begun[gone.Index]) != nil {
					continue
				}
				p.Report(lint.Found{Path: t.Path, Anchor: "deleted " + t.ID, Commit: gone.Step.ID,
					Message: fmt.Sprintf("%s was in force, and was deleted on %s (%s) without being retired", t.ID,
						gone.Day, commit(gone.Step.ID)),
					Help: fmt.Sprintf("bring it back with the status retired, and have that approved: `git checkout %s -- %s`",
						holder(gone), argument(t.Path))})
			}
			return nil
		},
		Seed: seedDeletion,
	}
}

// holder names the commit that still has what a change removed.
func holder(gone *trail.Change) string {
	if gone.Step.ID.IsZero() {
		return gone.Step.Parents[0].String()[:10]
	}
	return gone.Step.ID.String()[:10] + "^"
}

// heldUntilRemoved reports whether a document was valid when it was removed.
func heldUntilRemoved(t *trail.Trail) bool {
	last := t.LastFacts()
	return last != nil && last.Status != schema.Retired && slices.ContainsFunc(t.Contents, func(c *trail.Content) bool {
		s := c.Settled()
		return s != nil && c.Approval != nil && (!c.Approval.Merged || s.Facts.Status == schema.Approved)
	})
}

// begunBySteps sorts the trails that begin by the step in which they do.
func begunBySteps(b *trail.Book) map[int][]*trail.Trail {
	all := map[int][]*trail.Trail{}
	for _, t := range b.Trails {
		all[t.Changes[0].Index] = append(all[t.Changes[0].Index], t)
	}
	return all
}
