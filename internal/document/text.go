package document

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// appendUnescaped appends text as Markdown means it: without the backslashes of escapes, entities resolved.
func appendUnescaped(dst, text []byte) []byte {
	for {
		i := bytes.IndexAny(text, `\&`)
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		text = text[i:]
		n := 1
		if text[0] == '\\' && len(text) > 1 && util.IsPunct(text[1]) {
			dst, n = append(dst, text[1]), 2
		} else if e, size := entity(text); size > 0 {
			dst, n = append(dst, e...), size
		} else {
			dst = append(dst, text[0])
		}
		text = text[n:]
	}
}

// entity resolves the entity or character reference at the start of a text; size is 0 where there is none.
func entity(text []byte) (resolved string, size int) {
	const longest = 40
	if len(text) < 3 || text[0] != '&' {
		return "", 0
	}
	end := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if end < 2 {
		return "", 0
	}
	for i, c := range text[1:end] {
		if !util.IsAlphaNumeric(c) && (i > 0 || c != '#') {
			return "", 0
		}
	}
	reference := string(text[:end+1])
	resolved = html.UnescapeString(reference)
	if resolved == reference || text[1] != '#' && resolved[len(resolved)-1] == ';' && reference != "&semi;" {
		return "", 0
	}
	if resolved == "\x00" {
		resolved = "\uFFFD"
	}
	return resolved, end + 1
}

// plain appends the words of a node's inline children: no marks, no raw HTML, line breaks as blanks, and
// <br> as a line feed.
func (w *words) plain(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				w.code(c)
				continue
			}
			value := c.Segment.Value(w.src)
			w.buf = appendUnescaped(w.buf, value)
			if !w.shown && (c.HardLineBreak() || c.SoftLineBreak()) {
				w.buf = append(w.buf, ' ')
			}
		case *ast.String:
			w.buf = append(w.buf, c.Value...)
		case *ast.AutoLink:
			w.buf = append(w.buf, c.Label(w.src)...)
		case *ast.RawHTML:
			if !w.shown && isBreak(c.Segments.Value(w.src)) {
				w.buf = append(w.buf, '\n')
			}
		case *ast.Image:
			if !w.shown {
				w.plain(c)
			}
		case *extast.FootnoteLink, *extast.FootnoteBacklink, *extast.TaskCheckBox:
		default:
			w.plain(c)
		}
	}
}

// words collects plain text. The buffer is used again and again.
type words struct {
	src   []byte
	buf   []byte
	cell  bool // within a table, where code spells a pipe \|
	shown bool // what a page shows as letters: nothing for an image or a line break
}

func (w *words) code(c *ast.Text) {
	value := c.Segment.Value(w.src)
	if w.cell && bytes.Contains(value, escapedPipe) {
		value = bytes.ReplaceAll(value, escapedPipe, pipe)
	}
	for _, b := range value {
		if b == '\n' {
			b = ' '
		}
		if b != '\r' {
			w.buf = append(w.buf, b)
		}
	}
}

var (
	escapedPipe = []byte(`\|`)
	pipe        = []byte(`|`)
)

// of returns the trimmed plain text of a node.
func (w *words) of(n ast.Node) string {
	w.buf = w.buf[:0]
	w.plain(n)
	return string(bytes.TrimSpace(w.buf))
}

// forAnchor returns the text of a heading of which GitHub makes its anchor.
func (w *words) forAnchor(n ast.Node) string {
	w.buf, w.shown = w.buf[:0], true
	w.plain(n)
	w.shown = false
	return string(w.buf)
}

// isBreak reports whether raw HTML is <br>, <br/> or <br />.
func isBreak(tag []byte) bool {
	if len(tag) < 4 || len(tag) > 8 || tag[0] != '<' || tag[len(tag)-1] != '>' {
		return false
	}
	name := bytes.TrimSpace(bytes.TrimSuffix(tag[1:len(tag)-1], []byte("/")))
	return len(name) == 2 && name[0]|0x20 == 'b' && name[1]|0x20 == 'r'
}

// sameWords reports whether two titles read the same: blanks and case don't count.
func sameWords(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// runeWidth returns the size of the character at the start of a text, and false where it isn't UTF-8.
func runeWidth(text []byte) (r rune, n int, ok bool) {
	r, n = utf8.DecodeRune(text)
	return r, n, r != utf8.RuneError || n > 1
}
