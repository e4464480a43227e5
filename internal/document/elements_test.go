package document

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestElements shows which tags a page shows as what they are, and that what the document tells of raw HTML agrees.
func TestElements(t *testing.T) {
	for _, tt := range []struct{ name, body, html, tags string }{
		{"details", "<details>\n<summary>More &amp; *less*</summary>\n\nText **b**.\n\n</details>\n",
			"<details><summary>More &amp; *less*</summary>\n<p>Text <strong>b</strong>.</p>\n</details>\n", ""},
		{"in one block", "<details><summary>A</summary>\nB &lt;i&gt; C\n</details>",
			"<details><summary>A</summary>\n<p>B &lt;i&gt; C</p>\n</details>\n", ""},
		{"indented, in capitals, over lines", "<DETAILS\n>\n  <Summary >A</SUMMARY\n>\n\nB\n\n  </details >\n",
			"<details><summary>A</summary>\n<p>B</p>\n</details>\n", ""},
		{"summary in a block of its own", "<details>\n\n<!-- c -->\n\n<summary>A</summary>\n\nB\n</details>\n",
			"<details><summary>A</summary>\n<p>B</p>\n</details>\n", ""},
		{"no summary", "<details>\n\nB\n\n</details>\n", "<details><summary>Details</summary>\n<p>B</p>\n</details>\n", ""},
		{"empty summary", "<details><summary> <br></summary>\n\nB\n</details>\n",
			"<details><summary><br>Details</summary>\n<p>B</p>\n</details>\n", ""},
		{"summary that isn't first", "<details>\n\nB\n\n<summary>A</summary>\n</details>\n",
			"<details><summary>Details</summary>\n<p>B</p>\n<p class=\"raw-html\">&lt;summary&gt;A&lt;/summary&gt;</p>\n</details>\n", "summary /summary"},
		{"two summaries", "<details><summary>A</summary><summary>B</summary></details>\n",
			"<details><summary>A</summary>\n<p class=\"raw-html\">&lt;summary&gt;B&lt;/summary&gt;</p>\n</details>\n", "summary /summary"},
		{"summary with tags", "<details><summary><b>A</b> x<sup>2</sup><a id=\"p\"></a></summary>\n\n</details>\n",
			"<details><summary>&lt;b&gt;A&lt;/b&gt; x<sup>2</sup><span id=\"p\"></span></summary>\n</details>\n", "b /b"},
		{"summary with Markdown", "<details>\n<summary>\n\n## A\n\n</summary>\n\nB\n</details>\n",
			"<details><summary>Details</summary>\n<p class=\"raw-html\">&lt;summary&gt;</p>\n" +
				"<div class=\"heading\"><h2 id=\"a\">A</h2><a class=\"heading-anchor\" href=\"#a\" aria-label=\"Link to section A\"><span aria-hidden=\"true\">#</span></a></div>\n" +
				"<p class=\"raw-html\">&lt;/summary&gt;</p>\n<p>B</p>\n</details>\n", "summary /summary"},
		{"nested", "<details><summary>A</summary>\n\n<details><summary>B</summary>\n\nC\n\n</details>\n</details>\n",
			"<details><summary>A</summary>\n<details><summary>B</summary>\n<p>C</p>\n</details>\n</details>\n", ""},
		{"never closed", "<details><summary>A</summary>\n\nB\n",
			"<p class=\"raw-html\">&lt;details&gt;&lt;summary&gt;A&lt;/summary&gt;</p>\n<p>B</p>\n", "details summary /summary"},
		{"one of two is closed", "<details>\n\n<details>\n\nA\n\n</details>\n",
			"<p class=\"raw-html\">&lt;details&gt;</p>\n<details><summary>Details</summary>\n<p>A</p>\n</details>\n", "details"},
		{"stray ends", "</details>\n\n</summary>\n\nA</sup>\n",
			"<p class=\"raw-html\">&lt;/details&gt;</p>\n<p class=\"raw-html\">&lt;/summary&gt;</p>\n<p>A&lt;/sup&gt;</p>\n", "/details /summary /sup"},
		{"attributes", "<details open>\n<summary>A</summary>\n\nB\n\n</details>\n",
			"<p class=\"raw-html\">&lt;details open&gt;\n&lt;summary&gt;A&lt;/summary&gt;</p>\n<p>B</p>\n<p class=\"raw-html\">&lt;/details&gt;</p>\n",
			"details summary /summary /details"},
		{"attributes inside", "<details>\n<summary class=\"x\">A</summary>\n\n<sup id=s>B</sup>\n\n</details>\n",
			"<details><summary>Details</summary>\n<p class=\"raw-html\">&lt;summary class=&quot;x&quot;&gt;A&lt;/summary&gt;</p>\n" +
				"<p><span id=\"s\"></span>&lt;sup id=s&gt;B&lt;/sup&gt;</p>\n</details>\n", "summary /summary sup /sup"},
		{"out of a list", "- a\n\n  <details>\n\n  b\n\nc\n\n</details>\n",
			"<ul>\n<li><p>a</p>\n<p class=\"raw-html\">&lt;details&gt;</p>\n<p>b</p>\n</li>\n</ul>\n<p>c</p>\n<p class=\"raw-html\">&lt;/details&gt;</p>\n", "details /details"},
		{"in a list and a quote", "- a\n  <details>\n\n  b\n  </details>\n\n> <details>\n>\n> c\n>\n> </details>\n",
			"<ul>\n<li><p>a</p>\n<details><summary>Details</summary>\n<p>b</p>\n</details>\n</li>\n</ul>\n<blockquote>\n<details><summary>Details</summary>\n<p>c</p>\n</details>\n</blockquote>\n", ""},
		{"among words", "a <details> b </details>\n", "<p>a &lt;details&gt; b &lt;/details&gt;</p>\n", "details /details"},
		{"words", "10<sup>2</sup> H<sub>2</sub>O <kbd>Ctrl</kbd>\n\n| x<sup>*y*</sup> |\n|-|\n",
			"", ""},
		{"crossed", "<sup>a<sub>b</sup>c</sub> *d<kbd>e*f</kbd>\n",
			"<p><sup>a&lt;sub&gt;b</sup>c&lt;/sub&gt; <em>d&lt;kbd&gt;e</em>f&lt;/kbd&gt;</p>\n", "sub /sub kbd /kbd"},
		{"words around a block", "<details>\n<sup>\n<details>\n</sup>\nA\n</details>\n</details>\n",
			"<details><summary>Details</summary>\n<p class=\"raw-html\">&lt;sup&gt;</p>\n<details><summary>Details</summary>\n<p class=\"raw-html\">&lt;/sup&gt;\nA</p>\n</details>\n</details>\n", "sup /sup"},
		{"over two blocks", "<sup>\n\nA\n\n</sup>\n", "<p class=\"raw-html\">&lt;sup&gt;</p>\n<p>A</p>\n<p class=\"raw-html\">&lt;/sup&gt;</p>\n", "sup /sup"},
		{"in a script", "<script>\n<details></details>\n</script>\n", "", "script details /details /script"},
		{"in code and an image", "`<sup>x</sup>` ![<sub>y</sub>](p.png)\n", "<p><code>&lt;sup&gt;x&lt;/sup&gt;</code> <img src=\"p.png\" alt=\"y\"></p>\n", ""},
		{"that ends itself", "<details/>\n\nA<sup/>B\n\n</details>\n", "<p class=\"raw-html\">&lt;details/&gt;</p>\n<p>A&lt;sup/&gt;B</p>\n<p class=\"raw-html\">&lt;/details&gt;</p>\n", "details sup /details"},
	} {
		d := Parse("a.md", []byte(tt.body), nil)
		page := must(d.HTML(Renderer{}))
		if tt.html != "" && page != tt.html {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, page, tt.html)
		}
		var tags []string
		for _, x := range d.Tags() {
			tags = append(tags, x.Name)
		}
		if got := strings.Join(tags, " "); got != tt.tags {
			t.Errorf("%s: the tags are %q, want %q", tt.name, got, tt.tags)
		}
		checkHTML(t, page)
		checkNesting(t, page)
	}
}

