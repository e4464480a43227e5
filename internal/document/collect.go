package document

import (
	"bytes"
	"fmt"
	"sort"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// collect fills a Document's headings, links, tables, comments, suppressions and prose from the tree of its text, in
// the order of the text, and returns what is wrong with it. Places are the text's.
func collect(d *Document, t tree) (faults []Fault) {
	shown, deep := elementsOf(t.root, d.canon.text)
	c := collector{d: d, t: t, w: words{src: d.canon.text}, text: plainText{src: d.canon.text, links: &t},
		elements: shown}
	if deep != nil {
		faults = append(faults, Fault{Kind: TooComplex, Span: *deep,
			Message: fmt.Sprintf("more than %d elements of HTML are open here, so that their tags are shown as text",
				maxElements),
			Help: "close each element where it ends"})
	}
	if len(t.links) > 0 {
		d.links = make([]Link, 0, len(t.links))
	}
	c.blocks(t.root)
	c.placeAnchors()
	c.fences(t.fences)
	c.openElements()
	c.notCited(t.notes)
	sort.SliceStable(d.unclosed, func(i, j int) bool { return d.unclosed[i].Span.Start < d.unclosed[j].Span.Start })
	sort.SliceStable(d.unread, func(i, j int) bool { return d.unread[i].Span.Start < d.unread[j].Span.Start })
	c.removed(t.root)
	if c.notes {
		c.sort() // footnotes stand at the end of the tree
	}
	return faults
}

// sort puts everything in the order of the source.
func (c *collector) sort() {
	byStart(c.d.headings, func(x *Heading) Span { return x.Span })
	byStart(c.d.links, func(x *Link) Span { return x.Span })
	byStart(c.d.anchors, func(x *Anchor) Span { return x.Span })
	byStart(c.d.tags, func(x *Tag) Span { return x.Span })
	byStart(c.d.tables, func(x *Table) Span { return x.Span })
	byStart(c.d.comments, func(x *Comment) Span { return x.Span })
	byStart(c.d.suppressions, func(x *Suppression) Span { return x.Span })
	byStart(c.d.prose, func(x *Span) Span { return *x })
}

func byStart[T any](all []T, span func(*T) Span) {
	sort.SliceStable(all, func(i, j int) bool { return span(&all[i]).Start < span(&all[j]).Start })
}

type collector struct {
	d       *Document
	t       tree
	w       words
	anchors anchors
	mark    int  // the end of an alert's mark, which is no prose
	notes   bool // there are footnotes
	html    tagReader
	text    plainText

	elements elements
	image    int  // how many images are around; nothing of them is shown but their text
	open     bool // the last span of prose may grow: it belongs to the same paragraph
}

// blocks visits the blocks below a node.
func (c *collector) blocks(n ast.Node) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		switch x := x.(type) {
		case *ast.Heading:
			c.heading(x)
		case *ast.HTMLBlock:
			c.htmlBlock(x)
		case *extast.Table:
			c.table(x)
		case *ast.Paragraph, *ast.TextBlock:
			c.open = false
			c.inlines(x)
			c.unread(x, linesOf(x))
		case *ast.Blockquote:
			_, c.mark = alertOf(x, c.w.src)
			c.blocks(x)
			c.mark = 0
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.ThematicBreak, *ast.LinkReferenceDefinition:
		case *extast.FootnoteList:
			c.notes = true
			c.blocks(x)
		default:
			c.blocks(x)
		}
	}
}

func (c *collector) heading(n *ast.Heading) {
	h := Heading{Level: n.Level, Text: c.w.of(n)}
	h.Anchor = c.anchors.of(c.w.forAnchor(n))
	if h.Span = trim(c.w.src, linesOf(n)); n.Lines().Len() == 0 {
		h.Span = Span{n.Pos(), n.Pos()}
	}
	c.d.headings = append(c.d.headings, h)
	c.open = false
	c.inlines(n)
	c.unread(n, h.Span)
}

// linesOf returns the place of a block's lines.
func linesOf(n ast.Node) Span {
	lines := n.Lines()
	if lines.Len() == 0 {
		return Span{}
	}
	return Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
}

// trim cuts blanks off both ends of a span.
func trim(src []byte, s Span) Span {
	for s.Start < s.End && isBlank(src[s.Start]) {
		s.Start++
	}
	return trimLine(src, s)
}

