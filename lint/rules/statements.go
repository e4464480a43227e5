package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// statementKind is the kind of statements of applicability.
const statementKind = "statement-of-applicability"

// statement is a statement of applicability with what it says, as the register has it.
type statement struct {
	*coverage.Statement
	e *register.Entry
}

// sharedStatements are the statements that somebody answers for: no drafts, and none that is retired.
var sharedStatements = lint.Share(func(in *lint.Input) (all []statement, err error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	for _, e := range system.Of(statementKind) {
		if e.Status() == schema.Draft || unsettled(e) {
			continue
		}
		said, err := system.Statement(e)
		if err != nil {
			return nil, err
		}
		all = append(all, statement{said, e})
	}
	return all, nil
})

// isKind reports whether a document is of one of some kinds, or of one that is built on them.
func isKind(in *lint.Input, e *register.Entry, kinds ...string) bool {
	return slices.ContainsFunc(kinds, func(name string) bool { return in.Config.IsKind(e.Kind, name) })
}

// eachStatement calls find for each statement that has its table. Words that the company adopted as they were aren't
// judged.
func eachStatement(p *lint.Pass, find func(s statement) error) error {
	all, err := sharedStatements(p.Input)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Table == nil || !slices.Contains(p.Register.Documents, s.e) {
			continue
		}
		if adopted, err := adoptedWords(p.Input, s.e); adopted || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		if err := find(s); err != nil {
			return err
		}
	}
	return nil
}

// statedOf returns what the statements say of a control, and the statement: the first one that applies it, else the
// first one that has it; nil for nothing.
func statedOf(all []statement, standard, number string) (said *coverage.Stated, by statement) {
	for _, s := range all {
		x := s.Of(standard, number)
		if x != nil && (said == nil || said.Applicable == coverage.No && x.Applicable != coverage.No) {
			said, by = x, s
		}
	}
	return said, by
}

// has reports whether a piece of the statement's table has a column.
func (s statement) has(column string) bool {
	return slices.ContainsFunc(s.Table.Pieces, func(p records.Piece) bool {
		return slices.ContainsFunc(p.Columns, func(c records.Column) bool { return c.Name == column })
	})
}

// at is where rows answer in a column: the first cell that has words, else the first one, else the row.
func (s statement) at(rows []*coverage.Row, column string) document.Span {
	_, i := s.Table.Of.Columns.Named(column)
	var first document.Span
	for _, row := range rows {
		if i < 0 || row.Cells[i].Span == (document.Span{}) {
			continue
		}
		if row.Cells[i].State != records.Empty {
			return cellSpan(row.Row, i)
		}
		if first == (document.Span{}) {
			first = cellSpan(row.Row, i)
		}
	}
	if first == (document.Span{}) {
		first = rows[0].Span
	}
	return first
}

// waits reports whether a column of rows holds what another rule speaks of: a placeholder, or a word that is unknown.
func (s statement) waits(rows []*coverage.Row, column string) bool {
	_, i := s.Table.Of.Columns.Named(column)
	return i >= 0 && slices.ContainsFunc(rows, func(row *coverage.Row) bool {
		v := row.Cells[i]
		return v.State == records.Unclear || v.State == records.Placeholder || v.State == records.Empty && unwritten(v.Text)
	})
}

// head is where the statement's first table is.
func (s statement) head() document.Span { return s.Table.Pieces[0].Span }

// claim is an entry of `satisfies`.
type claim struct {
	e  *register.Entry
	at document.Span
}

// sharedClaims are the clauses and controls that documents claim to answer, drafts and retired ones aside.
var sharedClaims = lint.Share(func(in *lint.Input) (map[schema.Reference][]claim, error) {
	all := map[schema.Reference][]claim{}
	for _, e := range in.Register.All() {
		if !judged(e) || e.Status() == schema.Draft || e.Status() == schema.Retired {
			continue
		}
		f, _ := e.Front.Field("satisfies")
		for _, v := range append([]document.Value{f.Value}, f.Value.List...) {
			if v.Kind != document.List && v.Text != "" {
				r := schema.ParseReference(v.Text)
				if own := coverage.OwnControl(in.Config, r.Number); own != "" {
					r = schema.Reference{Number: own}
				}
				all[r] = append(all[r], claim{e, valueSpan(f, v)})
			}
		}
	}
	return all, nil
})

// valueSpan is where a value of a field is, else the field.
func valueSpan(f document.Field, v document.Value) document.Span {
	if v.Span.End > v.Span.Start {
		return v.Span
	}
	return place(f)
}

// relatedTo tells of a place in another row or document.
func relatedTo(e *register.Entry, at document.Span, message string) ([]lint.Related, error) {
	there, err := lint.RelatedAt(e.Document, at, message)
	return []lint.Related{there}, err
}

// controlKey names a control for a fingerprint.
func controlKey(n coverage.Named) string { return strings.TrimPrefix(n.Standard+":"+n.Number, ":") }

// someControls prints controls of a standard in a sentence: those that follow each other as a range.
func someControls(of *schema.Standard, numbers []string) string {
	const most = 8
	var parts []string
	shown := 0
	for i := 0; i < len(numbers) && len(parts) < most; {
		j := i
		for j+1 < len(numbers) && follows(of, numbers[j], numbers[j+1]) {
			j++
		}
		switch {
		case j > i+1:
			parts, shown, i = append(parts, numbers[i]+" to "+numbers[j]), shown+j-i+1, j+1
		default:
			parts, shown, i = append(parts, numbers[i]), shown+1, i+1
		}
	}
	if rest := len(numbers) - shown; rest > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(parts, ", "), rest)
	}
	return allOf(parts)
}

// follows reports whether a control is the next one of its theme.
func follows(of *schema.Standard, a, b string) bool {
	_, from := of.Point(a)
	_, to := of.Point(b)
	return from && to && len(of.Between(a, b)) == 0 && themeOf(a) == themeOf(b)
}

func themeOf(number string) string { return number[:strings.LastIndexByte(number, '.')+1] }

// manyRows is from how many on findings of the same sort in one statement are one finding.
const manyRows = 11

// plantStatement commits a statement of applicability whose table is spoilt.
func plantStatement(s lint.Scratch, spoil func(*sheet)) error {
	return plantSheetOf(s, statementKind, coverage.StatementTable, spoil)
}

// plantSheetOf commits a document of a kind, or of one that is built on it, with a table that is spoilt.
func plantSheetOf(s lint.Scratch, kind, table string, spoil func(*sheet)) error {
	return plantSheetDraft(s, kind, table, anywhere, func(_ *draft, t *sheet) { spoil(t) })
}

// plantSheetDraft is plantSheetOf for a draft that suits, which may be spoilt as well.
func plantSheetDraft(s lint.Scratch, kind, table string, suits func(*draft) bool, spoil func(*draft, *sheet)) error {
	var t *sheet
	return plant(s, func(d *draft) bool {
		if !isms.New(d.in.View()).Is(d.kind, kind) || !suits(d) {
			return false
		}
		t = d.sheetOf(namedTable(table))
		return t != nil
	}, func(d *draft) {
		spoil(d, t)
		d.body += t.text()
	})
}

// set fills cells of a row by the names of their columns.
func (s *sheet) set(row int, cells map[string]string) {
	for name, text := range cells {
		if _, i := s.of.Columns.Named(name); i >= 0 {
			s.rows[row][i] = text
		}
	}
}

// namedTable suits the table of a name.
func namedTable(name string) func(schema.Table) bool {
	return func(t schema.Table) bool { return t.Name == name }
}
