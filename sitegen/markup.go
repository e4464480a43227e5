package sitegen

import (
	"html"
	"net/url"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// markup is finished HTML. Only what escapes its words makes it.
type markup string

// noControls shows characters that HTML can't hold, and those that turn the direction of text.
var noControls = strings.NewReplacer("\x00", "\ufffd", "\x1b", "\ufffd")

// words escapes a text.
func esc(text string) markup {
	text = turners.Replace(noControls.Replace(strings.ToValidUTF8(text, "\ufffd")))
	return markup(html.EscapeString(text))
}

// writer writes the words of one of the site's own pages.
type writer struct {
	strings.Builder
	b    *book
	root string // of the site, as seen from the page
	ids  map[string]bool
}

// page begins the words of a page in a folder.
func (b *book) page(folder string) *writer {
	return &writer{b: b, root: root(folder), ids: map[string]bool{}}
}

func (w *writer) add(parts ...markup) {
	for _, m := range parts {
		w.WriteString(string(m))
	}
}

// say returns a string of the interface.
func (w *writer) say(key string) markup { return esc(w.b.words[key]) }

// count is a number with the string of the interface for what is counted.
func (w *writer) count(n int, key string) markup {
	text := w.b.words[key]
	if one := w.b.words[key+".one"]; n == 1 && one != "" {
		text = one
	}
	return esc(strings.ReplaceAll(text, "{{ . }}", strconv.Itoa(n)))
}

// id is an id of an element that no other one of the page has: the name, or the name with a number.
func (w *writer) id(name string) markup {
	free := name
	for n := 2; w.ids[free]; n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	w.ids[free] = true
	return esc(free)
}

func (w *writer) heading(id, key string) {
	w.add(`<h2 id="`, w.id("writ-"+id), `">`, w.say(key), "</h2>\n")
}

func (w *writer) para(class string, parts ...markup) {
	w.add("<p")
	if class != "" {
		w.add(` class="`, markup(class), `"`)
	}
	w.add(">")
	w.add(parts...)
	w.add("</p>\n")
}

// link is a link to an address relative to the site's root, which is percent-encoded.
func (w *writer) link(href, text string) markup {
	if href == "" {
		return esc(text)
	}
	return `<a href="` + esc(w.root+href) + `">` + esc(text) + "</a>"
}

// unbroken keeps short words, such as an id, in one line.
func unbroken(m markup) markup {
	const most = 24
	shown, tag := 0, false
	for _, r := range string(m) {
		switch {
		case r == '<':
			tag = true
		case r == '>':
			tag = false
		case !tag:
			shown++
		}
	}
	if shown == 0 || shown > most {
		return m
	}
	return `<span class="unbroken">` + m + "</span>"
}

// to is a link to a place of a document; its key alone where the site has no page of it.
func (w *writer) to(p Place) markup {
	text := firstOf(p.Text, p.Document)
	i, ok := w.b.find(p.Document)
	if !ok {
		return esc(text)
	}
	href := w.b.views[i].Href
	if p.Anchor != "" && w.b.docs[i].served {
		href += "#" + url.PathEscape(p.Anchor)
	}
	return w.link(href, text)
}

// titled is a link to a document with its title behind it.
func (w *writer) titled(key string) markup {
	m := unbroken(w.to(Place{Document: key}))
	if i, ok := w.b.find(key); ok && w.b.views[i].Title != key {
		m += " " + esc(w.b.views[i].Title)
	}
	return m
}

// linked links the ids of documents and of actions in a text.
func (w *writer) linked(text string) markup {
	var out markup
	last := 0
	for _, at := range idWord.FindAllStringSubmatchIndex(text, -1) {
		word := text[at[0]:at[1]]
		var m markup
		if href := w.b.actionHref(word); href != "" {
			m = w.link(href, word)
		} else if _, ok := w.b.find(word); ok {
			m = w.to(Place{Document: word})
		} else {
			continue
		}
		out += esc(text[last:at[0]]) + unbroken(m)
		last = at[1]
	}
	return out + esc(text[last:])
}

// who names people and roles, with links to their pages.
func (w *writer) who(all []Who) markup {
	var parts []markup
	for _, x := range all {
		parts = append(parts, w.link(w.b.personHref(x), x.Name))
	}
	if parts == nil {
		return `<span class="writ-muted">` + w.say("not_stated") + "</span>"
	}
	return join(parts, ", ")
}

func join(parts []markup, between markup) markup {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(string(between))
		}
		b.WriteString(string(p))
	}
	return markup(b.String())
}

