package document

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// rawBlock shows a block of raw HTML as text, but for its comments, line breaks, places and elements.
func (h *htmlWriter) rawBlock(n *ast.HTMLBlock) {
	r := rawOf(n, h.w.src)
	elements := h.elements.in(&r)
	run := rawRun{h: h, start: len(h.buf), plain: elements}
	eachPiece(r.text, func(p rawPiece) {
		is := h.elements.of(&r, p)
		if !is.block() {
			run.tags = h.rawPiece(&r, p, is, elements) || run.tags
			return
		}
		switch h.tags.read(p.tag); {
		case is == summaryElement && p.tag.end:
			run.summary()
		case is == summaryElement:
			run.end()
			h.raw("<summary>")
		case p.tag.end:
			run.end()
			h.raw("</details>\n")
		default:
			run.end()
			h.raw("<details>")
			if is == bareDetails {
				h.raw("<summary>")
				h.escape([]byte(h.r.Words.Text("text_details")))
				h.raw("</summary>\n")
			}
		}
		run.start, run.tags = len(h.buf), false
	})
	run.end()
}

// rawRun is what is written of raw HTML since the last tag of a block.
type rawRun struct {
	h     *htmlWriter
	start int
	plain bool // its words are words, where no tag is among them
	tags  bool // tags are among its words
}

func (r *rawRun) taken() string {
	text := string(bytes.TrimSpace(r.h.buf[r.start:]))
	r.h.buf = r.h.buf[:r.start]
	return text
}

// end makes a paragraph of the words, if there are any.
func (r *rawRun) end() {
	text := r.taken()
	switch {
	case text == "":
	case !hasWords(text) && !strings.Contains(text, "<br>"):
		r.h.raw(text + "\n")
	case r.plain && !r.tags:
		r.h.raw("<p>" + text + "</p>\n")
	default:
		r.h.raw(`<p class="raw-html">` + text + "</p>\n")
	}
}

// summary ends a <summary>, which has to have words.
func (r *rawRun) summary() {
	text := r.taken()
	r.h.raw(text)
	if !hasWords(text) {
		r.h.escape([]byte(r.h.r.Words.Text("text_details")))
	}
	r.h.raw("</summary>\n")
}

// hasWords reports whether HTML has anything but tags.
func hasWords(html string) bool {
	for html = strings.TrimSpace(html); html != ""; html = strings.TrimSpace(html) {
		end := strings.IndexByte(html, '>')
		if html[0] != '<' || end < 0 {
			return true
		}
		html = html[end+1:]
	}
	return false
}

// rawText writes raw HTML among words.
func (h *htmlWriter) rawText(n ast.Node) {
	r := rawOf(n, h.w.src)
	eachPiece(r.text, func(p rawPiece) { h.rawPiece(&r, p, h.elements.of(&r, p), false) })
}

// rawPiece writes a piece of raw HTML as text, but for what a page shows of it otherwise, and reports whether it wrote
// a tag so. In HTML that is shown as such, references to characters are these.
func (h *htmlWriter) rawPiece(r *rawHTML, p rawPiece, is element, shown bool) (tag bool) {
	text := r.text[p.span.Start:p.span.End]
	switch {
	case p.comment:
	case p.tag == nil && shown:
		h.escape([]byte(html.UnescapeString(string(text))))
	case p.tag == nil:
		h.escape(text)
	case isBreak(text):
		h.raw("<br>")
	case is != noElement:
		h.tags.read(p.tag)
		if h.raw("<"); p.tag.end {
			h.raw("/")
		}
		h.raw(p.tag.name + ">")
	case !h.rawTag(p.tag):
		h.escape(text)
		return true
	}
	return false
}

// rawTag writes the places that a tag names, and reports whether a page shows no more of it.
func (h *htmlWriter) rawTag(t *rawTag) (hidden bool) {
	names, hidden := h.tags.read(t)
	for _, name := range names {
		if h.anchors[name] {
			delete(h.anchors, name)
			h.raw("<span")
			h.attr("id", name)
			h.raw("></span>")
		}
	}
	return hidden
}

// noWords reports whether a paragraph has nothing but places and comments.
func (h *htmlWriter) noWords(n ast.Node) bool {
	tags, none := h.tags, true
	for c := n.FirstChild(); c != nil && none; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			none = isBlankLine(c.Segment.Value(h.w.src))
		case *ast.RawHTML:
			eachPiece(rawOf(c, h.w.src).text, func(p rawPiece) {
				if p.tag == nil {
					none = none && p.comment
				} else if _, hidden := tags.read(p.tag); !hidden {
					none = false
				}
			})
		default:
			return false
		}
	}
	return none
}

// onlyAnchors writes the places that a heading or paragraph names which isn't shown.
func (h *htmlWriter) onlyAnchors(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindRawHTML {
			h.onlyAnchors(c)
			continue
		}
		eachPiece(rawOf(c, h.w.src).text, func(p rawPiece) {
			if p.tag != nil {
				h.rawTag(p.tag)
			}
		})
	}
}
