package document

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

func (h *htmlWriter) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		h.inline(c)
	}
}

func (h *htmlWriter) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		h.text(n)
	case *ast.String:
		h.escape(n.Value)
	case *ast.CodeSpan:
		h.raw("<code>")
		h.codeSpan(n)
		h.raw("</code>")
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		h.around(tag, n)
	case *extast.Strikethrough:
		h.around("del", n)
	case *ast.Link:
		h.link(n)
	case *ast.Image:
		h.image(n)
	case *ast.AutoLink:
		h.autoLink(n)
	case *ast.RawHTML:
		h.rawText(n)
	case *extast.TaskCheckBox:
		h.task(n.IsChecked)
	case *extast.FootnoteLink:
		h.footnoteLink(n)
	case *extast.FootnoteBacklink:
		h.footnoteBack(n)
	default:
		h.inlines(n)
	}
}

func (h *htmlWriter) around(tag string, n ast.Node) {
	h.raw("<" + tag + ">")
	h.inlines(n)
	h.raw("</" + tag + ">")
}

func (h *htmlWriter) text(n *ast.Text) {
	if n.Segment.Start < h.mark {
		return
	}
	value := n.Segment.Value(h.w.src)
	if bytes.IndexByte(value, '\\') < 0 && bytes.IndexByte(value, '&') < 0 {
		h.escape(value)
	} else {
		h.w.buf = appendUnescaped(h.w.buf[:0], value)
		h.escape(h.w.buf)
	}
	switch {
	case n.HardLineBreak():
		h.raw("<br>\n")
	case n.SoftLineBreak():
		h.raw("\n")
	}
}

func (h *htmlWriter) codeSpan(n *ast.CodeSpan) {
	h.w.buf = h.w.buf[:0]
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			h.w.code(t)
		}
	}
	h.escape(h.w.buf)
}

// unescaped returns an address as Markdown means it.
func unescaped(destination []byte) string { return string(appendUnescaped(nil, destination)) }

func (h *htmlWriter) link(n *ast.Link) {
	target := unescaped(n.Destination)
	href, ok := h.href(target)
	if h.inLink || ok && href == "" {
		h.inlines(n)
		return
	}
	if !ok {
		h.inlines(n)
		h.target(target)
		return
	}
	h.openLink(href, unescaped(n.Title), keptTogether(h.w.of(n)))
	h.inlines(n)
	h.closeLink()
}

// href returns a safe address for a target, or false.
func (h *htmlWriter) href(target string) (string, bool) {
	if !safeLink(target) {
		return "", false
	}
	href, ok := target, true
	if h.r.Link != nil {
		href, ok = h.r.Link(target)
	}
	if file, fragment, found := strings.Cut(href, "#"); found {
		href = file + "#" + PlaceName(fragment)
	}
	return href, ok && safeLink(href)
}

func (h *htmlWriter) openLink(href, title string, together bool) {
	h.raw("<a")
	h.attr("href", string(escapeURL(href)))
	if title != "" {
		h.attr("title", title)
	}
	if together {
		h.raw(` class="unbroken"`)
	}
	h.raw(">")
	h.inLink = true
}

func (h *htmlWriter) closeLink() {
	h.raw("</a>")
	h.inLink = false
}

// target shows where a link that can't be followed would go.
func (h *htmlWriter) target(target string) {
	h.raw(` <code class="link-target">`)
	h.escape([]byte(target))
	h.raw("</code>")
}

func (h *htmlWriter) autoLink(n *ast.AutoLink) {
	target := string(n.URL(h.w.src))
	if n.AutoLinkType == ast.AutoLinkEmail {
		target = "mailto:" + target
	}
	href, ok := h.href(target)
	if !ok || h.inLink {
		h.escape(n.Label(h.w.src))
		return
	}
	h.openLink(href, "", false)
	h.escape(n.Label(h.w.src))
	h.closeLink()
}

