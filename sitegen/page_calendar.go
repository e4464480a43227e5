package sitegen

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/icalendar"
)

// mine reports whether something belongs to a role or a person.
func (x *Due) mine(of Who) bool {
	for _, o := range x.Owners {
		if of.Role != "" && o.Role == of.Role || of.Person != "" && o.Person == of.Person {
			return true
		}
	}
	return false
}

func (b *book) calendarPage() page {
	w := b.page("calendar")
	all := b.Records.Due
	w.para("", w.link("calendar.ics", b.words["calendar_subscribe"])+" "+w.say("calendar_login"))
	late, soon := 0, 0
	for _, x := range all {
		if x.Late > 0 {
			late++
		} else if x.Day <= b.Today.AddMonths(1) {
			soon++
		}
	}
	w.months(all, "h2")
	return b.ownPage("calendar", w, figureView{strconv.Itoa(late), b.words["overdue"], late > 0},
		figureView{strconv.Itoa(soon), b.words["calendar_soon"], false}, figureView{strconv.Itoa(len(all)),
			b.words["calendar_all"], false})
}

// months lists what is due, what is overdue first, then month by month.
func (w *writer) months(all []Due, level markup) {
	if len(all) == 0 {
		w.para("", w.say("calendar_none"))
		return
	}
	month := ""
	var run []Due
	flush := func() {
		if len(run) == 0 {
			return
		}
		id := "month-" + month
		title := esc(month)
		if month == "overdue" {
			title = w.say("calendar_overdue")
		} else if t := run[0].Day.Time(); !t.IsZero() {
			title = w.say(fmt.Sprintf("month_%d", int(t.Month()))) + " " + markup(strconv.Itoa(t.Year()))
		}
		w.add("<", level, ` id="`, w.id("writ-"+id), `">`, title, "</", level, ">\n")
		w.dues(run)
		run = nil
	}
	for pass := range 2 {
		for _, x := range all {
			if x.Late > 0 != (pass == 0) {
				continue
			}
			name := "overdue"
			if pass > 0 {
				name = x.Day.Time().Format("2006-01")
			}
			if name != month {
				flush()
				month = name
			}
			run = append(run, x)
		}
	}
	flush()
}

// dues lists what is due.
func (w *writer) dues(all []Due) {
	w.add(`<ul class="writ-rows writ-dues">` + "\n")
	for i := range all {
		x := &all[i]
		w.add("<li><span>", w.dueOn(x.Day, x.Late), "</span> <span>", w.word("due_", strings.ReplaceAll(x.What, " ",
			"_")), "</span> <span>", w.item(x),
			"</span> <span>", w.who(x.Owners), "</span></li>\n")
	}
	w.add("</ul>\n")
}

// item names what is due, with a link to it.
func (w *writer) item(x *Due) markup {
	name := w.to(Place{Document: x.Place.Document, Text: x.Name})
	if href := w.b.actionHref(x.Name); href != "" {
		name = w.link(href, x.Name)
	}
	return unbroken(name) + " " + esc(clip(x.Title))
}

// calendar is what is due, for programs that subscribe to it.
func (b *book) calendar(name string, all []Due) []byte {
	c := icalendar.Calendar{Product: "due", Name: name}
	for _, x := range all {
		var names []string
		for _, o := range x.Owners {
			names = append(names, o.Name)
		}
		e := icalendar.Event{UID: x.UID, Stamp: x.Changed.Time(), Day: x.Day, Description: x.Place.Document,
			Category: x.What, Sequence: x.Sequence,
			Summary: fmt.Sprintf("%s %s: %s (%s)", firstOf(b.words["due_"+strings.ReplaceAll(x.What, " ", "_")], x.What),
				x.Name, x.Title, firstOf(strings.Join(names, ", "),
					b.words["not_stated"]))}
		if i, ok := b.find(x.Place.Document); ok && b.BaseURL != "" {
			e.URL = b.BaseURL + b.views[i].Href
		}
		c.Events = append(c.Events, e)
	}
	return showControls([]byte(c.String()))
}

// of returns what belongs to a role or a person.
func of(all []Due, who Who) (mine []Due) {
	for _, x := range all {
		if x.mine(who) {
			mine = append(mine, x)
		}
	}
	return mine
}
