package document

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// plainCanonical makes a canonical body the long way: line by line, as its definition says.
func plainCanonical(body string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body), "\n")
	blank := func(i int) bool { return i < 0 || i >= len(lines) || strings.Trim(lines[i], " \t") == "" }
	var kept []string
	for i := 0; i < len(lines); {
		end := i
		for !blank(end) {
			end++
		}
		if end > i && onlySuppressions([]byte(strings.Join(lines[i:end], "\n"))) {
			i = end + 1
			continue
		}
		end = max(end, i+1)
		kept = append(kept, lines[i:end]...)
		i = end
	}
	for len(kept) > 0 && strings.Trim(kept[0], " \t") == "" {
		kept = kept[1:]
	}
	for n := len(kept); n > 0 && strings.Trim(kept[n-1], " \t") == ""; n-- {
		kept = kept[:n-1]
	}
	return strings.Join(kept, "\n")
}

// checkCanonical holds the canonical form of a body against its definition.
func checkCanonical(t *testing.T, src []byte, body Span) canonicalForm {
	t.Helper()
	c := canonicalBody(src, body)
	if want := plainCanonical(string(src[body.Start:body.End])); string(c.text) != want {
		t.Fatalf("%q: got %q, want %q", src[body.Start:body.End], c.text, want)
	}
	if again := canonicalBody(c.text, Span{0, len(c.text)}); !bytes.Equal(again.text, c.text) || len(again.comments) > 0 {
		t.Fatalf("%q becomes %q when it is made again", c.text, again.text)
	}
	last := -1
	for i, b := range c.text {
		at := c.offset(i)
		if at <= last || at < body.Start || at >= body.End || src[at] != b && (b != '\n' || src[at] != '\r') {
			t.Fatalf("the byte %d (%q) of %q is said to stand at %d in %q", i, b, c.text, at, src)
		}
		last = at
	}
	return c
}

func TestCanonicalBody(t *testing.T) {
	for _, tc := range []struct{ body, want string }{
		{"", ""}, {"\n \t\r\n\r", ""}, {"a", "a"}, {"\n\n a\n\n", " a"}, {"a  \n", "a  "},
		{"a\r\nb\rc\n", "a\nb\nc"}, {"a\r\r\nb", "a\n\nb"},
		{"\u00a0\na", "\u00a0\na"}, {"\f\na\n\v\n", "\f\na\n\v"},
		{ign, ""}, {ign + "\n\n\n" + ign + "\n\na", "a"}, {"a\n\n" + ign, "a"},
		{"a\n\n" + ign + "\n\nb", "a\n\nb"}, {"a\n\n" + ign + "\n\n\nb", "a\n\n\nb"},
		{"a\n\n" + ign + "\n" + ign + " " + ign + "\n\nb", "a\n\nb"},
		{"a\n" + ign + "\n\nb", "a\n" + ign + "\n\nb"}, {"a\n\n" + ign + "\nb", "a\n\n" + ign + "\nb"},
		{"a\n\n<!-- writ:ignore\n WR601 -->\n\nb", "a\n\nb"},
		{"a\n\n<!-- writ:ignored -->\n\nb", "a\n\n<!-- writ:ignored -->\n\nb"},
		{"```\n\n" + ign + "\n\n```", "```\n\n```"},
	} {
		c := checkCanonical(t, []byte(tc.body), Span{0, len(tc.body)})
		if string(c.text) != tc.want {
			t.Errorf("%q: got %q, want %q", tc.body, c.text, tc.want)
		}
	}
}

// words of texts whose reading depends on what stands beside them.
var canonicalParts = []string{
	"a", "word", " ", "  ", "    ", "\t", "\n", "\n\n", "\r", "\r\n", "\u00a0", "\f", "- ", "1. ", "> ", "# ", "```", "~~~", "---", "===",
	"|", "|a|b|\n|-|-|\n", "[^1]", "[^1]: note", "[r]", "[r]: x.md", "[l](y.md)", "![i](z.png)", "*", "**", "`", "<br>", "<div>", "</div>",
	"<!-- x -->", "<!--", "-->", ign, "\n\n" + ign + "\n\n", "\n" + ign + "\n\n", "\n\n" + ign + "\n", "<!-- writ:ignore\n\nWR601 -->",
	"\n\n## Addendum 2026-01-01\n\n", "\n## Addendum 2026-02-01 ", "\\", "&amp;", "&#13;", "\x00", "\xff", "é",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(40) {
		b.WriteString(canonicalParts[r.IntN(len(canonicalParts))])
	}
	return b.String()
}

// disguised is a file whose digest says the same, or nearly.
func disguised(src string, r *rand.Rand) string {
	var b strings.Builder
	for _, line := range strings.SplitAfter(src, "\n") {
		if strings.TrimRight(line, "\r\n") == "" && r.IntN(2) == 0 {
			b.WriteString(strings.Repeat(ign+"\n", 1+r.IntN(2)) + "\n")
		}
		if n := len(line) - 1; n >= 0 && line[n] == '\n' && b.Len() > len(front) {
			line = line[:n] + []string{"\n", "\r\n", "\r"}[r.IntN(3)]
		}
		b.WriteString(line)
		if r.IntN(30) == 0 {
			b.WriteString(canonicalParts[r.IntN(len(canonicalParts))])
		}
	}
	b.WriteString([]string{"", "\n", "\r\n\t\n", "\n\n" + ign}[r.IntN(4)])
	return strings.Replace(b.String(), "---\nid: A\n---\n", "---\nid: A\nstatus: draft\n---\n\n", 1)
}

