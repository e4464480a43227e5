package sitegen

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// actionHref is the address of an action by its id; "" where none has it.
func (b *book) actionHref(id string) string {
	if anchor, ok := b.actions[strings.ToLower(id)]; ok {
		return "actions/#" + escapePath(anchor)
	}
	return ""
}

// actionAnchors gives each action an anchor of its own.
func actionAnchors(all []Action) map[string]string {
	out, taken := map[string]string{}, map[string]bool{}
	for _, a := range all {
		anchor := "action-" + slugID(a.ID)
		for n := 2; taken[anchor]; n++ {
			anchor = "action-" + slugID(a.ID) + "-" + strconv.Itoa(n)
		}
		taken[anchor] = true
		if id := strings.ToLower(a.ID); out[id] == "" {
			out[id] = anchor
		}
	}
	return out
}

// openAbout are the open actions by the documents that they are about: those that hold them, or that their source
// names.
func (b *book) openAbout() map[string][]refView {
	out := map[string][]refView{}
	for i := range b.Records.Actions {
		a := &b.Records.Actions[i]
		if a.State != "open" {
			continue
		}
		about := append([]string{a.Place.Document}, idWord.FindAllString(a.Source, -1)...)
		for n, key := range about {
			if key = strings.ToLower(key); !slices.Contains(about[:n], key) {
				about[n] = key
				out[key] = append(out[key], refView{Key: a.ID, Title: clip(a.Words), Href: b.actionHref(a.ID)})
			}
		}
	}
	return out
}

// age is for how many days an action has been open; 0 for one that isn't, or of which nobody knows.
func (a *Action) age(today day.Day) int {
	if a.State != "open" || a.Raised == day.None {
		return 0
	}
	return max(0, a.Raised.Until(today))
}

// board are the columns of actions that somebody has to do something about.
type board struct{ late, open, done []*Action }

func boardOf(all []Action) (x board) {
	for i := range all {
		switch a := &all[i]; {
		case a.State == "open" && a.Late > 0:
			x.late = append(x.late, a)
		case a.State == "open":
			x.open = append(x.open, a)
		case a.State == "done" && a.Corrective:
			x.done = append(x.done, a)
		}
	}
	byDue := func(a, b *Action) int {
		if a.Due == day.None || b.Due == day.None {
			return cmp.Compare(b.Due, a.Due)
		}
		return cmp.Compare(a.Due, b.Due)
	}
	slices.SortStableFunc(x.late, byDue)
	slices.SortStableFunc(x.open, byDue)
	slices.SortStableFunc(x.done, func(a, b *Action) int { return cmp.Compare(a.Done, b.Done) })
	return x
}

func (b *book) actionsPage() page {
	w := b.page("actions")
	all := b.Records.Actions
	if len(all) == 0 {
		w.para("", w.say("actions_none"))
		return b.ownPage("actions", w)
	}
	x := boardOf(all)
	w.heading("board", "actions_board")
	w.add(`<div class="writ-board">` + "\n")
	w.lane("actions_late", x.late)
	w.lane("actions_open", x.open)
	w.lane("actions_unchecked", x.done)
	w.add("</div>\n")
	w.causes(all)
	w.heading("all", "actions_all")
	t := grid{id: "actions", caption: w.say("actions_all"), hidden: true, columns: []column{{name: "action"},
		{name: "what_to_do", wide: true},
		{name: "state"}, {name: "owner"}, {name: "due"}, {name: "late", end: true}, {name: "slip", end: true},
		{name: "age", end: true}, {name: "source"}}}
	for i := range all {
		a := &all[i]
		t.rows = append(t.rows,
			row{anchor: b.actions[strings.ToLower(a.ID)], cells: []markup{unbroken(w.to(Place{a.Place.Document,
				a.Place.Anchor, a.ID})), lines(a.Words),
				w.actionState(a), w.who(a.Owners), on(a.Due), w.late(a.Late), w.slip(a), number(a.age(b.Today)),
				w.linked(a.Source)}})
	}
	w.table(t)
	return b.ownPage("actions", w, figureView{strconv.Itoa(len(x.late)), b.words["actions_late"], len(x.late) > 0},
		figureView{strconv.Itoa(len(x.late) + len(x.open)), b.words["actions_open_figure"], false},
		figureView{strconv.Itoa(len(x.done)), b.words["actions_unchecked"], false},
		figureView{strconv.Itoa(len(all)), b.words["actions_all_figure"], false})
}

