package document

import "testing"

// TestSlug holds anchors against what github-slugger 2.0.0 makes of the same titles. It knows Unicode 13; letters that
// came since are kept here, as GitHub keeps them.
func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"CO² limits": "co-limits", "CO₂ budget": "co-budget", "½ day of leave": "-day-of-leave", "① 目的": "-目的", "Ⅷ. Annex": "ⅷ-annex", "ⓐ": "ⓐ",
		"heading with a - dash": "heading-with-a---dash", "an _ underscore": "an-_-underscore", "a‿b＿c": "a‿b＿c",
		"exchange.bind_headers(exchange, routing [, bindCallback])": "exchangebind_headersexchange-routing--bindcallback",
		" a ": "-a-", "apostrophe’s": "apostrophes", "I ♥ unicode": "i--unicode", "en–dash": "endash", "😄 - an emoji": "---an-emoji",
		"Größe & Maß!": "größe--maß", "Привет non-latin 你好": "привет-non-latin-你好", "a\u00a0b\tc\nd\u00ade": "abcde", "१२३ ٣": "१२३-٣",
		"ΟΔΟΣ ΣΑΣ": "οδος-σας", "ΑΣ'Β Σ": "ασβ-σ", "İX": "i̇x", "ǅ": "ǆ", "e\u0301": "e\u0301", "5 € + 3%": "5---3", "": "",
	} {
		if got := slug(title); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

// TestAnchorsInPages has anchors be made of what a page shows of a heading.
func TestAnchorsInPages(t *testing.T) {
	for heading, want := range map[string]string{
		"## ![logo](x.png) Title": "-title", "## Title <!-- c -->": "title-", "## a<br>b": "ab", "Two\nlines\n===": "twolines",
		"## `code` *and* [link](x.md)": "code-and-link", "## &amp;&#x20;x": "-x", "## !!!": "section", "## writ-home": "section-writ-home",
	} {
		d := Parse("a.md", []byte(heading+"\n"), nil)
		if h := d.Headings(); len(h) != 1 || h[0].Anchor != want {
			t.Errorf("%q: got %+v, want %q", heading, h, want)
		}
	}
}
