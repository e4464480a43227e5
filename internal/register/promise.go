package register

import (
	"bytes"
	"iter"
	"slices"
)

// reviewed and often are the beginnings of words by which a text says how often something is reviewed, in small
// letters.
var (
	reviewed = [...][]byte{[]byte("review"), []byte("revis"), []byte("re-exam"), []byte("prüf"), []byte("überarb")}
	often    = [...][]byte{[]byte("annual"), []byte("year"), []byte("month"), []byte("quarter"), []byte("week"),
		[]byte("bienn"),
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
func NamesReview(text string) bool {
	low := bytes.ToLower([]byte(text))
	return slices.ContainsFunc(reviewed[:], func(w []byte) bool { return bytes.Contains(low, w) })
}

// TimesIn goes through the words of a text that may name a length of time, or how often something is done, in small
// letters, each with so many words before it.
func TimesIn(text []byte, before int) iter.Seq[string] {
	return func(yield func(string) bool) {
		low := bytes.ToLower(text)
		for _, w := range often {
			for from := 0; ; {
				i := bytes.Index(low[from:], w)
				if i < 0 {
					break
				}
				start, end := from+i, from+i+len(w)
				for n := 0; start > 0 && n <= before; n++ {
					start = bytes.LastIndexAny(bytes.TrimRight(low[:start], blanks), blanks) + 1
				}
				if n := bytes.IndexAny(low[end:], blanks); n >= 0 {
					end += n
				} else {
					end = len(low)
				}
				if from = end; !yield(string(low[start:end])) {
					return
				}
			}
		}
	}
}

const blanks = " \t\n\f\r"
