package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns s with everything that would steer a terminal, or hide in it, written as <U+XXXX>, and with
// bytes that aren't UTF-8 as U+FFFD. Names and texts come from repositories of strangers: an escape sequence in
// them must not repaint the report, and a bidirectional control must not reorder it.
func Visible(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, "<U+%04X>", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isPlain reports whether Visible would leave s as it is.
func isPlain(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, hidden) < 0
}

// hidden reports whether a character is a control (a tab and line ends too), a bidirectional control, a line
// separator, or has no width and no use in writing. The joiners that scripts and emoji need are not hidden.
func hidden(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' '
	case r >= 0x200b && r <= 0x200f:
		return r != 0x200c && r != 0x200d
	case r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfff9 && r <= 0xfffb:
		return true
	}
	return r == 0x061c || r == 0xfeff || unicode.IsControl(r)
}

// oneLine is Visible for texts in which a line end or a tab is no more than a space.
func oneLine(s string) string {
	if strings.ContainsAny(s, "\t\r\n") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\t' || r == '\r' || r == '\n' }), " ")
	}
	return Visible(s)
}
