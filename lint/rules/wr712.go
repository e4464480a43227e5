package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

func wr712() *lint.Rule {
	return &lint.Rule{
		ID: "WR712", Name: "management-review-was-late", Scope: lint.History, Severity: lint.Info,
		Title: "A management review was held late",
		Text: `It can't be fixed any more, and the next auditor sees it: better that the company has an answer to why.

**What counts.** A management review that was held later than the last one of its series promised, by more than the
kind's ` + "`grace`" + `; where that promised nothing, later than the kind's ` + "`every`" + ` after it. It is told for
twelve months after the day of the review.

**What doesn't.** One that hasn't been held yet (WR705); older ones.

**How to fix it.** Nothing: say in the minutes why it was late, and hold the next one in time.`,
		Clause: "ISO27001:9.3.1", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR712"), Good: good("WR712"),
		Find: func(p *lint.Pass) error {
			all, err := sharedMinutes(p.Input)
			if err != nil {
				return err
			}
			for _, m := range all {
				last := m.Before(all)
				if last == nil || m.Day() > p.Today || m.Day().AddMonths(toldFor) < p.Today {
					continue
				}
				promise := last.Promised()
				if promise.By == day.None || m.Day() <= promise.Until {
					continue
				}
				why := fmt.Sprintf("than %s promised for %s", last.Key(), promise.By)
				if !promise.Said {
					why = fmt.Sprintf("than %s after %s (%s)", m.Kind.Interval.Every, last.Key(), last.Day())
				}
				there, err := lint.RangeOf(last.Document, saidAt(last.Entry, "next_meeting", last.Next))
				if err != nil {
					return err
				}
				p.Report(lint.Found{Doc: m.Entry, Span: saidAt(m.Entry, "date", m.Held), Anchor: "late",
					Message: fmt.Sprintf("the review was held %s later %s", count(int(m.Day()-promise.By), "day"), why),
					Help:    "say in the minutes or in an addendum why",
					Related: []lint.Related{{Path: last.Path, Range: there, Message: "the promise"}}})
			}
			return nil
		},
		Seed: seedLateReview,
	}
}

// toldFor is for how many months a review that was late is told.
const toldFor = 12

// seedLateReview commits two reviews of a series of their own: what the first one promises, the second keeps late.
func seedLateReview(s lint.Scratch) error {
	later := func(months int, next int) error {
		return plantMinutes(s, anywhere, func(d *draft) {
			if months < 0 {
				before(d)
			}
			d.set("series", "seeded")
			d.set("date", d.in.Today.AddMonths(months).String())
			d.set("next_meeting", d.in.Today.AddMonths(next).String())
		})
	}
	if err := later(-9, -6); err != nil {
		return err
	}
	return later(0, 3)
}
