package search

import (
	"strings"

	"github.com/kljensen/snowball/english"
)

// stemmer returns what the words of a language are reduced to, so that "approved" finds "approval"; nil for a language
// whose words are compared as they are. name is what search.js calls it.
func stemmer(language string) (stem func(string) string, name string) {
	primary, _, _ := strings.Cut(language, "-")
	if strings.EqualFold(primary, "en") {
		return englishStem, "en"
	}
	return nil, ""
}

// englishStem stems words of the letters a to z. Others, such as numbers and ids, are found as they are written.
func englishStem(word string) string {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return word
		}
	}
	if s := english.Stem(word, true); s != "" {
		return s
	}
	return word
}
