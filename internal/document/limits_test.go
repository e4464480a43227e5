package document

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// fill repeats a text up to a number of bytes.
func fill(s string, size int) string { return strings.Repeat(s, max(size/len(s), 1)) }

// pathological are texts that have made Markdown parsers slow or greedy.
func pathological(size int) map[string]string {
	var ticks strings.Builder
	for n := 1; ticks.Len() < size; n++ {
		ticks.WriteString(strings.Repeat("`", n%2000+1) + " ")
	}
	table := "|a|b|\n|-|-|\n"
	return map[string]string{
		"words":               fill("Everybody must follow this policy, and shall report deviations without delay.\nIt is *reviewed* once a year, see [the plan](plan.md).\n\n", size),
		"one line":            fill("word ", size),
		"quotes":              fill(">", size),
		"quotes, lines":       fill(strings.Repeat(">", 200)+"a\n", size),
		"lists":               fill("- ", size),
		"numbers":             fill("1. ", size),
		"deeper lists":        deeper(size),
		"open brackets":       fill("[", size),
		"brackets":            fill("[", size/2) + fill("]", size/2),
		"links":               fill("[a](b ", size),
		"links, titles":       fill("[a](b (", size),
		"links, quotes":       fill("[a](b '[a](b \"", size),
		"images":              fill("![[]()", size),
		"references":          fill("[a][", size),
		"references, lines":   fill("[a]\n", size),
		"definitions":         fill("[a]: b\n", size),
		"definitions, open":   fill("[a]: <b\n", size),
		"elements":            fill("<kbd>", size/2) + fill("</kbd>", size/2),
		"elements, others":    fill("<sup>", size/2) + fill("</kbd>", size/2),
		"elements, blocks":    fill("<details>\n\n", size/2) + fill("</details>\n\n", size/2),
		"raw lines":           fill("<details>\n", size),
		"raw lines, scripts":  fill("<script>\n\n", size),
		"stars, one run":      fill("*", size/2) + "a" + fill("*", size/2),
		"nested links":        fill("[a](b) ", size),
		"stars":               fill("*a_ ", size),
		"stars, bold":         fill("**a *a ", size),
		"tildes":              fill("~a ~~b ", size),
		"ticks":               ticks.String()[:size],
		"tags":                fill("<a ", size),
		"tags, attributes":    fill("<a b='", size),
		"tags, lines":         fill("<a\nb=\"x\"\n", size),
		"comments":            fill("x <!-- ", size),
		"processing":          fill("x <? ", size),
		"declarations":        fill("x <!A ", size),
		"entities":            fill("&#x", size),
		"backslashes":         fill("\\", size),
		"headings":            fill("# a\n", size),
		"setext":              fill("a\n=\n", size),
		"fences":              fill("```\n", size),
		"table":               table + fill("|1|2|\n", size),
		"wide table":          fill("|a", size/2) + "\n" + fill("|-", size/2) + "\n",
		"short rows":          shortRows(size),
		"pipes in code":       table + fill("|`a\\|b`|c|\n", size),
		"delimiter rows":      fill("|-|\n", size),
		"footnotes":           fill("[^a]: b\n", size),
		"footnote links":      "[^a]: b\n\n" + fill("[^a] ", size),
		"nested footnotes":    fill("[^a]: ", size),
		"addresses":           fill("http://a.b ", size),
		"addresses, brackets": fill("http://a.b(((", size),
		"mails":               fill("a@b.c ", size),
		"tasks":               fill("- [ ] a\n", size),
		"empty lines":         fill("\n", size),
		"tabs":                fill("\t", size),
		"carriage returns":    fill("a\r", size),
		"nul":                 fill("\x00", size),
		"invalid":             fill("\xff", size),
	}
}

func deeper(size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		b.WriteString(strings.Repeat(" ", 2*(n%150)) + "- a\n")
	}
	return b.String()
}

// TestPathological: twice the text takes about twice the memory.
func TestPathological(t *testing.T) {
	const size = 100 << 10
	double := pathological(2 * size)
	for name, text := range pathological(size) {
		t.Run(name, func(t *testing.T) {
			read := func(text string) int {
				return gittest.Allocated(func() {
					d := Parse("a.md", []byte(front+text), nil)
					must(d.HTML(Renderer{}))
					must(d.Blocks())
				})
			}
			if once, twice := read(text), read(double[name]); twice > 3*once+1<<20 {
				t.Errorf("%d bytes were allocated for %d of text, and %d for %d", once, len(text), twice, len(double[name]))
			}
		})
	}
}
func TestTooLarge(t *testing.T) {
	d := Parse("a.md", make([]byte, maxFile+1), nil)
	if len(d.Faults) != 1 || d.Faults[0].Kind != FileTooLarge {
		t.Errorf("faults %v", d.Faults)
	}
	if html := must(d.HTML(Renderer{})); html != "" {
		t.Errorf("%d bytes of HTML", len(html))
	}
	if l, c := must(d.Lines()).Position(0); l != 1 || c != 1 {
		t.Errorf("position %d:%d", l, c)
	}
}

