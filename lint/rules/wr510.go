package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr510() *lint.Rule {
	return &lint.Rule{
		ID: "WR510", Name: "row-key-twice", Scope: lint.Document, Severity: lint.Error,
		Title: "Two rows of a table have the same id",
		Text: `"See CA-007" names two actions, and nobody knows which of them is done.

**What counts.** An id that a table of the kind has in two rows, or two tables of it that are one, split by year or
theme. Capitals, and zeros before the last number, make no difference.

**What doesn't.** The same id in another table; tables without a column of ids; retired documents, closed records on
the main branch, adopted words.

**How to fix it.** Give the later row the next free number, or make one row of the two.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR510"), Good: good("WR510"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked {
				return err
			}
			for i := range r.Tables {
				t := &r.Tables[i]
				at := slices.IndexFunc(t.Of.Columns, isID)
				if at < 0 {
					continue
				}
				if ownRule(p, t, t.Of.Columns[at].Name) {
					continue
				}
				first := map[string]int{}
				for n, row := range t.Rows {
					v := row.Cells[at]
					if v.State != records.Known || v.ID.Key == "" {
						continue
					}
					if before, twice := first[v.ID.Key]; twice {
						there, err := lint.RangeOf(p.Doc.Document, t.Rows[before].Span)
						if err != nil {
							return err
						}
						p.Report(lint.Found{Span: v.Span, Anchor: "table " + t.Of.Name + " twice " + v.ID.Key,
							Message: fmt.Sprintf("%s is the id of another row, too, in line %d", quoted(v.Text), there.Start.Line),
							Help:    "give this row the next free number, or make one row of the two"})
						continue
					}
					first[v.ID.Key] = n
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, func(t schema.Table) bool { return t.Name != "log" && hasColumn(isID)(t) }, func(t *sheet) {
				t.rows = append(t.rows, slices.Clone(t.rows[0]))
			})
		},
	}
}

func isID(c schema.Column) bool { return c.Type == "id" }