// checkNesting refuses HTML that a browser would close otherwise than it is written.
func checkNesting(t *testing.T, page string) {
	t.Helper()
	var open []string
	after := "" // the last tag, where nothing is behind it
	in := func(names ...string) bool {
		for _, name := range names {
			for _, o := range open {
				if o == name {
					return true
				}
			}
		}
		return false
	}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%v is open at the end of\n%s", open, page)
			}
			return
		case html.StartTagToken:
			switch name := token.Data; {
			case name == "summary" && after != "details",
				after == "details" && name != "summary",
				(name == "details" || name == "p" || name == "div") && in("p", "summary", "sup", "sub", "kbd", "h1", "h2", "td", "th"):
				t.Fatalf("<%s> is in %v, after <%s>, of\n%s", name, open, after, page)
			case name != "br" && name != "hr" && name != "img":
				open = append(open, name)
			}
			after = token.Data
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> ends %v in\n%s", token.Data, open, page)
			}
			open, after = open[:len(open)-1], ""
		case html.TextToken:
			if strings.TrimSpace(token.Data) != "" {
				after = ""
			}
		}
	}
}

// elementPieces are what documents at random are made of.
var elementPieces = []string{"<details>", "</details>", "<summary>", "</summary>", "<sup>", "</sup>", "<sub>", "</sub>", "<kbd>",
	"</kbd>", "<details open>", "<br>", "<b>", "</b>", "\n", "\n", "\n\n", "\n\n", "word ", "*", "**", "- ", "> ", "  ", "    ", "# ", "| a |\n|-|\n",
	"`", "[x](y) ", "<!-- c -->", "<script>", "</script>", "<a id=q>", "</a>", "![", "](z)", "[^n]", "\n[^n]: ", "---\n\n", "&amp;"}

