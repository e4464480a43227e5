package schema

import (
	"bytes"
	"embed"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// Tables is what a kind's documents hold as typed data: tables, and lines that state something.
type Tables struct {
	Tables []Table `yaml:"tables"`
	Stated Columns `yaml:"stated"` // lines such as "Date: 2026-03-31", by the field that they stand for
}

// Table is a table that documents of a kind hold.
type Table struct {
	Name     string   `yaml:"name"`
	In       []string `yaml:"in"`       // sections that hold it, in lower case; they decide where two tables fit
	Only     bool     `yaml:"only"`     // it is known in these sections alone
	Required bool     `yaml:"required"` // the kind consists of it
	Key      []string `yaml:"key"`      // the columns that it is known by
	AnyOf    []string `yaml:"any_of"`   // and one of these
	List     ListForm `yaml:"list"`     // what lists stand for it; "" for none
	Columns  Columns  `yaml:"columns"`
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
	Type     string              `yaml:"type"` // text, list, id, day, party, quantity, percentage or a file of words
	Required string              `yaml:"required"`
	Also     []string            `yaml:"also"` // other headers, in lower case
	Pattern  string              `yaml:"pattern"`
	None     bool                `yaml:"none"`  // n/a and none are answers
	Words    map[string][]string `yaml:"words"` // added to the classes of the type's words
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

//go:embed kinds/*.yaml
var kindFiles embed.FS

const kindFolder = "kinds"

// TablesOf returns the typed data of a built-in kind; nothing for one that has none. It mustn't be changed.
func TablesOf(kind string) Tables {
	if read := kindTables()[kind]; read != nil {
		return read()
	}
	return Tables{}
}

// kindTables has for each kind what reads its file once.
var kindTables = sync.OnceValue(func() map[string]func() Tables {
	all := map[string]func() Tables{}
	entries, _ := kindFiles.ReadDir(kindFolder)
	for _, e := range entries {
		all[strings.TrimSuffix(e.Name(), dataEnd)] = sync.OnceValue(func() Tables {
			src, _ := kindFiles.ReadFile(path.Join(kindFolder, e.Name()))
			t, err := parseTables(src)
			if err != nil {
				panic(fmt.Sprintf("schema: %s: %v", e.Name(), err)) // tests read the embedded files
			}
			return t
		})
	}
	return all
})

func parseTables(src []byte) (t Tables, err error) {
	err = yaml.NewDecoder(bytes.NewReader(src), yaml.Strict()).Decode(&t)
	return t, err
}
