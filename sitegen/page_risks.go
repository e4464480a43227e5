package sitegen

import (
	"slices"
	"strconv"

	"github.com/writ-docs/writ/internal/day"
)

func (b *book) risksPage() page {
	w := b.page("risks")
	all := b.Records.Risks
	if len(all) == 0 {
		w.para("", w.say("risks_none"))
		return b.ownPage("risks", w)
	}
	late, untreated, open := 0, 0, 0
	t := grid{id: "risks-of", caption: w.say("risks_title"), hidden: true,
		columns: []column{{name: "risk", wide: true}, {name: "level"}, {name: "treatment", wide: true},
			{name: "owner"}, {name: "due"}, {name: "controls_taken", wide: true}, {name: "accepted_by", wide: true}}}
	for i := range all {
		x := &all[i]
		risk := esc(x.Words)
		if x.ID != "" {
			risk = unbroken(w.to(Place{x.Place.Document, x.Place.Anchor, x.ID})) + " " + risk
		}
		r := row{cells: []markup{risk, orDash(x.Level)}}
		if x.ID != "" {
			r.anchor = "risk-" + slugID(x.ID)
		}
		if len(x.Treatments) == 0 {
			none := markup("–")
			if x.ToTreat {
				untreated++
				none = `<strong class="writ-late">` + w.say("risk_untreated") + "</strong>"
			}
			r.cells = append(r.cells, none, w.who(x.Owners), "–", "–", "–")
			t.rows = append(t.rows, r)
			continue
		}
		for j := range x.Treatments {
			y := &x.Treatments[j]
			late += min(1, y.Late)
			if !y.Done {
				open++
			}
			owners := y.Owners
			if len(owners) == 0 {
				owners = x.Owners
			}
			t.rows = append(t.rows, row{anchor: r.anchor, cells: append(slices.Clone(r.cells), w.treatment(y),
				w.who(owners), w.treatmentDue(y), w.takes(y),
				w.accepted(y))})
		}
	}
	w.table(t)
	return b.ownPage("risks", w, figureView{strconv.Itoa(len(all)), b.words["risks_figure"], false},
		figureView{strconv.Itoa(open), b.words["risks_open"], false}, figureView{strconv.Itoa(late),
			b.words["risks_late"], late > 0},
		figureView{strconv.Itoa(untreated), b.words["risks_untreated"], untreated > 0})
}

func (w *writer) treatment(y *Treatment) markup {
	m := w.to(Place{y.Place.Document, y.Place.Anchor, firstOf(y.Words, y.Place.Document)})
	if len(y.Actions) > 0 {
		m += "<br>" + w.actionList(y.Actions)
	}
	return m
}

func (w *writer) treatmentDue(y *Treatment) markup {
	due := orDash(y.Due)
	if y.Due != "" {
		due = unbroken(due)
	}
	switch {
	case y.Done:
		return due + "<br>" + w.word("action_", "done")
	case y.Late > 0:
		return due + ` <strong class="writ-late">` + w.say("overdue") + " (" + w.count(y.Late, "days") + ")</strong>"
	}
	return due
}

// takes are the controls that a treatment takes, each with what the statement says and what shows it.
func (w *writer) takes(y *Treatment) markup {
	var parts []markup
	for _, c := range y.Controls {
		m := unbroken(w.link(w.b.coverageHref(c.Standard, c.Number), c.Number))
		switch {
		case !c.Known:
			m += ": " + w.say("control_unknown")
		case c.Stated == "":
			m += ": " + w.say("control_unstated")
		default:
			m += ": " + w.word("implemented_", c.Stated)
		}
		if len(c.Answers) > 0 {
			m += ", " + w.answers(c.Answers)
		} else if c.Evidence != "" {
			m += ", " + esc(c.Evidence)
		}
		parts = append(parts, m)
	}
	if parts == nil {
		return "–"
	}
	return join(parts, "<br>")
}

// accepted says who approved a treatment for its owners.
func (w *writer) accepted(y *Treatment) markup {
	if !y.InForce {
		return w.say("plan_not_in_force")
	}
	var parts []markup
	for _, a := range y.Accepted {
		if a.By == "" {
			parts = append(parts, esc(a.Owner.Name)+": "+w.say("nobody_yet"))
			continue
		}
		m := esc(a.By) + ", " + on(a.Day)
		if a.Record.Document != "" {
			m += ", " + unbroken(w.to(a.Record))
		}
		parts = append(parts, m)
	}
	if parts == nil {
		return "–"
	}
	return join(parts, "<br>")
}

func (b *book) externalPage() page {
	w := b.page("external")
	t := grid{id: "external-of", caption: w.say("external_title"), hidden: true,
		columns: []column{{name: "title", wide: true}, {name: "source"}, {name: "edition"}, {name: "owner"},
			{name: "checked_on"}, {name: "next_check"}}}
	late := 0
	for _, x := range b.Records.Externals {
		next := w.dueOn(x.Next, x.Late)
		if x.Next == day.None {
			next = w.say("never_checked")
		}
		if x.Cycle != "" {
			next += `<br><small>` + w.say("every") + " " + esc(x.Cycle) + "</small>"
		}
		late += min(1, x.Late)
		t.rows = append(t.rows, row{cells: []markup{w.to(Place{x.Place.Document, x.Place.Anchor, firstOf(x.Title,
			x.Place.Document)}), orDash(x.Source), orDash(x.Edition), w.who(x.Owners), on(x.Checked), next}})
	}
	if len(t.rows) == 0 {
		w.para("", w.say("external_none"))
		return b.ownPage("external", w)
	}
	w.table(t)
	return b.ownPage("external", w, figureView{strconv.Itoa(len(t.rows)), b.words["external_figure"], false},
		figureView{strconv.Itoa(late), b.words["external_late"], late > 0})
}