// image writes an image of the site. An alternative text that the document lacks is not made up: the linter
// reports it.
func (h *htmlWriter) image(n *ast.Image) {
	h.picture(unescaped(n.Destination), h.w.of(n), unescaped(n.Title))
}

func (h *htmlWriter) picture(target, alt, title string) {
	src, ok := target, true
	if h.r.Image != nil {
		src, ok = h.r.Image(target)
	}
	if !ok || !safeImage(src) {
		h.raw(`<span class="image-missing">`)
		h.escape([]byte(h.r.Words.Text("text_no_image") + " " + alt))
		h.target(target)
		h.raw("</span>")
		return
	}
	h.raw("<img")
	h.attr("src", string(escapeURL(src)))
	if alt != "" {
		h.attr("alt", alt)
	}
	if title != "" {
		h.attr("title", title)
	}
	h.raw(">")
}

func (h *htmlWriter) task(done bool) {
	h.taskMark(done)
	h.raw(" ")
}

func (h *htmlWriter) taskMark(done bool) {
	mark, word := "☐", h.r.Words.Text("text_open")
	if done {
		mark, word = "☑", h.r.Words.Text("text_done")
	}
	h.raw(`<span class="task-mark" aria-hidden="true">` + mark + `</span><span class="visually-hidden">`)
	h.escape([]byte(word))
	h.raw("</span>")
}

// Footnotes' ids have a colon, which no heading's anchor has. Each addendum has footnotes of its own.
func (h *htmlWriter) footnoteID(index int) string {
	if h.part > 1 {
		return "fn:" + strconv.Itoa(h.part-1) + "." + strconv.Itoa(index)
	}
	return "fn:" + strconv.Itoa(index)
}

func (h *htmlWriter) footnoteRefID(index, ref int) string {
	id := "fnref" + strings.TrimPrefix(h.footnoteID(index), "fn")
	if ref > 0 {
		id += ":" + strconv.Itoa(ref+1)
	}
	return id
}

func (h *htmlWriter) footnoteLink(n *extast.FootnoteLink) {
	number := strconv.Itoa(n.Index)
	h.raw(`<sup class="footnote-ref"`)
	h.attr("id", h.footnoteRefID(n.Index, n.RefIndex))
	h.raw(">")
	if h.inLink {
		h.raw(number)
	} else {
		h.raw("<a")
		h.attr("href", "#"+h.footnoteID(n.Index))
		h.attr("aria-label", h.r.Words.Say("text_footnote", -1, "{number}", number))
		h.raw(">" + number + "</a>")
	}
	h.raw("</sup>")
}

func (h *htmlWriter) footnoteBack(n *extast.FootnoteBacklink) {
	number := strconv.Itoa(n.Index)
	if n.RefIndex > 0 {
		number += "-" + strconv.Itoa(n.RefIndex+1)
	}
	h.raw(` <a class="footnote-back"`)
	h.attr("href", "#"+h.footnoteRefID(n.Index, n.RefIndex))
	h.attr("aria-label", h.r.Words.Say("text_back", -1, "{number}", number))
	h.raw(`><span aria-hidden="true">↩</span></a>`)
}

func (h *htmlWriter) footnotes(n *extast.FootnoteList) {
	h.raw(`<section class="footnotes" role="doc-endnotes"`)
	h.attr("aria-label", h.r.Words.Text("text_footnotes"))
	h.raw("><ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if note, ok := c.(*extast.Footnote); ok {
			h.raw("<li")
			h.attr("id", h.footnoteID(note.Index))
			h.raw(">")
			h.noteBody(note)
			h.raw("</li>\n")
		}
	}
	h.raw("</ol></section>\n")
}

// noteBody writes a footnote. The way back is in its last paragraph, or, where it ends otherwise, beside
// its blocks.
func (h *htmlWriter) noteBody(n *extast.Footnote) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if back, ok := c.(*extast.FootnoteBacklink); ok {
			h.footnoteBack(back)
			continue
		}
		h.block(c)
	}
}
