package records

import (
	"strings"
	"sync"
	"unicode"

	"github.com/writ-docs/writ/schema"
)

const (
	fewestWords   = 8   // of another language, from which on a text is in it
	fewestLetters = 200 // of another script
)

// KnownLanguage reports whether the built-in kinds know words of the language that a text is in, by its common small
// words and its script. A text that shows none is taken to be in one that they know.
func KnownLanguage(text string) bool {
	counts, latin, others := map[string]int{}, 0, 0
	words := smallWords()
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for _, r := range w {
			if r < unicode.MaxLatin1 || unicode.Is(unicode.Latin, r) {
				latin++
			} else {
				others++
			}
		}
		if language := words[w]; language != "" {
			counts[language]++
		}
	}
	if others > latin {
		return others < fewestLetters
	}
	most, known := 0, max(counts["en"], counts["de"])
	for language, n := range counts {
		if language != "en" && language != "de" {
			most = max(most, n)
		}
	}
	return most < fewestWords || most <= known
}

// smallWords is the language of each small word.
var smallWords = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, class := range schema.Vocabularies()["languages"] {
		for _, w := range class.Words {
			out[w] = class.Name
		}
	}
	return out
})
