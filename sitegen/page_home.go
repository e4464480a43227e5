package sitegen

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// homeGroup is what home says of many documents: how many there are of an owner or a kind.
type homeGroup struct {
	Name  string `json:"name"`
	Href  string `json:"href"` // "" for none
	Count int    `json:"count"`
}

// onTime is how many of a hundred documents that are reviewed aren't overdue; "" where none is reviewed.
func (b *book) onTime() string {
	all, late := 0, 0
	for i := range b.docs {
		if d := &b.docs[i]; d.State == InForce && d.ReviewDate != 0 {
			if all++; d.Overdue {
				late++
			}
		}
	}
	if all == 0 {
		return ""
	}
	return percent(all-late, all) + " %"
}

// openActions is how many actions are open, and how many of them late.
func (b *book) openActions() (open, late int) {
	for _, a := range b.Records.Actions {
		if a.State == "open" {
			open++
			late += min(1, a.Late)
		}
	}
	return open, late
}

// grouped counts the documents that are served by their owners or kinds, the largest group first.
func (b *book) grouped(field string, of func(docView) string, href func(i int) string) (all []homeGroup) {
	at := map[string]int{}
	for i, v := range b.views {
		if !b.docs[i].served {
			continue
		}
		name := of(v)
		if _, ok := at[name]; !ok {
			at[name] = len(all)
			g := homeGroup{Name: name, Href: href(i)}
			if g.Href == "" && name != "" {
				g.Href = "register/?" + url.Values{field: {name}}.Encode()
			}
			all = append(all, g)
		}
		all[at[name]].Count++
	}
	slices.SortStableFunc(all, func(x, y homeGroup) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count),
			cmp.Compare(x.Name, y.Name))
	})
	return all
}

// owners are the groups by owner, each with the page of that role or person.
func (b *book) owners() []homeGroup {
	page := map[string]string{}
	for _, p := range b.Records.People {
		for _, key := range p.Owns {
			if i, ok := b.find(key); ok && (p.Role != "" || page[b.views[i].Owner] == "") &&
				b.views[i].Owner == p.Name {
				page[p.Name] = b.personHref(p.Who)
			}
		}
	}
	return b.grouped("owner", func(v docView) string { return v.Owner },
		func(i int) string { return page[b.views[i].Owner] })
}

// folders are the groups of documents without an id by the first two folders that they are in, where nobody states an
// owner. The register finds them by their paths.
func (b *book) folders(owners []homeGroup) []homeGroup {
	if len(owners) != 1 || owners[0].Name != "" {
		return nil
	}
	all := b.grouped("q", func(v docView) string {
		parts := strings.Split(v.Path, "/")
		if v.ID != "" || len(parts) == 1 {
			return ""
		}
		return strings.Join(parts[:min(2, len(parts)-1)], "/") + "/"
	}, func(int) string { return "" })
	return slices.DeleteFunc(all, func(g homeGroup) bool { return g.Name == "" })
}

func (b *book) kinds() []homeGroup {
	return b.grouped("kind", func(v docView) string { return v.Kind }, func(int) string { return "" })
}

// systemLinks are the pages that tell of the management system, with what they are for.
func (b *book) systemLinks() (all []tabView) {
	for _, name := range append(recordPages(), "as-of", "check") {
		all = append(all, tabView{Title: b.words[strings.ReplaceAll(name, "-", "")+"_title"], Href: name + "/"})
	}
	return all
}

// kindRank orders kinds on home: policies first, records last.
func kindRank(docs []docView) int {
	switch {
	case len(docs) > 0 && docs[0].kindName == "policy":
		return 0
	case !slices.ContainsFunc(docs, func(d docView) bool { return d.State != OnRecord }):
		return 2
	}
	return 1
}

