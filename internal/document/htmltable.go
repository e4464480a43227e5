package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// table writes a table in a frame that scrolls by itself, and that the keyboard reaches.
func (h *htmlWriter) table(n *extast.Table) {
	h.tables++
	h.w.cell = true
	h.raw(`<div class="table-scroll" role="region" tabindex="0"`)
	h.attr("aria-label", h.tableName(n))
	h.raw("><table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableHeader {
			h.raw("<thead>\n")
			h.row(row, true)
			h.raw("</thead>\n")
			continue
		}
		if !body {
			h.raw("<tbody>\n")
			body = true
		}
		h.row(row, false)
	}
	if body {
		h.raw("</tbody>\n")
	}
	h.raw("</table></div>\n")
	h.w.cell = false
}

// tableName names a table by its number and its columns: Markdown has no captions.
func (h *htmlWriter) tableName(n *extast.Table) string {
	name := h.r.Words.Say("text_table", h.tables)
	header := n.FirstChild()
	if header == nil {
		return name
	}
	var columns []string
	for c := header.FirstChild(); c != nil; c = c.NextSibling() {
		if text := h.w.of(c); text != "" {
			columns = append(columns, strings.ReplaceAll(text, "\n", " "))
		}
	}
	if len(columns) == 0 {
		return name
	}
	return name + ": " + strings.Join(columns, ", ")
}

func (h *htmlWriter) row(n ast.Node, header bool) {
	var looks []Look
	if h.r.Look != nil {
		spans, _ := splitRow(h.w.src, rowStart(n))
		for _, s := range spans {
			looks = append(looks, h.r.Look(h.canon.offset(s.Start)))
		}
	}
	h.raw("<tr")
	h.rowAnchor(looks)
	h.raw(">")
	width := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		var look Look
		if width < len(looks) {
			look = looks[width]
		}
		width++
		if cell, ok := c.(*extast.TableCell); ok {
			h.cell(cell, header && c.HasChildren(), look)
		}
	}
	if !header {
		h.extraCells(n, width)
	}
	h.raw("</tr>\n")
}

// rowAnchor names a row as its cells ask, unless the name is taken.
func (h *htmlWriter) rowAnchor(looks []Look) {
	for _, l := range looks {
		if l.Row != "" && isAnchor(l.Row) && !h.taken[l.Row] {
			h.taken[l.Row] = true
			h.attr("id", l.Row)
			return
		}
	}
}

func (h *htmlWriter) cell(n *extast.TableCell, header bool, look Look) {
	tag := "td"
	if header { // an empty one heads nothing
		tag = "th"
	}
	h.raw("<" + tag)
	if header {
		h.raw(` scope="col"`)
	}
	if classes := h.cellClasses(n, look); classes != "" {
		h.raw(` class="` + classes + `"`)
	}
	h.raw(">")
	if first, _ := utf8.DecodeRuneInString(h.w.of(n)); look.Mark != "" && unicode.IsLetter(first) {
		h.raw(`<span class="mark" aria-hidden="true">`)
		h.escape([]byte(look.Mark))
		h.raw("</span>")
	}
	h.inlines(n)
	h.raw("</" + tag + ">")
}

// keptTogether reports whether the words of a cell or a link are kept on one line: a single short word with a hyphen
// or a slash in it (an id, a date).
func keptTogether(text string) bool {
	const longest = 16
	return len(text) <= longest && strings.ContainsAny(text, "-/") && !strings.ContainsAny(text, " \t\n")
}

func (h *htmlWriter) cellClasses(n *extast.TableCell, look Look) string {
	var classes []string
	switch {
	case n.Alignment == extast.AlignLeft:
		classes = append(classes, "align-left")
	case n.Alignment == extast.AlignCenter:
		classes = append(classes, "align-center")
	case n.Alignment == extast.AlignRight || look.End:
		classes = append(classes, "align-right")
	}
	if keptTogether(h.w.of(n)) {
		classes = append(classes, "unbroken")
	}
	return strings.Join(classes, " ")
}

// extraCells shows the cells beyond the header's width, which the parser dropped: no words may get lost.
func (h *htmlWriter) extraCells(n ast.Node, width int) {
	spans, _ := splitRow(h.w.src, rowStart(n))
	if len(spans) <= width {
		return
	}
	for _, s := range spans[width:] {
		h.raw(`<td class="extra-cell">`)
		h.escape(extraCell(h.w.src, s))
		h.raw("</td>")
	}
}
