package rules

import (
	"iter"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

// rows are the rows of ids that documents have: the letters before the number → the lengths of numbers.
type rows map[string][]int

// sharedRows are the rows of all documents of a run.
var sharedRows = lint.Share(func(in *lint.Input) (rows, error) { return rowsOf(in.Register), nil })

func rowsOf(r *register.Register) rows {
	out := rows{}
	for _, e := range r.All() {
		if row, number, ok := inRow(e.ID); ok && !slices.Contains(out[row], len(number)) {
			out[row] = append(out[row], len(number))
		}
	}
	return out
}

// has reports whether a mention is an id of the rows.
func (r rows) has(m document.Mention) bool {
	return slices.Contains(r[m.Text[:m.Number]], len(m.Text)-m.Number)
}

// in goes through the ids of the rows in a document's words.
func (r rows) in(e *register.Entry) iter.Seq[document.Mention] {
	return func(yield func(document.Mention) bool) {
		for _, m := range e.Mentions() {
			if r.has(m) && !yield(m) {
				return
			}
		}
	}
}

// inRow cuts an id that ends in a number of two to eight digits into the row that it belongs to and its number:
// POL-001 into "POL-" and "001". A row starts with a capital; after the first part it has letters only.
func inRow(id string) (row, number string, ok bool) {
	i := len(id)
	for i > 0 && isDigit(id[i-1]) {
		i--
	}
	row, number = id[:i], id[i:]
	if len(number) < 2 || len(number) > 8 || row == "" || row[0] < 'A' || row[0] > 'Z' {
		return "", "", false
	}
	first, part := true, 0 // the length of this part of the row
	for k := range len(row) {
		switch c := row[k]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', first && isDigit(c):
			part++
		case part > 0 && (c == '-' || c == '_' || c == '.'):
			first, part = false, 0
		default:
			return "", "", false
		}
	}
	return row, number, part == 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