// on is a day; a dash where there is none.
func on(d day.Day) markup {
	if d == day.None {
		return "–"
	}
	return markup(`<time datetime="` + d.String() + `">` + d.String() + "</time>")
}

// number is a number; a dash for 0.
func number(n int) markup {
	if n == 0 {
		return "–"
	}
	return markup(strconv.Itoa(n))
}

// late says by how many days something is late, not by its colour alone.
func (w *writer) late(n int) markup {
	if n == 0 {
		return "–"
	}
	return `<strong class="writ-late">` + w.count(n, "days") + "</strong>"
}

// dueOn is a day with the days by which it is over.
func (w *writer) dueOn(d day.Day, late int) markup {
	if late == 0 {
		return on(d)
	}
	return on(d) + ` <strong class="writ-late">` + w.say("overdue") + " (" + w.count(late, "days") + ")</strong>"
}

// orDash is a text; a dash where there is none.
func orDash(text string) markup {
	if text == "" {
		return "–"
	}
	return esc(text)
}

// lines is a text whose line feeds are kept.
func lines(text string) markup {
	return markup(strings.ReplaceAll(string(esc(strings.TrimSpace(text))), "\n", "<br>"))
}

// column is a column of a table: the key of its name, and how it is set.
type column struct {
	name string
	end  bool // numbers, at the end of the line
	wide bool // sentences
}

// row is a row of a table; the first cell names it.
type row struct {
	anchor string
	data   [][2]string // attributes data-…, for scripts
	cells  []markup
}

// grid is a table of the site's own pages.
type grid struct {
	id      string
	caption markup
	hidden  bool // the caption is for those who don't see the heading above it
	class   string
	columns []column
	rows    []row
}

// table writes a table that scrolls inside itself.
func (w *writer) table(t grid) {
	id := w.id("writ-" + t.id)
	w.add(`<div class="table-scroll" role="region" tabindex="0" aria-labelledby="`, id, `-of"><table id="`, id, `"`)
	if t.class != "" {
		w.add(` class="`, markup(t.class), `"`)
	}
	w.add("><caption")
	if t.hidden {
		w.add(` class="visually-hidden"`)
	}
	w.add(` id="`, id, `-of">`, t.caption, "</caption>\n<thead><tr>")
	for _, c := range t.columns {
		w.add(`<th scope="col"`, c.classes(), ">", w.say(c.name), "</th>")
	}
	w.add("</tr></thead>\n<tbody>\n")
	for _, r := range t.rows {
		w.row(t.columns, r)
	}
	w.add("</tbody></table></div>\n")
}

func (c column) classes() markup {
	switch {
	case c.end:
		return ` class="align-right"`
	case c.wide:
		return ` class="writ-sentence"`
	}
	return ""
}

func (w *writer) row(columns []column, r row) {
	w.add("<tr")
	if r.anchor != "" && !w.ids[r.anchor] {
		w.add(` id="`, w.id(r.anchor), `"`)
	}
	for _, d := range r.data {
		w.add(" data-", markup(d[0]), `="`, esc(d[1]), `"`)
	}
	w.add(">")
	for i, c := range r.cells {
		if i == 0 {
			w.add(`<th scope="row"`, columns[i].classes(), ">", c, "</th>")
			continue
		}
		w.add("<td", columns[i].classes(), ">", c, "</td>")
	}
	w.add("</tr>\n")
}
