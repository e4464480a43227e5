package schema

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// Tables is what a kind's documents hold as typed data: tables, and lines that state something.
type Tables struct {
	Tables []Table `yaml:"tables" json:",omitempty"`
	Stated Columns `yaml:"stated" json:",omitempty"` // lines such as "Date: 2026-03-31", by the field that they stand for
}

// Table is a table that documents of a kind hold.
type Table struct {
	Name     string   `yaml:"name" json:",omitempty"`
	In       []string `yaml:"in" json:",omitempty"`       // its sections, in lower case; they decide where two fit
	Only     bool     `yaml:"only" json:",omitempty"`     // it is known in these sections alone
	Required bool     `yaml:"required" json:",omitempty"` // the kind consists of it
	Key      []string `yaml:"key" json:",omitempty"`      // the columns that it is known by
	AnyOf    []string `yaml:"any_of" json:",omitempty"`   // and one of these
	List     ListForm `yaml:"list" json:",omitempty"`     // what lists stand for it; "" for none
	Columns  Columns  `yaml:"columns" json:",omitempty"`
}

// ListForm is how a list says what a table would.
type ListForm string

// The forms of lists.
const (
	Labelled ListForm = "labelled" // Action MR-1 (Owner: CISO): words (Due: Q2 2024)
	Pairs    ListForm = "pairs"    // Policy gap: 30 %
	Tasks    ListForm = "tasks"    // [x] Scope defined? minor: words
	Groups   ListForm = "groups"   // an item in bold, with items of its own
	Reasons  ListForm = "reasons"  // an item, and the reason in brackets or behind a dash, a colon or "because"
	Numbers  ListForm = "numbers"  // an item, with the number in it
	Headed   ListForm = "headed"   // a heading or a line in bold, with the items below it
)

// Column is a column of a table.
type Column struct {
	Name     string              `yaml:"-"`
	Type     string              `yaml:"type" json:",omitempty"` // text, list, id, day, party, quantity, or a file of words
	Required string              `yaml:"required" json:",omitempty"`
	Also     []string            `yaml:"also" json:",omitempty"` // other headers, in lower case
	Pattern  string              `yaml:"pattern" json:",omitempty"`
	None     bool                `yaml:"none" json:",omitempty"`  // n/a and none are answers
	Words    map[string][]string `yaml:"words" json:",omitempty"` // added to the classes of the type's words
}

// Columns are written as a mapping, and keep its order.
type Columns []Column

// UnmarshalYAML reads a mapping of columns.
func (c *Columns) UnmarshalYAML(src []byte) error {
	var order yaml.MapSlice
	byName := map[string]Column{}
	if err := yaml.Unmarshal(src, &order); err != nil {
		return err
	}
	if err := yaml.UnmarshalWithOptions(src, &byName, yaml.Strict()); err != nil {
		return err
	}
	for _, item := range order {
		col := byName[fmt.Sprint(item.Key)]
		col.Name = fmt.Sprint(item.Key)
		*c = append(*c, col)
	}
	return nil
}

// Named returns a column and its index; -1 for a name that none has.
func (c Columns) Named(name string) (Column, int) {
	for i, col := range c {
		if col.Name == name {
			return col, i
		}
	}
	return Column{}, -1
}

// TablesOf returns the typed data of a built-in kind; nothing for one that has none. It mustn't be changed.
func TablesOf(kind string) Tables { return kindFile(kind).Tables }
