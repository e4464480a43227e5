package rules

import (
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr533() *lint.Rule {
	return &lint.Rule{
		ID: "WR533", Name: "asset-count-unreadable", Scope: lint.Document, Severity: lint.Info,
		Title: "A number in the inventory that can't be read",
		Text: `"1.500 laptops" are one and a half to one reader and fifteen hundred to another.

**What counts.** In the inventory of assets of a scope, and of any other document that satisfies 4.3: a number that reads
as none, or in two ways.

**What doesn't.** An item without a number; drafts; what a template left to be written (WR121); retired documents, adopted
words, languages other than English and German.

**How to fix it.** Write the number as the finding proposes.`,
		Clause: clauseScope, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR533"), Good: good("WR533"),
		Find: func(p *lint.Pass) error {
			t, err := clauseTextOf(p.Input, p.Doc, as(p.Input, p.Doc, "scope", clauseScope))
			if t == nil || err != nil {
				return err
			}
			table := t.table("assets")
			if table == nil {
				return nil
			}
			for n, row := range table.Rows {
				if v := table.Cell(row, "number"); v.State == records.Unclear && v.Problem != nil {
					p.Report(lint.Found{Span: row.Span, Anchor: cellAnchor(table, n, "number"),
						Message: v.Problem.Message, Help: v.Problem.Help})
				}
			}
			return nil
		},
	}
}

// ofInventory reports whether a table is the inventory of assets of a scope, whose numbers are WR533's.
func ofInventory(p *lint.Pass, t *records.Table) bool {
	return t.Of.Name == "assets" && as(p.Input, p.Doc, "scope", clauseScope) != nil
}
