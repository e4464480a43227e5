package sitegen

import (
	"slices"
	"strconv"

	"github.com/writ-docs/writ/internal/day"
)

// peopleAddresses gives each role and each person the folder of their page: their key, where that can be one.
func peopleAddresses(all []Person) map[Who]string {
	out, taken := map[Who]string{}, map[string]bool{}
	for _, p := range all {
		key := Who{Role: p.Role, Person: p.Person}
		if out[key] != "" {
			continue
		}
		name := slugPart(slugID(firstOf(p.Role, p.Person)))
		if name == "" || len(name) > maxID {
			name = "someone"
		}
		free := name
		for n := 2; taken[free]; n++ {
			free = name + "-" + strconv.Itoa(n)
		}
		taken[free] = true
		out[key] = "people/" + free
	}
	return out
}

// personHref is the address of somebody's page, of a person before that of their role; "" where they have none.
func (b *book) personHref(x Who) string {
	for _, who := range []Who{{Person: x.Person}, {Role: x.Role}} {
		if a := b.people[who]; a != "" && who != (Who{}) {
			return escapePath(a) + "/"
		}
	}
	return ""
}

func (b *book) peoplePages() []page {
	w := b.page("people")
	var out []page
	made := map[Who]bool{}
	if len(b.Records.People) == 0 {
		w.para("", w.say("people_none"))
	}
	for _, roles := range []bool{true, false} {
		t := grid{id: "persons", caption: w.say("people_people"), columns: []column{{name: "person"},
			{name: "roles", wide: true}}}
		if roles {
			t = grid{id: "roles", caption: w.say("people_roles"), columns: []column{{name: "role"},
				{name: "held_by", wide: true}}}
		}
		t.columns = append(t.columns, column{name: "owns", end: true}, column{name: "open_actions", end: true},
			column{name: "actions_late", end: true})
		for i := range b.Records.People {
			p := &b.Records.People[i]
			key := Who{Role: p.Role, Person: p.Person}
			if (p.Role != "") != roles || made[key] {
				continue
			}
			made[key] = true
			out = append(out, b.personPage(p))
			late := 0
			for _, x := range of(b.Records.Due, p.Who) {
				if x.Late > 0 {
					late++
				}
			}
			t.rows = append(t.rows, row{cells: []markup{w.link(b.personHref(p.Who), p.Name), w.held(p),
				number(len(p.Owns)), number(len(b.actionsOf(p))),
				number(late)}})
		}
		if len(t.rows) > 0 {
			w.table(t)
		}
	}
	return append(out, b.ownPage("people", w))
}

// held says who holds a role, or which roles a person holds.
func (w *writer) held(p *Person) markup {
	switch {
	case p.Role != "" && len(p.Holders) == 0:
		return w.say("vacant")
	case p.Role != "":
		return w.who(p.Holders)
	case len(p.Roles) > 0:
		return w.who(p.Roles)
	}
	return "–"
}

// actionsOf are the open actions of somebody: those that name them, or a role that they hold.
func (b *book) actionsOf(p *Person) (mine []*Action) {
	for i := range b.Records.Actions {
		a := &b.Records.Actions[i]
		if a.State == "open" && slices.ContainsFunc(a.Owners, func(o Who) bool {
			return o.Role != "" && o.Role == p.Role || o.Person != "" && o.Person == p.Person ||
				o.Role != "" && slices.ContainsFunc(p.Roles, func(r Who) bool { return r.Role == o.Role })
		}) {
			mine = append(mine, a)
		}
	}
	return mine
}

func (b *book) personPage(p *Person) page {
	address := b.people[Who{Role: p.Role, Person: p.Person}]
	w := b.page(address)
	var kinds []markup
	for _, k := range p.Kinds {
		kinds = append(kinds, esc(k))
	}
	w.facts(fact{"held_by", p.Role != "", w.held(p)}, fact{"roles", p.Role == "", w.held(p)}, fact{"left",
		p.Left != day.None, on(p.Left)},
		fact{"may_approve", len(kinds) > 0, join(kinds, ", ")})
	due := of(b.Records.Due, p.Who)
	w.heading("due", "person_due")
	if len(due) > 0 {
		w.para("", w.link(escapePath(address)+"/calendar.ics", b.words["calendar_subscribe"]))
	}
	w.months(due, "h3")
	w.heading("open", "open_actions")
	if mine := b.actionsOf(p); len(mine) > 0 {
		w.add(`<ul class="writ-rows">` + "\n")
		for _, a := range mine {
			w.card(a)
		}
		w.add("</ul>\n")
	} else {
		w.para("", w.say("person_no_actions"))
	}
	w.documents("owns-list", "owns", "person_owns_none", p.Owns)
	w.documents("approves-list", "approves", "person_approves_none", p.Approves)
	return w.in(address, recordsPage{frame: frame{root(address), "system"}, Title: p.Name,
		Up: &navView{"people", b.words["people_title"], "people/"}, Tabs: b.tabs("people")})
}

// fact is a line of a list of facts; nothing where it doesn't hold.
type fact struct {
	name  string
	holds bool
	what  markup
}

// facts lists what holds.
func (w *writer) facts(all ...fact) {
	all = slices.DeleteFunc(all, func(x fact) bool { return !x.holds })
	if len(all) == 0 {
		return
	}
	w.add(`<dl class="writ-list">`)
	for _, x := range all {
		w.add("<div><dt>", w.say(x.name), "</dt><dd>", x.what, "</dd></div>")
	}
	w.add("</dl>\n")
}

// documents is a table of documents.
func (w *writer) documents(id, key, none string, keys []string) {
	w.heading(id, key)
	t := grid{id: id + "-of", caption: w.say(key), hidden: true, columns: []column{{name: "id"},
		{name: "title", wide: true}, {name: "version_title"}, {name: "state"}, {name: "review_date"}}}
	for _, k := range keys {
		if i, ok := w.b.find(k); ok {
			v := &w.b.views[i]
			late := 0
			if v.Overdue {
				late = v.OverdueDays
			}
			t.rows = append(t.rows, row{cells: []markup{unbroken(w.link(v.Href, v.Key)), esc(v.Title), esc(v.Version),
				w.documentState(v.State),
				w.dueOn(w.b.docs[i].ReviewDate, late)}})
		}
	}
	if len(t.rows) == 0 {
		w.para("", w.say(none))
		return
	}
	w.table(t)
}
