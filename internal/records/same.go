package records

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Topic is the words of a text that say what it is about, for what has no id.
type Topic struct {
	text  string
	words map[string]bool
}

// dueAtEnd is a due date behind a text: "by 2024-01-31", "(Due: Q2 2024)". Its word is one of stopwords.yaml.
var dueAtEnd = lazyregexp.New(`(?i)[\s,(]*\b(\pL+):?\s+([^()]{2,24})\)?\.?$`)

// TopicOf returns the topic of a text. A label such as "Action:" and a party before " to " at its beginning, and a due
// date at its end, don't count.
func TopicOf(text string) Topic {
	text = withoutFrame(plain(text))
	t := Topic{text: strings.Join(strings.Fields(lower(text)), " "), words: map[string]bool{}}
	shouted := !strings.ContainsFunc(text, unicode.IsLower) // where all is in capitals, they name nothing
	for _, w := range strings.FieldsFunc(text, apart) {
		w = strings.Trim(w, "-")
		low := []rune(strings.ToLower(w))
		if named(w, shouted) {
			t.words[string(low)] = true
		} else if len(low) >= 4 && !Vocabularies()["stopwords"].has("stop", string(low)) {
			t.words[string(low[:min(5, len(low))])] = true
		}
	}
	return t
}

func apart(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }

// named reports whether a word counts at any length, because it is in capitals or holds a digit.
func named(w string, shouted bool) bool {
	return strings.ContainsAny(w, "0123456789") ||
		!shouted && len(w) > 1 && strings.ContainsFunc(w, unicode.IsUpper) && !strings.ContainsFunc(w, unicode.IsLower)
}

// has reports whether a word in lower case is of a class.
func (w *Words) has(class, word string) bool {
	i, ok := w.of[word]
	return ok && w.classes[i] == class
}

// inside reports whether a text holds a word of a class anywhere, also within another word.
func (w *Words) inside(class, text string) bool {
	low := lower(text)
	return slices.ContainsFunc(w.all, func(word string) bool { return w.has(class, word) && strings.Contains(low, word) })
}

func withoutFrame(text string) string {
	stop := Vocabularies()["stopwords"]
	if label, rest, ok := strings.Cut(text, ":"); ok && stop.has("label", lower(label)) {
		text = strings.TrimSpace(rest)
	}
	if stop.inside("due", text) { // most texts are spared the expression
		if m := dueAtEnd.FindStringSubmatchIndex(text); m != nil && stop.has("due", lower(text[m[2]:m[3]])) {
			if w, p := ReadWhen(text[m[4]:m[5]], Calendar{}); p == nil && w.Form <= Relative || p != nil && p.Certain {
				text = text[:m[0]]
			}
		}
	}
	if who, rest, ok := strings.Cut(text, " to "); ok && titled(who) {
		text = rest
	}
	return text
}

func capital(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// Alike returns how much two topics share, from 0 to 1; 0 where that isn't enough to call them the same: at least two
// words, and 60 % of the shorter side.
func (t Topic) Alike(o Topic) float64 {
	if t.text == o.text && t.text != "" {
		return 1
	}
	few, many := t.words, o.words
	if len(few) > len(many) {
		few, many = many, few
	}
	shared := 0
	for w := range few {
		if many[w] {
			shared++
		}
	}
	if shared < 2 || 10*shared < 6*len(few) {
		return 0
	}
	return float64(shared) / float64(max(len(few), len(many)))
}

// Shared counts the words that two topics have in common. Numbers are none.
func (t Topic) Shared(o Topic) int {
	n := 0
	for w := range t.words {
		if o.words[w] && strings.ContainsFunc(w, unicode.IsLetter) {
			n++
		}
	}
	return n
}

// Pair is two texts that are about the same, by their indexes.
type Pair struct{ A, B int }

// Pairs finds texts of two lists that are about the same, one to one, the best first.
func Pairs(a, b []Topic) []Pair {
	type match struct {
		Pair
		score float64
	}
	var all []match
	for i := range a {
		for j := range b {
			if s := a[i].Alike(b[j]); s > 0 {
				all = append(all, match{Pair{i, j}, s})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y match) int { return cmp.Compare(y.score, x.score) })
	var out []Pair
	usedA, usedB := map[int]bool{}, map[int]bool{}
	for _, m := range all {
		if !usedA[m.A] && !usedB[m.B] {
			usedA[m.A], usedB[m.B] = true, true
			out = append(out, m.Pair)
		}
	}
	return out
}
