package document

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reserved is how the site's own anchors start. A document's anchors never do.
const reserved = "writ-"

// anchors gives headings their anchors, as GitHub does: lower case, letters, digits, hyphens and underscores
// kept, blanks as hyphens, the rest dropped; a second one of a name gets -1, a third -2.
type anchors struct {
	used map[string]int // name → the last number given
}

func (a *anchors) of(title string) string {
	name := slug(title)
	switch {
	case name == "":
		name = "section"
	case strings.HasPrefix(name, reserved):
		name = "section-" + name
	}
	if a.used == nil {
		a.used = make(map[string]int, 16)
	}
	n, taken := a.used[name]
	if !taken {
		a.used[name] = 0
		return name
	}
	for {
		n++
		next := name + "-" + strconv.Itoa(n)
		if _, taken := a.used[next]; !taken {
			a.used[name], a.used[next] = n, 0
			return next
		}
	}
}

func slug(title string) string {
	b := make([]byte, 0, len(title))
	for i := 0; i < len(title); {
		c := title[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'A' <= c && c <= 'Z':
				b = append(b, c+'a'-'A')
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '_':
				b = append(b, c)
			case c == ' ' || c == '\n' || c == '\t':
				b = append(b, '-')
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(title[i:])
		i += n
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)) {
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b)
}
