package adopt

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
)

// tables reads the tables in the parts where a document speaks of itself.
func (r *reader) tables() {
	spans := r.spans()
	for _, t := range r.doc.Tables() {
		within := slices.ContainsFunc(spans, func(s document.Span) bool {
			return s.Start <= t.Span.Start && t.Span.Start < s.End
		})
		switch {
		case !within || len(t.Header) == 0:
		case r.upright(t):
			r.pairs(t.Header)
			for _, row := range t.Rows {
				r.pairs(row)
			}
		case r.hasHistory(t):
			r.newest(t)
		case len(t.Rows) == 1 && identifies(t.Header):
			for i, c := range t.Rows[0] {
				if i < len(t.Header) {
					r.cell(t.Header[i].Text, c)
				}
			}
		}
	}
}

// upright reports whether a table has its labels in every second column: two columns, or four.
func (r *reader) upright(t document.Table) bool {
	if len(t.Header)%2 != 0 {
		return false
	}
	side, top := 0, 0
	for i, c := range t.Header {
		if known(labelOf(c.Text)) {
			top++
			if i%2 == 0 {
				side++
			}
		}
	}
	for _, row := range t.Rows {
		for i := 0; i+1 < len(row); i += 2 {
			if known(labelOf(row[i].Text)) {
				side++
			}
		}
	}
	return side > 0 && side >= top
}

func (r *reader) pairs(row []document.Cell) {
	for i := 0; i+1 < len(row); i += 2 {
		r.cell(row[i].Text, row[i+1])
	}
}

func (r *reader) cell(label string, c document.Cell) {
	r.add(label, strings.ReplaceAll(c.Text, "\n", " "), Cell, c.Span)
}

// identifies reports whether a row under such a header speaks of the document, and not of an action or a risk.
func identifies(header []document.Cell) bool {
	return slices.ContainsFunc(header, func(c document.Cell) bool {
		f := fieldNamed(labelOf(c.Text))
		return f == "version" || f == "id"
	})
}

// hasHistory reports whether a table lists versions with what changed in each.
func (r *reader) hasHistory(t document.Table) bool {
	column := versionColumn(t)
	return column >= 0 && (len(t.Rows) > 1 || slices.ContainsFunc(t.Header, func(c document.Cell) bool {
		l := labelOf(c.Text)
		return strings.Contains(l, "change") || strings.Contains(l, "description") || strings.Contains(l, "comment") ||
			l == "author" || l == "änderung" || l == "beschreibung" || l == "autor"
	}))
}

func versionColumn(t document.Table) int {
	return slices.IndexFunc(t.Header, func(c document.Cell) bool { return fieldNamed(labelOf(c.Text)) == "version" })
}

// newest takes the highest version of a history. Its other cells speak of a change, not of the document.
func (r *reader) newest(t document.Table) {
	column := versionColumn(t)
	var best document.Cell
	for _, row := range t.Rows {
		if column >= len(row) {
			continue
		}
		version := versionIn(row[column].Text)
		if version != "" && (best.Text == "" || compareVersions(version, versionIn(best.Text)) > 0) {
			best = row[column]
		}
	}
	if best.Text != "" {
		r.cell(t.Header[column].Text, best)
	}
}
