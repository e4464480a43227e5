package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr507() *lint.Rule {
	return &lint.Rule{
		ID: "WR507", Name: "cell-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "A cell doesn't read as what its column holds",
		Text: `03/04/2026 is in March or in April. A due date that can be read in two ways is never late, and a status
that nothing knows is never done.

**What counts.** A cell that is impossible for its column's type, or has two meanings: an error. A status, a day or
another word that nothing knows: a warning, once a table for each text.

**What doesn't.** Empty cells (WR509); placeholders (WR121); words without a day where a day is due, such as
"ongoing"; a target in words, such as "decreasing"; a done word in a column of due dates; what follows a word or a day
as a note; retired documents, closed records on the main branch, adopted words; numbers of an inventory (WR533).

**How to fix it.** Write what the finding proposes. A word of your own becomes known by ` + "`words:`" + ` of the
column in ` + "`kinds.KIND.tables`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR507"), Good: good("WR507"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked {
				return err
			}
			for i := range r.Tables {
				checkCells(p, &r.Tables[i])
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			day := func(c schema.Column) bool { return c.Type == "day" }
			return plantSheet(s, hasColumn(day), func(t *sheet) { t.rows[0][t.column(day)] = "2026-02-31" })
		},
	}
}

// targetColumn is what kinds call the column of what is aimed at.
const targetColumn = "target"

func checkCells(p *lint.Pass, t *records.Table) {
	told := map[string]bool{}
	for n, row := range t.Rows {
		for i, c := range t.Of.Columns {
			v := row.Cells[i]
			if v.State != records.Unclear || v.Problem == nil || unwritten(v.Text) || ofInventory(p, t) ||
				c.Type == "id" && ownRule(p, t, c.Name) {
				continue
			}
			if c.Name == targetColumn && c.Type == "quantity" && !strings.ContainsAny(v.Text, "0123456789") {
				continue // what was measured has to be a figure, what is aimed at needn't
			}
			f := lint.Found{Span: cellSpan(row, i), Anchor: cellAnchor(t, n, c.Name),
				Message: fmt.Sprintf("%s: %s", headed(t.Pieces[row.Piece], c.Name), v.Problem.Message),
				Help:    v.Problem.Help}
			if !v.Problem.Certain {
				text := c.Name + " " + v.Text
				if told[text] {
					continue
				}
				told[text] = true
				f.Weight, f.Anchor = lint.Warning, "table "+t.Of.Name+" "+text
				if classes := schema.Vocabularies()[c.Type]; len(classes) > 0 {
					f.Help += fmt.Sprintf("; or make it known: `kinds: {%s: {tables: {%s: {columns: {%s: {words: "+
						"{%s: [%s]}}}}}}}`", p.Doc.Kind.Name, t.Of.Name, c.Name, classes[0].Name, quoted(v.Text))
				}
			}
			p.Report(f)
		}
	}
}
