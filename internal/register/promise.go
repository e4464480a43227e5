package register

import (
	"bytes"
	"slices"
)

// reviewed and often are the beginnings of words by which a text says how often something is reviewed, in small
// letters.
var (
	reviewed = [...][]byte{[]byte("review"), []byte("revis"), []byte("re-exam"), []byte("prüf"), []byte("überarb")}
	often    = [...][]byte{[]byte("annual"), []byte("year"), []byte("month"), []byte("quarter"), []byte("week"), []byte("bienn"),
		[]byte("jahr"), []byte("jähr"), []byte("monat"), []byte("quart"), []byte("woche"), []byte("wöch")}
)

// besides is how far apart in bytes the two stand at most.
const besides = 200

// MayPromiseReview reports quickly whether a text may say how often something is reviewed.
func MayPromiseReview(text []byte) bool {
	low := bytes.ToLower(text)
	for _, word := range reviewed {
		for from := 0; ; {
			i := bytes.Index(low[from:], word)
			if i < 0 {
				break
			}
			i += from
			from = i + len(word)
			near := low[max(0, i-besides):min(len(low), from+besides)]
			for _, w := range often {
				if bytes.Contains(near, w) {
					return true
				}
			}
		}
	}
	return false
}

// NamesReview reports quickly whether a text may speak of reviewing.
func NamesReview(text string) bool { return holdsAny(text, reviewed[:]) }

// NamesTime reports quickly whether a word may name a length of time, or how often something is done.
func NamesTime(word string) bool { return holdsAny(word, often[:]) }

func holdsAny(text string, words [][]byte) bool {
	low := bytes.ToLower([]byte(text))
	return slices.ContainsFunc(words, func(w []byte) bool { return bytes.Contains(low, w) })
}
