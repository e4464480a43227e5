package sitegen

import (
	"net/url"
	"strconv"
)

// contentsOf is the contents list of a document: its sections and what is below them, each with the version in which
// it last changed, where that is known. It is "" for a document without sections.
func (b *book) contentsOf(text *Text) string {
	w := b.page("")
	for _, h := range text.Contents {
		if h.Level != 2 && h.Level != 3 {
			continue
		}
		if w.Len() == 0 {
			w.add(`<nav class="writ-contents" id="writ-contents" aria-labelledby="writ-contents-title"><details open>`, "\n",
				`<summary id="writ-contents-title">`, w.say("contents"), "</summary>\n<ol>\n")
		}
		w.add(`<li class="writ-level-`, markup(strconv.Itoa(h.Level)), `"><a href="#`, esc(url.PathEscape(h.Anchor)), `">`,
			esc(h.Text),
			w.changedIn(text.Changed[h.Anchor]), "</a></li>\n")
	}
	if w.Len() == 0 {
		return ""
	}
	w.add(`<li class="writ-level-2 writ-after"><a href="#writ-about">`, w.say("about"),
		"</a></li>\n</ol>\n</details></nav>")
	return w.String()
}

// changedIn says in which version a section last changed; "" for none.
func (w *writer) changedIn(version string) markup {
	if version == "" {
		return ""
	}
	said, v := w.say("section_changed"), esc(version)
	return ` <span class="writ-changed" title="` + said + " " + v + `"><span class="visually-hidden">(` + said +
		"</span> " + v +
		`<span class="visually-hidden">)</span></span>`
}
