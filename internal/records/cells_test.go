package records

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

var update = flag.Bool("update", false, "rewrite the expected readings")

// raised is the day from which relative times of the cells count.
var raised = day.Of(2026, 1, 15)

// typeOf is the type of the columns that a meaning of cells.tsv stands in.
func typeOf(meaning string) string {
	first, _, _ := strings.Cut(meaning, " → ")
	switch first {
	case "audit result":
		return "result"
	case "met", "missed":
		return "met"
	case "day", "period", "relative or no day":
		return "day"
	case "target", "actual":
		return "quantity"
	case "owner":
		return "party"
	}
	return first
}

// TestCells reads what stands in the cells of real registers. Each line is a meaning, a cell and its reading.
func TestCells(t *testing.T) {
	const file = "testdata/cells.tsv"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	ctx := Context{Calendar: Calendar{From: raised}}
	var got strings.Builder
	for line := range strings.Lines(string(src)) {
		parts := strings.SplitN(strings.TrimRight(line, "\n"), "\t", 3)
		col := schema.Column{Name: "cell", Type: typeOf(parts[0])}
		v := ctx.Value(col, parts[1])
		fmt.Fprintf(&got, "%s\t%s\t%s\n", parts[0], parts[1], shown(v))
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(src), got.String()); diff != "" && !*update {
		t.Errorf("the readings changed; see them and run with -update (-want +got):\n%s", diff)
	}
}

// shown is a value in one line.
func shown(v Value) string {
	var b strings.Builder
	b.WriteString(v.State.String())
	add := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	if v.State == Known {
		b.Reset()
		switch {
		case v.Choice.Class != "":
			add("%s", v.Choice.Class)
			if v.Choice.Note != "" {
				add(" (%s)", v.Choice.Note)
			}
		case v.Party != nil:
			add("%q", v.Party.Unknown)
		case v.Quantity != nil:
			q := v.Quantity
			add("%s %g %s", q.Compare, q.Value, q.Unit)
			if q.Per != "" {
				add(" per %s", q.Per)
			}
			if q.About > 0 {
				add(" ± %g", q.About)
			}
		case v.ID.Key != "":
			add("%s", v.ID.Key)
		default:
			add("%s %s..%s", v.When.Form, v.When.First, v.When.Last)
			if v.When.Note != "" {
				add(" (%s)", v.When.Note)
			}
		}
	}
	if v.Problem != nil {
		add(": %s", v.Problem.Message)
		for _, w := range v.Problem.Readings {
			add(" [%s..%s]", w.First, w.Last)
		}
	}
	return b.String()
}
