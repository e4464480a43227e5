package rules

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr509() *lint.Rule {
	return &lint.Rule{
		ID: "WR509", Name: "cell-empty", Scope: lint.Document, Severity: lint.Error,
		Title: "A cell that its column requires is empty",
		Text: `An action without an owner is nobody's, and one that is done without a cause was never understood.

**What counts.** A cell of a table of the kind that is empty, or holds a sign for nothing (` + "`-`, `…`, `?`" + `),
words such as "ongoing" in place of a day, or boxes that nobody ticked, where its column requires a value: in each row,
while the row is open, or once it is done. The kind says which, and so does ` + "`required:`" + ` of a column of your own.

**What doesn't.** Drafts; rows of which nothing is filled in; "n/a" and "none" where the column takes them for an
answer; a status that nothing knows (WR507); placeholders (WR121); columns that the table doesn't have (WR506); rows
that end early (WR508); what WR521 and WR556 ask for; retired documents, closed records on the main branch, adopted words.

**How to fix it.** Fill the cell in.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR509"), Good: good("WR509"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked || p.Doc.Status() == schema.Draft {
				return err
			}
			for i := range r.Tables {
				for n := range r.Tables[i].Rows {
					checkFilled(p, &r.Tables[i], n)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			always := func(c schema.Column) bool { return c.Required == "always" }
			return plantSheet(s, namedTable("externals"), func(t *sheet) { t.rows[0][t.column(always)] = "" })
		},
	}
}

// unwritten reports whether a text holds what a template left to be written, which WR121 reports.
func unwritten(text string) bool {
	return register.MayHoldPlaceholder([]byte(text)) &&
		len(templates().in([]byte(text), document.Span{End: len(text)})) > 0
}

// lacking says that a cell has no value: what it says instead, such as "ongoing" in place of a day, or nothing.
func lacking(header, text string) string {
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return header + " is empty"
	}
	return fmt.Sprintf("%s says %s", header, quoted(text))
}

func checkFilled(p *lint.Pass, t *records.Table, n int) {
	row := t.Rows[n]
	if !row.Filled() {
		return
	}
	for _, found := range t.Pieces[row.Piece].Columns {
		c, i := t.Of.Columns.Named(found.Name)
		v := row.Cells[i]
		if ownRule(p, t, c.Name) || v.State != records.Empty && v.State != records.Placeholder || v.Span.End == 0 ||
			!asksNow(t, row, c) || unwritten(v.Text) {
			continue
		}
		when := map[string]string{"always": "in each row", "open": "while the row is open",
			"done": "once the row is done"}
		p.Report(lint.Found{Span: cellSpan(row, i), Anchor: cellAnchor(t, n, c.Name),
			Message: fmt.Sprintf("%s; the table %q requires %s %s", lacking(found.Header, v.Text), t.Of.Name,
				cmp.Or(map[string]string{"day": "a day"}[c.Type], "it"), when[c.Required]),
			Help: "fill it in"})
	}
}
