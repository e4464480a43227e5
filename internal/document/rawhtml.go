package document

import (
	"bytes"
	"html"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Tag is a tag of raw HTML that a page shows as text.
type Tag struct {
	Name string // in lower case; with a slash before it for an end tag
	Span Span
}

// Anchor is a place that raw HTML names, as <a id="x"> does, and to which links can lead.
type Anchor struct {
	Name string // unique in the document, and no heading's
	Span Span   // the tag
}

// rawHTML is a block or a span of raw HTML without the marks of the quotes and lists around it.
type rawHTML struct {
	text   []byte
	lines  []text.Segment
	starts []int // of the lines, in the text
}

// rawOf returns the raw HTML of an *ast.HTMLBlock or an *ast.RawHTML.
func rawOf(n ast.Node, src []byte) rawHTML {
	var r rawHTML
	add := func(s text.Segment) {
		r.lines, r.starts = append(r.lines, s), append(r.starts, len(r.text))
		r.text = append(r.text, s.Value(src)...)
	}
	var all *text.Segments
	switch n := n.(type) {
	case *ast.RawHTML:
		all = n.Segments
	case *ast.HTMLBlock:
		all = n.Lines()
	}
	for i := range all.Len() {
		add(all.At(i))
	}
	if b, ok := n.(*ast.HTMLBlock); ok && b.HasClosure() {
		add(b.ClosureLine)
	}
	return r
}

// place returns the place of a part of the text in the source.
func (r *rawHTML) place(s Span) Span {
	at := func(offset int) int {
		i := max(sort.SearchInts(r.starts, offset+1)-1, 0)
		l := r.lines[i]
		return min(l.Start+max(offset-r.starts[i]-l.Padding, 0), max(l.Stop-1, l.Start))
	}
	start := at(s.Start)
	return Span{start, max(start, at(s.End-1)+1)}
}

// rawPiece is a comment, a tag, or what is between them.
type rawPiece struct {
	span    Span // in the text
	comment bool
	tag     *rawTag // nil for none
}

// rawTag is a tag as it is written.
type rawTag struct {
	name       string // in lower case
	end        bool   // </name>
	attributes []rawAttribute
}

// rawAttribute is an attribute of a tag, its name in lower case, and its value without escapes.
type rawAttribute struct{ name, value string }

// eachPiece cuts raw HTML into its pieces.
func eachPiece(text []byte, visit func(rawPiece)) {
	unclosed := false // no comment ends any more
	from := 0
	piece := func(start, end int, p rawPiece) {
		if from < start {
			visit(rawPiece{span: Span{from, start}})
		}
		p.span = Span{start, end}
		visit(p)
		from = end
	}
	for at := 0; at < len(text); {
		i := bytes.IndexByte(text[at:], '<')
		if i < 0 {
			break
		}
		at += i
		if !unclosed && bytes.HasPrefix(text[at:], commentOpen) {
			if start, end := nextComment(text[at:]); start == 0 {
				piece(at, at+end, rawPiece{comment: true})
				at += end
				continue
			}
			unclosed = true
		}
		if tag, n := readTag(text[at:]); n > 0 {
			piece(at, at+n, rawPiece{tag: tag})
			at += n
			continue
		}
		at++
	}
	if from < len(text) {
		visit(rawPiece{span: Span{from, len(text)}})
	}
}

// readTag reads the tag at the start of a text, and returns its length; 0 for none.
func readTag(text []byte) (*rawTag, int) {
	t := &rawTag{}
	at := 1
	if at < len(text) && text[at] == '/' {
		t.end = true
		at++
	}
	start := at
	for at < len(text) && (isLetter(text[at]) || at > start && (isDigit(text[at]) || text[at] == '-')) {
		at++
	}
	if at == start {
		return nil, 0
	}
	t.name = strings.ToLower(string(text[start:at]))
	for at < len(text) {
		switch c := text[at]; {
		case c == '>':
			return t, at + 1
		case isBlank(c) || c == '/':
			at++
		case c == '<' || !isBlank(text[at-1]) && text[at-1] != '/' && !isQuote(text[at-1]):
			return nil, 0
		default:
			a, n := readAttribute(text[at:])
			if n == 0 {
				return nil, 0
			}
			t.attributes = append(t.attributes, a)
			at += n
		}
	}
	return nil, 0
}

// readAttribute reads the attribute at the start of a text, and returns its length; 0 for none.
func readAttribute(text []byte) (a rawAttribute, n int) {
	n = bytes.IndexAny(text, "=<>/ \t\r\n\"'")
	if n <= 0 {
		return a, 0
	}
	a.name = strings.ToLower(string(text[:n]))
	at := n
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	if at == len(text) || text[at] != '=' {
		return a, n
	}
	for at++; at < len(text) && isBlank(text[at]); at++ {
	}
	if at == len(text) {
		return a, 0
	}
	ends := "<> \t\r\n\"'"
	if quote := text[at]; isQuote(quote) {
		at++
		ends = string(quote)
	}
	end := bytes.IndexAny(text[at:], ends)
	if end < 0 || end == 0 && len(ends) > 1 {
		return a, 0
	}
	a.value = html.UnescapeString(string(text[at : at+end]))
	if len(ends) == 1 {
		end++
	}
	return a, at + end
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isQuote(c byte) bool { return c == '"' || c == '\'' }

// tagReader knows, from the tags before, what a tag means.
type tagReader struct {
	within string // the element whose content is no HTML: script, style; "" outside of one
	anchor bool   // the open <a> is only an anchor
}

// read takes up the next tag. It returns the names that the tag gives its place, and whether it is there for nothing
// else or ends such a tag, so that a page shows no word of it.
func (r *tagReader) read(t *rawTag) (names []string, hidden bool) {
	switch {
	case r.within != "":
		if t.end && t.name == r.within {
			r.within = ""
		}
		return nil, false
	case !t.end && (t.name == "script" || t.name == "style" || t.name == "textarea"):
		r.within = t.name
	case t.end && t.name == "a":
		hidden, r.anchor = r.anchor, false
		return nil, hidden
	}
	if t.end {
		return nil, false
	}
	names = t.names()
	if t.name == "a" {
		r.anchor = len(names) > 0 && !slices.ContainsFunc(t.attributes,
			func(a rawAttribute) bool { return a.name != "id" && a.name != "name" })
		hidden = r.anchor
	}
	return names, hidden
}

// names are the id of any element, and the name of an <a>.
func (t *rawTag) names() []string {
	var names []string
	if id := t.value("id"); isAnchor(id) {
		names = append(names, id)
	}
	if name := t.value("name"); t.name == "a" && isAnchor(name) && name != t.value("id") {
		names = append(names, name)
	}
	return names
}

// value returns an attribute's value; "" for one that isn't there.
func (t *rawTag) value(name string) string {
	for _, a := range t.attributes {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// raw takes up the tags of raw HTML: the places that they name, the addresses in them, and what a page shows of them.
func (c *collector) raw(n ast.Node) {
	if c.image > 0 {
		return
	}
	r := rawOf(n, c.w.src)
	eachPiece(r.text, func(p rawPiece) {
		if p.tag == nil || isBreak(r.text[p.span.Start:p.span.End]) {
			return
		}
		at, code := r.place(p.span), c.html.within != ""
		names, hidden := c.html.read(p.tag)
		hidden = hidden || c.elements[at.Start] != noElement
		for _, name := range names {
			c.d.anchors = append(c.d.anchors, Anchor{name, at})
		}
		if hidden {
			return
		}
		name := p.tag.name
		if p.tag.end {
			name = "/" + name
		}
		c.d.tags = append(c.d.tags, Tag{name, at})
		for _, a := range p.tag.attributes {
			if (a.name == "href" || a.name == "src") && !p.tag.end && !code {
				c.d.links = append(c.d.links, Link{Target: a.value, Image: a.name == "src", Span: at})
			}
		}
	})
}

// placeAnchors keeps of each name the first place that isn't a heading's.
func (c *collector) placeAnchors() {
	if len(c.d.anchors) == 0 {
		return
	}
	known := make(map[string]bool, len(c.d.headings)+len(c.d.anchors))
	for _, h := range c.d.headings {
		known[h.Anchor] = true
	}
	c.d.anchors = slices.DeleteFunc(c.d.anchors, func(a Anchor) bool {
		again := known[a.Name]
		known[a.Name] = true
		return again
	})
}

// PlaceName returns the name of the place that a link's fragment means: GitHub's prefix for names is none here.
func PlaceName(fragment string) string { return strings.TrimPrefix(fragment, "user-content-") }

// isAnchor reports whether a document may give a place this name: not one of the site's, nor of a footnote, and
// nothing that a link can't spell.
func isAnchor(name string) bool {
	const longest = 256
	return name != "" && len(name) <= longest && !strings.HasPrefix(name, reserved) &&
		!strings.HasPrefix(name, "fn:") &&
		!strings.HasPrefix(name, "fnref:") && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || isBidi(r) || r == utf8.RuneError
	})
}
