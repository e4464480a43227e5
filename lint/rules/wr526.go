package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr526() *lint.Rule {
	return &lint.Rule{
		ID: "WR526", Name: "requirement-not-addressed", Scope: lint.Document, Severity: lint.Warning,
		Title: "Nothing says what addresses a requirement",
		Text: `Beside the parties and their requirements, the context says which of these the management system answers
(4.2 c). Real audits write it up when it doesn't.

**What counts.** In the table of stakeholders of a context: a row with a requirement whose "addressed by" is empty; one
finding at the header where the table has no such column.

**What doesn't.** "Not through the ISMS", and "none"; drafts; rows without a requirement (WR521); what a template left to
be written (WR121); retired documents, adopted words, languages other than English and German.

**How to fix it.** Name the document or the control that answers the requirement, or write "not through the ISMS".
Other names for the column go under ` + "`kinds.context.tables`" + `.`,
		Clause: clauseParties, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR526"), Good: good("WR526"),
		Find: func(p *lint.Pass) error {
			all, err := stakeholders(p)
			told := map[int]bool{} // the pieces of the table without the column
			for _, x := range all {
				wants, _ := x.cell("requirements")
				by, span := x.cell("addressed")
				if wants.State != records.Known || by.State != records.Empty {
					continue
				}
				piece := x.table.Pieces[x.Piece]
				f := lint.Found{Span: span, Anchor: cellAnchor(x.table, x.n, "addressed"),
					Message: fmt.Sprintf("nothing says what addresses the requirements of %s", quoted(short(x.name))),
					Help:    `name the document or the control that does, or write "not through the ISMS"`}
				if ofTable(piece) && !hasHeader(piece, "addressed") {
					if told[x.Piece] {
						continue
					}
					told[x.Piece] = true
					f.Span, f.Anchor = document.Span{Start: piece.Span.Start, End: piece.Span.Start}, "column addressed"
					f.Message = "no column says which documents or controls address the stakeholders' requirements"
					f.Help = `add a column "Addressed by"; "not through the ISMS" is an answer`
				}
				p.Report(f)
			}
			return err
		},
	}
}

// hasHeader reports whether a piece of a table has a column.
func hasHeader(piece records.Piece, column string) bool {
	for _, c := range piece.Columns {
		if c.Name == column {
			return true
		}
	}
	return false
}
