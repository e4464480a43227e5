package document

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const front = "---\nid: A\n---\n"

// outline writes what Parse found, each thing with the text of its span.
func outline(d *Document) string {
	src := string(must(d.Source()))
	var b strings.Builder
	for _, h := range d.Headings() {
		fmt.Fprintf(&b, "h%d %q #%s <%s>\n", h.Level, h.Text, h.Anchor, cut(src, h.Span))
	}
	for _, l := range d.Links() {
		kind := "link"
		if l.Image {
			kind = "image"
		}
		fmt.Fprintf(&b, "%s %q to %q <%s>\n", kind, l.Text, l.Target, cut(src, l.Span))
	}
	for _, t := range d.Tables() {
		fmt.Fprintf(&b, "table <%s>\n", cut(src, t.Span))
		for _, row := range append([][]Cell{t.Header}, t.Rows...) {
			for _, c := range row {
				fmt.Fprintf(&b, " %q<%s>", c.Text, cut(src, c.Span))
			}
			b.WriteByte('\n')
		}
	}
	for _, c := range d.Comments() {
		fmt.Fprintf(&b, "comment %q <%s>\n", c.Text, cut(src, c.Span))
	}
	for _, p := range d.Prose() {
		fmt.Fprintf(&b, "prose <%s>\n", cut(src, p))
	}
	for _, f := range d.Faults {
		fmt.Fprintf(&b, "! %s <%s>\n", f.Kind, cut(src, f.Span))
	}
	return b.String()
}

var markdownTests = []struct{ name, body, want string }{
	{"headings", "# A *b* `c` ##\nTwo\nlines\n===\n## A b c\n## A b c\n\n> ### Größe & Maß!\n\n##\n#### Writ rules\n",
		"h1 \"A b c\" #a-b-c <A *b* `c`>\nh1 \"Two lines\" #twolines <Two\nlines>\nh2 \"A b c\" #a-b-c-1 <A b c>\nh2 \"A b c\" #a-b-c-2 <A b c>\n" +
			"h3 \"Größe & Maß!\" #größe--maß <Größe & Maß!>\nh2 \"\" #section <>\nh4 \"Writ rules\" #section-writ-rules <Writ rules>\n" +
			"prose <A >\nprose <b>\nprose <Two\nlines>\nprose <A b c>\nprose <A b c>\nprose <Größe & Maß!>\nprose <Writ rules>\n"},
	{"links", "x [a *b*](c.md#d \"t\") y\n[e][r] [r] [r][] ![i](p\\_q.png) <https://x.y> <m@x.y>\nhttps://z.y/a. www.x.y [![j](k)](l)\n\n[r]: <r.md>\n",
		"link \"a b\" to \"c.md#d\" <[a *b*](c.md#d \"t\")>\nlink \"e\" to \"r.md\" <[e][r]>\nlink \"r\" to \"r.md\" <[r]>\nlink \"r\" to \"r.md\" <[r][]>\n" +
			"image \"i\" to \"p_q.png\" <![i](p\\_q.png)>\nlink \"https://x.y\" to \"https://x.y\" <<https://x.y>>\nlink \"m@x.y\" to \"mailto:m@x.y\" <<m@x.y>>\n" +
			"link \"https://z.y/a\" to \"https://z.y/a\" <https://z.y/a>\nlink \"www.x.y\" to \"http://www.x.y\" <www.x.y>\nlink \"j\" to \"l\" <[![j](k)](l)>\nimage \"j\" to \"k\" <![j](k)>\n" +
			"prose <x >\nprose <a >\nprose <b>\nprose < y>\nprose <e>\nprose <r>\nprose <r>\nprose <i>\nprose <. >\nprose <j>\n"},
	{"link over lines, entities", "[a\nb](<c d>\n'e') [x](a&amp;b%20c)\n", "link \"a b\" to \"c d\" <[a\nb](<c d>\n'e')>\nlink \"x\" to \"a&b%20c\" <[x](a&amp;b%20c)>\nprose <a\nb>\nprose <x>\n"},
	{"no links", "`[a](b)` \\[a](b)\n\n    [a](b)\n\n```\n[a](b)\n```\n", "prose < \\[a](b)>\n"},
	{"table", "text\n\n| a | b\\|c | d |\n|:--|:-:|--:|\n| 1<br>2 | `x\\|y` |\n| 3 | *4* | 5 | extra \\| cell |\n x | \n\nend\n",
		"table <| a | b\\|c | d |\n|:--|:-:|--:|\n| 1<br>2 | `x\\|y` |\n| 3 | *4* | 5 | extra \\| cell |\n x |>\n \"a\"<a> \"b|c\"<b\\|c> \"d\"<d>\n \"1\\n2\"<1<br>2> \"x|y\"<`x\\|y`>\n" +
			" \"3\"<3> \"4\"<*4*> \"5\"<5> \"extra | cell\"<extra \\| cell>\n \"x\"<x>\n" +
			"prose <text>\nprose <a>\nprose <b\\|c>\nprose <d>\nprose <1>\nprose <2>\nprose <3>\nprose <4>\nprose <5>\nprose <x>\nprose <end>\n"},
	{"table in a list, crlf", "- x\r\n\r\n  a|b\r\n  -|-\r\n  1|2\r\n", "table <a|b\r\n  -|-\r\n  1|2>\n \"a\"<a> \"b\"<b>\n \"1\"<1> \"2\"<2>\nprose <x>\nprose <a>\nprose <b>\nprose <1>\nprose <2>\n"},
	{"comments", "<!-- a -->\n\nx <!-- b\nc --> y `<!-- no -->` <!---->\n\n<!-- d --> <!-- e\n-->\n\n<div><!-- f --></div>\n\n<!-- open\n",
		"comment \"a\" <<!-- a -->>\ncomment \"b\\nc\" <<!-- b\nc -->>\ncomment \"\" <<!---->>\ncomment \"d\" <<!-- d -->>\ncomment \"f\" <<!-- f -->>\nprose <x >\nprose < y >\nprose <-->>\n"},
	{"prose", "One two\nthree *four*.\n\n> [!NOTE]\n> five\n\n- [ ] six  \n  seven\n\n[^n] x\n\n[^n]: nine [l](m)\n\n# ten\n",
		"h1 \"ten\" #ten <ten>\nlink \"l\" to \"m\" <[l](m)>\nprose <One two\nthree >\nprose <four>\nprose <.>\nprose <five>\nprose <six  \n  seven>\nprose < x>\nprose <nine >\nprose <l>\nprose <ten>\n"},
}

