package document

import (
	"bytes"
	"strings"
	"testing"
)

const digestBase = "---\nid: A\ntitle: T\nkind: policy\nversion: 2.10\ntags: [a, b]\nactive: true\n---\n\n# T\n\nOne two.\n\n```\ncode\n```\n\nEnd.\n"

func digestOf(src string) [32]byte {
	f, body := ParseFront([]byte(src), names)
	return Digest([]byte(src), f, body)
}

func digestOfWords(src string) [32]byte {
	f, body := ParseFront([]byte(src), names)
	return new(Digester).DigestOfWords([]byte(src), f, body, nil)
}

func replace(old, by string) string {
	if !strings.Contains(digestBase, old) {
		panic("no " + old)
	}
	return strings.Replace(digestBase, old, by, 1)
}

func TestDigest(t *testing.T) {
	same := map[string]string{
		"crlf":                   strings.ReplaceAll(digestBase, "\n", "\r\n"),
		"bom":                    "\xef\xbb\xbf" + digestBase,
		"lifecycle":              replace("id: A\n", "id: A\nstatus: approved\nnext_review: 2030-01-01\napproved_by: x\napproved_date: x\nlast_reviewed: x\nretired_on: x\nsuperseded_by: x\n"),
		"alias":                  replace("version:", "revision:"),
		"quotes":                 replace("2.10", "\"2.10\""),
		"single quotes":          replace("title: T", "title: 'T'"),
		"order":                  replace("id: A\ntitle: T\n", "title: T\nid: A\n"),
		"enumeration":            replace("policy", "Policy"),
		"boolean":                replace("true", "TRUE"),
		"YAML comment":           replace("id: A", "# writ:ignore WR101\nid: A # x"),
		"list form":              replace("[a, b]", "\n  - a\n  - \"b\""),
		"by the parser":          replace("tags: [a, b]", "tags: [a,\n b]"),
		"no line end at the end": strings.TrimSuffix(digestBase, "\n"),
		"empty lines at the end": digestBase + "\n\n",
		"empty line at start":    replace("---\n\n# T", "---\n\n\n# T"),
		"no empty line at start": replace("---\n\n# T", "---\n# T"),
		"comment between":        replace("One two.", "<!-- writ:ignore WR601 until=2027-01-01 reason=\"x\" -->\n\nOne two."),
		"comment for the file":   replace("---\n\n# T", "---\n<!-- writ:ignore WR601 -->\n\n# T"),
		"comment at the end":     digestBase + "\n<!-- writ:ignore WR601 -->\n",
		"two comments":           replace("One two.", "<!-- writ:ignore WR601 -->\n<!-- writ:ignore\nWR602 -->\n\nOne two."),
		"toml":                   replace(digestBase[:strings.Index(digestBase, "\n\n#")], "+++\nid = 'A'\ntitle = \"T\"\nkind = 'policy'\nversion = 2.10\ntags = ['a', 'b']\nactive = true\n+++"),
		"json":                   replace(digestBase[:strings.Index(digestBase, "\n\n#")], `{"id": "A", "title": "T", "kind": "policy", "version": "2.10", "tags": ["a", "b"], "active": true}`),
	}
	want := digestOf(digestBase)
	for name, src := range same {
		if digestOf(src) != want {
			t.Errorf("%s: another digest", name)
		}
	}
	other := map[string]string{
		"a comma":              replace("One two", "One, two"),
		"a blank":              replace("One two", "One  two"),
		"2.1 for 2.10":         replace("2.10", "2.1"),
		"a field":              replace("id: A\n", "id: A\nx: y\n"),
		"an empty field":       replace("id: A\n", "id: A\nx:\n"),
		"list order":           replace("[a, b]", "[b, a]"),
		"another comment":      replace("One two.", "<!-- x -->\n\nOne two."),
		"not our comment":      replace("One two.", "<!-- writ:ignored -->\n\nOne two."),
		"comment close by":     replace("One two.", "<!-- writ:ignore WR601 -->\nOne two."),
		"comment close below":  replace("One two.", "One two.\n<!-- writ:ignore WR601 -->"),
		"comment in a line":    replace("One two.", "One two. <!-- writ:ignore WR601 -->"),
		"comment in a quote":   replace("One two.", "> <!-- writ:ignore WR601 -->\n\nOne two."),
		"comment with more":    replace("One two.", "<!-- writ:ignore WR601 --> x\n\nOne two."),
		"an empty line in it":  replace("One two.", "<!-- writ:ignore\n\nWR601 -->\n\nOne two."),
		"not a blank line":     replace("One two.", "\u00a0\n<!-- writ:ignore WR601 -->\n\nOne two."),
		"a form feed first":    replace("---\n\n# T", "---\n\f\n# T"),
		"no-break space first": replace("---\n\n# T", "---\n\u00a0\n# T"),
		"blanks at the end":    strings.TrimSuffix(digestBase, "\n") + " ",
		"a comment as code":    replace("code\n", "code\n<!-- writ:ignore WR601 -->\n"),
		"an inline code":       replace("One two.", "One two. `<!-- writ:ignore WR601 -->`"),
		"upper case title":     replace("title: T", "title: t"),
		"null for a text":      replace("title: T", "title: ~"),
		"unreadable":           replace("id: A", "id: A: B"),
		"unreadable, another":  replace("id: A", "id: A: C"),
		"no front matter":      digestBase[strings.Index(digestBase, "# T"):],
	}
	seen := map[[32]byte]string{want: "the base"}
	for name, src := range other {
		d := digestOf(src)
		if before, ok := seen[d]; ok {
			t.Errorf("%s: the digest of %s", name, before)
		}
		seen[d] = name
	}
}

