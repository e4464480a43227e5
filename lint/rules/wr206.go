package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr206() *lint.Rule {
	return &lint.Rule{
		ID: "WR206", Name: "deleted-not-retired", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A document in force or on record was deleted",
		Text: `Who deletes a policy leaves those who worked by it without a word on what holds now. Retiring one is a
decision that somebody approves; deleting it is not.

**What counts.** A document with an id that isn't on the main branch any more: one whose approved words, or words of the
status approved, were valid; or a record within its retention. The whole history is looked at.

**What doesn't.** Drafts; documents whose last status was retired; moves, also under a new id, and ids that came back;
records older than their kind's ` + "`retention`" + `.

**How to fix it.** Bring the file back with the status retired, and have that approved. A record comes back as it was.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR206"), Good: good("WR206"),
		Find: func(p *lint.Pass) error {
			begun := begunBySteps(p.Book)
			for _, t := range p.Book.Trails {
				if t.ID == "" || !t.Removed || len(p.Register.ByID(t.ID)) > 0 {
					continue
				}
				gone := t.Last()
				if !p.Config.MayInclude(t.Path) || !heldUntilRemoved(t, gone.Day) ||
					renumbered(t, begun[gone.Index]) != nil {
					continue
				}
				what, help := "was in force", "bring it back with the status retired, and have that approved"
				if t.Kind.Record {
					what, help = "is a record to be kept", "bring it back as it was"
				}
				p.Report(lint.Found{Path: t.Path, Anchor: "deleted " + t.ID, Commit: gone.Step.ID,
					Message: fmt.Sprintf("%s %s, and was deleted on %s (%s) without being retired", t.ID, what,
						gone.Day, commit(gone.Step.ID)),
					Help: fmt.Sprintf("%s: `git checkout %s -- %s`", help, holder(gone), argument(t.Path))})
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

// heldUntilRemoved reports whether a document was valid, or a record within its retention, when it was removed.
func heldUntilRemoved(t *trail.Trail, gone day.Day) bool {
	last := t.LastFacts()
	if last == nil || last.Status == schema.Retired {
		return false
	}
	if t.Kind.Record {
		if last.Status != schema.Closed && last.Status != schema.Open {
			return false
		}
		newest := day.None
		for _, ch := range t.Changes {
			if ch.What != history.Removed {
				newest = ch.Day
			}
		}
		return t.Kind.Retention.IsZero() || gone < newest.Add(t.Kind.Retention)
	}
	return slices.ContainsFunc(t.Contents, func(c *trail.Content) bool {
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