// rosterPage tells how who may approve has changed.
func (b *book) rosterPage() page {
	w := b.page("evidence/roster")
	t := grid{id: "roles", caption: w.say("roster_roles"), columns: []column{{name: "role"},
		{name: "held_by", wide: true}, {name: "may_approve", wide: true}}}
	for i := range b.Records.People {
		p := &b.Records.People[i]
		if p.Role == "" {
			continue
		}
		kinds := "–"
		if len(p.Kinds) > 0 {
			kinds = strings.Join(p.Kinds, ", ")
		}
		t.rows = append(t.rows, row{cells: []markup{w.link(b.personHref(p.Who), p.Name), w.held(p), esc(kinds)}})
	}
	if len(t.rows) > 0 {
		w.table(t)
	}
	t = grid{id: "changes", caption: w.say("roster_changes"), columns: []column{{name: "day"},
		{name: "evidence_roster_by"}, {name: "evidence_roster_what", wide: true},
		{name: "evidence_roster_counts"}, {name: "approval", wide: true}, {name: "own_commit"}}}
	for _, r := range b.Rosters {
		var what []markup
		for _, part := range r.What {
			what = append(what, esc(part))
		}
		approved := r.Approved
		if len(approved) == 0 {
			approved = []string{r.Why}
		}
		t.rows = append(t.rows, row{cells: []markup{on(r.Day), esc(strings.Join(r.By, ", ")), join(what, "<br>"),
			on(r.Counts),
			esc(strings.Join(approved, "; ")), `<code title="` + esc(r.Commit) + `">` + esc(short(r.Commit)) +
				"</code>"}})
	}
	if len(t.rows) > 0 {
		w.table(t)
	} else {
		w.para("", w.say("roster_none"))
	}
	return w.in("evidence/roster", recordsPage{frame: frame{root("evidence/roster"), "evidence"},
		Title: b.words["evidence_roster"], Lead: b.words["evidence_roster_text"],
		Up: &navView{"evidence", b.words["evidence_title"], "evidence/"}})
}

// kept tells how long records are kept, and which were removed.
func (b *book) kept() string {
	w := b.page("evidence")
	all := b.Records.Retention
	if len(all) == 0 {
		return ""
	}
	w.heading("retention", "retention_title")
	t := grid{id: "retention-of", caption: w.say("retention_title"), hidden: true, columns: []column{{name: "kind"},
		{name: "kept_for"}, {name: "closed_records", end: true}, {name: "due_removal", end: true},
		{name: "removed_records", end: true}}}
	var due, removed []Removal
	for _, r := range all {
		keep := w.say("kept_forever")
		if r.Keep != "" {
			keep = esc(r.Keep)
		}
		if !r.Stated && r.Keep != "" {
			keep += ` <span class="writ-muted">(` + w.say("kept_unstated") + ")</span>"
		}
		t.rows = append(t.rows, row{cells: []markup{esc(r.Kind), keep, markup(strconv.Itoa(r.Closed)),
			markup(strconv.Itoa(len(r.Due))), markup(strconv.Itoa(len(r.Removed)))}})
		due, removed = append(due, r.Due...), append(removed, r.Removed...)
	}
	w.table(t)
	w.removals("removal", "due_removal", due)
	w.removals("removed", "removed_records", removed)
	if len(removed) == 0 {
		w.para("", w.say("removed_none"))
	}
	return w.String()
}

func (w *writer) removals(id, key string, all []Removal) {
	if len(all) == 0 {
		return
	}
	t := grid{id: id + "-of", caption: w.say(key), columns: []column{{name: "id"}, {name: "title", wide: true},
		{name: "closed_on"}, {name: "day"}, {name: "kept_time"}}}
	for _, r := range all {
		kept := w.say("kept_full")
		if r.Early {
			kept = `<strong class="writ-late">` + w.say("kept_short") + "</strong>"
		}
		t.rows = append(t.rows, row{cells: []markup{unbroken(w.to(Place{Document: r.Document})), esc(r.Title),
			on(r.Closed), on(r.Day), kept}})
	}
	w.table(t)
}
