package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/writ-docs/writ/lint/rules"
)

// TestExplainFitsOnAScreen: a rule's documentation has 24 lines of 80 columns at most.
func TestExplainFitsOnAScreen(t *testing.T) {
	for _, r := range rules.All() {
		text := ruleText(r)
		if n := strings.Count(text, "\n"); n > 24 {
			t.Errorf("%s has %d lines; shorten its text", r.ID, n)
		}
		for line := range strings.Lines(text) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > columns {
				t.Errorf("%s has a line of %d columns: %s", r.ID, n, line)
			}
		}
	}
}

func TestWrapped(t *testing.T) {
	long := strings.Repeat("word ", 17)
	for text, want := range map[string]string{
		"":                        "",
		"one\ntwo":                "one two\n",
		"one\n\ntwo\n":            "one\n\ntwo\n",
		"list:\n- one\n- two":     "list:\n- one\n- two\n",
		"as:\n    writ lint\nand": "as:\n    writ lint\nand\n",
		long:                      strings.Repeat("word ", 15) + "word\nword\n",
		strings.Repeat("x", 90):   strings.Repeat("x", 90) + "\n",
	} {
		if got := wrapped(text); got != want {
			t.Errorf("wrapped(%q) is %q; want %q", text, got, want)
		}
	}
}
