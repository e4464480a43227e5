package document

import (
	"slices"
	"testing"
)

func TestAddenda(t *testing.T) {
	src := "---\nid: R\n---\n\n# R\n\nWords.\n\n## Addendum 2026-01-02\r\n\r\nOne.\r\n\n<!-- writ:ignore WR121 until 2027-01-01: why -->\n\n" +
		"### More\n\n```\n## Addendum 2026-01-03\n```\n\n## Addendum\n\nAddendum 2026-02-03: two\n---\n\nTwo.\n\n"
	front, body := ParseFront([]byte(src), nil)
	if !front.Readable() {
		t.Fatal(front.Faults)
	}
	want := []string{"## Addendum 2026-01-02\n\nOne.\n\n### More\n\n```\n## Addendum 2026-01-03\n```\n\n## Addendum",
		"Addendum 2026-02-03: two\n---\n\nTwo."}
	if got := Addenda([]byte(src), body); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	none := []byte("# R\n\nNo Addendum of 2026-01-02.\n")
	if got := Addenda(none, Span{0, len(none)}); got != nil {
		t.Errorf("%q, want none", got)
	}
}
