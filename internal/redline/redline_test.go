package redline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/writ-docs/writ/internal/document"
)

func parsed(src string) *document.Document { return document.Parse("p.md", []byte(src), nil) }

func compared(t testing.TB, a, b string) *Redline {
	t.Helper()
	r, err := Documents(parsed(a), parsed(b))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRedlines compares each pair of testdata with what is written beside it. -update writes that anew.
func TestRedlines(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) < 10 {
		t.Fatalf("only %d files", len(files))
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil || len(ar.Files) < 2 {
				t.Fatal(len(ar.Files), err)
			}
			a, b := string(ar.Files[0].Data), string(ar.Files[1].Data)
			r := compared(t, a, b)
			checkTexts(t, r, a, b)
			got := dump(r)
			if os.Getenv("UPDATE") != "" {
				ar.Files = append(ar.Files[:2], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(ar.Files[2].Data); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// dump writes a redline for people who write tests.
func dump(r *Redline) string {
	var b strings.Builder
	for _, f := range r.Fields {
		value := func(s *string) string {
			if s == nil {
				return "none"
			}
			return *s
		}
		fmt.Fprintf(&b, "field %s: %s → %s\n", f.Name, value(f.Old), value(f.New))
	}
	for _, c := range r.Changes {
		s := r.Sections[c.Section]
		fmt.Fprintf(&b, "change %s", c.What)
		if c.What != FieldsChanged {
			fmt.Fprintf(&b, " in %q", s.Number+" "+s.Title)
		}
		if c.Table > 0 {
			fmt.Fprintf(&b, ", table %d", c.Table)
		}
		fmt.Fprintf(&b, ", %d, at %d\n", c.Count, c.Block)
	}
	for i, x := range r.Blocks {
		fmt.Fprintf(&b, "%d %s %s", i, x.State, x.Kind)
		if x.Twin != 0 {
			fmt.Fprintf(&b, " (twin %d)", i+x.Twin)
		}
		b.WriteString(": ")
		writeRuns(&b, x.Runs)
		b.WriteString("\n")
		if x.Table != nil {
			fmt.Fprintf(&b, "  columns %v\n", x.Table.Columns)
			for _, row := range x.Table.Rows {
				fmt.Fprintf(&b, "  %s:", row.State)
				for _, cell := range row.Cells {
					b.WriteString(" | ")
					writeRuns(&b, cell)
				}
				b.WriteString("\n")
			}
		}
		for _, l := range x.Links {
			fmt.Fprintf(&b, "  link %q: %q → %q\n", l.Text, l.Old, l.New)
		}
	}
	return b.String()
}

func writeRuns(b *strings.Builder, runs []Run) {
	for _, r := range runs {
		text := strings.ReplaceAll(r.Text(), "\n", "⏎")
		switch r.Op {
		case Deleted:
			text = "[-" + text + "-]"
		case Inserted:
			text = "{+" + text + "+}"
		}
		b.WriteString(text)
	}
}

// checkTexts checks that a redline holds both documents, byte for byte, and what must be true of any.
func checkTexts(t testing.TB, r *Redline, a, b string) {
	t.Helper()
	for _, side := range []struct{ name, src, got string }{{"old", a, r.Old()}, {"new", b, r.New()}} {
		want, err := Text(parsed(side.src))
		if err != nil {
			t.Fatal(err)
		}
		if side.got != want {
			t.Fatalf("the %s text isn't in it:\n%q\nwant\n%q\nof %q and %q", side.name, side.got, want, a, b)
		}
	}
	for i, x := range r.Blocks {
		if moved := x.State == MovedFrom || x.State == MovedTo; moved != (x.Twin != 0) {
			t.Fatalf("block %d is %s with twin %d", i, x.State, x.Twin)
		} else if moved && r.Blocks[i+x.Twin].Twin != -x.Twin {
			t.Fatalf("block %d and its twin don't agree", i)
		}
		if x.Section < 0 || x.Section >= len(r.Sections) {
			t.Fatalf("block %d is in section %d of %d", i, x.Section, len(r.Sections))
		}
		checkRuns(t, x.Runs)
		if x.Table != nil {
			for _, row := range x.Table.Rows {
				if len(row.Cells) != len(x.Table.Columns) {
					t.Fatalf("a row has %d cells for %d columns", len(row.Cells), len(x.Table.Columns))
				}
				for _, cell := range row.Cells {
					checkRuns(t, cell)
				}
			}
		}
	}
	changed := r.Old() != r.New() || len(r.Fields) > 0
	if changed && r.Empty() {
		t.Fatalf("the texts differ, and no change is told: %q, %q", a, b)
	}
}

// checkRuns checks that deletions come before insertions, and that no two runs of one sort follow each other.
func checkRuns(t testing.TB, runs []Run) {
	t.Helper()
	for i, x := range runs {
		if x.Text() == "" {
			t.Fatalf("run %d of %v is empty", i, runs)
		}
		if i > 0 && (runs[i-1].Op == x.Op || runs[i-1].Op == Inserted && x.Op == Deleted) {
			t.Fatalf("run %d of %v follows one that it mustn't follow", i, runs)
		}
	}
}
