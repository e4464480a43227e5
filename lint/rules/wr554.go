package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr554() *lint.Rule {
	return &lint.Rule{
		ID: "WR554", Name: "risk-incomplete", Scope: lint.Document, Severity: lint.Error,
		Title: "A risk lacks owner, likelihood, consequence or level",
		Text: `A risk that nobody owns isn't treated, and one without a level can't be compared with others.

**What counts.** A row of a risk assessment with an empty cell for owner, likelihood, consequence or level; one finding
a row.

**What doesn't.** Numbers and words of any scale; rows of which nothing is filled in; placeholders (WR121); columns that
the table doesn't have (WR506); retired documents, adopted words. Of a closed record WR764 tells it.

**How to fix it.** Fill the cells in.`,
		Clause: "ISO27001:6.1.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR554"), Good: good("WR554"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked || !isKind(p.Input, p.Doc, isms.Assessment) {
				return err
			}
			for i := range r.Tables {
				if t := &r.Tables[i]; t.Of.Name == isms.RisksTable {
					for n := range t.Rows {
						checkRisk(p, t, n)
					}
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheetOf(s, isms.Assessment, isms.RisksTable, func(t *sheet) {
				t.set(0, map[string]string{"level": ""})
			})
		},
	}
}

// checkRisk reports what a row of an assessment lacks.
func checkRisk(p *lint.Pass, t *records.Table, n int) {
	row := t.Rows[n]
	if !row.Filled() {
		return
	}
	var lacks []string
	first := -1
	for _, c := range t.Pieces[row.Piece].Columns {
		_, i := t.Of.Columns.Named(c.Name)
		v := row.Cells[i]
		if !ownRule(p, t, c.Name) || v.State != records.Empty && v.State != records.Nothing || v.Span.End == 0 ||
			unwritten(v.Text) {
			continue
		}
		if lacks = append(lacks, columnName(c.Name)); first < 0 {
			first = i
		}
	}
	if len(lacks) > 0 {
		name := t.Cell(row, "id").Text
		if name == "" {
			name = quoted(t.Cell(row, "risk").Text)
		}
		p.Report(lint.Found{Span: cellSpan(row, first), Anchor: cellAnchor(t, n, t.Of.Columns[first].Name),
			Message: fmt.Sprintf("the risk %s has no %s", name, oneOf(lacks)), Help: "fill it in"})
	}
}