// inlines visits the inline nodes of a paragraph.
func (c *collector) inlines(n ast.Node) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		switch x := x.(type) {
		case *ast.Text:
			if !x.IsRaw() && x.Segment.Start >= c.mark {
				c.prose(Span{x.Segment.Start, x.Segment.Stop})
			}
		case *ast.Link:
			c.link(x, x.Destination, false)
			c.inlines(x)
		case *ast.Image:
			c.link(x, x.Destination, true)
			c.image++
			c.inlines(x)
			c.image--
		case *ast.AutoLink:
			target := string(x.URL(c.w.src))
			if x.AutoLinkType == ast.AutoLinkEmail {
				target = "mailto:" + target
			}
			c.d.links = append(c.d.links, Link{
				Target: target, Text: string(x.Label(c.w.src)), Span: Span{x.Pos(), c.t.end(x.Pos())},
			})
		case *ast.RawHTML:
			if last := x.Segments.Len() - 1; last >= 0 {
				c.comments(Span{x.Segments.At(0).Start, x.Segments.At(last).Stop}, x)
			}
			c.raw(x)
		case *ast.CodeSpan:
		default:
			c.inlines(x)
		}
	}
}

func (c *collector) link(n ast.Node, destination []byte, image bool) {
	c.w.buf = appendUnescaped(c.w.buf[:0], destination)
	target := string(c.w.buf)
	c.d.links = append(c.d.links, Link{
		Target: target, Text: c.w.of(n), Image: image, Span: Span{n.Pos(), c.t.end(n.Pos())},
	})
}

// prose adds words. Words of one paragraph with only blanks between them are one span.
func (c *collector) prose(s Span) {
	if len(bytes.TrimSpace(c.w.src[s.Start:s.End])) == 0 {
		return
	}
	if last := len(c.d.prose) - 1; c.open && last >= 0 {
		p := &c.d.prose[last]
		if p.End <= s.Start && (p.End == s.Start || len(bytes.TrimSpace(c.w.src[p.End:s.Start])) == 0) {
			p.End = s.End
			return
		}
	}
	c.d.prose = append(c.d.prose, s)
	c.open = true
}

func (c *collector) htmlBlock(n *ast.HTMLBlock) {
	if s := htmlSpan(n); s.End > s.Start {
		c.comments(s, n)
		c.raw(n)
		c.openBlock(n)
	}
}

// htmlSpan returns the place of a block of raw HTML.
func htmlSpan(n *ast.HTMLBlock) Span {
	s := linesOf(n)
	if n.HasClosure() {
		if s.End == 0 {
			s.Start = n.ClosureLine.Start
		}
		s.End = max(s.End, n.ClosureLine.Stop)
	}
	return s
}

var (
	commentOpen  = []byte("<!--")
	commentClose = []byte("-->")
)

// comments adds the HTML comments within the raw HTML n at s. One that never closes is no comment: it is shown.
func (c *collector) comments(s Span, n ast.Node) {
	for {
		start, end := nextComment(c.w.src[s.Start:s.End])
		if start < 0 {
			return
		}
		at := Span{s.Start + start, s.Start + end}
		inner := commentText(c.w.src[at.Start:at.End])
		c.d.comments = append(c.d.comments, Comment{Text: inner, Span: at})
		if beginning(inner) > 0 {
			c.suppress(at, n)
		}
		s.Start = at.End
	}
}

// commentText returns what a comment says, without its marks and the blanks inside them.
func commentText(comment []byte) string {
	if len(comment) <= len(commentOpen)+len(commentClose) {
		return ""
	}
	return string(bytes.TrimSpace(comment[len(commentOpen) : len(comment)-len(commentClose)]))
}

// nextComment returns the first comment of a text, or -1. <!--> and <!---> are empty comments.
func nextComment(text []byte) (start, end int) {
	start = bytes.Index(text, commentOpen)
	if start < 0 {
		return -1, -1
	}
	rest := text[start+len("<!"):] // the opening's own hyphens may close it
	end = bytes.Index(rest, commentClose)
	if end < 0 {
		return -1, -1
	}
	return start, start + len("<!") + end + len(commentClose)
}
