package document

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Section is a heading with what a page shows below it, up to the next heading of any level.
type Section struct {
	Heading Heading // the zero value for what is before the first one
	Text    string  // words without markup: a line for each block, item or row, with a tab between the cells of a row
}

// Sections returns the text of the body by headings, in the order of the text; footnotes belong to the last one. What
// a page doesn't show isn't in it: comments, tags, the addresses of links. It fails as Source does.
func (d *Document) Sections() ([]Section, error) {
	canon, root, err := d.parsed()
	if err != nil {
		return nil, err
	}
	c := sectionCutter{w: words{src: canon.text}, canon: canon, headings: d.anchorsByPlace()}
	c.all = make([]Section, 1, 1+len(d.Headings()))
	if !root.HasChildren() && d.has(TooComplex) {
		c.line(canon.text)
	}
	c.blocks(root)
	c.end()
	if c.all[0].Text == "" {
		return c.all[1:], nil
	}
	return c.all, nil
}

type sectionCutter struct {
	w        words
	canon    canonicalForm
	headings map[int]*Heading // by their place in the file
	all      []Section
	text     []byte // of the last section
	mark     int    // the end of an alert's mark, which isn't shown as written
}

func (c *sectionCutter) end() {
	c.all[len(c.all)-1].Text = string(bytes.TrimSpace(c.text))
	c.text = c.text[:0]
}

// line adds a line of text.
func (c *sectionCutter) line(text []byte) {
	if text = bytes.TrimSpace(text); len(text) > 0 {
		c.text = append(append(c.text, text...), '\n')
	}
}

func (c *sectionCutter) blocks(n ast.Node) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		switch x := x.(type) {
		case *ast.Heading:
			c.heading(x)
		case *ast.Paragraph, *ast.TextBlock:
			text := []byte(c.w.of(x))
			if c.mark > 0 {
				_, text, _ = bytes.Cut(text, []byte("]"))
			}
			c.line(text)
		case *ast.Blockquote:
			_, c.mark = alertOf(x, c.w.src)
			c.blocks(x)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range x.Lines().Len() {
				at := x.Lines().At(i)
				c.line(at.Value(c.w.src))
			}
		case *ast.HTMLBlock:
			c.raw(x)
		case *extast.Table:
			c.table(x)
		case *ast.ThematicBreak, *ast.LinkReferenceDefinition:
		default:
			c.blocks(x)
		}
		c.mark = 0
	}
}

func (c *sectionCutter) heading(n *ast.Heading) {
	at := n.Pos()
	if n.Lines().Len() > 0 {
		at = trim(c.w.src, linesOf(n)).Start
	}
	if known := c.headings[c.canon.offset(at)]; known != nil {
		c.end()
		c.all = append(c.all, Section{Heading: *known})
	}
}

// raw adds what is between the tags of raw HTML.
func (c *sectionCutter) raw(n ast.Node) {
	r := rawOf(n, c.w.src)
	var text []byte
	eachPiece(r.text, func(p rawPiece) {
		switch {
		case p.tag != nil && elementOf(p.tag.name).block():
			text = append(text, '\n')
		case p.tag == nil && !p.comment:
			text = append(text, r.text[p.span.Start:p.span.End]...)
		}
	})
	for l := range bytes.Lines(appendUnescaped(nil, text)) {
		c.line(l)
	}
}

func (c *sectionCutter) table(n *extast.Table) {
	c.w.cell = true
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		spans, _ := splitRow(c.w.src, rowStart(row))
		cell := row.FirstChild()
		var line []byte
		for _, s := range spans {
			if len(line) > 0 {
				line = append(line, '\t')
			}
			if cell == nil {
				line = append(line, extraCell(c.w.src, s)...)
				continue
			}
			line = append(line, bytes.ReplaceAll([]byte(c.w.of(cell)), []byte("\n"), []byte(" "))...)
			cell = cell.NextSibling()
		}
		c.line(line)
	}
	c.w.cell = false
}
