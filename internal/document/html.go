package document

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Renderer says how a document's HTML stands in a page.
type Renderer struct {
	// Link turns a link's target into an address of the site. Where ok is false, or the address isn't safe, the
	// link's words and its target are shown as text. Nil keeps targets as they are.
	Link func(target string) (href string, ok bool)
	// Image turns an image's target into an address of the site, which must be relative. Where ok is false, the
	// alternative text and the target are shown. Nil keeps relative targets.
	Image func(target string) (src string, ok bool)
	// SkipTitle leaves out the first heading of level 1 where it reads like this title, which the page shows.
	SkipTitle string
	// ShiftTitles writes all other headings of level 1 as level 2: a page has one title of its own.
	ShiftTitles bool
	// Words are the texts that the renderer adds. Empty ones are English.
	Words Words
}

// Words are the texts for readers that a page adds to a document.
type Words struct {
	Done, Open   string            // before a task, for screen readers
	LinkTo       string            // before a heading's words, on its anchor
	Table        string            // before a table's number
	Footnote     string            // before a footnote's number
	Footnotes    string            // the name of the list of footnotes
	BackToMark   string            // before a footnote's number, on the way back
	MissingImage string            // before the text of an image that isn't shown
	Alerts       map[string]string // titles, by "note", "tip", "important", "warning" and "caution"
}

func english(w Words) Words {
	or := func(s *string, english string) {
		if *s == "" {
			*s = english
		}
	}
	or(&w.Done, "Done:")
	or(&w.Open, "Not done:")
	or(&w.LinkTo, "Link to section")
	or(&w.Table, "Table")
	or(&w.Footnote, "Footnote")
	or(&w.Footnotes, "Footnotes")
	or(&w.BackToMark, "Back to the text, footnote")
	or(&w.MissingImage, "Image:")
	return w
}

// Contents returns the headings for a table of contents: levels 2 and 3.
func (d *Document) Contents() []Heading {
	var list []Heading
	for _, h := range d.Headings {
		if h.Level == 2 || h.Level == 3 {
			list = append(list, h)
		}
	}
	return list
}

// HTML writes the body as HTML that is safe in any page: it holds no raw HTML of the document (but <br>), no
// style, no script, no address of another scheme than http, https and mailto, and no image of another host.
// It may be called by several goroutines.
func (d *Document) HTML(r Renderer) string {
	root := d.root
	if root == nil {
		root = parseTree(d.Source, d.Body).root
	}
	h := htmlWriter{
		r: r, w: words{src: d.Source}, words: english(r.Words), headings: d.anchorsByPlace(),
		buf: make([]byte, 0, (d.Body.End-d.Body.Start)*3/2+256), skip: r.SkipTitle != "",
	}
	if !root.HasChildren() && d.tooComplex() {
		h.pre(d.Source[d.Body.Start:d.Body.End])
	}
	h.blocks(root)
	for _, f := range d.Faults {
		if f.Kind == NotUTF8 {
			return strings.ToValidUTF8(string(h.buf), "\uFFFD")
		}
	}
	return string(h.buf)
}

func (d *Document) tooComplex() bool {
	for _, f := range d.Faults {
		if f.Kind == TooComplex {
			return true
		}
	}
	return false
}

func (d *Document) anchorsByPlace() map[int]*Heading {
	m := make(map[int]*Heading, len(d.Headings))
	for i := range d.Headings {
		m[d.Headings[i].Span.Start] = &d.Headings[i]
	}
	return m
}

// htmlWriter writes one document.
type htmlWriter struct {
	r         Renderer
	w         words
	words     Words
	headings  map[int]*Heading
	buf       []byte
	attribute bool // what is escaped stands in an attribute
	inLink    bool
	skip      bool // a heading that repeats the title is still to be left out
	tables    int
	mark      int // the end of an alert's mark, which isn't written
}

func (h *htmlWriter) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		h.block(c)
	}
}

func (h *htmlWriter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		h.heading(n)
	case *ast.Paragraph:
		if h.mark > 0 && n.Lines().Len() == 1 {
			return // an alert's mark alone
		}
		h.element("p", n)
	case *ast.TextBlock:
		h.inlines(n)
		h.raw("\n")
	case *ast.Blockquote:
		h.quote(n)
	case *ast.List:
		h.list(n)
	case *ast.CodeBlock:
		h.code(n, nil)
	case *ast.FencedCodeBlock:
		h.code(n, n.Language(h.w.src))
	case *ast.ThematicBreak:
		h.raw("<hr>\n")
	case *ast.HTMLBlock:
		h.rawBlock(n)
	case *ast.LinkReferenceDefinition:
	case *extast.Table:
		h.table(n)
	case *extast.FootnoteList:
		h.footnotes(n)
	default:
		h.blocks(n)
	}
}

func (h *htmlWriter) element(name string, n ast.Node) {
	h.raw("<" + name + ">")
	h.inlines(n)
	h.raw("</" + name + ">\n")
}

