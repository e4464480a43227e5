package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr711() *lint.Rule {
	return &lint.Rule{
		ID: "WR711", Name: "next-review-missing", Scope: lint.Document, Severity: lint.Warning,
		Title: "A management review doesn't say when the next one is held",
		Text: `Management reviews are held at planned intervals. Minutes that name the next day make the plan, and let
writ say when one is late.

**What counts.** A management review without the day of the next one: neither in the field ` + "`next_meeting`" + ` nor
in a line such as "Next review: 2026-06-15" or "Next review: Q2 2026". A text there that is no time, or has no year. A
day that isn't after the review, or one that is later than the kind's ` + "`every`" + ` and ` + "`grace`" + ` allow.

**What doesn't.** A line that an addendum adds; a field that isn't a day (WR118); minutes that say no day of their own;
drafts, retired documents, adopted words.

**How to fix it.** Say the day or the period of the next review, below the decisions or in the front matter. Where
reviews come less often, say so: ` + "`kinds: {management-review: {every: 18 months}}`" + `.`,
		Clause: "ISO27001:9.3.1", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR711"), Good: good("WR711"),
		Find: ofMinutes(findNextReview),
		Seed: func(s lint.Scratch) error { return plantMinutes(s, anywhere, func(*draft) {}) },
	}
}

func findNextReview(p *lint.Pass, _ *isms.System, m *isms.Minutes) error {
	next, interval := m.Next, m.Kind.Interval
	f := lint.Found{Span: saidAt(m.Entry, "next_meeting", next), Anchor: "next_meeting",
		Help: "write the day of the next review into the field next_meeting, or below the decisions as `Next review: " +
			m.Day().AddMonths(max(1, interval.Every.Months)).String() + "`"}
	latest := m.Day().Add(interval.Every).Add(interval.Grace)
	switch {
	case m.Day() == day.None || unwritten(next.Text) || next.State == records.Placeholder:
		return nil
	case next.State == records.Unclear && !next.Line:
		return nil // WR118
	case next.State == records.Unclear:
		f.Message, f.Help = "the next review: "+next.Problem.Message, next.Problem.Help
	case next.State != records.Known || next.When.Last == day.None:
		f.Message = "the minutes don't say when the next review is held"
		if next.Span.End == next.Span.Start {
			f.Span = at(m.Entry, "date")
		}
	case next.When.Last <= m.Day():
		f.Message = fmt.Sprintf("the next review is on %s, which isn't after this one (%s)", next.When.Last, m.Day())
	case !interval.Every.IsZero() && next.When.First > latest:
		f.Message = fmt.Sprintf("the next review is on %s, later than the %s after this one that %s", next.When.First,
			interval.Every, intervalOf(p, m.Entry, "every"))
		f.Help = "hold it by " + m.Day().Add(interval.Every).String() + ", or state another interval under " +
			"`kinds." + m.Kind.Name + ".every` in writ.yaml"
	default:
		return nil
	}
	p.Report(f)
	return nil
}
