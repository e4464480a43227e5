package document

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// table adds a table as it is written: the parser's rows have been padded or cut to the header's width.
func (c *collector) table(n *extast.Table) {
	var t Table
	c.w.cell = true
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells, end := c.row(row)
		if row.Kind() == extast.KindTableHeader {
			t.Header = cells
			t.Span.Start = lineStart(c.w.src, row.Pos())
			delimiters := line(c.w.src, line(c.w.src, t.Span.Start).End)
			end = trimLine(c.w.src, delimiters).End
		} else {
			if t.Rows == nil {
				t.Rows = make([][]Cell, 0, n.ChildCount()-1)
			}
			t.Rows = append(t.Rows, cells)
		}
		t.Span.End = max(t.Span.End, end)
	}
	c.w.cell = false
	c.d.tables = append(c.d.tables, t)
}

// lineStart moves an offset back over the blanks before it.
func lineStart(src []byte, at int) int {
	for at < len(src) && (src[at] == ' ' || src[at] == '\t') {
		at++
	}
	return at
}

// row returns the cells of a row and where its line ends. Cells that the parser knows are read from its tree,
// so that their links and prose are found; those beyond the header's width from the text.
func (c *collector) row(n ast.Node) ([]Cell, int) {
	spans, end := splitRow(c.w.src, rowStart(n))
	cells := make([]Cell, 0, len(spans))
	x := n.FirstChild()
	for _, s := range spans {
		cell := Cell{Span: s}
		if x != nil {
			cell.Text = c.w.of(x)
			c.open = false
			c.inlines(x)
			c.unread(x, s)
			x = x.NextSibling()
		} else {
			cell.Text = string(extraCell(c.w.src, s))
		}
		cells = append(cells, cell)
	}
	return cells, end
}

// rowStart returns the offset of a row's line.
func rowStart(n ast.Node) int {
	if n.Pos() >= 0 {
		return n.Pos()
	}
	if c := n.FirstChild(); c != nil {
		return max(c.Pos(), 0)
	}
	return 0
}

// extraCell is the text of a cell beyond the header's width.
func extraCell(src []byte, s Span) []byte {
	return bytes.ReplaceAll(src[s.Start:s.End], escapedPipe, pipe)
}

// splitRow returns the trimmed places of the cells on the line at an offset, by GFM's rules: pipes part
// cells unless a backslash comes before them, and those at both ends are optional.
func splitRow(src []byte, at int) (cells []Span, end int) {
	row := trim(src, line(src, at))
	start := row.Start
	limit := row.End
	if start < limit && src[start] == '|' {
		start++
	}
	if limit > start && src[limit-1] == '|' {
		limit--
	}
	cells = make([]Span, 0, 1+bytes.Count(src[start:limit], pipe))
	for i := start; i < limit; i++ {
		if src[i] == '|' && src[i-1] != '\\' {
			cells = append(cells, trim(src, Span{start, i}))
			start = i + 1
		}
	}
	if start < limit {
		cells = append(cells, trim(src, Span{start, limit}))
	}
	return cells, row.End
}
