package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSheets reads tables as spreadsheets and people write them.
func TestSheets(t *testing.T) {
	for _, tc := range []struct{ name, src, want string }{
		{"commas", "ID,Owner\nA-1,Ada\nA-2,Bo\n", "ID|Owner\nA-1|Ada\nA-2|Bo"},
		{"semicolons, with commas in cells", "ID;Owner, deputy;Due\nA-1;Ada, Bo;2026-01-02\n", "ID|Owner, deputy|Due\nA-1|Ada, Bo|2026-01-02"},
		{"tabs", "ID\tOwner\nA-1\tAda\n", "ID|Owner\nA-1|Ada"},
		{"a byte-order mark, CRLF and no end of the last line", "\ufeffID,Owner\r\nA-1,Ada\r\nA-2,Bo", "ID|Owner\nA-1|Ada\nA-2|Bo"},
		{"CR alone", "ID,Owner\rA-1,Ada\r", "ID|Owner\nA-1|Ada"},
		{"quotes", "ID,\"Owner\"\n\"A-1\",\"Ada, \"\"the\"\" CISO\"\n\"A-2\",\"two\r\nlines\"\n", "ID|Owner\nA-1|Ada, \"the\" CISO\nA-2|two\nlines"},
		{"a quote within a cell, and behind one", "ID,Owner\nA-1,5\" disk\nA-2,\"x\" y\n", "ID|Owner\nA-1|5\" disk\nA-2|x y"},
		{"a title above, empty lines and columns", "Asset register,,\n,,\nID,Owner,\n,,\nA-1,Ada,\n,,\n", "ID|Owner\nA-1|Ada"},
		{"ragged rows", "ID,Owner,Due\nA-1\nA-2,Ada,2026-01-02,more\n", "ID|Owner|Due\nA-1\nA-2|Ada|2026-01-02|more"},
		{"a line for spreadsheets", "sep=;\nID;Owner\nA-1;Ada\n", "ID|Owner\nA-1|Ada"},
		{"one column", "ID\nA-1\n", "ID\nA-1"},
		{"blanks around", " ID , Owner \n A-1 , \"Ada\" \n", "ID|Owner\nA-1|Ada"},
		{"the separator that gives both lines as many cells", "ID;Name, first\nA-1;Ada\n", "ID|Name, first\nA-1|Ada"},
		{"nothing", "\n,,\n", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := Parse("x.csv.md", []byte("---\nid: X\n---\n"), nil)
			d.Sheet = SheetOf(d, "x.csv", func() ([]byte, error) { return []byte(tc.src), nil })
			table, err := d.Sheet.Table()
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, row := range append([][]Cell{table.Header}, table.Rows...) {
				var cells []string
				for _, c := range row {
					cells = append(cells, c.Text)
					at, err := d.Locate(c.Span)
					if err != nil || at.Path != "x.csv" || at.Span.Start < 0 || at.Span.End > len(tc.src) {
						t.Fatalf("%q is at %+v, %v", c.Text, at.Span, err)
					}
					if is := tc.src[at.Span.Start:at.Span.End]; !strings.Contains(is, "\"") && !strings.Contains(is, "\n") && is != c.Text {
						t.Errorf("the cell %q is %q in the file", c.Text, is)
					}
				}
				lines = append(lines, strings.Join(cells, "|"))
			}
			if diff := cmp.Diff(tc.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestUnreadSheets says why a table isn't read.
func TestUnreadSheets(t *testing.T) {
	for src, want := range map[string]FaultKind{
		"ID,Owner\nA-1,\"Ada\nA-2,Bo\n":    FrontSyntax,
		"ID,Owner\nA-1,J\xfcrgen\n":        NotUTF8,
		"\xff\xfeI\x00D\x00":               NotUTF8,
		"ID,\x00\n":                        NulByte,
		strings.Repeat("a,b\n", maxCells):  TooComplex,
		strings.Repeat("a", maxFile+1):     FileTooLarge,
		"ID,Owner\nA-1,\"a \"\" b\n\"\"\n": FrontSyntax,
	} {
		s := parseSheet([]byte(src), 10)
		if len(s.faults) != 1 || s.faults[0].Kind != want || s.faults[0].Span.Start < 10 {
			t.Errorf("%.20q: %+v, want %s", src, s.faults, want)
		}
	}
}

func FuzzSheet(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\";b\r\n\"x\"\"y", "sep=\t\na\tb", "a\rb", "\ufeff,", "sep=,"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s := parseSheet(src, 0)
		for _, row := range append([][]Cell{s.table.Header}, s.table.Rows...) {
			for _, c := range row {
				if c.Span.Start < 0 || c.Span.Start > c.Span.End || c.Span.End > len(src) {
					t.Fatalf("%q at %+v of %d bytes", c.Text, c.Span, len(src))
				}
			}
		}
	})
}
