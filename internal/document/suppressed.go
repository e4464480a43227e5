package document

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// suppress adds the suppression whose comment stands at s, marks included, within the block or the raw HTML n.
func (c *collector) suppress(s Span, n ast.Node) {
	text := Span{s.Start + len(commentOpen), max(s.End-len(commentClose), s.Start+len(commentOpen))}
	for text.Start < text.End && isBlank(c.w.src[text.Start]) {
		text.Start++
	}
	text = trimLine(c.w.src, text)
	out := readSuppression(c.w.src, text, beginning(string(c.w.src[text.Start:text.End])))
	switch {
	case out.Slip.Text != "":
		out.Scope = Span{s.End, s.End}
	case c.opens(s.Start):
		out.Whole, out.Scope = true, Span{0, len(c.w.src)}
	case n.Type() == ast.TypeBlock:
		out.Scope = c.nextBlock(s.End, n)
	default:
		out.Scope = c.around(n)
	}
	c.d.suppressions = append(c.d.suppressions, out)
}

// opens reports whether nothing but comments that suppress for the whole file stands in the body before an offset.
func (c *collector) opens(at int) bool {
	from := c.d.Body.Start
	if n := len(c.d.suppressions); n > 0 && c.d.suppressions[n-1].Span.Start >= from {
		if !c.d.suppressions[n-1].Whole {
			return false
		}
		from = c.d.suppressions[n-1].Span.End
	}
	if at < from {
		return false
	}
	between := bytes.TrimPrefix(bytes.TrimSpace(c.w.src[from:at]), commentClose)
	return len(bytes.TrimSpace(between)) == 0
}

// mostComments is how many comments in a row are passed over on the way to the block that they speak of.
const mostComments = 100

// nextBlock returns the place of the block that follows the comment block n, in n's own container or after it.
// Comments between them belong to it. Without a block the place is empty.
func (c *collector) nextBlock(from int, n ast.Node) Span {
	next := after(n)
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
	end := c.d.Body.End
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
		if next := n.NextSibling(); next != nil && next.Kind() != extast.KindFootnoteList {
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

// around returns the place of the paragraph, heading or row of a table in which raw HTML stands.
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
