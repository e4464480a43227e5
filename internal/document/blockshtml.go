package document

import (
	"slices"
	"strings"
)

// AppendPieces appends words to HTML, as HTML writes them and as safely. Struck words are in <s>, for <del> has a
// meaning of its own where words are compared. A reference to a footnote is its label, and no link.
func (r *Renderer) AppendPieces(dst []byte, pieces []Piece) []byte {
	h := htmlWriter{r: *r, buf: dst}
	var open []openMark
	for _, p := range pieces {
		marks := p.Marks
		if p.Whole() {
			marks = marks[:len(marks)-1]
		}
		common := 0
		for common < len(open) && common < len(marks) && open[common].mark == marks[common] {
			common++
		}
		h.closeMarks(open[common:])
		open = open[:common]
		for _, m := range marks[common:] {
			open = append(open, h.openMark(m))
		}
		if p.Whole() {
			h.whole(p)
			continue
		}
		h.lines(p.Text)
	}
	h.closeMarks(open)
	return h.buf
}

type openMark struct {
	mark Mark
	end  string
}

func (h *htmlWriter) openMark(m Mark) openMark {
	tag := ""
	switch m.Kind {
	case EmphasisMark, StrongMark, CodeMark, KeyMark, RaisedMark, LoweredMark:
		tag = string(m.Kind)
	case StruckMark:
		tag = "s"
	case LinkMark:
		if h.inLink {
			break
		}
		href, ok := h.href(m.Target)
		switch {
		case !ok:
			return openMark{m, h.shownTarget(m.Target)}
		case href == "":
			return openMark{m, ""}
		}
		h.openLink(href, "", false)
		return openMark{m, "</a>"}
	}
	if tag == "" {
		return openMark{m, ""}
	}
	h.raw("<" + tag + ">")
	return openMark{m, "</" + tag + ">"}
}

// shownTarget is the HTML of where a link that can't be followed would go.
func (h *htmlWriter) shownTarget(target string) string {
	at := len(h.buf)
	h.target(target)
	shown := string(h.buf[at:])
	h.buf = h.buf[:at]
	return shown
}

func (h *htmlWriter) closeMarks(open []openMark) {
	for _, o := range slices.Backward(open) {
		h.raw(o.end)
		if o.end == "</a>" {
			h.inLink = false
		}
	}
}

func (h *htmlWriter) whole(p Piece) {
	m := p.Marks[len(p.Marks)-1]
	switch m.Kind {
	case ImageMark:
		h.picture(m.Target, strings.TrimPrefix(p.Text, noAlt), "")
	case TaskMark:
		h.taskMark(p.Text == "☑")
	case SignMark:
	default:
		h.raw(`<sup class="footnote-ref">`)
		h.escape([]byte(strings.Trim(p.Text, "[]")))
		h.raw("</sup>")
	}
}

// lines writes words in which a line feed is a line break.
func (h *htmlWriter) lines(text string) {
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			h.raw("<br>\n")
		}
		h.escape([]byte(l))
	}
}
