package sitegen

import "strings"

// missingPage is the page for an address that nothing has.
type missingPage struct {
	frame
	Words bool `json:"words"`
}

// missing lists the ids that lead to no document any more, with what took their place: a script picks the one that was
// asked for.
func (b *book) missing() page {
	w := b.page("")
	w.root = b.absoluteRoot()
	t := grid{id: "gone", caption: w.say("gone_caption"), columns: []column{{name: "id"}, {name: "gone_what"},
		{name: "since_state"}, {name: "gone_now", wide: true}}}
	add := func(id string, what string, since markup, now []string) {
		var links []markup
		for _, key := range now {
			links = append(links, w.titled(key))
		}
		if links == nil {
			links = []markup{"–"}
		}
		t.rows = append(t.rows, row{data: [][2]string{{"id", strings.ToLower(id)}}, cells: []markup{unbroken(esc(id)),
			w.say(what), since, join(links, ", ")}})
	}
	for _, g := range b.Records.Gone {
		what := "gone_renamed"
		if g.Removed {
			what = "gone_removed"
		}
		add(g.ID, what, on(g.Since), g.Now)
	}
	for i := range b.docs {
		if d := &b.docs[i]; d.State == Retired && d.ID != "" {
			add(d.ID, "gone_retired", on(d.Since), d.SupersededBy)
		}
	}
	if len(t.rows) > 0 {
		w.para("writ-live", `<span id="writ-asked" role="status" data-asked="`+w.say("gone_asked")+`"></span>`)
		w.table(t)
	}
	return page{layout: "missing", file: "404.html", params: missingPage{frame{Root: b.absoluteRoot()}, w.Len() > 0},
		words: w.finished()}
}

// movedPage leads from an old address to the new one.
type movedPage struct {
	frame
	Doc refView `json:"to"`
}

// moved makes a page at each id that a document had before, which leads to where it is now.
func (b *book) moved() (out []page) {
	for _, g := range b.Records.Gone {
		if g.Removed || len(g.Now) != 1 || !addressable(g.ID) || b.takes(g.ID) {
			continue
		}
		if i, ok := b.find(g.Now[0]); ok {
			v := &b.views[i]
			out = append(out, page{layout: "moved", file: g.ID + "/index.html", params: movedPage{frame{"../",
				"register"}, refView{v.Key, v.Title, v.Href}}, words: noWords})
		}
	}
	return out
}
