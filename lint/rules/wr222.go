package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr222() *lint.Rule {
	return &lint.Rule{
		ID: "WR222", Name: "entitled-by-own-hand", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "An approver whose role or key came by their own unapproved change",
		Text: `Whoever writes themselves into the roster and then approves has talked to nobody.

**What counts.** An approval of the newest words, or of those in force, that would count if the roster below it were
approved, and whose person made that roster, alone or with others.

**What doesn't.** Changes that somebody else entitled approved; a person's own further key in a commit that an earlier
one signs.

**How to fix it.** Let somebody who may by the roster before look at the change: ` + "`writ approve roster`" + `
approves it, and the approval then counts from that day. Else take the change back, and let somebody entitled approve
the words.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: false,
		Bad: bad("WR222"), Good: good("WR222"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if t.Removed || !controlled(p.Input, t) {
					continue
				}
				for _, c := range current(t) {
					for _, e := range c.Resting {
						r, own := p.Book.RestsOn(e)
						if !own || p.Book.Proposed >= 0 && e.Index >= p.Book.Proposed {
							continue
						}
						p.Report(onField(p.Input, t, "version", lint.Found{Anchor: e.Commit.String(), Commit: e.Commit,
							Message: fmt.Sprintf("%s approved this in %s by a role or key that they gave themselves "+
								"in %s, which nobody approved",
								e.Person.Name, commit(e.Commit), commit(r.Content.First().Step.ID)),
							Help: approveRoster(p.Input)}))
					}
				}
			}
			return nil
		},
		Seed: seedOwnHand,
	}
}
