package rules

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocs keeps the rule reference at what the rules say: no page is stale, and none is left over.
func TestDocs(t *testing.T) {
	docs := filepath.Join("..", "..", "docs")
	files, err := os.ReadDir(filepath.Join(docs, "rules"))
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, f := range files {
		left["rules/"+f.Name()] = true
	}
	all := ""
	for _, p := range Pages(All()) {
		got, err := os.ReadFile(filepath.Join(docs, filepath.FromSlash(p.Path)))
		if err != nil || !bytes.Equal(bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")), p.Text) {
			t.Errorf("docs/%s is out of date, run go generate ./... (%v)", p.Path, err)
		}
		delete(left, p.Path)
		all += path.Base(p.Path) + "\n" + string(p.Text)
	}
	for name := range left {
		t.Errorf("docs/%s is about no family of rules: remove it", name)
	}
	for _, r := range All() {
		if n, line := strings.Count(all, "\n## "+r.ID+"\n"), strings.Count(all, "\n| ["+r.ID+"]("); n != 1 || line != 1 {
			t.Errorf("%s has %d headings and %d lines in the rule reference", r.ID, n, line)
		}
	}
}

// TestListFitsOnAFewScreens keeps examples and long texts out of the list.
func TestListFitsOnAFewScreens(t *testing.T) {
	list := string(Pages(All())[0].Text)
	if lines := strings.Count(list, "\n"); lines > 2*len(All()) {
		t.Errorf("docs/rules.md has %d lines for %d rules", lines, len(All()))
	}
	for line := range strings.Lines(list) {
		if len(line) > 250 {
			t.Errorf("a line of docs/rules.md has %d letters: %s", len(line), line)
		}
	}
}
