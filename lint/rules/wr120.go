package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr120() *lint.Rule {
	return &lint.Rule{
		ID: "WR120", Name: "review-cycle-too-long", Scope: lint.Document, Severity: lint.Error,
		Title: "The next review is further away than the kind's cycle",
		Text: `A company that says "yearly" in writ.yaml and gives one policy three years doesn't keep its own rule.

**What counts.** A ` + "`review_cycle`" + ` or ` + "`review_in`" + ` that is longer than the ` + "`review_cycle`" + `
which your writ.yaml states for the kind; or a ` + "`review_date`" + ` that lies further ahead. It is counted from the
latest of the effective date, the last review, the last approval, and the day on which the date was written.

**What doesn't.** Kinds whose cycle writ.yaml doesn't state, records, retired documents, and a date before the end of
the month in which the cycle ends.

**How to fix it.** Set an earlier date, or the longer cycle for the whole kind in writ.yaml.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR120"), Good: good("WR120"),
		Find: findLongCycle,
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool {
				_, stated := d.in.Config.StatedCycle(d.kind)
				return stated && !d.kind.Record && !d.kind.ReviewCycle.IsZero()
			}, func(d *draft) { d.set("review_date", d.in.Today.Add(d.kind.ReviewCycle).AddMonths(3).String()) })
		},
	}
}

func findLongCycle(p *lint.Pass) error {
	e := p.Doc
	cycle, stated := p.Config.StatedCycle(e.Kind)
	if !judged(e) || !stated || cycle.IsZero() || e.Kind.Record || e.Status() == schema.Retired {
		return nil
	}
	help := fmt.Sprintf("keep to %s, or set a longer `review_cycle` for `kinds.%s` in writ.yaml", cycle, e.Kind.Name)
	for _, name := range []string{"review_in", "review_cycle"} {
		f, ok := e.Front.Field(name)
		own, err := day.ParseCycle(e.Front.Text(name))
		if ok && err == nil && p.Today.Add(own) > p.Today.Add(cycle) {
			p.Report(lint.Found{Span: place(f), Anchor: name, Help: help,
				Message: fmt.Sprintf("%s is %s, and the kind %s is reviewed every %s", f.Key, own, e.Kind.Name, cycle)})
			return nil
		}
	}
	f, date := dayOf(e, "review_date")
	if date == day.None || statesInterval(e) {
		return nil // WR128 compares with what the document itself states
	}
	from, err := reviewedFrom(p.Input, e)
	if err != nil {
		return err
	}
	if date > endOfMonth(from.Add(cycle)) {
		p.Report(lint.Found{Span: place(f), Anchor: "review_date", Help: help,
			Message: fmt.Sprintf("%s %s is more than %s after %s; the kind %s is reviewed every %s", f.Key, date, cycle,
				from, e.Kind.Name, cycle)})
	}
	return nil
}

// statesInterval reports whether a document's own fields say when it was reviewed, and for how long that holds.
func statesInterval(e *register.Entry) bool {
	return has(e, "last_reviewed") && (has(e, "review_in") || has(e, "review_cycle"))
}

// reviewedFrom is the latest day from which a document's review date may be counted. Where history can't be read
// it is today.
func reviewedFrom(in *lint.Input, e *register.Entry) (day.Day, error) {
	_, effective := dayOf(e, "effective_date")
	_, reviewed := dayOf(e, "last_reviewed")
	from := max(effective, reviewed)
	t, err := trailOf(in, e)
	if t == nil || proposed(in, t, e) {
		return max(from, in.Today), err
	}
	f := factsOf(in, e)
	written := day.None
	for _, ch := range slices.Backward(t.Changes) {
		if ch.Facts == nil {
			continue
		}
		if ch.Facts.Review != f.Review {
			break
		}
		written = ch.Day
	}
	from = max(from, written)
	for _, c := range t.Contents {
		if c.Approval != nil {
			from = max(from, c.Approval.Day)
		}
	}
	for _, r := range t.Reviews {
		if r.Counts() {
			from = max(from, r.Day)
		}
	}
	return from, nil
}

// endOfMonth returns the last day of a day's month.
func endOfMonth(d day.Day) day.Day {
	t := d.Time()
	return day.Of(t.Year(), t.Month(), 1).AddMonths(1) - 1
}