func TestTooComplex(t *testing.T) {
	d := Parse("a.md", []byte(front+fill("- a\n", 4<<20)), nil)
	if len(d.Faults) != 1 || d.Faults[0].Kind != TooComplex {
		t.Errorf("faults %v", d.Faults)
	}
	if html := must(d.HTML(Renderer{})); !strings.HasPrefix(html, "<pre>- a\n- a") {
		t.Errorf("HTML %.40q", html)
	}
}

// shortRows is a table with as many columns as rows, each of one cell.
func shortRows(size int) string {
	n := max(size/6, 1)
	return fill("|a", 2*n) + "|\n" + fill("|-", 2*n) + "|\n" + fill("|x\n", 3*n)
}

// TestShortRows counts what a table with short rows allocates: twice as much for a text of twice the size, and little for a
// table that isn't read any more, which is a fault.
func TestShortRows(t *testing.T) {
	perByte := func(text string) (per float64, d *Document) {
		n := gittest.Allocated(func() {
			d = Parse("a.md", []byte(front+text), nil)
			must(d.HTML(Renderer{}))
		})
		return float64(n) / float64(len(text)), d
	}
	read, full := perByte("|a|b|c|\n|-|-|-|\n" + fill("|x\n", 20<<10))
	if len(full.Faults) > 0 || len(full.Tables()) != 1 {
		t.Fatalf("%d tables, faults %v", len(full.Tables()), full.Faults)
	}
	for _, tt := range []struct {
		name, text string
	}{
		{"42 KB", shortRows(42 << 10)},
		{"400 KB", shortRows(400 << 10)},
		{"behind a line that is none", "a|b\n-|-:-\n" + shortRows(42<<10)},
		{"in a quote", "> " + strings.ReplaceAll(shortRows(42<<10), "\n", "\n> ")},
	} {
		per, d := perByte(tt.text)
		if per > 2*read {
			t.Errorf("%s: %.0f bytes are allocated for each byte, and %.0f for a table of three columns", tt.name, per, read)
		}
		if len(d.Faults) != 1 || d.Faults[0].Kind != TooComplex {
			t.Errorf("%s: faults %v", tt.name, d.Faults)
		}
	}
	many, d := perByte(strings.Repeat("|a"+fill("|a", 400)+"|\n|-"+fill("|-", 400)+"|\n"+fill("|x\n", 40)+"\n", 100))
	if per := 2 * read; many > per {
		t.Errorf("many tables: %.0f bytes for each byte", many)
	}
	if len(d.Tables()) == 0 || len(d.Faults) == 0 {
		t.Errorf("many tables: %d are read, faults %d", len(d.Tables()), len(d.Faults))
	}
}

// TestTooMany: what there is too much of is words from there on, and a fault, so that its work stays in proportion.
func TestTooMany(t *testing.T) {
	for _, tt := range []struct {
		name, one, shown string
		most             int
		count            func(*Document) int
	}{
		{"headings", "# a\n", "# a", maxHeadings, func(d *Document) int { return len(d.Headings()) }},
		{"headings with a line below", "a\n=\n\n", "a\n=", maxHeadings, func(d *Document) int { return len(d.Headings()) }},
		{"elements", "<kbd>", "&lt;kbd&gt;", maxElements, func(*Document) int { return maxElements }},
		{"marks of emphasis", "*a ", "*a", maxDelimiters, func(*Document) int { return maxDelimiters }},
		{"definitions", "[a]: b\n", "[a]: b", maxDefining, func(d *Document) int { return maxDefining - strings.Count(must(d.HTML(Renderer{})), "[a]: b") }},
	} {
		d := Parse("a.md", []byte(strings.Repeat(tt.one, tt.most)), nil)
		if n := tt.count(d); n != tt.most || len(d.Faults) > 0 {
			t.Errorf("%s: %d of %d are read, faults %v", tt.name, n, tt.most, d.Faults)
		}
		d = Parse("a.md", []byte(strings.Repeat(tt.one, tt.most+2)), nil)
		if len(d.Faults) != 1 || d.Faults[0].Kind != TooComplex || d.Faults[0].Span.End <= d.Faults[0].Span.Start {
			t.Errorf("%s: faults %v", tt.name, d.Faults)
		}
		if html := must(d.HTML(Renderer{})); !strings.Contains(html, tt.shown) {
			t.Errorf("%s: the page has lost what isn't read", tt.name)
		}
	}
}

// TestNestedMarks: words deep in emphasis are compared with as many marks as say something, and none of them is lost.
func TestNestedMarks(t *testing.T) {
	const deep = maxDelimiters / 2
	d := Parse("a.md", []byte(strings.Repeat("*a ", deep)+strings.Repeat("a* ", deep)), nil)
	words := must(d.Blocks())[0]
	if n := strings.Count(words.Text, "a"); n != 2*deep || len(d.Faults) > 0 {
		t.Errorf("%d words of %d are left, faults %v", n, 2*deep, d.Faults)
	}
	for _, p := range words.Pieces {
		if len(p.Marks) > maxMarks {
			t.Fatalf("%q has %d marks", p.Text, len(p.Marks))
		}
	}
}
