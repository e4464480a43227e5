package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr312() *lint.Rule {
	return &lint.Rule{
		ID: "WR312", Name: "retired-without-approval", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "Retired, and nobody entitled said so",
		Text: `To take a policy out of force is a decision like putting it into force: one person who sets
` + "`status: retired`" + ` can't take back what the management approved.

**What counts.** A document in force whose newest state on the main branch is retired, without an approval of that
state by those who may approve it. It stays in force, and the site goes on serving it.

**What doesn't.** Documents that never were in force; kinds that need no approval.

**How to fix it.** Those who may approve the document approve its retirement, with the command that the finding gives;
or put the status back.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR312"), Good: good("WR312"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				last, _ := tip(t)
				if last == nil || !controlled(p.Input, t) || last.Facts.Status != schema.Retired ||
					t.Retired != day.None || t.Current == nil {
					continue
				}
				from := retiredIn(t)
				p.Report(onField(p.Input, t, "status", lint.Found{Anchor: "status", Commit: from.Step.ID,
					Message: fmt.Sprintf("%s was set to retired in %s, and nobody who may approve it said so; it "+
						"stays in force", nameOf(t.Contents[len(t.Contents)-1]), commit(from.Step.ID)),
					Help: "have the retirement approved, or put the status back: " + again(p.Input, t)}))
			}
			return nil
		},
		Seed: seedRetirement,
	}
}

// retiredIn returns the change that retired a document which is retired now.
func retiredIn(t *trail.Trail) *trail.Change {
	from := t.Last()
	for i := len(t.Changes) - 1; i >= 0 && t.Changes[i].Facts != nil &&
		t.Changes[i].Facts.Status == schema.Retired; i-- {
		from = t.Changes[i]
	}
	return from
}

// seedRetirement brings a document into force and lets a stranger retire it.
func seedRetirement(s lint.Scratch) error {
	d, err := pick(s, func(d *draft) bool {
		return d.valid() && d.approval() && len(d.approvers()) > 0
	})
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), approvedBy(d.approvers()...)); err != nil {
		return err
	}
	d.set("status", schema.Retired)
	return d.commit(s, lint.Stranger(), "Retire it")
}