// lane is a column of the board.
func (w *writer) lane(key string, all []*Action) {
	w.add(`<section aria-label="`, w.say(key), `"><h3>`, w.say(key), ` <span class="writ-muted">`,
		markup(strconv.Itoa(len(all))), "</span></h3>\n")
	if len(all) == 0 {
		w.para("writ-muted", w.say("actions_lane_none"))
	} else {
		w.add(`<ul class="writ-rows">` + "\n")
		for _, a := range all {
			w.card(a)
		}
		w.add("</ul>\n")
	}
	w.add("</section>\n")
}

func (w *writer) card(a *Action) {
	var facts []markup
	switch {
	case a.State != "open" && a.Done != day.None:
		facts = append(facts, w.say("done_on")+" "+on(a.Done))
	case a.State == "open" && a.Due == day.None:
		facts = append(facts, w.say("no_due"))
	case a.State == "open":
		facts = append(facts, w.say("due_on")+" "+w.dueOn(a.Due, a.Late))
	}
	if a.Slip > 0 && a.State == "open" {
		facts = append(facts, w.say("moved_by")+" "+w.count(a.Slip, "days"))
	}
	if n := a.age(w.b.Today); n > 0 {
		facts = append(facts, w.count(n, "days_old"))
	}
	w.add("<li>", unbroken(w.link(w.b.actionHref(a.ID), a.ID)), " ", esc(clip(a.Words)),
		`<br><span class="writ-muted">`, w.who(a.Owners))
	for _, f := range facts {
		w.add(" · ", f)
	}
	w.add("</span></li>\n")
}

// clip is the beginning of a text, for a card.
func clip(text string) string {
	const most = 140
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most]), " ,;.") + "…"
	}
	return text
}

// actionState is the state of an action, with a mark for the eye.
func (w *writer) actionState(a *Action) markup {
	mark := map[string]markup{"open": "○", "done": "●", "verified": "✔", "void": "✕"}[a.State]
	if mark == "" {
		return esc(a.State)
	}
	return `<span class="unbroken"><span class="mark" aria-hidden="true">` + mark + "</span>" +
		w.say("action_"+a.State) + "</span>"
}

// slip is how far the due date was moved, with each move.
func (w *writer) slip(a *Action) markup {
	if a.Slip == 0 {
		return "–"
	}
	m := w.count(a.Slip, "days")
	for _, x := range a.Moves {
		m += `<br><small class="unbroken">` + on(x.On) + " → " + on(x.To) + "</small>"
	}
	return m
}

// causes is a chart of the categories of root causes, with its table.
func (w *writer) causes(all []Action) {
	var bars []bar
	at := map[string]int{}
	for _, a := range all {
		if !a.Corrective || a.State == "void" {
			continue
		}
		name := strings.Join(strings.Fields(a.Category), " ")
		key := strings.ToLower(name)
		if _, ok := at[key]; !ok {
			at[key] = len(bars)
			bars = append(bars, bar{label: firstOf(name, w.b.words["causes_unstated"])})
		}
		bars[at[key]].value++
	}
	if len(bars) == 0 || len(bars) == 1 && at[""] == 0 && bars[0].label == w.b.words["causes_unstated"] {
		return
	}
	slices.SortStableFunc(bars, func(a, b bar) int { return cmp.Compare(b.value, a.value) })
	w.heading("causes", "causes_title")
	w.barChart("causes", "causes_chart", "causes_name", "causes_count", bars)
}
