package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr704() *lint.Rule {
	return &lint.Rule{
		ID: "WR704", Name: "review-outside-period", Scope: lint.Document, Severity: lint.Error,
		Title: "A management review was held before its period, or closed before it was held",
		Text: `Nobody can review a quarter that hasn't begun, and no minutes are final before the meeting.

**What counts.** A management review whose day lies before the first day of its review period, such as one of March
2024 about Q2 2024. A closed one whose day is in the future.

**What doesn't.** A review in the last weeks of its period, which is usual; periods that aren't a time, such as "since
the last review"; drafts, retired documents, adopted words.

**How to fix it.** Correct the day or the period.`,
		Clause: "ISO27001:9.3.3", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR704"), Good: good("WR704"),
		Find: ofMinutes(func(p *lint.Pass, _ *isms.System, m *isms.Minutes) error {
			held := m.Held.When.Last
			if held == day.None {
				return nil
			}
			if first := m.Covers.First; first != day.None && held < first {
				p.Report(lint.Found{Span: saidAt(m.Entry, "review_period", m.Period), Anchor: "review_period",
					Message: fmt.Sprintf("the review was held on %s, before its period %s began on %s", held,
						quoted(m.Period.Text), first),
					Help: "correct the period or the day"})
			}
			if m.Status() == schema.Closed && held > p.Today {
				p.Report(lint.Found{Span: saidAt(m.Entry, "date", m.Held), Anchor: "date",
					Message: fmt.Sprintf("the minutes are closed, and the review is held on %s", held),
					Help:    "correct the day, or leave the record open until the review is held"})
			}
			return nil
		}),
		Seed: func(s lint.Scratch) error {
			return plantMinutes(s, anywhere, func(d *draft) {
				d.set("review_period", `"`+d.in.Today.AddMonths(2).String()[:7]+`"`)
			})
		},
	}
}
