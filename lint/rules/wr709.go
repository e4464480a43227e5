package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr709() *lint.Rule {
	return &lint.Rule{
		ID: "WR709", Name: "missed-without-action", Scope: lint.Document, Severity: lint.Warning,
		Title: "A missed metric or objective that no action speaks of",
		Text: `A review that finds a target missed and decides on nothing has only written it down.

**What counts.** A metric or an objective of a management review that is called missed, or has no status and misses
its target. Its row names no action ("action 4", CA-006). Neither a decision or action of this review, nor an earlier
one that is still open, nor an action that a log raised within 30 days of the review shares a word with its name: words
of four letters and more, by their first five, and names in capitals.

**What doesn't.** Partial, at risk and the like; minutes that say no day; drafts, retired documents, adopted words.

**How to fix it.** Decide what is done about it, or name in the row the action that answers it.`,
		Clause: "ISO27001:9.3.3", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR709"), Good: good("WR709"),
		Find: ofMinutes(func(p *lint.Pass, system *isms.System, m *isms.Minutes) error {
			if m.Day() == day.None {
				return nil
			}
			all, err := system.Unanswered(m)
			for _, x := range all {
				p.Report(lint.Found{Span: x.Table.Rows[x.Row].Span, Anchor: cellAnchor(x.Table, x.Row, x.Name),
					Message: fmt.Sprintf("%s is missed, and no action speaks of it", quoted(x.Name)),
					Help:    "decide what is done about it, or name the action in this row, such as `action 4` or `CA-006`"})
			}
			return err
		}),
		Seed: func(s lint.Scratch) error {
			return plantMinutesSheet(s, "metrics", func(_ *draft, t *sheet) {
				for i, c := range t.of.Columns {
					switch c.Name {
					case "metric":
						t.rows[0][i] = "Xylophones"
					case "status":
						t.rows[0][i] = "missed"
					case "target", "actual":
						t.rows[0][i] = ""
					}
				}
			})
		},
	}
}
