package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRawHTML has linter and page agree: what the document tells of raw HTML is what its page has.
func TestRawHTML(t *testing.T) {
	for _, tt := range []struct{ name, body, want, html string }{
		{"spellings", "<a id=bare></a> <A ID=\"upper\"></A> <a id = 'spaced' ></a>\n\nx <a name=\"n\"/>y <a\nid=two>z</a> q\n",
			"#bare #upper #spaced #n #two", "<span id=\"bare\"></span><span id=\"upper\"></span><span id=\"spaced\"></span>\n" +
				"<p>x <span id=\"n\"></span>y <span id=\"two\"></span>z q</p>\n"},
		{"no places", "`<a id=\"code\">` <!-- <a id=\"comment\"> --> <i data-id=\"d\"> id=\"prose\" \\<a id=\"escaped\"\\>\n\n```\n<a id=\"fence\">\n```\n",
			"<i>", "<p><code>&lt;a id=&quot;code&quot;&gt;</code>  &lt;i data-id=&quot;d&quot;&gt; id=&quot;prose&quot; &lt;a id=&quot;escaped&quot;&gt;</p>\n<pre><code>&lt;a id=&quot;fence&quot;&gt;\n</code></pre>\n"},
		{"other elements", "<div id=\"d\">\nx\n</div>\n", "#d <div> </div>", "<p class=\"raw-html\"><span id=\"d\"></span>&lt;div id=&quot;d&quot;&gt;\nx\n&lt;/div&gt;</p>\n"},
		{"of a heading", "<a id=\"one\"></a>\n\n## One\n\n<a id=\"two\"></a>\n<a id=\"two\"></a>\n", "#two",
			"\n<div class=\"heading\"><h2 id=\"one\">One</h2><a class=\"heading-anchor\" href=\"#one\" aria-label=\"Link to section One\"><span aria-hidden=\"true\">#</span></a></div>\n<span id=\"two\"></span>\n"},
		{"of the site", "<a id=\"writ-x\">a</a> <a id=\"fn:1\">b</a> <a id=\"a b\">c</a> <a id=\"\">d</a>\n", "<a> </a> <a> </a> <a> </a> <a> </a>", ""},
		{"links", "<a href=\"x.md?a&amp;b\" id=k>y</a> <img src=z.png> <br>\n", "#k <a> </a> <img> @x.md?a&b !z.png",
			"<p><span id=\"k\"></span>&lt;a href=&quot;x.md?a&amp;amp;b&quot; id=k&gt;y&lt;/a&gt; &lt;img src=z.png&gt; <br></p>\n"},
		{"in a script", "<script>\nx = '<a id=\"s\" href=\"y.md\"></a>'\n</script>\n", "<script> <a> </a> </script>", ""},
		{"in an image", "![<a id=\"i\">](x.png)\n", "!x.png", ""},
		{"not closed", "<div><a id=\"x\n", "<div>", "<p class=\"raw-html\">&lt;div&gt;&lt;a id=&quot;x</p>\n"},
		{"in a title that the page has", "# Word <a id=\"top2\"></a>\n\nx\n", "#top2", "<span id=\"top2\"></span><p>x</p>\n"},
		{"in a quote", "> <div\n> id=\"q\"><a\n> href=\"x.md\">\n", "#q <div> <a> @x.md", ""},
	} {
		d := Parse("a.md", []byte(tt.body), nil)
		html := must(d.HTML(Renderer{SkipTitle: "word"}))
		var got []string
		for _, a := range d.Anchors() {
			got = append(got, "#"+a.Name)
			if !strings.Contains(html, fmt.Sprintf("<span id=%q></span>", a.Name)) {
				t.Errorf("%s: the page has no place %q: %s", tt.name, a.Name, html)
			}
		}
		for _, x := range d.Tags() {
			got = append(got, "<"+x.Name+">")
			if text := cut(tt.body, x.Span); text[0] != '<' || text[len(text)-1] != '>' {
				t.Errorf("%s: the tag %s stands at %q", tt.name, x.Name, text)
			}
		}
		for _, l := range d.Links() {
			got = append(got, map[bool]string{false: "@", true: "!"}[l.Image]+l.Target)
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.html, html); tt.html != "" && diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		checkHTML(t, html)
	}
}
