package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr521() *lint.Rule {
	return &lint.Rule{
		ID: "WR521", Name: "stakeholder-incomplete", Scope: lint.Document, Severity: lint.Error,
		Title: "A stakeholder without a requirement",
		Text: `Interested parties are named for what they require of information security (4.2). One that requires
nothing needs no row.

**What counts.** In the table of stakeholders of a context: a row with a name, whose requirements are empty.

**What doesn't.** Drafts; rows of which nothing is filled in; a table without that column (WR505), a row that ends early
(WR508); what a template left to be written (WR121); retired documents, adopted words.

**How to fix it.** Write what the party requires, or remove the row.`,
		Clause: clauseParties, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR521"), Good: good("WR521"),
		Find: func(p *lint.Pass) error {
			all, err := stakeholders(p)
			for _, x := range all {
				if wants, span := x.cell("requirements"); wants.State == records.Empty && wants.Span.End > 0 {
					p.Report(lint.Found{Span: span, Anchor: cellAnchor(x.table, x.n, "requirements"),
						Message: fmt.Sprintf("%s has no requirement", quoted(short(x.name))),
						Help:    "write what this party requires of information security, or remove the row"})
				}
			}
			return err
		},
	}
}

// stakeholder is a row of a table of stakeholders that names one.
type stakeholder struct {
	records.Row
	table *records.Table
	n     int // of the row
	name  string
}

// stakeholders returns the rows of a context that name a stakeholder.
func stakeholders(p *lint.Pass) (all []stakeholder, err error) {
	t, err := clauseTextOf(p.Input, p.Doc, as(p.Input, p.Doc, "context", ""))
	if t == nil || err != nil {
		return nil, err
	}
	if table := t.table("stakeholders"); table != nil {
		for n, row := range table.Rows {
			if name := table.Cell(row, "stakeholder"); name.State == records.Known {
				all = append(all, stakeholder{row, table, n, name.Text})
			}
		}
	}
	return all, nil
}

// cell returns the cell of a column, and where a finding about it belongs.
func (x stakeholder) cell(column string) (records.Cell, document.Span) {
	_, i := x.table.Of.Columns.Named(column)
	if i < 0 {
		return records.Cell{}, x.Span
	}
	return x.Cells[i], cellSpan(x.Row, i)
}
