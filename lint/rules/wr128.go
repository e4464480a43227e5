package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr128() *lint.Rule {
	return &lint.Rule{
		ID: "WR128", Name: "review-dates-disagree", Scope: lint.Document, Severity: lint.Error,
		Title: "The review date disagrees with the last review and the cycle",
		Text: `A document that was reviewed in May, is reviewed yearly and is due again in June says three things of
which one is wrong. Usually one date was moved and the other was forgotten.

**What counts.** A ` + "`review_date`" + ` that lies more than a month before or after ` + "`last_reviewed`" + ` plus
the document's own ` + "`review_in`" + ` or ` + "`review_cycle`" + `.

**What doesn't.** Up to a month either way; the kind's cycle, which is WR120's; dates that can't be read; records and
retired documents.

**How to fix it.** Correct the one that is wrong. ` + "`review_date`" + ` is the one that counts.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR128"), Good: good("WR128"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) || e.Kind.Record || e.Status() == schema.Retired {
				return nil
			}
			f, date := dayOf(e, "review_date")
			_, last := dayOf(e, "last_reviewed")
			_, effective := dayOf(e, "effective_date")
			if date == day.None || last == day.None || date <= last {
				return nil // WR119 reports a review date before the last review
			}
			from, since := last, "last_reviewed"
			if effective > last { // a new version begins the cycle anew
				from, since = effective, "effective_date"
			}
			for _, name := range []string{"review_in", "review_cycle"} {
				cycle, err := day.ParseCycle(e.Front.Text(name))
				if err != nil || cycle.IsZero() {
					continue
				}
				next := from.Add(cycle)
				if date < next.AddMonths(-1) || date > next.AddMonths(1) {
					p.Report(lint.Found{Span: place(f), Anchor: "review_date",
						Message: fmt.Sprintf("%s is %s, and %s %s plus %s gives %s", f.Key, date, since, from,
							cycle, next),
						Help: fmt.Sprintf("correct %s, %s or %s, so that they agree", f.Key, since, name)})
				}
				return nil
			}
			return nil
		},
	}
}
