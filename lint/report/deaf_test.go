package report

import (
	"strings"
	"testing"
)

// TestDeafWriter: however the text is cut into writes, no command is left, and nothing else changes.
func TestDeafWriter(t *testing.T) {
	text := "a ##[error]x\n###[group]\n# heading\n## two\n##[\n#"
	want := strings.ReplaceAll(text, "##[", "## [")
	for size := 1; size <= len(text); size++ {
		var b strings.Builder
		d := &deafWriter{w: &b}
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if _, err := d.Write([]byte(rest[:n])); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := d.flush(); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Fatalf("in writes of %d bytes: %q, want %q", size, b.String(), want)
		}
	}
}
