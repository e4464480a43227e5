package document

import (
	"bytes"
	"sort"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// suppressionAt reads the suppression whose comment is at s, marks included.
func suppressionAt(src []byte, s Span) Suppression {
	text := trim(src, Span{s.Start + len(commentOpen), max(s.End-len(commentClose), s.Start+len(commentOpen))})
	return readSuppression(src, text, beginning(string(src[text.Start:text.End])))
}

// suppress adds the suppression whose comment is at s, marks included, within the block or the raw HTML n.
func (c *collector) suppress(s Span, n ast.Node) {
	out := suppressionAt(c.w.src, s)
	switch {
	case out.Slip.Text != "":
		out.Scope = Span{s.End, s.End}
	case n.Type() == ast.TypeBlock:
		out.Scope = c.nextBlock(s.End, after(n))
	default:
		out.Scope = c.around(n)
	}
	c.d.suppressions = append(c.d.suppressions, out)
}

// removed finds what the comments that aren't in the text are about.
func (c *collector) removed(root ast.Node) {
	if len(c.d.canon.comments) == 0 {
		return
	}
	var blocks []ast.Node
	listBlocks(root, &blocks)
	sort.SliceStable(blocks, func(i, j int) bool { return blocks[i].Pos() < blocks[j].Pos() })
	for i := range c.d.canon.comments {
		r := &c.d.canon.comments[i]
		var next ast.Node
		if k := sort.Search(len(blocks), func(k int) bool { return blocks[k].Pos() >= r.at }); k < len(blocks) {
			next = blocks[k]
		}
		r.scope = c.nextBlock(r.at, next)
	}
}

// listBlocks lists the blocks below a node which a comment may be about, each before those in it.
func listBlocks(n ast.Node, all *[]ast.Node) {
	for x := n.FirstChild(); x != nil && x.Type() != ast.TypeInline; x = x.NextSibling() {
		if x.Type() == ast.TypeBlock && x.Kind() != extast.KindFootnoteList {
			*all = append(*all, x)
		}
		if x.Kind() != extast.KindFootnoteList && x.Kind() != extast.KindTable {
			listBlocks(x, all)
		}
	}
}

// placeSuppressions gives the suppressions of the body their final form: those that aren't in the text come in, and
// those with nothing before them but others are about the whole file.
func (d *Document) placeSuppressions() {
	for _, r := range d.canon.comments {
		scope := d.canon.place(r.scope)
		for at := r.span.Start; at < r.span.End; {
			start, end := nextComment(d.source[at:r.span.End])
			s := suppressionAt(d.source, Span{at + start, at + end})
			s.Scope = Span{at + end, max(at+end, scope.End)}
			d.suppressions = append(d.suppressions, s)
			at = trim(d.source, Span{at + end, r.span.End}).Start
		}
	}
	byStart(d.suppressions, func(x *Suppression) Span { return x.Span })
	before := d.Body.Start
	for i := range d.suppressions {
		s := &d.suppressions[i]
		between := bytes.TrimPrefix(bytes.Trim(d.source[before:s.Span.Start], blanks), commentClose)
		if s.Slip.Text != "" || string(bytes.Trim(between, blanks)) != string(commentOpen) {
			return
		}
		s.Whole, s.Scope = true, Span{0, len(d.source)}
		before = s.Span.End
	}
}

// mostComments is how many comments in a row are passed over on the way to the block that they speak of.
const mostComments = 100

// nextBlock returns the place from an offset to the end of the block that follows there. Comments before it belong to
// it. Without a block the place is empty.
func (c *collector) nextBlock(from int, next ast.Node) Span {
	for i := 0; next != nil && i < mostComments && c.onlyComments(next); i++ {
		next = after(next)
	}
	if next == nil {
		return Span{from, from}
	}
	return c.until(from, next)
}

// until is the place from an offset to the end of a block.
func (c *collector) until(from int, block ast.Node) Span {
	end := len(c.w.src)
	for next := after(block); next != nil; next = after(next) {
		if at := next.Pos(); at > block.Pos() {
			end = bytes.LastIndexByte(c.w.src[:at], '\n') + 1
			break
		}
	}
	return Span{from, max(from, end)}
}

// after returns the block that follows n in the order of the text and isn't part of it; nil at the end.
func after(n ast.Node) ast.Node {
	for ; n != nil; n = n.Parent() {
		next := n.NextSibling()
		switch {
		case next == nil || next.Kind() == extast.KindFootnoteList:
		case next.Kind() == ast.KindDocument: // an addendum
			return next.FirstChild()
		default:
			return next
		}
	}
	return nil
}

// onlyComments reports whether a block holds comments and nothing that is shown.
func (c *collector) onlyComments(n ast.Node) bool {
	html, ok := n.(*ast.HTMLBlock)
	if !ok {
		return false
	}
	s := htmlSpan(html)
	rest := bytes.TrimSpace(c.w.src[s.Start:s.End])
	for len(rest) > 0 {
		start, end := nextComment(rest)
		if start != 0 {
			return false
		}
		rest = bytes.TrimSpace(rest[end:])
	}
	return true
}

// around returns the place of the paragraph, heading or row of a table that holds raw HTML.
func (c *collector) around(n ast.Node) Span {
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p.Kind() {
		case extast.KindTableRow, extast.KindTableHeader:
			return line(c.w.src, bytes.LastIndexByte(c.w.src[:max(p.Pos(), 0)], '\n')+1)
		case extast.KindTableCell:
			continue
		}
		if p.Type() == ast.TypeBlock {
			start := bytes.LastIndexByte(c.w.src[:max(p.Pos(), 0)], '\n') + 1
			s := c.until(start, p)
			return Span{start, s.End}
		}
	}
	return Span{}
}
