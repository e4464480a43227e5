package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, or a mark of punctuation, with the blanks behind it. Numbers, dates and ids are one word.
type token struct {
	start, end, next int32 // the word is text[start:end], and text[end:next] are blanks
	word             int32 // the same for the same word
	content          int32 // the same for the same word in small letters; none for what says little by itself
}

// none is no word of content.
const none int32 = -1

// dictionary gives words numbers. Those of both texts are in one.
type dictionary struct {
	words   map[string]int32
	content []int32 // by word
	folded  map[string]int32
}

func newDictionary() *dictionary {
	return &dictionary{words: map[string]int32{}, folded: map[string]int32{}}
}

// number returns the number of a word, and of what it says.
func (d *dictionary) number(word string) (id, content int32) {
	if id, known := d.words[word]; known {
		return id, d.content[id]
	}
	id, content = int32(len(d.words)), none
	d.words[word] = id
	if first, _ := utf8.DecodeRuneInString(word); isWordRune(first) {
		if low := strings.ToLower(word); !stops[low] {
			n, known := d.folded[low]
			if !known {
				n = int32(len(d.folded))
				d.folded[low] = n
			}
			content = n
		}
	}
	d.content = append(d.content, content)
	return id, content
}

// stops are words that say little by themselves.
var stops = stopWords("a an the of to and or in on for by with is are be at as it its this that from not " +
	"der die das den dem des ein eine einer eines einem einen und oder in im zu zur zum von vom mit ist sind auf für als")

func stopWords(all string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(all) {
		out[w] = true
	}
	return out
}

// tokens cuts a text into words. whole are stretches of it that are one word each, in order.
func (d *dictionary) tokens(text string, whole [][2]int) []token {
	out := make([]token, 0, len(text)/5+1)
	for at := 0; at < len(text); {
		for len(whole) > 0 && whole[0][1] <= at {
			whole = whole[1:]
		}
		limit := len(text)
		var end int
		if len(whole) > 0 && whole[0][0] <= at {
			end = whole[0][1]
		} else {
			if len(whole) > 0 {
				limit = whole[0][0]
			}
			end = at + wordAt(text[at:limit])
		}
		next := end + blanksAt(text[end:limit])
		id, content := d.number(text[at:end])
		out = append(out, token{int32(at), int32(end), int32(next), id, content})
		at = next
	}
	return d.joinDates(text, out)
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// wordAt returns the length of the word at the start of a text: letters and digits, with what joins them, as in
// "POL-001", "don't", "1,000.50", "and/or"; or one other character. Scripts without blanks have words of one
// character.
func wordAt(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	if !isWordRune(r) || alone(r) {
		return n
	}
	digit := unicode.IsDigit(r)
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		switch {
		case isWordRune(r) && !alone(r):
			digit = unicode.IsDigit(r)
			n += size
			continue
		case digit && (r == '%' || r == '‰'):
			return n + size
		}
		after, _ := utf8.DecodeRuneInString(text[n+size:])
		if joins := strings.ContainsRune("'’._/-@‑", r) && isWordRune(after) ||
			(r == ',' || r == ':') && digit && unicode.IsDigit(after); !joins {
			return n
		}
		n += size
	}
	return n
}

// alone reports whether a character is a word by itself.
func alone(r rune) bool {
	return r > 0xe00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
}

func blanksAt(text string) int {
	for i, r := range text {
		if !unicode.IsSpace(r) || r == '\n' {
			return i
		}
	}
	return len(text)
}

// joinDates makes one word of "12 March 2026" and of "March 12, 2026", so that a date changes as a whole.
func (d *dictionary) joinDates(text string, all []token) []token {
	is := func(i int, want func(string) bool) bool {
		return i < len(all) && want(text[all[i].start:all[i].end])
	}
	comma := func(s string) bool { return s == "," }
	dot := func(s string) bool { return s == "." }
	out := all[:0]
	for i := 0; i < len(all); i++ {
		n := 0
		switch {
		case is(i, isDay) && is(i+1, dot) && is(i+2, isName) && is(i+3, isYear):
			n = 3
		case is(i, isDay) && is(i+1, isName) && is(i+2, isYear):
			n = 2
		case is(i, isName) && is(i+1, isDay) && is(i+2, comma) && is(i+3, isYear):
			n = 3
		}
		t := all[i]
		if n > 0 {
			t.end, t.next = all[i+n].end, all[i+n].next
			t.word, t.content = d.number(text[t.start:t.end])
			i += n
		}
		out = append(out, t)
	}
	return out
}

func isDay(s string) bool { return len(s) <= 2 && isNumber(s) }

func isYear(s string) bool { return len(s) == 4 && isNumber(s) }

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// isName reports whether a word may be a month's name.
func isName(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return len(s) >= 3 && unicode.IsUpper(r) && !strings.ContainsAny(s, "0123456789-_/.")
}

// sentences returns where the sentences of a text end, as numbers of tokens.
func sentences(text string, all []token) []int {
	var ends []int
	for i, t := range all {
		switch word := text[t.start:t.end]; {
		case i+1 == len(all) || word == "\n":
			ends = append(ends, i+1)
		case word == "." || word == "!" || word == "?" || word == "。":
			j := i // closing marks belong to the sentence
			for j+1 < len(all) && all[j].end == all[j].next && closing(text[all[j+1].start:all[j+1].end]) {
				j++
			}
			if j+1 < len(all) && (all[j].next > all[j].end || word == "。") && begins(text[all[j+1].start:]) {
				ends = append(ends, j+1)
			}
		}
	}
	return ends
}

func closing(s string) bool {
	return s == ")" || s == "”" || s == "\"" || s == "’" || s == "“" || s == "»"
}

// begins reports whether a text looks like a new sentence: it starts with no small letter.
func begins(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return !unicode.IsLower(r)
}

// isWordAt reports whether a text starts with a word, and not with punctuation.
func isWordAt(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return isWordRune(r)
}

// lineEnd returns where the line at a place ends, with its line feed.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}
