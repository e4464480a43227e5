package document

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// locate returns a token's offset in text. The parser counts columns in characters.
func (r *yamlReader) locate(tk *token.Token) int {
	if tk == nil || tk.Position == nil {
		return 0
	}
	i := min(max(tk.Position.Line-1, 0), len(r.lines)-1)
	at, end := r.lines[i], r.lineEnd(r.lines[i])
	for n := tk.Position.Column - 1; n > 0 && at < end; n-- {
		_, size := utf8.DecodeRuneInString(r.text[at:end])
		at += size
	}
	if tk.Type == token.TagType {
		return r.near(at, tk.Value)
	}
	return at
}

// near returns where a word is on the line of an offset, which the parser misses by the blanks around it.
func (r *yamlReader) near(at int, word string) int {
	if strings.HasPrefix(r.text[at:], word) {
		return at
	}
	begin, end := strings.LastIndexByte(r.text[:at], '\n')+1, r.lineEnd(at)
	if i := strings.LastIndex(r.text[begin:min(at+len(word), end)], word); i >= 0 {
		return begin + i
	}
	if i := strings.Index(r.text[at:end], word); i >= 0 {
		return at + i
	}
	return at
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return strings.TrimRight(first, " \t")
}

func (r *yamlReader) lineEnd(at int) int {
	if i := strings.IndexByte(r.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(r.text)
}

// next returns the start of the line after the one at an offset.
func (r *yamlReader) next(at int) int { return min(r.lineEnd(at)+1, len(r.text)) }

// offset turns an offset in text into one in the file.
func (r *yamlReader) offset(at int) int {
	i := sort.SearchInts(r.lines, at+1) - 1
	return r.origin[i] + at - r.lines[i]
}