func TestMarkdown(t *testing.T) {
	for _, tt := range markdownTests {
		for _, head := range []string{front, ""} {
			t.Run(tt.name, func(t *testing.T) {
				d := Parse("a.md", []byte(head+tt.body), nil)
				if diff := cmp.Diff(tt.want, outline(d)); diff != "" {
					t.Errorf("with front matter %q (-want +got):\n%s", head, diff)
				}
			})
		}
	}
}

func TestBytes(t *testing.T) {
	tests := []struct{ src, want string }{
		{front + "a\x00b\n", "! nul <\x00>\n"},
		{front + "a\n", ""},
		{front + "é\xff\xfe\n", "! not-utf8 <\xff>\n"},
		{"---\nid: \xe9\x00\n---\n", "! nul <\x00>\n! not-utf8 <\xe9>\n"},
		{"", ""},
		{"\xef\xbb\xbf", ""},
	}
	for _, tt := range tests {
		d := Parse("a.md", []byte(tt.src), nil)
		d.prose = nil
		if got := outline(d); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.src, got, tt.want)
		}
		if html := must(d.HTML(Renderer{})); strings.ContainsRune(html, 0) || strings.ToValidUTF8(html, "") != html {
			t.Errorf("%q: HTML %q", tt.src, html)
		}
	}
}

