package rules

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocs keeps the rule reference at what the rules say.
func TestDocs(t *testing.T) {
	want := Markdown(All())
	got, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules.md"))
	if err != nil || !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), want) {
		t.Errorf("docs/rules.md is out of date, run go generate ./... (%v)", err)
	}
	for _, r := range All() {
		if n := strings.Count(string(want), "\n### "+r.ID+"\n"); n != 1 {
			t.Errorf("%s has %d headings in docs/rules.md", r.ID, n)
		}
	}
}
