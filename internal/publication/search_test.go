package publication_test

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/search"
)

// TestSearch: the search holds the words that are in force, and none of drafts, of older versions and of coming ones.
func TestSearch(t *testing.T) {
	var all strings.Builder
	for name, data := range siteOf(t, versionStory("")).Files {
		if !strings.HasPrefix(name, "search/") || !strings.HasSuffix(name, ".bin") {
			continue
		}
		text, err := search.Unpack(data)
		if err != nil {
			t.Fatal(name, ": ", err)
		}
		all.Write(text)
	}
	for _, word := range []string{"No such word. other pic", "Words.", "Access 2.0", "POL-2"} {
		if !strings.Contains(all.String(), word) {
			t.Errorf("the search lacks %q", word)
		}
	}
	for _, word := range []string{"SECRET", "CANARY", "next year", "3.0", "2.1"} {
		if strings.Contains(all.String(), word) {
			t.Errorf("the search holds %q", word)
		}
	}
}
