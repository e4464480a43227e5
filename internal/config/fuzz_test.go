package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// explosive are texts that made parsers slow, deep or large. Their size grows in proportion to n.
func explosive(n int) map[string]string {
	var laughs, flat, roster, circle strings.Builder
	laughs.WriteString("a0: &a0 x\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	for i := range 12_000 * n {
		fmt.Fprintf(&flat, "k%d: 1\n", i)
	}
	roster.WriteString("people:\n")
	for i := range 300 * n {
		fmt.Fprintf(&roster, "  p%d: {name: P, emails: [p%d@example.com], github: p}\n", i, i)
	}
	circle.WriteString("roles:\n")
	for i := range 500 * n {
		fmt.Fprintf(&circle, "  r%d: {any_of: [r%d]}\n", i, (i+1)%(500*n))
	}
	return map[string]string{
		"aliases":         laughs.String(),
		"many keys":       flat.String(),
		"large roster":    roster.String(),
		"long circle":     circle.String(),
		"open brackets":   strings.Repeat("[", 15_000*n),
		"open braces":     strings.Repeat("{a: ", 8_000*n),
		"nested dashes":   strings.Repeat("- ", 15_000*n),
		"nested mappings": nested(250 * n),
		"question marks":  strings.Repeat("? ", 15_000*n),
		"tags":            "a: " + strings.Repeat("!x ", 12_000*n),
		"one word":        strings.Repeat("a", 40_000*n),
		"blank lines":     strings.Repeat("\n", 40_000*n),
		"carriage return": strings.Repeat("\r", 40_000*n),
		"comments":        strings.Repeat("#\n", 20_000*n),
		"too large":       strings.Repeat("a: 1\n", 40_000*n),
		"long list":       "forges: [" + strings.Repeat("x,", 15_000*n) + "]",
		"list":            "forges: [" + strings.Repeat("x,", 6_000*n) + "]",
		"quotes":          strings.Repeat("\"", 40_000*n),
		"block scalar":    "main: |\n" + strings.Repeat("  x\n", 8_000*n),
	}
}

func nested(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i%500))
	}
	return b.String()
}

// TestExplosiveFiles: twice the text takes about twice the memory.
func TestExplosiveFiles(t *testing.T) {
	double := explosive(2)
	for name, src := range explosive(1) {
		read := func(src string) int {
			return gittest.Allocated(func() {
				Load([]byte(src), sampleFiles)
				LoadLenient([]byte(src), sampleFiles)
			})
		}
		if once, twice := read(src), read(double[name]); twice > 3*once+1<<20 {
			t.Errorf("%s: %d bytes were allocated for %d of text, and %d for %d", name, once, len(src), twice, len(double[name]))
		}
	}
}
func FuzzLoad(f *testing.F) {
	f.Add(whole(f))
	for _, s := range []string{
		"", "a", "- a\n", "a: |\n  b\n c\n", "a: 'b\n", "a: \"\\", "{a: [b, {c}]}", "\ufeffa: é\r\nb: ü\r\n", "a:\n\t- b\n", "? a\n: b\n", ": a\n", "a: b: c\n",
		"---\na: 1\n...\nb", "%YAML 1.2\n---\n", "kinds: {a: {extends: b}, b: {extends: a}}\n", "rules: {WR1: off, custom: [{}]}\n", "fields: {a: }\n",
		"version: 1e3\n", "documents: {include: ['{a,{b,c}}[']}\n", "roles: {a: {any_of: [a]}}\npeople: {a: {}}\n", "a: >-\n\n\n", "a: !!binary x\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, problems := Load(src, sampleFiles)
		for _, p := range problems {
			if p.Start < 0 || p.End < p.Start || p.End > len(src) || p.Line < 1 || p.Column < 1 || p.Message == "" || p.Help == "" {
				t.Fatalf("problem without a place or words: %+v in %d bytes", p, len(src))
			}
		}
		if _, ok := LoadLenient(src, sampleFiles); len(problems) == 0 && !ok {
			t.Fatal("read strictly, and not leniently")
		}
		if len(problems) > 0 {
			return
		}
		c.Explain()
		c.Candidate("policies/a.md")
		if c.KindFor("policies/a.md", "") == nil {
			t.Fatal("no kind")
		}
		c.KnownOwner("a")
		c.RolesOf("a", 1)
		checkPlaces(t, src, c.file.root)
	})
}

// checkPlaces checks that a plain scalar's bytes are its text.
func checkPlaces(t *testing.T, src []byte, n *node) {
	if n.start < 0 || n.end > len(src) || n.end < n.start {
		t.Fatalf("%s at %d to %d of %d bytes", n.name(), n.start, n.end, len(src))
	}
	if n.kind == number || n.kind == boolean {
		if got := string(src[n.start:n.end]); got != n.text {
			t.Fatalf("%s is %q at its place, %q in the tree", n.name(), got, n.text)
		}
	}
	for _, e := range n.entries {
		checkPlaces(t, src, e.value)
	}
	for _, i := range n.items {
		checkPlaces(t, src, i)
	}
}
