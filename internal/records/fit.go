package records

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// fit says which headers are which columns of a table of the kind.
type fit struct {
	columns []int // for each column of the kind its header, or -1
	exact   int   // columns by their own name
	known   int
	missing []string // key columns that no header is
	doubled []string
	whole   map[string]bool // aliases, which aren't halved
}

// headerName is a header as it compares: see schema.HeaderName.
func headerName(text string) string { return schema.HeaderName(plain(text)) }

// fitOf compares headers with the columns of a table: first by the columns' own names, then by aliases in their order,
// key columns first. Each header is one column. "Status / 状況" is two names. A key column that no header is left for
// takes its alias from a column that isn't key: without a column of risks, the threats are these.
func fitOf(t *schema.Table, headers []string) fit {
	f := fit{columns: make([]int, len(t.Columns)), whole: map[string]bool{}}
	for _, c := range t.Columns {
		for _, a := range c.Also {
			f.whole[a] = true
		}
	}
	for i := range f.columns {
		f.columns[i] = -1
	}
	names := make([]string, len(headers))
	for i, h := range headers {
		names[i] = headerName(h)
	}
	f.own(t, names)
	for _, key := range []bool{true, false} {
		for c := range t.Columns {
			if f.columns[c] < 0 && key == (slices.Contains(t.Key, t.Columns[c].Name)) {
				f.alias(c, t.Columns[c].Also, names)
			}
		}
	}
	f.take(t, names)
	for i, n := range names {
		if !slices.Contains(f.columns, i) && n != "" && slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return n == ownName(c)
		}) {
			f.doubled = append(f.doubled, headers[i])
		}
	}
	f.count(t)
	return f
}

func ownName(c schema.Column) string { return strings.ReplaceAll(c.Name, "_", " ") }

// own finds the headers that are columns' own names.
func (f *fit) own(t *schema.Table, names []string) {
	for c := range t.Columns {
		if i := slices.Index(names, ownName(t.Columns[c])); i >= 0 {
			f.columns[c] = i
			f.exact++
		}
	}
	for c := range t.Columns {
		if f.columns[c] < 0 {
			f.part(c, ownName(t.Columns[c]), names)
		}
	}
}

// alias finds the header that is a column by the first of its aliases.
func (f *fit) alias(c int, also []string, names []string) {
	for _, a := range also {
		for i, n := range names {
			if n == a && !slices.Contains(f.columns, i) {
				f.columns[c] = i
				return
			}
		}
	}
	for _, a := range also {
		if f.part(c, a, names) {
			return
		}
	}
}

// part finds a name in one of the two halves of a header.
func (f *fit) part(c int, name string, names []string) bool {
	for i, n := range names {
		if strings.Contains(n, "/") && !f.whole[n] && !slices.Contains(f.columns, i) {
			for half := range strings.SplitSeq(n, "/") {
				if strings.TrimSpace(half) == name {
					f.columns[c] = i
					return true
				}
			}
		}
	}
	return false
}

// take gives key columns without a header the one that is their alias and was another column's.
func (f *fit) take(t *schema.Table, names []string) {
	for c, col := range t.Columns {
		if f.columns[c] >= 0 || !slices.Contains(t.Key, col.Name) {
			continue
		}
		for other, i := range f.columns {
			if i >= 0 && !slices.Contains(t.Key, t.Columns[other].Name) && slices.Contains(col.Also, names[i]) {
				f.columns[c], f.columns[other] = i, -1
				break
			}
		}
	}
}

func (f *fit) count(t *schema.Table) {
	anyOf := len(t.AnyOf) == 0
	for c, at := range f.columns {
		name := t.Columns[c].Name
		switch {
		case at >= 0:
			f.known++
			anyOf = anyOf || slices.Contains(t.AnyOf, name)
		case slices.Contains(t.Key, name):
			f.missing = append(f.missing, name)
		}
	}
	if !anyOf {
		f.missing = append(f.missing, strings.Join(t.AnyOf, " or "))
	}
}

// again reports whether a row is a second header: at least two of its cells are names of columns, and no cell is
// anything else.
func (f *fit) again(t *schema.Table, cells []document.Cell) bool {
	names := 0
	for _, c := range cells {
		n := headerName(c.Text)
		switch {
		case n == "":
		case slices.ContainsFunc(t.Columns, func(col schema.Column) bool {
			return n == ownName(col) || slices.Contains(col.Also, n)
		}):
			names++
		default:
			return false
		}
	}
	return names >= 2
}
