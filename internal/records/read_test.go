package records

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
)

func reading(t testing.TB, kind, src string) Reading {
	t.Helper()
	return readAs(t, kind, document.Parse("a.md", []byte(src), nil))
}

func readAs(t testing.TB, kind string, d *document.Document) Reading {
	t.Helper()
	of := config.Default().Kinds[kind].Tables
	r, err := Read(d, of, Context{Calendar: Calendar{From: day.Of(2024, 3, 15)}})
	if err != nil {
		t.Fatal(err)
	}
	if d.Sheet == nil {
		sameKept(t, r, of, d.Size())
	}
	return r
}

// TestSeed reads the templates that writ began with, as they stand. What is read stands beside them.
func TestSeed(t *testing.T) {
	files, _ := filepath.Glob("testdata/seed/*.md")
	if len(files) != 5 {
		t.Fatalf("there are %d templates", len(files))
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimSuffix(filepath.Base(f), ".md")
		golden(t, strings.TrimSuffix(f, ".md")+".txt", dump(reading(t, kind, string(src)), string(src)))
	}
}

// golden compares a text with a file, which -update rewrites.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// dump is all that was read, with the text that each cell has in the file.
func dump(r Reading, src string) string {
	var b strings.Builder
	for _, table := range r.Tables {
		fmt.Fprintf(&b, "%s: %d rows\n", table.Of.Name, len(table.Rows))
		for _, p := range table.Pieces {
			fmt.Fprintf(&b, "  %s in %q:", p.Form, p.Section)
			for _, c := range p.Columns {
				fmt.Fprintf(&b, " %s=%q", c.Name, c.Header)
			}
			for _, o := range p.Own {
				fmt.Fprintf(&b, " own %q", o)
			}
			for _, o := range p.Doubled {
				fmt.Fprintf(&b, " doubled %q", o)
			}
			b.WriteByte('\n')
		}
		for _, row := range table.Rows {
			b.WriteString("  -")
			for i, c := range row.Cells {
				if c.State != Empty || c.Text != "" {
					fmt.Fprintf(&b, " %s: %s", table.Of.Columns[i].Name, cellShown(c))
				}
				if c.Span.End < c.Span.Start || c.Span.End > len(src) {
					fmt.Fprintf(&b, " at %v!", c.Span)
				}
			}
			if row.Missing+row.Extra > 0 {
				fmt.Fprintf(&b, " (%d missing, %d extra)", row.Missing, row.Extra)
			}
			b.WriteByte('\n')
		}
	}
	for _, s := range r.Stated {
		fmt.Fprintf(&b, "%s: %s, from %q\n", s.Field, shownText(s.Value), src[s.Span.Start:s.Span.End])
	}
	for _, o := range r.Others {
		fmt.Fprintf(&b, "no table of the kind: %q, nearest %q without %q\n", o.Headers, o.Near, o.Missing)
	}
	return b.String()
}

func cellShown(c Cell) string { return shownText(c.Value) }

// shownText is a value, and a text as it was read.
func shownText(v Value) string {
	if v.State == Known && v.Choice.Class == "" && v.Party == nil && v.Quantity == nil && v.ID.Key == "" && v.When == (When{}) {
		return fmt.Sprintf("%q", v.Text)
	}
	return shown(v)
}

// TestTables reads tables and lists as people write them, faults and all. The name of a file is its kind.
func TestTables(t *testing.T) {
	files, _ := filepath.Glob("testdata/tables/*.md")
	if len(files) == 0 {
		t.Fatal("there is no file")
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		kind := strings.TrimSuffix(filepath.Base(f), ".md")
		golden(t, strings.TrimSuffix(f, ".md")+".txt", dump(reading(t, kind, string(src)), string(src)))
	}
}

// FuzzRead reads any document as each kind: each cell has its place, and each row all columns.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.md")
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Fuzz(func(t *testing.T, src string) {
		d := document.Parse("a.md", []byte(src), nil)
		for _, kind := range []string{"context", "management-review", "corrective-action-log", "internal-audit", "policy"} {
			for _, table := range readAs(t, kind, d).Tables {
				for _, row := range table.Rows {
					if len(row.Cells) != len(table.Of.Columns) || row.Piece >= len(table.Pieces) {
						t.Errorf("%s: a row of %s has %d cells and is of piece %d", kind, table.Of.Name, len(row.Cells), row.Piece)
					}
					for _, c := range row.Cells {
						if c.Span.Start > c.Span.End || c.Span.Start < 0 || c.Span.End > len(src) {
							t.Errorf("%s: a cell of %s has the place %v of %d bytes", kind, table.Of.Name, c.Span, len(src))
						}
					}
				}
			}
		}
	})
}

// BenchmarkRead types a table of 5,000 rows and 10 columns, without the parser's own time.
func BenchmarkRead(b *testing.B) {
	var src strings.Builder
	src.WriteString("| ID | Date | Nonconformity | Root Cause | Action | Owner | Due Date | Status | Severity | Verified by |\n" +
		"|---|---|---|---|---|---|---|---|---|---|\n")
	for i := range 5000 {
		fmt.Fprintf(&src, "| CA-%04d | %s | Data %d was found unencrypted in a database | No policy | 1. Encrypt<br>2. Train | "+
			"Person %d | %d March 2026 | Closed - Verified | Minor NC | CISO |\n", i, raised+day.Day(i%700), i, i%40, i%28+1)
	}
	d := document.Parse("a.md", []byte(src.String()), nil)
	for b.Loop() {
		r, err := Read(d, config.Default().Kinds["corrective-action-log"].Tables, Context{})
		if err != nil || len(r.Tables[0].Rows) != 5000 {
			b.Fatal(err)
		}
	}
}
