package search

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestWord is the number of characters of a word that count.
const longestWord = 32

// A run is letters, numbers and marks, with single joiners between them: "AUD-001", "isn't", "multi-factor". It is
// folded (compatible forms, lower case, no marks, one kind of apostrophe and hyphen) and gives these words:
//
//   - An apostrophe parts it, and a single letter beside one is dropped: "organisation's" is "organisation", "l'accès"
//     is "acces".
//   - Other joiners part it, too. With a digit in it, it is also a word as a whole: "4.2.1" is "4.2.1", "4", "2", "1".
//   - Writing without blanks is cut into pairs of characters, and its last one: "規格書" is "規格", "格書" and "書".
//
// search.js does the same in its function words.
type cutter struct {
	visit func(word []byte)
	buf   []byte
}

// words calls visit with each word of a text. The slice is valid until visit returns.
func words(text string, visit func(word []byte)) {
	c := cutter{visit: visit}
	eachRun(text, func(run string, ascii bool) {
		if ascii {
			c.buf = append(c.buf[:0], run...)
			for i, b := range c.buf {
				if 'A' <= b && b <= 'Z' {
					c.buf[i] = b + 'a' - 'A'
				}
			}
			c.run(c.buf)
			return
		}
		eachRun(fold(run), func(run string, _ bool) { c.run([]byte(run)) })
	})
}

// eachRun calls visit with each run of a text that is valid UTF-8.
func eachRun(text string, visit func(run string, ascii bool)) {
	for at := 0; at < len(text); {
		r, n := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[at:])
		}
		if !inWord(r) {
			at += n
			continue
		}
		start, ascii := at, true
		for at < len(text) {
			r, n = rune(text[at]), 1
			if r >= utf8.RuneSelf {
				ascii = false
				r, n = utf8.DecodeRuneInString(text[at:])
			}
			if inWord(r) {
				at += n
				continue
			}
			next, _ := utf8.DecodeRuneInString(text[at+n:])
			if !isJoiner(r) || !inWord(next) {
				break
			}
			at += n
		}
		visit(text[start:at], ascii)
	}
}

// isRun reports whether a text is one run.
func isRun(text string) bool {
	whole := false
	eachRun(text, func(run string, _ bool) { whole = run == text })
	return whole
}

// inWord reports whether a character belongs to a word. Characters that only format the text (soft hyphens, marks of
// direction) are among them, so that they don't part it.
func inWord(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	case r == utf8.RuneError:
		return false
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf)
}

func isJoiner(r rune) bool {
	switch r {
	case '-', '.', '_', '\'', '’', '‘', '\u2010', '\u2011':
		return true
	}
	return false
}

// fold returns a text as it is compared.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch r = unicode.ToLower(r); {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case r == 'ς':
			b.WriteRune('σ')
		case r == 'ß':
			b.WriteString("ss")
		case r == '’' || r == '‘' || r == 'ʼ':
			b.WriteByte('\'')
		case r == '\u2010' || r == '\u2011':
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// run gives the words of a folded run.
func (c *cutter) run(run []byte) {
	apart := bytes.IndexByte(run, '\'') >= 0
	for len(run) > 0 {
		piece, rest, _ := bytes.Cut(run, []byte{'\''})
		if run = rest; !apart || utf8.RuneCount(piece) > 1 {
			c.piece(piece)
		}
	}
}

// piece gives the words of a run without apostrophes.
func (c *cutter) piece(piece []byte) {
	at := bytes.IndexAny(piece, joiners)
	if at < 0 {
		c.part(piece)
		return
	}
	if bytes.ContainsFunc(piece, unicode.IsDigit) {
		c.visit(cutAt(piece, longestWord))
	}
	for ; at >= 0; at = bytes.IndexAny(piece, joiners) {
		c.part(piece[:at])
		piece = piece[at+1:]
	}
	c.part(piece)
}

const joiners = "-._"

// part gives the words of letters and numbers without joiners.
func (c *cutter) part(part []byte) {
	for len(part) > 0 {
		r, n := utf8.DecodeRune(part)
		unspaced := isUnspaced(r)
		end := n
		for end < len(part) {
			if r, n = utf8.DecodeRune(part[end:]); isUnspaced(r) != unspaced {
				break
			}
			end += n
		}
		if unspaced {
			c.pairs(part[:end])
		} else {
			c.visit(cutAt(part[:end], longestWord))
		}
		part = part[end:]
	}
}

// pairs gives the pairs of neighbours in a text, and its last character.
func (c *cutter) pairs(text []byte) {
	for {
		_, n := utf8.DecodeRune(text)
		if n == len(text) {
			c.visit(text)
			return
		}
		_, next := utf8.DecodeRune(text[n:])
		c.visit(text[:n+next])
		text = text[n:]
	}
}

// isUnspaced reports whether a character is of a writing that has no blanks between words, or parts of words that are
// searched for alone.
func isUnspaced(r rune) bool {
	return r > 0xe00 && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// cutAt returns the first characters of a text.
func cutAt(text []byte, most int) []byte {
	if len(text) <= most {
		return text
	}
	for i := range string(text) {
		if most--; most < 0 {
			return text[:i]
		}
	}
	return text
}
