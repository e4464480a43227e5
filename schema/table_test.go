package schema

import (
	"slices"
	"strings"
	"testing"
)

// TestTables checks the tables of the built-in kinds: their keys are columns, and each column has a known type.
func TestTables(t *testing.T) {
	types := []string{"text", "list", "id", "day", "party", "quantity", "percentage"}
	for name := range Vocabularies() {
		types = append(types, name)
	}
	for _, f := range kindFiles() {
		kind, data := f.Kind.Name, f.Tables
		names := map[string]bool{}
		check := func(where string, columns Columns) {
			for _, c := range columns {
				if !slices.Contains(types, c.Type) {
					t.Errorf("%s: column %s has the type %q", where, c.Name, c.Type)
				}
				if !slices.Contains([]string{"", "always", "open", "done", "never"}, c.Required) {
					t.Errorf("%s: column %s is required %q", where, c.Name, c.Required)
				}
				for i, a := range c.Also {
					if a != strings.ToLower(a) || slices.Contains(c.Also[:i], a) {
						t.Errorf("%s: column %s: the alias %q isn't in lower case, or stands twice", where, c.Name, a)
					}
				}
			}
		}
		check(kind, data.Stated)
		for _, table := range data.Tables {
			where := kind + ", " + table.Name
			check(where, table.Columns)
			if names[table.Name] || len(table.Key) == 0 || table.Only && len(table.In) == 0 {
				t.Errorf("%s: it stands twice, has no key or is only in a section that isn't named", where)
			}
			names[table.Name] = true
			for _, k := range append(slices.Clone(table.Key), table.AnyOf...) {
				if _, i := table.Columns.Named(k); i < 0 {
					t.Errorf("%s: the key %s is no column", where, k)
				}
			}
		}
	}
	for _, bad := range []string{"tables: [{name: x, colour: red}]", "tables: [{columns: {a: {tipe: text}}}]", "tables: 1"} {
		if _, err := parseKind([]byte(bad)); err == nil {
			t.Errorf("%q can be read", bad)
		}
	}
}
