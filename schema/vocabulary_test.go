package schema

import "testing"

// TestVocabularies: a word of a file stands in one class, once.
func TestVocabularies(t *testing.T) {
	if len(Vocabularies()) < 10 {
		t.Fatalf("there are %d vocabularies", len(Vocabularies()))
	}
	for name, v := range Vocabularies() {
		seen := map[string]string{}
		for _, c := range v {
			for _, w := range c.Words {
				if first, twice := seen[w]; twice {
					t.Errorf("%s: %q stands in %s and in %s", name, w, first, c.Name)
				}
				seen[w] = c.Name
			}
		}
	}
	for text, ok := range map[string]bool{"open: [a, 1]": true, "open: word": false, "open: [a": false, "- a": false} {
		if _, err := parseVocabulary([]byte(text)); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}