func TestLines(t *testing.T) {
	src := []byte("a\r\nbé\n\nd")
	d := Parse("a.md", src, nil)
	tests := []struct{ offset, line, column int }{{0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {6, 2, 4}, {7, 3, 1}, {8, 4, 1}, {9, 4, 2}, {99, 4, 2}, {-1, 1, 1}}
	for _, tt := range tests {
		if l, c := must(d.Lines()).Position(tt.offset); l != tt.line || c != tt.column {
			t.Errorf("Position(%d) = %d:%d, want %d:%d", tt.offset, l, c, tt.line, tt.column)
		}
		if l, c := PositionOf(src, tt.offset); l != tt.line || c != tt.column {
			t.Errorf("PositionOf(%d) = %d:%d, want %d:%d", tt.offset, l, c, tt.line, tt.column)
		}
	}
	for n, want := range []string{"", "a", "bé", "", "d", ""} {
		if got := string(must(d.Lines()).Line(n)); got != want {
			t.Errorf("Line(%d) = %q, want %q", n, got, want)
		}
	}
	if l := NewLines([]byte("a\n")); l.Count() != 2 || string(l.Line(2)) != "" {
		t.Errorf("a final line end: %d lines", l.Count())
	}
}

// TestConcurrent parses and renders in several goroutines, for the race detector.
func TestConcurrent(t *testing.T) {
	src := append(sample(), "\nhttps://x.y [^1] [`x`](y)\n\n[^1]: z\n"...)
	shared := Parse("a.md", src, names)
	want := must(shared.HTML(Renderer{}))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			d := Parse("a.md", src, names)
			if must(d.HTML(Renderer{})) != want || must(shared.HTML(Renderer{})) != want || must(d.WithoutTree().HTML(Renderer{})) != want {
				t.Error("not the same HTML")
			}
		})
	}
	group.Wait()
}

func FuzzParse(f *testing.F) {
	for _, tt := range markdownTests {
		f.Add([]byte(front + tt.body))
	}
	for _, tt := range htmlTests {
		f.Add([]byte(tt.body))
	}
	for _, s := range hostile {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d := Parse("a.md", src, names)
		checkDocument(t, d)
		checkHTML(t, must(d.HTML(Renderer{SkipTitle: "A", ShiftTitles: true})))
		light := d.WithoutTree()
		if must(light.HTML(Renderer{})) != must(d.HTML(Renderer{})) {
			t.Error("another HTML without the tree")
		}
		new(Digester).DigestOfWords(src, d.Front, d.Body, nil)
	})
}

// checkDocument checks that all spans lie in the file, in order, and hold what they say.
func checkDocument(t *testing.T, d *Document) {
	t.Helper()
	anchors := map[string]bool{}
	for _, h := range d.Headings() {
		checkSpan(t, must(d.Source()), h.Span)
		if anchors[h.Anchor] || h.Anchor == "" || strings.HasPrefix(h.Anchor, reserved) {
			t.Fatalf("anchor %q", h.Anchor)
		}
		anchors[h.Anchor] = true
	}
	last := 0
	for _, l := range d.Links() {
		checkSpan(t, must(d.Source()), l.Span)
		if l.Span.Start < last || l.Span.End == l.Span.Start {
			t.Fatalf("link %+v after %d", l, last)
		}
		last = l.Span.Start
	}
	for _, c := range d.Comments() {
		checkSpan(t, must(d.Source()), c.Span)
		if text := cut(string(must(d.Source())), c.Span); !strings.HasPrefix(text, "<!--") || !strings.HasSuffix(text, "-->") {
			t.Fatalf("comment %q", text)
		}
	}
	for _, p := range d.Prose() {
		checkSpan(t, must(d.Source()), p)
	}
	for _, table := range d.Tables() {
		checkSpan(t, must(d.Source()), table.Span)
		for _, row := range append([][]Cell{table.Header}, table.Rows...) {
			for _, c := range row {
				checkSpan(t, must(d.Source()), c.Span)
				if c.Span.Start < table.Span.Start || c.Span.End > table.Span.End {
					t.Fatalf("cell %v outside its table %v", c.Span, table.Span)
				}
			}
		}
	}
	for i := 1; i <= 3; i++ {
		must(d.Lines()).Line(i)
	}
}
