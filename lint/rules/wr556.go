package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr556() *lint.Rule {
	return &lint.Rule{
		ID: "WR556", Name: "objective-incomplete", Scope: lint.Document, Severity: lint.Warning,
		Title: "An objective lacks what makes it one",
		Text: `An objective says what is to be reached or how it is measured, who answers for it, and by when or how often it
is looked at (6.2).

**What counts.** In a document of the kind objectives, and in any other that satisfies 6.2: a row of the table of
objectives without target and measure, without an owner, or without a time; one finding at the header where the table has
no column for it.

**What doesn't.** A target without a measure, or a measure without a target; a missing column of owners (WR506); drafts;
what a template left to be written (WR121); retired documents, adopted words, languages other than English and German.

**How to fix it.** Fill the cells in. Other names for the columns go under ` + "`kinds.objectives.tables`" + `.`,
		Clause: clauseObjectives, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR556"), Good: good("WR556"),
		Find: func(p *lint.Pass) error {
			t, err := clauseTextOf(p.Input, p.Doc, as(p.Input, p.Doc, "objectives", clauseObjectives))
			if t == nil || err != nil {
				return err
			}
			if table := t.table("objectives"); table != nil {
				for _, part := range objectiveParts {
					checkPart(p, table, part)
				}
			}
			return nil
		},
	}
}

// objectivePart is what an objective must say, in one of some columns.
type objectivePart struct {
	what, help string
	columns    []string
}

var objectiveParts = []objectivePart{
	{"target or measure", "write what is to be reached, or how it is measured", []string{"target", "measure"}},
	{"owner", "write who answers for it", []string{"owner"}},
	{"time", "write by when it is to be reached, or how often it is looked at", []string{"when"}},
}

// checkPart reports the objectives that lack a part.
func checkPart(p *lint.Pass, t *records.Table, part objectivePart) {
	told := map[int]bool{} // the pieces without such a column
	for n, row := range t.Rows {
		lacks := func(column string) bool { return t.Cell(row, column).State == records.Empty }
		if lacks("objective") || slices.ContainsFunc(part.columns, func(c string) bool { return !lacks(c) }) {
			continue
		}
		piece := t.Pieces[row.Piece]
		has := func(column string) bool { return hasHeader(piece, column) }
		f := lint.Found{Span: row.Span, Anchor: "objective " + part.what + " " + rowName(t, n), Help: part.help,
			Message: fmt.Sprintf("the objective %s has no %s", quoted(short(t.Cell(row, "objective").Text)), part.what)}
		if ofTable(piece) && !slices.ContainsFunc(part.columns, has) {
			if told[row.Piece] || slices.ContainsFunc(part.columns, func(name string) bool {
				c, _ := t.Of.Columns.Named(name)
				return required(c) // WR506 asks for it
			}) {
				continue
			}
			told[row.Piece] = true
			f.Span, f.Anchor = document.Span{Start: piece.Span.Start, End: piece.Span.Start}, "column "+part.what
			f.Message = "no column gives the objectives a " + part.what
			f.Help = fmt.Sprintf("add a column %q: %s", capital(columnName(part.columns[0])), part.help)
		}
		p.Report(f)
	}
}