// heading writes a heading and, beside it so that nobody hears it twice, the link to it.
func (h *htmlWriter) heading(n *ast.Heading) {
	at := n.Pos()
	if lines := n.Lines(); lines.Len() > 0 {
		at = trim(h.w.src, Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}).Start
	}
	known := h.headings[at]
	if known == nil {
		return
	}
	if n.Level == 1 && h.skip && sameWords(known.Text, h.r.SkipTitle) {
		h.skip = false
		return
	}
	level := n.Level
	if level == 1 && h.r.ShiftTitles {
		level = 2
	}
	tag := "h" + strconv.Itoa(level)
	h.raw(`<div class="heading"><` + tag)
	h.attr("id", known.Anchor)
	h.raw(">")
	h.inlines(n)
	h.raw("</" + tag + `><a class="heading-anchor"`)
	h.attr("href", string(escapeURL("#"+known.Anchor)))
	h.attr("aria-label", h.words.LinkTo+" "+known.Text)
	h.raw(`><span aria-hidden="true">#</span></a></div>` + "\n")
}

func (h *htmlWriter) quote(n *ast.Blockquote) {
	name, end := alertOf(n, h.w.src)
	if name == "" {
		h.raw("<blockquote>\n")
		h.blocks(n)
		h.raw("</blockquote>\n")
		return
	}
	title := h.words.Alerts[name]
	if title == "" {
		title = strings.ToUpper(name[:1]) + name[1:]
	}
	h.raw(`<div class="alert alert-` + name + `"><p class="alert-title">`)
	h.escape([]byte(title))
	h.raw("</p>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		h.mark = 0
		if c == n.FirstChild() {
			h.mark = end
		}
		h.block(c)
	}
	h.mark = 0
	h.raw("</div>\n")
}

// alertOf returns the name of the alert that a quote is, in lower case, and where its first line ends. A quote
// that is none has no name.
func alertOf(n ast.Node, src []byte) (name string, end int) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return "", 0
	}
	first := p.Lines().At(0)
	mark := bytes.TrimSpace(first.Value(src))
	if len(mark) < 4 || mark[0] != '[' || mark[1] != '!' || mark[len(mark)-1] != ']' {
		return "", 0
	}
	switch name = strings.ToLower(string(mark[2 : len(mark)-1])); name {
	case "note", "tip", "important", "warning", "caution":
		return name, first.Stop
	}
	return "", 0
}

func (h *htmlWriter) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	h.raw("<" + tag)
	if n.IsOrdered() && n.Start != 1 {
		h.attr("start", strconv.Itoa(n.Start))
	}
	h.raw(">\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if isTask(c) {
			h.raw(`<li class="task">`)
		} else {
			h.raw("<li>")
		}
		h.blocks(c)
		h.raw("</li>\n")
	}
	h.raw("</" + tag + ">\n")
}

func isTask(item ast.Node) bool {
	first := item.FirstChild()
	return first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == extast.KindTaskCheckBox
}

func (h *htmlWriter) code(n ast.Node, language []byte) {
	h.raw("<pre><code")
	if language = bytes.TrimSpace(language); len(language) > 0 {
		h.attr("class", "language-"+string(appendUnescaped(nil, language)))
	}
	h.raw(">")
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		h.escape(s.Value(h.w.src))
	}
	h.raw("</code></pre>\n")
}

func (h *htmlWriter) pre(text []byte) {
	h.raw("<pre>")
	h.escape(text)
	h.raw("</pre>\n")
}

// rawBlock shows a block of raw HTML as text: comments dropped, <br> kept.
func (h *htmlWriter) rawBlock(n *ast.HTMLBlock) {
	var text []byte
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		text = append(text, s.Value(h.w.src)...)
	}
	if n.HasClosure() {
		text = append(text, n.ClosureLine.Value(h.w.src)...)
	}
	text = bytes.TrimSpace(dropComments(text))
	if len(text) == 0 {
		return
	}
	h.raw(`<p class="raw-html">`)
	h.rawText(text)
	h.raw("</p>\n")
}

func dropComments(text []byte) []byte {
	var kept []byte
	for {
		start, end := nextComment(text)
		if start < 0 {
			return append(kept, text...)
		}
		kept = append(kept, text[:start]...)
		text = text[end:]
	}
}

// rawText writes raw HTML as text, but for its line breaks.
func (h *htmlWriter) rawText(text []byte) {
	for {
		i := bytes.IndexByte(text, '<')
		if i < 0 {
			h.escape(text)
			return
		}
		h.escape(text[:i])
		text = text[i:]
		if end := bytes.IndexByte(text, '>'); end > 0 && isBreak(text[:end+1]) {
			h.raw("<br>")
			text = text[end+1:]
			continue
		}
		h.raw("&lt;")
		text = text[1:]
	}
}
