package report

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/lint"
)

// TestMeasuredOnce counts the bytes that are measured for the columns of many findings in one long line: those of the
// line, each once, in the order of places and in that of severities.
func TestMeasuredOnce(t *testing.T) {
	const n = 1_000
	line := strings.Repeat("word né 方 ", 10*n)
	all := make([]lint.Finding, n)
	for i := range all {
		at := lint.Place{Offset: 130 * i, Line: 1, Column: 130*i + 1}
		all[i] = lint.Finding{Path: "a.md", Source: line, Severity: lint.Error, Range: &lint.Range{Start: at, End: at}}
		if i%2 == 0 {
			all[i].Severity = lint.Info
		}
	}
	inOrder := make([]int, n)
	for i := range inOrder {
		inOrder[i] = i
	}
	for name, order := range map[string][]int{"by place": inOrder, "by weight": heaviest(all)} {
		var m measured
		steps := 0
		for _, i := range order {
			m.column(&all[i], func(s string) int {
				steps += len(s)
				return widthOf(s)
			})
		}
		if steps > 2*len(line) { // once for the errors, once for the rest
			t.Errorf("%s: %d bytes were measured of a line of %d", name, steps, len(line))
		}
	}
}