// TestDigestBytes has bytes that aren't UTF-8 tell contents apart.
func TestDigestBytes(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, s := range []string{"\xff", "\xfe", "\uFFFD", "\\udcff", "\x00", "\\u0000", "a\rb", "a\tb", "\x01"} {
		d := digestOf(front + "x" + s + "y\n")
		if before, ok := seen[d]; ok {
			t.Errorf("%q has the digest of %q", s, before)
		}
		seen[d] = s
	}
}

func TestDigestClosedRecord(t *testing.T) {
	base := front + "# Audit\n\nText.\n"
	want, whole := digestOfWords(base), digestOf(base)
	for _, added := range []string{
		"\n## Addendum 2026-01-01\n\nMore.\n", "\n## Addendum 2026-01-01: late facts\n", "\n## Addendum 2026-01-01\n\n## Addendum 2026-02-01\n\nx\n",
		"\nAddendum 2026-01-01\n---\n\nx\n", "\n<!-- writ:ignore WR761 -->\n\n## Addendum 2026-01-01\n",
	} {
		if digestOfWords(base+added) != want {
			t.Errorf("%q alters the digest", added)
		}
		if digestOf(base+added) == whole {
			t.Errorf("%q doesn't alter the digest of an open record", added)
		}
	}
	for _, added := range []string{
		"\nMore.\n", "\n### Addendum 2026-01-01\n", "\n## Addendum\n", "\n## Addendum 2026-1-1\n", "\n## addendum 2026-01-01\n", "\n## Addendum 2026-01-011\n",
		"\n```\n## Addendum 2026-01-01\n```\n\nx\n", "\n- ```\n  ## Addendum 2026-01-01\n  ```\n\nx\n", "\n<!--\n## Addendum 2026-01-01\n-->\n\nx\n", "\n    ## Addendum 2026-01-01\n\nx\n",
		"\n<!-- writ:ignore WR761 -->\n## Addendum 2026-01-01\n", "\n- ## Addendum 2026-01-01\n", "\n> ## Addendum 2026-01-01\n",
	} {
		if digestOfWords(base+added) == want {
			t.Errorf("%q doesn't alter the digest", added)
		}
	}
}

