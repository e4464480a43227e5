package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Mention is a word of the prose that reads like the id of a document: letters, a mark and a number, such as POL-001.
type Mention struct {
	Text    string
	Number  int    // where in Text the number starts
	Version string // written right behind it, as in "POL-001 v1.0"; "" for none
	Span    Span
}

const (
	longestID   = 256 // bytes of an id that is looked for
	behindID    = 40  // bytes behind an id in which its version is looked for
	fewestInRow = 2   // digits of a number in a row of ids
	mostInRow   = 8
)

var (
	idWord       = lazyregexp.New(`^[A-Z][A-Za-z0-9]*(?:[-_.][A-Za-z]+)*[-_.][0-9]+$`)
	citedVersion = lazyregexp.New(`^(?:,?[ \n](?:version[ \n])?[vV]?|@)([0-9]+\.[0-9]+)(?:[^0-9.%]|\.?$|\.[^0-9])`)
)

// readMentions finds what reads like an id in the prose.
func readMentions(src []byte, prose []Span) []Mention {
	var out []Mention
	for _, s := range prose {
		for i := s.Start; i < s.End; i++ {
			if !isDigit(src[i]) {
				continue
			}
			end := i
			for end < s.End && isDigit(src[end]) {
				end++
			}
			if n := end - i; n >= fewestInRow && n <= mostInRow {
				if start := idStart(src, s.Start, i); start < i && standsAlone(src, start, end) &&
					idWord.Match(src[start:end]) {
					out = append(out, mention(src, Span{start, end}, i-start))
				}
			}
			i = end
		}
	}
	return out
}

func mention(src []byte, s Span, number int) Mention {
	m := Mention{Text: string(src[s.Start:s.End]), Number: number, Span: s}
	if v := citedVersion.FindSubmatch(src[s.End:min(s.End+behindID, len(src))]); v != nil {
		m.Version = string(v[1])
	}
	return m
}

// idStart goes back from a number over what an id may be made of; it returns number where no id can stand.
func idStart(src []byte, limit, number int) int {
	start := number
	for start > limit && isIDByte(src[start-1]) && number-start <= longestID {
		start--
	}
	if start == number || src[number-1] != '-' && src[number-1] != '_' && src[number-1] != '.' ||
		number-start > longestID {
		return number
	}
	return start
}

func isIDByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || isDigit(c) || c == '-' || c == '_' || c == '.'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// standsAlone reports whether src[start:end] is a word of its own, and not a part of a file's name or of an address.
func standsAlone(src []byte, start, end int) bool {
	return WordStands(src, start, end) && (start == 0 || strings.IndexByte("/.:", src[start-1]) < 0)
}

// WordStands reports whether text[start:end] is a word of its own, and not a part of a longer one, of a file's
// name or of an address.
func WordStands(text []byte, start, end int) bool {
	before, _ := utf8.DecodeLastRune(text[:start])
	after, n := utf8.DecodeRune(text[end:])
	if start > 0 && partOfWord(before) || end < len(text) && partOfWord(after) {
		return false
	}
	if after == '.' {
		next, _ := utf8.DecodeRune(text[end+n:])
		return end+n >= len(text) || !unicode.IsLetter(next) && !unicode.IsDigit(next)
	}
	return true
}

func partOfWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-@#$", r)
}
