package rules

import (
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
)

func wr220() *lint.Rule {
	return &lint.Rule{
		ID: "WR220", Name: "roster-rolled-back", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A configuration came back to an earlier one that entitles somebody who had lost a role",
		Text: `Who may approve is stated in ` + "`writ.yaml`" + ` and in the files of keys that it names. Taking a
change of these back brings people, keys or weaker demands back that somebody had taken away on purpose.

**What counts.** A commit of the main branch after which the roster is what it was before another one, and which
entitles somebody, or asks for less, than the one between them.

**What doesn't.** A return that somebody entitled approved after it was made; one that only takes away.

**How to fix it.** If it is meant, have it approved: ` + "`writ approve roster`" + `. Else state the roster as it
should be.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: false,
		Bad: bad("WR220"), Good: good("WR220"),
		Find: func(p *lint.Pass) error {
			for _, s := range p.Book.Rosters() {
				before := p.Book.CameBack(s)
				if before == nil || p.Book.Proposed >= 0 && s.Index() >= p.Book.Proposed {
					continue
				}
				p.Report(onConfig(p.Input, lint.Found{Anchor: s.Content.First().Step.ID.String(),
					Commit: s.Content.First().Step.ID,
					Message: rosterChange(p.Input, s) + ", which is the roster of " +
						commit(before.Content.First().Step.ID) + " again",
					Help: "if it is meant, " + standing.HowToApproveRoster(p.Book, p.Today) +
						"; else state the roster as it should be"}, "roles"))
			}
			return nil
		},
		Seed: seedReturn,
	}
}