// TestElementsNest writes documents at random: whatever they hold, their HTML is nested, and so is that of their blocks.
func TestElementsNest(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		var src strings.Builder
		for n := r.IntN(30); n >= 0; n-- {
			src.WriteString(elementPieces[r.IntN(len(elementPieces))])
		}
		checkElements(t, src.String())
	}
}

func checkElements(t *testing.T, src string) {
	d := Parse("a.md", []byte(src), nil)
	page := must(d.HTML(Renderer{}))
	checkNesting(t, page)
	details := strings.Count(page, "<details>")
	for _, x := range d.Tags() {
		if page == "" || !strings.Contains(page, "&lt;") {
			t.Fatalf("the tag %s is nowhere in\n%s\nof %q", x.Name, page, src)
		}
	}
	deepest := 0
	for _, b := range must(d.Blocks()) {
		deepest = max(deepest, b.Folded)
		checkNesting(t, string((&Renderer{}).AppendPieces(nil, b.Pieces)))
	}
	if b := must(d.Blocks()); deepest > details || len(b) > 0 && b[len(b)-1].Folded > details {
		t.Fatalf("%d details are around a block, of %d, in %q", deepest, details, src)
	}
	sameFacts(t, []byte(src))
}

func FuzzElements(f *testing.F) {
	f.Add("<details>\n<summary>a</summary>\n\nb<sup>c</sup>\n</details>\n")
	for _, src := range hostile {
		f.Add(src)
	}
	f.Fuzz(checkElements)
}

// TestElementBlocks: what is folded, raised or lowered is known where versions are compared.
func TestElementBlocks(t *testing.T) {
	body := "<details>\n<summary>A &amp; B</summary>\n\n- 10<sup>2</sup> <kbd>x</kbd>\n\n> H<sub>2</sub>O\n\n</details>\n\nC\n"
	var got strings.Builder
	for _, b := range must(Parse("a.md", []byte(body), nil).Blocks()) {
		fmt.Fprintf(&got, "%s %d %q %s\n", b.Kind, b.Folded, b.Text, (&Renderer{}).AppendPieces(nil, b.Pieces))
	}
	want := `summary 1 "A & B" A &amp; B
item 1 "10^2 x" 10<sup>2</sup> <kbd>x</kbd>
paragraph 1 "H_2O" H<sub>2</sub>O
paragraph 0 "C" C
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}
