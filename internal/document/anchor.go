package document

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reserved is how the site's own anchors start. A document's anchors never do.
const reserved = "writ-"

// anchors gives headings their anchors as GitHub and github-slugger 2 do: in lower case, blanks as hyphens, and
// without other characters than those that keeps knows; a second one of a name gets -1, a third -2. A heading without
// a name, or with one of the site's own, is a section.
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
	for i, r := range title {
		switch {
		case r == ' ':
			b = append(b, '-')
		case r == 'Σ' && endsWord(title, i):
			b = append(b, "ς"...)
		case r == 'İ': // the only letter whose small form is two
			b = append(b, "i\u0307"...)
		case r < utf8.RuneSelf:
			if c := byte(unicode.ToLower(r)); 'a' <= c && c <= 'z' || isDigit(c) || c == '-' || c == '_' {
				b = append(b, c)
			}
		case keeps(r):
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b)
}

// keeps reports whether an anchor has a character that isn't ASCII: letters, marks, decimal digits and numbers that
// are letters, connectors, and the symbols that Unicode calls alphabetic. Other numbers, as in CO², are dropped.
func keeps(r rune) bool {
	return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc,
		unicode.Other_Alphabetic)
}

// endsWord reports whether the letter at an offset is the last of a word of several, where a sigma has another form.
func endsWord(title string, at int) bool {
	before, after := title[:at], title[at+len("Σ"):]
	r, n := utf8.DecodeLastRuneInString(before)
	for n > 0 && ignoresCase(r) {
		before = before[:len(before)-n]
		r, n = utf8.DecodeLastRuneInString(before)
	}
	if !isCased(r) {
		return false
	}
	r, n = utf8.DecodeRuneInString(after)
	for n > 0 && ignoresCase(r) {
		after = after[n:]
		r, n = utf8.DecodeRuneInString(after)
	}
	return !isCased(r)
}

// isCased and ignoresCase are Unicode's properties Cased and, nearly, Case_Ignorable.
func isCased(r rune) bool {
	return unicode.In(r, unicode.Lu, unicode.Ll, unicode.Lt, unicode.Other_Lowercase, unicode.Other_Uppercase)
}

func ignoresCase(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) ||
		strings.ContainsRune("'.:·’", r)
}
