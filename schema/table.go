package schema

import (
	"slices"
	"strings"
	"unicode"
)

// Tables is what a kind's documents hold as typed data: tables, and lines that state something.
type Tables struct {
	Tables []Table `json:",omitempty"`
	Stated Columns `json:",omitempty"` // lines such as "Date: 2026-03-31", by the field that they stand for
}

// Table is a table that documents of a kind hold.
type Table struct {
	Name     string   `json:",omitempty"`
	In       []string `json:",omitempty"` // its sections, in lower case; they decide where two fit
	Only     bool     `json:",omitempty"` // it is known in these sections alone
	Required bool     `json:",omitempty"` // the kind consists of it
	Key      []string `json:",omitempty"` // the columns that it is known by
	AnyOf    []string `json:",omitempty"` // and one of these
	List     ListForm `json:",omitempty"` // what lists stand for it; "" for none
	Columns  Columns  `json:",omitempty"`
}

// ListForm is how a list says what a table would.
type ListForm string

// The forms of lists.
const (
	Labelled ListForm = "labelled" // Action MR-1 (Owner: CISO): words (Due: Q2 2024)
	Pairs    ListForm = "pairs"    // Policy gap: 30 %
	Graded   ListForm = "graded"   // Minor NC: words (CA-012); where such a list has numbers it is one of pairs
	Tasks    ListForm = "tasks"    // [x] Scope defined? minor: words
	Groups   ListForm = "groups"   // an item in bold, with items of its own
	Reasons  ListForm = "reasons"  // an item, and the reason in brackets or behind a dash, a colon or "because"
	Numbers  ListForm = "numbers"  // an item, with the number in it
	Headed   ListForm = "headed"   // a heading or a line in bold, with the items below it
	Listed   ListForm = "names"    // an item, below a heading or a line that is nothing but the section's name
)

// Column is a column of a table.
type Column struct {
	Name     string
	Type     string              `json:",omitempty"` // text, list, id, day, party, quantity, or a file of words
	Required string              `json:",omitempty"`
	Also     []string            `json:",omitempty"` // other headers, in lower case
	Pattern  string              `json:",omitempty"`
	None     bool                `json:",omitempty"` // n/a and none are answers
	Words    map[string][]string `json:",omitempty"` // added to the classes of the type's words
}

// Columns are those of a table, in their order.
type Columns []Column

// Named returns a column and its index; -1 for a name that none has.
func (c Columns) Named(name string) (Column, int) {
	for i, col := range c {
		if col.Name == name {
			return col, i
		}
	}
	return Column{}, -1
}

// ListForms returns the forms of lists that can stand for a table.
func ListForms() []ListForm {
	return []ListForm{Labelled, Pairs, Graded, Tasks, Groups, Reasons, Numbers, Headed, Listed}
}

// ColumnTypes returns the types of columns, sorted: those with a form of their own, and the vocabularies.
func ColumnTypes() []string {
	types := []string{"text", "list", "id", "day", "party", "quantity", "percentage"}
	others := []string{"changing", "comparators", "cycles", "level", "outside", "proceedings", "statement", "stopwords",
		"units", "when", // parts of other types
		"anybody", "boundaries", "clauses", "groups", "languages", "laws", "points"} // of texts
	for name := range Vocabularies() {
		if !slices.Contains(others, name) {
			types = append(types, name)
		}
	}
	slices.Sort(types)
	return types
}

// ColumnNeeds says when a cell of a column can be required: in each row, while the row is open, once it is done.
func ColumnNeeds() []string { return []string{"always", "open", "done", "never"} }

// HeaderName is a header as it compares: without case, emphasis, pictures, the signs _ . : ? and what is in
// brackets.
func HeaderName(text string) string {
	var b strings.Builder
	depth := 0
	for _, r := range strings.ToLower(text) {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(0, depth-1)
		case depth > 0 || unicode.Is(unicode.So, r) || r == '*':
		case strings.ContainsRune("_.:?¿\n", r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	if name := strings.Join(strings.Fields(b.String()), " "); name != "" {
		return name
	}
	return strings.ToLower(strings.Trim(text, "()"))
}
