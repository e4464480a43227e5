package document

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// units lists the sentences and rows of a document.
func (c *comparison) units(d *Document) []unit {
	root := d.root
	if root == nil {
		root = parseTree(d.Source(), d.Body).root
	}
	r := unitReader{c: c, w: words{src: d.Source()}}
	r.blocks(root)
	return r.units
}

type unitReader struct {
	c     *comparison
	w     words
	units []unit
	level int  // of the heading whose section is about scope; 0 outside of one
	scope bool // in such a section
}

func (r *unitReader) blocks(n ast.Node) {
	for x := n.FirstChild(); x != nil; x = x.NextSibling() {
		switch x := x.(type) {
		case *ast.Heading:
			r.heading(x)
		case *ast.Paragraph, *ast.TextBlock:
			r.sentences(r.w.of(x), x)
		case *extast.Table:
			r.table(x)
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			r.lines(x)
		default:
			r.blocks(x)
		}
	}
}

// heading opens a section. Sections below one about scope are about scope, too.
func (r *unitReader) heading(h *ast.Heading) {
	text := r.w.of(h)
	if r.scope && h.Level <= r.level {
		r.scope = false
	}
	if !r.scope && has(plainForm(text), r.c.words.scopeHeadings) {
		r.scope, r.level = true, h.Level
	}
	scope := r.scope
	r.scope = false
	r.sentences(text, h)
	r.scope = scope
}

// lines takes a block of code or HTML as one sentence.
func (r *unitReader) lines(n ast.Node) {
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		b.Write(s.Value(r.w.src))
		b.WriteByte(' ')
	}
	r.add(b.String(), n, false)
}

func (r *unitReader) table(t *extast.Table) {
	binds := false
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		text := ""
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			text += r.w.of(cell) + " | "
		}
		if row.Kind() == extast.KindTableHeader {
			plain := plainForm(text)
			binds = has(plain, r.c.words.tableHeadings) || has(plain, r.c.words.duty)
		}
		r.add(strings.TrimSuffix(text, " | "), row, binds)
	}
}

// sentences cuts a text at full stops, question and exclamation marks that a blank follows.
func (r *unitReader) sentences(text string, n ast.Node) {
	start := 0
	for i := 0; i+1 < len(text); i++ {
		if strings.IndexByte(".!?", text[i]) >= 0 && (text[i+1] == ' ' || text[i+1] == '\n') {
			r.add(text[start:i+1], n, false)
			start = i + 1
		}
	}
	r.add(text[start:], n, false)
}

func (r *unitReader) add(text string, n ast.Node, row bool) {
	text = strings.Join(strings.Fields(text), " ")
	plain := plainForm(text)
	if strings.TrimSpace(plain) == "" {
		return
	}
	r.units = append(r.units, unit{text: text, plain: plain, span: spanOf(n), scope: r.scope, row: row})
}

// spanOf is the place of a block, from its first line to its last.
func spanOf(n ast.Node) Span {
	start := max(n.Pos(), 0)
	s := Span{start, start}
	if n.Type() == ast.TypeBlock && n.Lines() != nil {
		if k := n.Lines().Len(); k > 0 {
			s = Span{n.Lines().At(0).Start, n.Lines().At(k - 1).Stop}
		}
	}
	return s
}

// plainForm is a text in small letters, with single blanks between its words and at both ends, and without marks: only
// what is a letter, a digit or a sign of measure counts, and what stands between two of them, as in 2.5 or 24/7.
func plainForm(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	rs := []rune(text)
	counts := func(i int) bool {
		return i >= 0 && i < len(rs) && (unicode.IsLetter(rs[i]) || unicode.IsDigit(rs[i]) || unicode.IsMark(rs[i]) || strings.ContainsRune("%€$<>≤≥=+", rs[i]))
	}
	blank := true
	for i, c := range rs {
		switch {
		case counts(i), !unicode.IsSpace(c) && counts(i-1) && counts(i+1) && strings.ContainsRune(".,:/", c) && unicode.IsDigit(rs[i+1]):
			b.WriteRune(unicode.ToLower(c))
			blank = false
		case !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	if !blank {
		b.WriteByte(' ')
	}
	return b.String()
}
