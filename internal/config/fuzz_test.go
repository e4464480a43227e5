package config

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// explosive are files that made parsers slow, deep or large.
func explosive() map[string]string {
	var laughs, flat, roster, circle strings.Builder
	laughs.WriteString("a0: &a0 x\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	for i := range 100_000 {
		fmt.Fprintf(&flat, "k%d: 1\n", i)
	}
	roster.WriteString("people:\n")
	for i := range 2_400 {
		fmt.Fprintf(&roster, "  p%d: {name: P, emails: [p%d@example.com], github: p}\n", i, i)
	}
	circle.WriteString("roles:\n")
	for i := range 4_000 {
		fmt.Fprintf(&circle, "  r%d: {any_of: [r%d]}\n", i, (i+1)%4_000)
	}
	return map[string]string{
		"aliases":         laughs.String(),
		"many keys":       flat.String(),
		"large roster":    roster.String(),
		"long circle":     circle.String(),
		"open brackets":   strings.Repeat("[", 400_000),
		"open braces":     strings.Repeat("{a: ", 200_000),
		"nested dashes":   strings.Repeat("- ", 400_000),
		"nested mappings": nested(2_000),
		"question marks":  strings.Repeat("? ", 400_000),
		"tags":            "a: " + strings.Repeat("!x ", 300_000),
		"one word":        strings.Repeat("a", 1_000_000),
		"blank lines":     strings.Repeat("\n", 1_000_000),
		"carriage return": strings.Repeat("\r", 1_000_000),
		"comments":        strings.Repeat("#\n", 500_000),
		"too large":       strings.Repeat("a: 1\n", 1_000_000),
		"long list":       "forges: [" + strings.Repeat("x,", 400_000) + "]",
		"list":            "forges: [" + strings.Repeat("x,", 49_000) + "]",
		"quotes":          strings.Repeat("\"", 1_000_000),
		"block scalar":    "main: |\n" + strings.Repeat("  x\n", 200_000),
	}
}

func nested(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i%500))
	}
	return b.String()
}

func TestExplosiveFilesEndSoon(t *testing.T) {
	const limit = 30 * time.Second // what hangs takes minutes, and the race detector is slow
	for name, src := range explosive() {
		start := time.Now()
		_, problems := Load([]byte(src), sampleFiles)
		LoadLenient([]byte(src), sampleFiles)
		if d := time.Since(start); d > limit {
			t.Errorf("%s: %v", name, d)
		} else {
			t.Logf("%s: %v, %d problems", name, d.Round(time.Millisecond), len(problems))
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
