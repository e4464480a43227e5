package rules

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// sheet is a table of the draft's kind, with a header and one row without a fault, which a seed may spoil.
type sheet struct {
	of     schema.Table
	header []string
	rows   [][]string
	after  string // what stands below the table
}

// sheetOf makes a sheet of the first table of the draft's kind that suits, and gives the draft a state in which its
// words are asked; nil where none does.
func (d *draft) sheetOf(suits func(schema.Table) bool) *sheet {
	i := slices.IndexFunc(d.kind.States, func(s string) bool {
		return s != schema.Draft && s != schema.Retired && s != schema.Closed
	})
	if i < 0 {
		return nil
	}
	d.set("status", d.kind.States[i])
	for _, t := range d.kind.Tables.Tables {
		if len(t.Key) == 0 && len(t.In) == 0 || !suits(t) || slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return c.Pattern != ""
		}) {
			continue
		}
		s := &sheet{of: t, rows: [][]string{nil}}
		for _, c := range t.Columns {
			s.header = append(s.header, columnName(c.Name))
			s.rows[0] = append(s.rows[0], d.cell(c))
		}
		return s
	}
	return nil
}

// cell is a value of a column's type.
func (d *draft) cell(c schema.Column) string {
	switch c.Type {
	case "id":
		return "S-001"
	case "day":
		return d.in.Today.String()
	case "party":
		return strings.Trim(d.values["owner"], `"`)
	case "quantity", "percentage":
		return "50 %"
	}
	if v := schema.Vocabularies()[c.Type]; len(v) > 0 {
		return v[0].Words[0]
	}
	return "Seeded words"
}

// isLog reports whether a table is that of a log of corrective actions.
func isLog(t schema.Table) bool {
	_, cause := t.Columns.Named("cause")
	return t.Name == "log" && cause >= 0
}

// column returns the place of the first column that suits; -1 for none.
func (s *sheet) column(suits func(schema.Column) bool) int {
	return slices.IndexFunc(s.of.Columns, suits)
}

// text is the sheet in its section.
func (s *sheet) text() string {
	var b strings.Builder
	if len(s.of.In) > 0 {
		b.WriteString("\n## " + s.of.In[0] + "\n")
	}
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	b.WriteByte('\n')
	line(s.header)
	line(slices.Repeat([]string{"---"}, len(s.header)))
	for _, row := range s.rows {
		line(row)
	}
	return b.String() + s.after
}

// plantSheet commits a document with a table that suits, spoilt.
func plantSheet(s lint.Scratch, suits func(schema.Table) bool, spoil func(*sheet)) error {
	var t *sheet
	return plant(s, func(d *draft) bool {
		t = d.sheetOf(suits)
		return t != nil
	}, func(d *draft) {
		spoil(t)
		d.body += t.text()
	})
}

// plantCourse commits a log of corrective actions with one row as first leaves it, and then as second does.
func plantCourse(s lint.Scratch, first, second func(*sheet)) error {
	var t *sheet
	d, err := pick(s, func(d *draft) bool {
		t = d.sheetOf(isLog)
		return t != nil
	})
	if err != nil {
		return err
	}
	words := d.body
	first(t)
	d.body = words + t.text()
	if err := d.commit(s, lint.Stranger(), "Add a log"); err != nil {
		return err
	}
	second(t)
	d.body = words + t.text()
	return d.commit(s, lint.Stranger(), "Change its row")
}

func hasColumn(suits func(schema.Column) bool) func(schema.Table) bool {
	return func(t schema.Table) bool { return slices.ContainsFunc(t.Columns, suits) }
}
