package document

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

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
		if h.noWords(n) {
			h.onlyAnchors(n)
			h.raw("\n")
			return
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
	case *ast.Document: // the words before addenda, or one of these
		h.part++
		h.blocks(n)
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
	known := h.headings[h.canon.offset(at)]
	if known == nil {
		return
	}
	if n.Level == 1 && h.skip && sameWords(known.Text, h.r.SkipTitle) {
		h.skip = false
		h.onlyAnchors(n)
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
	h.attr("aria-label", h.r.Words.Say("text_link_to", -1, "{title}", known.Text))
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
	h.raw(`<div class="alert alert-` + name + `"><p class="alert-title">`)
	h.escape([]byte(h.r.Words.Text("text_" + name)))
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
