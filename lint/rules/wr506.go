package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr506() *lint.Rule {
	return &lint.Rule{
		ID: "WR506", Name: "table-columns", Scope: lint.Document, Severity: lint.Error,
		Title: "A table lacks a column, or has one twice",
		Text: `A log without a column for the owner can't say who acts. Of two columns with one name nobody knows
which counts.

**What counts.** A table that the kind knows, without a column that the kind requires; a column that comes twice. A
header that is a slip away from a missing column is named.

**What doesn't.** Other columns: they are your own. Lists in place of a table; drafts for missing columns; retired
documents, closed records on the main branch, adopted words.

**How to fix it.** Add the column, or its name in your table under ` + "`also:`" + ` of the column in
` + "`kinds.KIND.tables`" + `.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR506"), Good: good("WR506"),
		Find: func(p *lint.Pass) error {
			r, asked, err := tabled(p)
			if !asked {
				return err
			}
			for i := range r.Tables {
				t := &r.Tables[i]
				for _, piece := range t.Pieces {
					if !ofTable(piece) {
						continue
					}
					for _, header := range piece.Doubled {
						p.Report(lint.Found{Span: piece.Span,
							Anchor: "table " + t.Of.Name + " twice " + schema.HeaderName(header),
							Message: fmt.Sprintf("the column %s comes twice in the table %q", quoted(header),
								t.Of.Name),
							Help: "remove one of them, or give it another name"})
					}
					if p.Doc.Status() != schema.Draft {
						missingColumns(p, t, piece)
					}
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, demanding, func(t *sheet) {
				t.header = append(t.header, t.header[0])
				t.rows[0] = append(t.rows[0], t.rows[0][0])
			})
		},
	}
}

func missingColumns(p *lint.Pass, t *records.Table, piece records.Piece) {
	for _, c := range t.Of.Columns {
		if !required(c) || slices.ContainsFunc(piece.Columns, func(x records.Column) bool { return x.Name == c.Name }) {
			continue
		}
		name := columnName(c.Name)
		f := lint.Found{Span: piece.Span, Anchor: "table " + t.Of.Name + " " + c.Name,
			Message: fmt.Sprintf("the table %q has no column %s, which the kind %s requires", t.Of.Name, name,
				p.Doc.Kind.Name),
			Help: fmt.Sprintf("add the column; or, if it has another name, write that under "+
				"`kinds.%s.tables: {%s: {columns: {%s: {also: […]}}}}` in writ.yaml", p.Doc.Kind.Name, t.Of.Name,
				c.Name)}
		if near := nearest.Word(name, lowered(piece.Own)); near != "" {
			i := slices.Index(lowered(piece.Own), near)
			f.Message += fmt.Sprintf("; is %s meant?", quoted(strings.TrimSpace(piece.Own[i])))
			f.Help = "write " + name
		}
		p.Report(f)
	}
}
