package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

// lapseMonths is how far back lapses are told of: the time from one audit to the next.
const lapseMonths = 12

func wr405() *lint.Rule {
	return &lint.Rule{
		ID: "WR405", Name: "lapse-in-period", Scope: lint.History, Severity: lint.Info, Ground: lint.NeedsHistory,
		Title: "It was in force past its review date within the last 12 months",
		Text: `An auditor sees from history which reviews came late. Better you know it first, and can say why.

**What counts.** Each run of days within the last 12 months on which a document was in force past its review date, and
that a review, a new version or its retirement ended.

**What doesn't.** A review that is overdue today, which is WR401's; lapses that ended longer ago.

**How to fix it.** It stays in history. An earlier reminder helps for the next time: ` + "`due_soon`" + ` of the kind.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR405"), Good: good("WR405"),
		Find: func(p *lint.Pass) error {
			since := p.Today.AddMonths(-lapseMonths)
			for _, t := range p.Book.Trails {
				if !controlled(p.Input, t) {
					continue
				}
				for _, l := range t.Lapses {
					if l.Until == day.None || l.Until < since {
						continue
					}
					p.Report(onField(p.Input, t, "review_date", lint.Found{Anchor: "lapse " + l.From.String(),
						Commit: l.EndedBy,
						Message: fmt.Sprintf("it was in force without its review for %s, from %s until %s",
							count(l.Days, "day"), l.From, l.Until),
						Help: "nothing fixes it; remind the owner earlier, with a longer `due_soon` of the kind"}))
				}
			}
			return nil
		},
		Seed: seedLapse,
	}
}
