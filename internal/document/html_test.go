package document

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/writ-docs/writ/internal/phrases"
)

var htmlTests = []struct{ name, body, want string }{
	{"heading", "## A `b` <x>\n", `<div class="heading"><h2 id="a-b-">A <code>b</code> &lt;x&gt;</h2><a class="heading-anchor" href="#a-b-" aria-label="Link to section A b"><span aria-hidden="true">#</span></a></div>` + "\n"},
	{"inline", "*a* **b** ~~c~~ `<d>` \"e\" -- ... \\* &copy; &lt;script&gt;  \nf\n", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>&lt;d&gt;</code> &quot;e&quot; -- ... * © &lt;script&gt;<br>\nf</p>\n"},
	{"raw HTML", "a <b style=\"x\">c</b><br/>d<!-- e -->f <br onclick=x>\n\n<script>alert(1)</script>\n\n<div>\n<br>x <!-- y -->\n</div>\n\n<!-- z -->\n",
		"<p>a &lt;b style=&quot;x&quot;&gt;c&lt;/b&gt;<br>df &lt;br onclick=x&gt;</p>\n<p class=\"raw-html\">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p class=\"raw-html\">&lt;div&gt;\n<br>x \n&lt;/div&gt;</p>\n"},
	{"an open comment is shown", "<!-- open\n\ntext\n", "<p class=\"raw-html\">&lt;!-- open\n\ntext</p>\n"},
	{"links", "[a](b.md \"t\") [x](https://y) [m](mailto:a@b.c) [f](#g) <https://z>\n", "<p><a href=\"b.md\" title=\"t\">a</a> <a href=\"https://y\">x</a> <a href=\"mailto:a@b.c\">m</a> <a href=\"#g\">f</a> <a href=\"https://z\">https://z</a></p>\n"},
	{"no link in a link", "[a <https://b> c](d)\n", "<p><a href=\"d\">a https://b c</a></p>\n"},
	{"images", "![a](b.png) ![](c.png) ![d](https://e/f.png)\n", "<p><img src=\"b.png\" alt=\"a\"> <img src=\"c.png\"> <span class=\"image-missing\">Image: d <code class=\"link-target\">https://e/f.png</code></span></p>\n"},
	{"table", "a|b|\n:-|-:\n1|\n2|3|4\n", "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table 1: a, b\"><table>\n<thead>\n<tr><th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr>\n</thead>\n" +
		"<tbody>\n<tr><td class=\"align-left\">1</td><td></td></tr>\n<tr><td class=\"align-left\">2</td><td class=\"align-right\">3</td><td class=\"extra-cell\">4</td></tr>\n</tbody>\n</table></div>\n"},
	{"empty header", "|a||\n|-|-|\n", "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table 1: a\"><table>\n<thead>\n<tr><th scope=\"col\">a</th><td></td></tr>\n</thead>\n</table></div>\n"},
	{"tasks", "- [ ] a\n- [x] b\n", "<ul>\n<li class=\"task\"><span class=\"task-mark\" aria-hidden=\"true\">☐</span><span class=\"visually-hidden\">Not done:</span> a\n</li>\n<li class=\"task\"><span class=\"task-mark\" aria-hidden=\"true\">☑</span><span class=\"visually-hidden\">Done:</span> b\n</li>\n</ul>\n"},
	{"lists", "3. a\n\n   b\n4. c\n", "<ol start=\"3\">\n<li><p>a</p>\n<p>b</p>\n</li>\n<li><p>c</p>\n</li>\n</ol>\n"},
	{"code", "``` go <x>\na<b\n```\n\n    c\n", "<pre><code class=\"language-go\">a&lt;b\n</code></pre>\n<pre><code>c\n</code></pre>\n"},
	{"alert", "> [!WARNING]\n> a\n> b\n>\n> c\n\n> [!note]\n\n> [!x]\n", "<div class=\"alert alert-warning\"><p class=\"alert-title\">Warning</p>\n<p>a\nb</p>\n<p>c</p>\n</div>\n<div class=\"alert alert-note\"><p class=\"alert-title\">Note</p>\n</div>\n<blockquote>\n<p>[!x]</p>\n</blockquote>\n"},
	{"footnotes", "a[^x] b[^x]\n\n[^x]: c\n", "<p>a<sup class=\"footnote-ref\" id=\"fnref:1\"><a href=\"#fn:1\" aria-label=\"Footnote 1\">1</a></sup> b<sup class=\"footnote-ref\" id=\"fnref:1:2\"><a href=\"#fn:1\" aria-label=\"Footnote 1\">1</a></sup></p>\n" +
		"<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\"><ol>\n<li id=\"fn:1\"><p>c <a class=\"footnote-back\" href=\"#fnref:1\" aria-label=\"Back to the text, footnote 1\"><span aria-hidden=\"true\">↩</span></a> <a class=\"footnote-back\" href=\"#fnref:1:2\" aria-label=\"Back to the text, footnote 1-2\"><span aria-hidden=\"true\">↩</span></a></p>\n</li>\n</ol></section>\n"},
	{"bidi", "a\u202eb [c\u2066](d\u202e \"e\u200f\")\n", "<p>a<span class=\"bidi-control\">[U+202E]</span>b <a href=\"d%E2%80%AE\" title=\"e[U+200F]\">c<span class=\"bidi-control\">[U+2066]</span></a></p>\n"},
	{"templates are text", "{{< x >}} {{ .Site }} {{% y %}}\n", "<p>{{&lt; x &gt;}} {{ .Site }} {{% y %}}</p>\n"},
	{"crlf", "a\r\nb\r\n\r\n    c\r\n    d\r\n", "<p>a\nb</p>\n<pre><code>c\nd\n</code></pre>\n"},
}

func TestHTML(t *testing.T) {
	for _, tt := range htmlTests {
		t.Run(tt.name, func(t *testing.T) {
			got := must(Parse("a.md", []byte(tt.body), nil).HTML(Renderer{}))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			checkHTML(t, got)
		})
	}
}

func TestRenderer(t *testing.T) {
	d := Parse("a.md", []byte("# The  title\n\n# Other\n\n# The title\n\n[a](b.md) [c](d.md) ![e](f.png) ![g](h.png)\n\n> [!TIP]\n> x\n"), nil)
	r := Renderer{
		SkipTitle: "the title", ShiftTitles: true,
		Link:  func(target string) (string, bool) { return "/B/", target == "b.md" },
		Image: func(target string) (string, bool) { return "/assets/1.png", target == "f.png" },
		Words: phrases.Table{"text_tip": "Tipp", "text_no_image": "Bild:"},
	}
	want := `<div class="heading"><h2 id="other">Other</h2><a class="heading-anchor" href="#other" aria-label="Link to section Other"><span aria-hidden="true">#</span></a></div>
<div class="heading"><h2 id="the-title">The title</h2><a class="heading-anchor" href="#the-title" aria-label="Link to section The title"><span aria-hidden="true">#</span></a></div>
<p><a href="/B/">a</a> c <code class="link-target">d.md</code> <img src="/assets/1.png" alt="e"> <span class="image-missing">Bild: g <code class="link-target">h.png</code></span></p>
<div class="alert alert-tip"><p class="alert-title">Tipp</p>
<p>x</p>
</div>
`
	if diff := cmp.Diff(want, must(d.HTML(r))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	evil := Renderer{
		Link:  func(string) (string, bool) { return "javascript:alert(1)", true },
		Image: func(string) (string, bool) { return "//x/y.png", true },
	}
	checkHTML(t, must(d.HTML(evil)))
}

// TestLook: cells are found by where their words begin in the file, a byte-order mark and Windows line ends counted.
func TestLook(t *testing.T) {
	src := "\ufeff---\r\nid: A\r\n---\r\n| Due | State | Left | More |\r\n|---|---|:--|---|\r\n| 2026-01-31 | open | 5 | ✔ done |\r\n"
	d := Parse("a.md", []byte(src), nil)
	looks := map[string]Look{"Due": {End: true}, "2026-01-31": {End: true}, "open": {Mark: "○"}, "5": {End: true}, "✔ done": {Mark: "●"}}
	at := map[int]Look{}
	for words, look := range looks {
		at[strings.Index(src, words)] = look
	}
	page := must(d.HTML(Renderer{Look: func(i int) Look { return at[i] }}))
	checkHTML(t, page)
	for _, want := range []string{`<th scope="col" class="align-right">Due</th>`, `<td class="align-right unbroken">2026-01-31</td>`,
		`<td><span class="mark" aria-hidden="true">○</span>open</td>`, `<td class="align-left">5</td>`, `<td>✔ done</td>`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s isn't in\n%s", want, page)
		}
	}
}

func TestContents(t *testing.T) {
	d := Parse("a.md", []byte("# a\n## b\n### c\n#### d\n## e\n"), nil)
	var got []string
	for _, h := range d.Contents() {
		got = append(got, h.Anchor)
	}
	if diff := cmp.Diff([]string{"b", "c", "e"}, got); diff != "" {
		t.Error(diff)
	}
}

// hostile are documents that try to get more into the page than words.
var hostile = []string{
	"[x](\\v](HTTPS://)",
	"[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](vbscript:x) <javascript:x> <data:x>",
	"[a](java&#10;script:x) [b](&#1;javascript:x) [c](<java\tscript:x>) [d](javascript&colon;x) [e](&#x6A;avascript:x) [f]( &nbsp;javascript:x)",
	"[a]: javascript:x\n\n[a] ![a] [![a]](javascript:y)",
	"![a](javascript:x) ![b](data:image/svg+xml,x) ![c](//host/x.png) ![d](\\\\host\\x.png)",
	"[a](b \"onclick=\\\"x\") ![a](b '\"><script>') [\"><script>](x)",
	"```\"><script>\nx\n```\n\n``` style=x\n```\n", "# <script>alert(1)</script>\n\n# \"onmouseover=x\n", "|<script>|\n|-|\n|\"style=\"x|\n",
	"<a href=javascript:x>a</a> <img src=x onerror=y> <!--><script>--> <!-- --!> <script> -->",
	"<!-- <script> -->\n\n<!--\n<script>\n-->\n\n<![CDATA[<script>]]>\n<?php x ?>\n<!DOCTYPE x>\n",
	"# a\n# a\n# a-1\n# fn:1\n# fnref:1\n[^1] [^1]\n\n[^1]: x[^1]\n", "# writ-x\n# writ-\n", "[x](//host) [y](/\\host) [z](\\/host) [w](ftp://h) [v](HTTPS://h) [u](a:b)",
	"[^a]: [^b]: [^c]: x\n\n[^a][^b][^c]", "- [x] [x](y)\n- [ ]\n", "> [!NOTE] x\n\n> [!NOTE]\n>\n> # y\n", "&#0; &#x202e; &#x110000; &nbsp; &x; &amp;lt; &#60;script&#62;",
}

func TestHostile(t *testing.T) {
	for _, src := range hostile {
		d := Parse("a.md", []byte(src), nil)
		checkDocument(t, d)
		out := must(d.HTML(Renderer{}))
		checkHTML(t, out)
		if t.Failed() {
			t.Fatalf("%s\n%s", src, out)
		}
	}
	for _, target := range []string{"javascript:x", "JAVASCRIPT:x", " javascript:x", "java\nscript:x", "\x01javascript:x", "data:x", "vbscript:x", "//x", "/\\x", "\\\\x", "file:///x", "a:b", "x\x7f"} {
		if safeLink(target) {
			t.Errorf("%q is no safe link", target)
		}
	}
	for _, target := range []string{"", "#a", "a.md", "../a.md#b:c", "/x", "?x=y:z", "HTTP://x", "https://x", "mailto:a@b", "tel:+4755501234", "./a:b"} {
		if !safeLink(target) {
			t.Errorf("%q is a safe link", target)
		}
	}
}

// allowed are the elements and attributes that a document's HTML may have.
var allowed = map[string]string{
	"a": "href class title aria-label", "br": "", "code": "class", "del": "", "div": "class role tabindex aria-label", "em": "",
	"h1": "id", "h2": "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id", "hr": "", "img": "src alt title", "li": "class id", "ol": "start",
	"p": "class", "pre": "", "section": "class role aria-label", "span": "class id aria-hidden", "strong": "", "sup": "class id", "table": "",
	"tbody": "", "td": "class", "th": "class scope", "thead": "", "tr": "", "ul": "", "blockquote": "",
	"details": "", "summary": "", "sub": "", "kbd": "",
}

// checkHTML reads HTML as a browser does and refuses what a document must not bring into a page.
func checkHTML(t *testing.T, page string) {
	t.Helper()
	ids := map[string]bool{}
	inLink := false
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			return
		}
		token := z.Token()
		switch kind {
		case html.TextToken:
			continue
		case html.StartTagToken, html.EndTagToken:
		default:
			t.Fatalf("%s in %s", token, page)
		}
		attributes, ok := allowed[token.Data]
		if !ok {
			t.Fatalf("element %s in %s", token.Data, page)
		}
		if token.Data == "a" {
			if inLink == (kind == html.StartTagToken) {
				t.Fatalf("a link in a link: %s", page)
			}
			inLink = !inLink
		}
		checkAttributes(t, token, attributes, ids)
	}
}

func checkAttributes(t *testing.T, token html.Token, allowed string, ids map[string]bool) {
	t.Helper()
	for _, a := range token.Attr {
		if !strings.Contains(" "+allowed+" ", " "+a.Key+" ") {
			t.Fatalf("attribute %s in %s", a.Key, token)
		}
		switch a.Key {
		case "id":
			if ids[a.Val] || strings.HasPrefix(a.Val, reserved) || a.Val == "" {
				t.Fatalf("id %q", a.Val)
			}
			ids[a.Val] = true
		case "href":
			if !safeLink(a.Val) {
				t.Fatalf("address %q", a.Val)
			}
		case "src":
			if !safeImage(a.Val) {
				t.Fatalf("image %q", a.Val)
			}
		}
	}
}