func TestCanonicalJSON(t *testing.T) {
	src := "---\nb: \"x\\\"\\\\y\"\na:\n- 1\n- {z: ~, y: q}\n---\n"
	f, _ := ParseFront([]byte(src), nil)
	var w canonicalJSON
	w.fields(f.Fields, lifecycle)
	if got, want := string(w.buf), `{"a":["1",{"y":"q","z":null}],"b":"x\"\\y"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestDigestLineEnds has line ends within the front matter's texts alter no digest, and control characters that are
// written as escapes tell texts apart.
func TestDigestLineEnds(t *testing.T) {
	for _, s := range []string{
		"---\nid: A\ntext: |\n  a\n  b\nmore: >\n  c\n  d\n\n  e\nlist:\n  - x\n  - |\n    y\n    z\nplain: one\n  two\nq: \"a\n  b\"\n---\nB\n",
		"+++\nid = 'A'\ntext = \"\"\"\na\nb\n\"\"\"\nlit = '''\na\nb'''\n+++\nB\n", "{\n\"id\": \"A\",\n \"x\": \"y\"}\nB\n", "---\nid: A: B\n---\nB\n",
	} {
		if digestOf(s) != digestOf(strings.ReplaceAll(s, "\n", "\r\n")) {
			t.Errorf("CRLF alters the digest of %q", s)
		}
	}
	if digestOf("---\ntitle: \"now\\rhere\"\n---\n") == digestOf("---\ntitle: \"now\\nhere\"\n---\n") {
		t.Error("CR and LF in a title have one digest")
	}
}

// TestDigestTooLarge has no digest of a file that isn't parsed be that of one that is.
func TestDigestTooLarge(t *testing.T) {
	text := strings.Repeat("words\n", maxFile/6-10)
	if digestOf("---\nid: A\n---\n"+text) == digestOf("---\nid: A\n# "+strings.Repeat("x", 200)+"\n---\n"+text) {
		t.Error("one digest, and only one of the two is read")
	}
}

// FuzzDigest has line ends and the end of the file never alter a digest.
func FuzzDigest(f *testing.F) {
	f.Add(digestBase)
	f.Add(front + "a\n\n<!-- writ:ignore WR1 -->\n\n- b\n\n  <!-- writ:ignore WR2 --> c\n\n## Addendum 2026-01-01\n")
	f.Fuzz(func(t *testing.T, src string) {
		if strings.Contains(src, "\r") {
			return
		}
		for _, digest := range []func(string) [32]byte{digestOf, digestOfWords} {
			want := digest(src)
			if digest(strings.ReplaceAll(src, "\n", "\r\n")) != want {
				t.Errorf("CRLF alters the digest of %q", src)
			}
			if f, _ := ParseFront([]byte(src), nil); len(f.Faults) == 0 && digest(src+"\n\n") != want {
				t.Errorf("empty lines at the end alter the digest of %q", src)
			}
		}
	})
}

// TestVerbatim holds the look at eight bytes at once against a look at each, with every byte at every place.
func TestVerbatim(t *testing.T) {
	plain := func(c byte) bool { return c >= ' ' && c < 0x80 && c != '"' && c != '\\' }
	for _, around := range []byte{' ', '!', '#', 'a', '[', ']', 0x7f} {
		for n := range 20 {
			for at := range n {
				for c := range 256 {
					for _, after := range []byte{around, 0, '"', 0xff} {
						s := bytes.Repeat([]byte{around}, n)
						s[at] = byte(c)
						if at+1 < n {
							s[at+1] = after
						}
						want := 0
						for want < n && plain(s[want]) {
							want++
						}
						if got := verbatim(s); got != want {
							t.Fatalf("%q: %d bytes stand as they are, and %d are due", s, got, want)
						}
					}
				}
			}
		}
	}
}