// resolver resolves links and pictures in one way for all documents.
var resolver = Renderer{SkipTitle: "word", ShiftTitles: true,
	Link:  func(target string) (string, bool) { return "to/" + target, target != "x.md" },
	Image: func(target string) (string, bool) { return "img/" + target, true }}

// checkEqualDigests makes sure that contents with one digest show the same, and that nothing which addenda bring changes
// the words before them.
func checkEqualDigests(t *testing.T, a, b string) (equal bool) {
	t.Helper()
	one, other := Parse("a.md", []byte(a), names), Parse("a.md", []byte(b), names)
	html := must(one.HTML(resolver))
	if digestOf(a) == digestOf(b) {
		if again := must(other.HTML(resolver)); html != again {
			t.Fatalf("one digest, and different pages:\n%q\n%q\n%q\n%q", a, b, html, again)
		}
		equal = true
	}
	c := canonicalBody([]byte(a), one.Body)
	if starts := addenda(c.text); len(starts) > 0 && !one.has(NotUTF8) {
		if words := must(Parse("a.md", append([]byte(front), c.text[:starts[0]]...), names).HTML(resolver)); !strings.HasPrefix(html, words) {
			t.Fatalf("%q: its addenda change how the words before them read:\n%q\n%q", a, html, words)
		}
	}
	return equal
}

func TestEqualDigestsShowTheSame(t *testing.T) {
	equal, total := 0, 4000
	for seed := range total {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		a := front + randomText(r)
		checkCanonical(t, []byte(a), Span{len(front), len(a)})
		if checkEqualDigests(t, a, disguised(a, r)) {
			equal++
		}
	}
	if equal < total/10 {
		t.Errorf("only %d of %d pairs had one digest", equal, total)
	}
}

func FuzzEqualDigests(f *testing.F) {
	for i, tt := range markdownTests {
		f.Add(front+tt.body, uint64(i))
	}
	for i, s := range hostile {
		f.Add(s, uint64(i))
	}
	f.Add(front+strings.Join(canonicalParts, ""), uint64(3))
	f.Fuzz(func(t *testing.T, src string, seed uint64) {
		d := Parse("a.md", []byte(src), names)
		checkCanonical(t, []byte(src), d.Body)
		checkEqualDigests(t, src, disguised(src, rand.New(rand.NewPCG(seed, 2))))
	})
}

// TestCommentsThatReadOn has what hid words once: comments that took their blanks with them, and line ends and blank
// lines that only some readers know.
func TestCommentsThatReadOn(t *testing.T) {
	for name, pair := range map[string][2]string{
		"a footnote":       {"Personal[^1].\n\n[^1]: Forbidden.\n", "Personal[^" + ign + "1].\n\n[^1]: Forbidden.\n"},
		"joined words":     {"shared nowhere\n", "shared now " + ign + "here\n"},
		"a definition":     {"Rules:\n[Forbidden]: x 'y'\n", "Rules:\n" + ign + "\n[Forbidden]: x 'y'\n"},
		"a lone CR":        {"a\\\n> b\n", "a\\\r\n\n> b\n"},
		"a no-break space": {"    code\n", "\u00a0\n    code\n"},
		"a form feed":      {"    code\n", "\f\n    code\n"},
	} {
		if digestOf(front+pair[0]) == digestOf(front+pair[1]) {
			t.Errorf("%s: one digest", name)
		}
	}
	a, b := Parse("a.md", []byte(front+"a\n# b\n"), names), Parse("a.md", []byte(front+"a\r# b\r"), names)
	if must(a.HTML(Renderer{})) != must(b.HTML(Renderer{})) || len(b.Headings()) != 1 {
		t.Errorf("lines that end with CR: %q, %q", must(a.HTML(Renderer{})), must(b.HTML(Renderer{})))
	}
}

// TestPlacesCountTheFile has places of a body that was rewritten count the file's bytes.
func TestPlacesCountTheFile(t *testing.T) {
	const body = "# A\n\n%One [two](x.md) POL-001.\n\n%| a | b |\n|---|---|\n| c | d |\n\n%Owner: ciso\n"
	plain := Parse("a.md", []byte(front+strings.ReplaceAll(body, "%", "")), names)
	want := outline(plain)
	for _, eol := range []string{"\n", "\r\n", "\r"} {
		for _, comment := range []string{"", ign + "\n\n"} {
			src := front + strings.ReplaceAll(strings.ReplaceAll(body, "%", comment), "\n", eol)
			d := Parse("a.md", []byte(src), names)
			if got := strings.ReplaceAll(outline(d), "\r", "\n"); strings.ReplaceAll(got, "\n\n", "\n") != strings.ReplaceAll(want, "\n\n", "\n") {
				t.Errorf("%q:\n%s\nwant\n%s", src, got, want)
			}
			if m := d.Mentions(); len(m) != 1 || cut(src, m[0].Span) != "POL-001" {
				t.Errorf("%q: mentions %v", src, m)
			}
			if s := d.Stated(); len(s) == 0 || cut(src, s[len(s)-1].Span) != "ciso" {
				t.Errorf("%q: stated %v", src, s)
			}
			if n := slices.Compact([]int{len(d.Suppressions()), strings.Count(src, ign)}); len(n) != 1 {
				t.Errorf("%q: %d suppressions", src, n[0])
			}
		}
	}
}
