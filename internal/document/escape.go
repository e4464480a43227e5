package document

import "fmt"

// special marks the bytes that can't go into HTML as they are: markup, control characters, and the first
// bytes of the characters that change the direction of text.
var special = specialBytes()

func specialBytes() (t [256]bool) {
	for c := range 0x20 {
		t[c] = c != '\n' && c != '\t'
	}
	for _, c := range []byte{'&', '<', '>', '"', 0x7f, 0xd8, 0xe2} {
		t[c] = true
	}
	return t
}

// escape appends text for HTML, in elements and in quoted attributes. Bidirectional controls become visible,
// as in [U+202E]; other control characters become U+FFFD, and CR is dropped.
func (h *htmlWriter) escape(text []byte) {
	clean := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !special[c] {
			continue
		}
		n := 1
		var replaced string
		switch c {
		case '&':
			replaced = "&amp;"
		case '<':
			replaced = "&lt;"
		case '>':
			replaced = "&gt;"
		case '"':
			replaced = "&quot;"
		case '\r':
		case 0xd8, 0xe2:
			r, size, _ := runeWidth(text[i:])
			if !isBidi(r) {
				continue
			}
			n, replaced = size, h.bidi(r)
		default:
			replaced = "\uFFFD"
		}
		h.buf = append(h.buf, text[clean:i]...)
		h.buf = append(h.buf, replaced...)
		i += n - 1
		clean = i + 1
	}
	h.buf = append(h.buf, text[clean:]...)
}

// isBidi reports whether a character has Unicode's property Bidi_Control.
func isBidi(r rune) bool {
	return r == 0x61c || r == 0x200e || r == 0x200f || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}

func (h *htmlWriter) bidi(r rune) string {
	if h.attribute {
		return fmt.Sprintf("[U+%04X]", r)
	}
	return fmt.Sprintf(`<span class="bidi-control">[U+%04X]</span>`, r)
}

// attr appends an attribute with a value.
func (h *htmlWriter) attr(name, value string) {
	h.raw(" ")
	h.raw(name)
	h.raw(`="`)
	h.attribute = true
	h.escape([]byte(value))
	h.attribute = false
	h.raw(`"`)
}

func (h *htmlWriter) raw(s string) { h.buf = append(h.buf, s...) }
