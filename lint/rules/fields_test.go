package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// TestFieldsByType checks that a rule looks at each field whose type can be wrong, and at a company's own dates.
func TestFieldsByType(t *testing.T) {
	wrong := map[schema.Type][2]string{schema.Day: {"2026-02-30", "WR118"}, schema.Cycle: {"yearly", "WR108"}, schema.Line: {"[a, b]", "WR108"},
		schema.List: {"{a: b}", "WR108"}, schema.ID: {"A B", "WR109"}, schema.Version: {"x", "WR111"}, schema.Original: {"POL-2", "WR108"}, schema.Person: {"nobody", "WR114 WR116"}}
	fields := append(schema.Fields(), schema.FieldNamed("expiry_date"))
	for _, f := range fields {
		w, ok := wrong[f.Type]
		if !ok {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			one := text("policies/p.md", "POL-1", "1.0", "draft", "One.")
			if strings.Contains(one, "\n"+f.Name+": ") {
				one = replaceLine(one, f.Name, w[0])
			} else {
				one = text("policies/p.md", "POL-1", "1.0", "draft", "One.", f.Name+": "+w[0])
			}
			result := run(t, read(t, withRoster+one+step("2026-02-01", "ada", "P"), nil))
			if !slices.ContainsFunc(result.Findings, func(x lint.Finding) bool { return strings.Contains(w[1], x.Rule.ID) }) {
				t.Errorf("no rule finds `%s: %s`:\n%s", f.Name, w[0], printed(result.Findings, true))
			}
		})
	}
}

// replaceLine gives a field another value.
func replaceLine(story, name, value string) string {
	before, rest, _ := strings.Cut(story, "\n"+name+": ")
	_, after, _ := strings.Cut(rest, "\n")
	return before + "\n" + name + ": " + value + "\n" + after
}
