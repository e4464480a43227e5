package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr747() *lint.Rule {
	return &lint.Rule{
		ID: "WR747", Name: "control-unknown", Scope: lint.Document, Severity: lint.Error,
		Title: "A control that its standard doesn't have",
		Text: `A row for A.5.99, or for a control of the edition of 2013, is about nothing that the standard asks for today,
and the control that was meant looks missing.

**What counts.** In a statement of applicability, a treatment plan, a list of exclusions, the items and findings of an
audit, or the scope of a programme: a number with the letters of the standard's controls that none of them has. In a
column of controls also a number alone, such as 9.2.3. One of 2013 is told with what replaced it.

**What doesn't.** Controls that ` + "`coverage.own_controls`" + ` declares; clauses; standards that writ has no data
of, where the row, a heading or the title names them; an audit whose criteria are those of 2013; rows without an answer,
which are headings; retired documents, adopted words.

**How to fix it.** Write the number of the control that is meant, or declare your own under
` + "`coverage.own_controls`" + `.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR747"), Good: good("WR747"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked {
				return err
			}
			if isKind(p.Input, p.Doc, statementKind) {
				system, err := sharedSystem(p.Input)
				if err != nil {
					return err
				}
				s, err := system.Statement(p.Doc)
				if err != nil {
					return err
				}
				for _, row := range s.Rows {
					_, i := s.Table.Of.Columns.Named("control")
					unknownControls(p, row.Names, cellSpan(row.Row, i))
				}
				return nil
			}
			for i := range r.Tables {
				for c, col := range r.Tables[i].Of.Columns {
					if sort := controlColumn(r.Tables[i].Of.Name, col.Name); sort != noControls {
						checkControls(p, &r.Tables[i], c, sort)
					}
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantStatement(s, func(t *sheet) { t.set(0, map[string]string{"control": "A.9.2.3"}) })
		},
	}
}

// controlSort says how a column names controls.
type controlSort int

const (
	noControls    controlSort = iota
	onlyControls              // a number alone is one, too
	amongstOthers             // words and clauses as well
)

// controlColumn says how the column of a table names controls.
func controlColumn(table, column string) controlSort {
	switch {
	case column == "control" || column == "controls":
		return onlyControls
	case table == "items" && (column == "item" || column == "reference"), table == "findings" && column == "reference",
		table == "programme" && column == "scope":
		return amongstOthers
	}
	return noControls
}

func checkControls(p *lint.Pass, t *records.Table, column int, sort controlSort) {
	for _, row := range t.Rows {
		if v := row.Cells[column]; v.State == records.Known {
			var all []coverage.Named
			for _, n := range coverage.Controls(p.Config, v.Text, coverage.StandardAt(p.Doc.Document, row.Span.Start)) {
				if sort == onlyControls || n.Lettered {
					all = append(all, n)
				}
			}
			unknownControls(p, all, cellSpan(row, column))
		}
	}
}

// unknownControls reports those of the controls that a cell names which their standard doesn't have.
func unknownControls(p *lint.Pass, all []coverage.Named, at document.Span) {
	old := strings.Contains(p.Doc.Front.Text("standard"), "2013")
	for _, n := range all {
		if n.Known || n.Foreign {
			continue
		}
		of := schema.StandardNamed(n.Standard)
		f := lint.Found{Span: at, Anchor: "control " + n.Number, Message: fmt.Sprintf("%s has no control %s", of.Title,
			n.Number),
			Help: "write the number of one that it has; your own are declared under `coverage.own_controls`"}
		if now := n.Replaced(); len(now) > 0 {
			if old {
				continue
			}
			f.Message += "; the edition of 2013 had it"
			f.Help = "write what took its place: " + strings.Join(now, ", ")
		} else if near := nearest.Word(n.Number, pointsOf(of)); near != "" {
			f.Help = "did you mean " + near + "? Your own are declared under `coverage.own_controls`"
		}
		p.Report(f)
	}
}
