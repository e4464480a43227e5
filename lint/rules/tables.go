package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// sharedSystem is what the records of a run say together.
var sharedSystem = lint.Share(func(in *lint.Input) (*isms.System, error) { return isms.New(in.View()), nil })

// tabled returns what a document has of its kind's tables, and whether its tables are asked: not where the kind asks
// nothing of any, not of retired documents, nor of words that the company adopted as they were.
func tabled(p *lint.Pass) (r records.Reading, asked bool, err error) {
	e := p.Doc
	if !judged(e) || e.Status() == schema.Retired || !slices.ContainsFunc(e.Kind.Tables.Tables, demanding) {
		return r, false, nil
	}
	if adopted, err := adoptedWords(p.Input, e); adopted || err != nil {
		return r, false, err
	}
	system, err := sharedSystem(p.Input)
	if err != nil {
		return r, false, err
	}
	r, err = system.Reading(e)
	return r, err == nil, err
}

// demanding reports whether a table can be missing or wrong: it is required, or its cells are, or they have a form.
func demanding(t schema.Table) bool {
	return t.Required || slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
		return required(c) || c.Pattern != "" || c.Type != "text" && c.Type != "list"
	})
}

// required reports whether a table of the kind must have a column.
func required(c schema.Column) bool { return c.Required != "" && c.Required != "never" }

// rowName names a row for a fingerprint: by its id, else by its place in the table.
func rowName(t *records.Table, row int) string {
	for i, c := range t.Of.Columns {
		if v := t.Rows[row].Cells[i]; c.Type == "id" && v.State == records.Known && v.ID.Key != "" {
			return v.ID.Key
		}
	}
	return fmt.Sprintf("row %d", row+1)
}

// cellAnchor is the anchor of a finding in a cell.
func cellAnchor(t *records.Table, row int, column string) string {
	return "table " + t.Of.Name + " " + column + " " + rowName(t, row)
}

// cellSpan is the place of a cell: its words, else its row.
func cellSpan(r records.Row, i int) document.Span {
	if s := r.Cells[i].Span; s.End > s.Start {
		return s
	}
	return r.Span
}

// headed is a column as the document's header has it, else by its own name.
func headed(p records.Piece, column string) string {
	for _, c := range p.Columns {
		if c.Name == column {
			return c.Header
		}
	}
	return columnName(column)
}

func columnName(name string) string { return strings.ReplaceAll(name, "_", " ") }

// ofTable reports whether a piece is a table with a header, and no list and none that is written downwards.
func ofTable(p records.Piece) bool { return p.Form == "table" }

// ownRule reports whether a rule of the kind itself says what is wrong in a column, so that the rules for all tables
// keep silent there.
func ownRule(p *lint.Pass, t *records.Table, column string) bool {
	for _, own := range [...]struct {
		kind, table string
		columns     []string // all of them where none is named
	}{
		{statementKind, coverage.StatementTable, nil},       // WR805, WR806
		{"risk-treatment", "treatments", []string{"owner"}}, // WR550
		{"risk-assessment", "risks", []string{"owner", "likelihood", // WR554
			"consequence", "level"}},
		{isms.InternalAudit, isms.ItemsTable, []string{"item", "result"}}, // WR741
		{isms.CorrectiveLog, "log", []string{"id", "cause"}},              // WR720, WR724
		{isms.ActionLog, "log", []string{"id"}},                           // WR720
		{"context", "stakeholders", []string{"requirements"}},             // WR521
		{"objectives", "objectives", []string{"owner"}},                   // WR556
	} {
		if t.Of.Name == own.table && (own.columns == nil || slices.Contains(own.columns, column)) &&
			isKind(p.Input, p.Doc, own.kind) {
			return true
		}
	}
	return false
}
