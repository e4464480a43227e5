package document

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// units lists the sentences and rows of a document.
func (c *comparison) units(d *Document) ([]unit, error) {
	canon, root, err := c.parsed(d)
	if err != nil {
		return nil, err
	}
	r := unitReader{c: c, w: words{src: canon.text}, canon: &canon}
	r.blocks(root)
	return r.units, nil
}

// parsed returns the canonical body, without what its head only says again, and its tree.
func (c *comparison) parsed(d *Document) (canonicalForm, *ast.Document, error) {
	facts := c.facts(d)
	if len(facts) == 0 || d.Size() > maxFile {
		return d.parsed()
	}
	text, err := d.Source()
	if err != nil {
		return canonicalForm{}, nil, err
	}
	src := bytes.Clone(text)
	for _, s := range facts {
		blankOut(src[s.Start:s.End])
	}
	canon := canonicalBody(src, d.Body)
	return canon, parseTree(canon.text).root, nil
}

// facts lists the places of the values, in the text's head, that only say again what the front matter says.
func (c *comparison) facts(d *Document) []Span {
	var all []Span
	for _, s := range d.Stated() {
		if !s.Foot && slices.Contains(c.metadata, s.Label) {
			all = append(all, s.Span)
		}
	}
	return all
}

type unitReader struct {
	c     *comparison
	w     words
	canon *canonicalForm
	units []unit
	level int  // of the heading whose section is about scope; 0 outside of one
	scope bool // in such a section, or in a list that speaks of scope
	bound bool // in a list whose introduction binds
	lists bool // the lists of this section bind
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
		case *ast.List:
			r.list(x)
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			r.lines(x)
		default:
			r.blocks(x)
		}
	}
}

// list takes the items as what the sentence before them, ended by a colon, or the heading binds.
func (r *unitReader) list(l *ast.List) {
	bound, scope := r.bound, r.scope
	r.bound = r.bound || r.lists
	if before := l.PreviousSibling(); before != nil && len(r.units) > 0 {
		last := &r.units[len(r.units)-1]
		if strings.HasSuffix(last.text, ":") && (before.Kind() == ast.KindParagraph ||
			before.Kind() == ast.KindTextBlock) {
			r.bound = r.bound || last.bound || r.c.words.binds(last.plain)
			r.scope = r.scope || last.scope || has(last.plain, r.c.words.scope)
		}
	}
	r.blocks(l)
	r.bound, r.scope = bound, scope
}

// heading opens a section. Sections below one about scope are about scope, too.
func (r *unitReader) heading(h *ast.Heading) {
	text := r.w.of(h)
	plain := r.c.words.folded(plainForm(text))
	if r.scope && h.Level <= r.level {
		r.scope = false
	}
	if !r.scope && has(plain, r.c.words.scopeHeadings) {
		r.scope, r.level = true, h.Level
	}
	r.lists = r.c.words.binds(plain)
	scope, first := r.scope, len(r.units)
	r.scope = false
	r.sentences(text, h)
	r.scope = scope
	for i := range r.units[first:] {
		r.units[first+i].head = true
	}
}

// lines takes a block of code or HTML as one sentence. Comments and tags are no words.
func (r *unitReader) lines(n ast.Node) {
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		b.Write(s.Value(r.w.src))
		b.WriteByte(' ')
	}
	text := b.String()
	if h, ok := n.(*ast.HTMLBlock); ok {
		if h.HasClosure() {
			text += string(h.ClosureLine.Value(r.w.src))
		}
		text = htmlMarks.ReplaceAllString(text, " ")
	}
	r.add(text, n, false)
}

var htmlMarks = lazyregexp.New(`(?s)<!--.*?(?:-->|$)|<[A-Za-z/!?][^<>]*>`)

func (r *unitReader) table(t *extast.Table) {
	binds := false
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		text := ""
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			text += r.w.of(cell) + " | "
		}
		if row.Kind() == extast.KindTableHeader {
			plain := r.c.words.folded(plainForm(text))
			binds = has(plain, r.c.words.tableHeadings) || r.c.words.binds(plain)
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
	plain := r.c.words.folded(plainForm(text))
	if strings.TrimSpace(plain) == "" {
		return
	}
	r.units = append(r.units, unit{text: text, plain: plain, span: r.canon.place(spanOf(n)), scope: r.scope,
		bound: r.bound, row: row})
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
// what is a letter, a digit or a sign of measure counts, and what is between two of them, as in 2.5 or 24/7.
func plainForm(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	rs := []rune(text)
	counts := func(i int) bool {
		return i >= 0 && i < len(rs) && (unicode.IsLetter(rs[i]) || unicode.IsDigit(rs[i]) || unicode.IsMark(rs[i]) ||
			strings.ContainsRune("%€$<>≤≥=+", rs[i]))
	}
	blank := true
	for i, c := range rs {
		switch {
		case counts(i), !unicode.IsSpace(c) && counts(i-1) && counts(i+1) && strings.ContainsRune(".,:/", c) &&
			unicode.IsDigit(rs[i+1]):
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
