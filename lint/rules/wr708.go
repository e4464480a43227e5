package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr708() *lint.Rule {
	return &lint.Rule{
		ID: "WR708", Name: "metric-status-wrong", Scope: lint.Document, Severity: lint.Error,
		Title: "A metric's status contradicts its target and its actual value",
		Text: `A figure that is called met and misses its target hides what the review should have decided on.

**What counts.** A row of a review's metrics whose status says met, and whose actual value misses the target; or the
other way round. Units of time convert; ` + "`45/45`" + ` is a percentage; a target such as ` + "`98 %`" + ` means at
least, ` + "`0`" + ` at most.

**What doesn't.** Values that can't be compared: no number, another unit or another period; a target without a sign
that the actual value doesn't equal; a value with ` + "`~`" + ` that may be rounded so; a status such as partial, amber
or on track, which contradicts nothing; drafts, retired documents, adopted words.

**How to fix it.** Correct the status, or the figure. Write a target as ` + "`>= 95 %`" + ` or ` + "`< 2 h`" + `.`,
		Clause: "ISO27001:9.1", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR708"), Good: good("WR708"),
		Find: ofMinutes(func(p *lint.Pass, system *isms.System, m *isms.Minutes) error {
			t, err := system.Table(m.Entry, "metrics")
			if t == nil || err != nil {
				return err
			}
			for i, row := range t.Rows {
				target, actual, status := t.Cell(row, "target"), t.Cell(row, "actual"), t.Cell(row, "status")
				met, known := isms.Met(target.Value, actual.Value)
				says, said := isms.SaysMet(status.Value)
				if !known || !said || met == says {
					continue
				}
				verb := "misses"
				if met {
					verb = "meets"
				}
				p.Report(lint.Found{Span: status.Span, Anchor: cellAnchor(t, i, "status"),
					Message: fmt.Sprintf("the status is %s, and the actual value %s %s the target %s",
						quoted(status.Text), quoted(actual.Text), verb, quoted(target.Text)),
					Help: "correct the status or the figure"})
			}
			return nil
		}),
		Seed: func(s lint.Scratch) error {
			return plantMinutesSheet(s, "metrics", func(_ *draft, t *sheet) {
				set := func(column, text string) {
					t.rows[0][t.column(func(c schema.Column) bool { return c.Name == column })] = text
				}
				set("target", ">= 95 %")
				set("actual", "90 %")
				set("status", "met")
			})
		},
	}
}
