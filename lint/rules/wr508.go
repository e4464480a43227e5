package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr508() *lint.Rule {
	return &lint.Rule{
		ID: "WR508", Name: "row-ragged", Scope: lint.Document, Severity: lint.Error,
		Title: "A row has more cells than the table has columns, or too few",
		Text: `What is beyond the last column is on no page. A row that ends early lacks its owner or its status
without anybody having left it empty.

**What counts.** In a table of the kind: a row with more cells than the header; a row with so few that a required
column is missing.

**What doesn't.** A row that lacks only cells that may be empty; other tables; retired documents, closed records on
the main branch, adopted words.

**How to fix it.** Count the ` + "`|`" + ` of the row. One that belongs to the text is written ` + "`\\|`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR508"), Good: good("WR508"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked {
				return err
			}
			for i := range r.Tables {
				t := &r.Tables[i]
				for n, row := range t.Rows {
					if ofTable(t.Pieces[row.Piece]) {
						checkLength(p, t, n)
					}
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, demanding, func(t *sheet) {
				t.rows[0] = append(t.rows[0], "beyond")
			})
		},
	}
}

func checkLength(p *lint.Pass, t *records.Table, n int) {
	row := t.Rows[n]
	columns := len(t.Pieces[row.Piece].Columns) + len(t.Pieces[row.Piece].Own) + len(t.Pieces[row.Piece].Doubled)
	f := lint.Found{Span: row.Span, Anchor: "table " + t.Of.Name + " length " + rowName(t, n)}
	if row.Extra > 0 {
		f.Message = fmt.Sprintf("the row has %s more than the table has columns (%d); no page shows what is there",
			count(row.Extra, "cell"), columns)
		f.Help = "remove what is too much, add a column for it, or write a sign | that belongs to the text as \\|"
		if p.Doc.Sheet != nil {
			f.Help = "remove what is too much, add a column for it, or put a cell that holds the separator in quotes"
		}
		p.Report(f)
		return
	}
	var lacks []string
	for _, c := range cutOff(t, row) {
		lacks = append(lacks, headed(t.Pieces[row.Piece], c.Name))
	}
	if len(lacks) > 0 {
		f.Message = fmt.Sprintf("the row ends after %s of %d, so that it lacks %s", count(columns-row.Missing, "cell"),
			columns, strings.Join(lacks, ", "))
		f.Help = "add the missing cells"
		p.Report(f)
	}
}

// cutOff returns the required columns of which a row has no cell, because it is shorter than the header.
func cutOff(t *records.Table, row records.Row) (all []schema.Column) {
	if row.Missing == 0 {
		return nil
	}
	for _, found := range t.Pieces[row.Piece].Columns {
		c, i := t.Of.Columns.Named(found.Name)
		if s := row.Cells[i].Span; s.Start == 0 && s.End == 0 && asksNow(t, row, c) {
			all = append(all, c)
		}
	}
	return all
}

// asksNow reports whether a row must have a value in a column: always, while it is open, or once it is done.
func asksNow(t *records.Table, row records.Row, c schema.Column) bool {
	if c.Required == "always" {
		return true
	}
	done, known := doneRow(t, row)
	return c.Required == "open" && known && !done || c.Required == "done" && known && done
}

// doneRow reports whether a row is done, by its status; known is false where that can't be read, or it is void. A row
// without a status is open.
func doneRow(t *records.Table, row records.Row) (done, known bool) {
	for i, c := range t.Of.Columns {
		if c.Type != "status" {
			continue
		}
		switch v := row.Cells[i]; {
		case v.State == records.Known && v.Choice.Class == records.ClassVoid, v.State == records.Unclear:
			return false, false
		case v.State == records.Known:
			return v.Choice.Class == records.ClassDone || v.Choice.Class == records.ClassVerified, true
		}
	}
	return false, true
}
