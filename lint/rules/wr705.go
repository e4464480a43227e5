package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr705() *lint.Rule {
	return &lint.Rule{
		ID: "WR705", Name: "management-review-late", Scope: lint.Register, Severity: lint.Error, Calendar: true,
		Title: "The next management review hasn't been held",
		Text: `A review that is promised and doesn't come is the first thing that an auditor sees: the plan is in the
last minutes, and the day is over.

**What counts.** The newest management review, of each ` + "`series`" + ` for itself, whose next review lies before
today by more than the kind's ` + "`grace`" + ` (14 days): a promised period counts by its last day. Without a
promise, the kind's ` + "`every`" + ` counts from the review; one that writ.yaml doesn't state is a warning only.

**What doesn't.** A review that is only planned: its day is still to come. Where no review was ever held, WR801 speaks.

**How to fix it.** Hold the review, and write its minutes with ` + "`writ new management-review`" + `.`,
		Clause: "ISO27001:9.3.1", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR705"), Good: good("WR705"),
		Find: findLateReview,
		Seed: func(s lint.Scratch) error {
			return plantMinutes(s, func(d *draft) bool {
				d.set("series", "seeded")
				return true
			}, func(d *draft) {
				d.set("date", d.in.Today.AddMonths(-6).String())
				d.set("next_meeting", d.in.Today.AddMonths(-3).String())
			})
		},
	}
}

func findLateReview(p *lint.Pass) error {
	all, err := sharedMinutes(p.Input)
	if err != nil {
		return err
	}
	for _, m := range isms.LatestOf(all, p.Today) {
		promise := m.Promised()
		if promise.By == day.None || p.Today <= promise.Until {
			continue
		}
		f := lint.Found{Doc: m.Entry, Span: saidAt(m.Entry, "next_meeting", m.Next), Anchor: "next review",
			Message: fmt.Sprintf("the next management review was promised for %s and hasn't been held, %s after it",
				promise.By, count(int(p.Today-promise.By), "day")),
			Help: "hold it, and write its minutes into a new management review, which starts with what is open"}
		if !promise.Said {
			f.Span = saidAt(m.Entry, "date", m.Held)
			f.Message = fmt.Sprintf("no management review has been held since %s, for %s; %s is what "+
				"%s", m.Day(), count(int(p.Today-m.Day()), "day"), m.Kind.Interval.Every, intervalOf(p, m.Entry, "every"))
			if !p.Config.Stated(m.Kind, "every") {
				f.Weight = lint.Warning
			}
		}
		if next := m.Planned; next != nil {
			f.Message += fmt.Sprintf("; %s is planned for %s", next.Key(), next.Day())
		}
		p.Report(f)
	}
	return nil
}

// intervalOf says whose the interval of a kind is.
func intervalOf(p *lint.Pass, e *register.Entry, key string) string {
	if p.Config.Stated(e.Kind, key) {
		return "`kinds." + e.Kind.Name + "." + key + "` says in writ.yaml"
	}
	return "`kinds." + e.Kind.Name + "." + key + "` says by default"
}
