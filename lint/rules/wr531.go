package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr531() *lint.Rule {
	return &lint.Rule{
		ID: "WR531", Name: "exclusion-unjustified", Scope: lint.Document, Severity: lint.Warning,
		Title: "An exclusion of the scope without a reason",
		Text: `Whoever leaves something out of the scope says why, or an auditor takes it for what was too much work.

**What counts.** In a scope, and in any other document that satisfies 4.3: an item or a row under exclusions without a
reason. A reason is in brackets, behind a dash, a colon or "because", in an item of its own below, or in the column for
it.

**What doesn't.** "None"; exclusions told in sentences; drafts; what a template left to be written (WR121); retired
documents, adopted words, languages other than English and German.

**How to fix it.** Write the reason behind it. Other names for the column go under ` + "`kinds.scope.tables`" + `.`,
		Clause: clauseScope, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR531"), Good: good("WR531"),
		Find: func(p *lint.Pass) error {
			t, err := clauseTextOf(p.Input, p.Doc, as(p.Input, p.Doc, "scope", clauseScope))
			if t == nil || err != nil {
				return err
			}
			table := t.table("exclusions")
			if table == nil {
				return nil
			}
			for n, row := range table.Rows {
				item := table.Cell(row, "item")
				if item.State != records.Known || t.justified(table, n) || unwritten(item.Text) || noExclusion(item.Text) {
					continue
				}
				p.Report(lint.Found{Span: row.Span, Anchor: "exclusion " + strings.ToLower(item.Text),
					Message: fmt.Sprintf("nothing says why %s is excluded", quoted(short(item.Text))),
					Help:    "write the reason behind it, after a dash"})
			}
			return nil
		},
	}
}

// justified reports whether an exclusion gives a reason: in its row, or in an item below it. Items below one that has
// none are its parts, or its reasons: nobody knows which.
func (t *clauseText) justified(table *records.Table, n int) bool {
	row := table.Rows[n]
	switch table.Cell(row, "reason").State {
	case records.Known, records.Placeholder, records.Unclear:
		return true
	}
	if _, reason := records.Reason(table.Cell(row, "item").Text); reason != "" {
		return true
	}
	if ofTable(table.Pieces[row.Piece]) {
		return false
	}
	indent := func(i int) int { return t.indentAt(table.Rows[i].Span) }
	return n+1 < len(table.Rows) && indent(n+1) > indent(n) || indent(n) > indent(max(0, beginOf(table, n)))
}

// beginOf is the first row of the list that a row is in.
func beginOf(table *records.Table, n int) int {
	for n > 0 && table.Rows[n-1].Piece == table.Rows[n].Piece {
		n--
	}
	return n
}

// indentAt is how far the item at a place is indented.
func (t *clauseText) indentAt(at document.Span) int {
	for _, l := range t.Lines {
		if l.Span.Start == at.Start {
			return l.Indent
		}
	}
	return 0
}

// noExclusion reports whether an item says that nothing is left out.
func noExclusion(text string) bool {
	low := strings.ToLower(strings.TrimSpace(text))
	for _, begin := range []string{"no ", "none", "nothing", "kein", "nichts"} {
		if strings.HasPrefix(low, begin) {
			return true
		}
	}
	return false
}
