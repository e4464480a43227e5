package sitegen

import (
	"strconv"

	"github.com/writ-docs/writ/internal/day"
)

// auditResults are the keys of the results that audits count, in the order of Audit.Results.
var auditResults = [...]string{"result_conform", "result_opportunity", "result_minor", "result_major",
	"result_nonconforming"}

func (b *book) auditsPage() page {
	w := b.page("audits")
	if len(b.Records.Audits) == 0 {
		w.para("", w.say("audits_none"))
	} else {
		w.results(b.Records.Audits)
	}
	open := 0
	for i := range b.Records.Audits {
		open += w.audit(&b.Records.Audits[i])
	}
	w.programme(b.Records.Planned)
	return b.ownPage("audits", w, figureView{strconv.Itoa(len(b.Records.Audits)), b.words["audits_figure"], false},
		figureView{strconv.Itoa(open), b.words["audits_unfollowed"], open > 0})
}

// results is a chart of what audits found over time, with its table.
func (w *writer) results(all []Audit) {
	w.heading("results", "audits_results")
	t := grid{id: "audit-results", caption: w.say("audits_results"), hidden: true, columns: []column{{name: "audit"},
		{name: "day"}}}
	for _, key := range auditResults {
		t.columns = append(t.columns, column{name: key, end: true})
	}
	var bars []stack
	for i := range all {
		a := &all[len(all)-1-i] // the oldest one first
		r := row{cells: []markup{unbroken(w.to(a.Place)), on(a.Day)}}
		for _, n := range a.Results {
			r.cells = append(r.cells, number(n))
		}
		t.rows = append(t.rows, r)
		bars = append(bars, stack{a.Place.Document + " " + w.b.words.Day(a.Day.String()), a.Results[:]})
	}
	w.stackChart("audits_results", auditResults[:], bars)
	w.table(t)
}

// audit is one report with its findings. It returns how many of those that ask for an action have none.
func (w *writer) audit(a *Audit) (open int) {
	w.add(`<h2 id="`, w.id("writ-"+slugID(a.Place.Document)), `">`, w.titled(a.Place.Document), "</h2>\n")
	w.facts(
		fact{"day", a.Day != day.None, on(a.Day)},
		fact{"auditor", a.Auditor != "", esc(a.Auditor)},
		fact{"area", a.Area != "", esc(a.Area)},
		fact{"criteria", a.Criteria != "", esc(a.Criteria)},
		fact{"audit_type", !a.Internal, w.say("audit_external")},
	)
	if len(a.Findings) == 0 {
		w.para("", w.say("audit_no_findings"))
		return 0
	}
	t := grid{id: "findings-" + slugID(a.Place.Document), caption: w.say("findings"),
		columns: []column{{name: "grade_of"}, {name: "finding", wide: true}, {name: "action"}}}
	for _, f := range a.Findings {
		grade := w.word("result_", f.Grade)
		var actions markup
		switch {
		case len(f.Actions) > 0:
			actions = w.actionList(f.Actions)
		case f.Known:
			actions = w.say("finding_elsewhere")
		case f.Grade == "opportunity":
			actions = "–"
		default:
			open++
			actions = `<strong class="writ-late">` + w.say("finding_open") + "</strong>"
		}
		text := w.linked(f.Text)
		if f.ID != "" {
			text = unbroken(esc(f.ID)) + " " + text
		}
		t.rows = append(t.rows, row{cells: []markup{unbroken(grade), text, actions}})
	}
	w.table(t)
	return open
}

// actionList names actions with their states.
func (w *writer) actionList(ids []string) markup {
	var parts []markup
	for _, id := range ids {
		m := unbroken(w.link(w.b.actionHref(id), id))
		for i := range w.b.Records.Actions {
			if a := &w.b.Records.Actions[i]; a.ID == id {
				m += " " + w.actionState(a)
				break
			}
		}
		parts = append(parts, m)
	}
	return join(parts, "<br>")
}

// programme is what is planned.
func (w *writer) programme(all []PlannedAudit) {
	w.heading("programme", "audits_programme")
	if len(all) == 0 {
		w.para("", w.say("audits_no_programme"))
		return
	}
	t := grid{id: "programme-of", caption: w.say("audits_programme"), hidden: true, columns: []column{{name: "audit"},
		{name: "scope", wide: true}, {name: "planned_for"}, {name: "auditor"}, {name: "report"}}}
	for _, x := range all {
		report := markup("–")
		switch {
		case x.Report.Document != "":
			report = unbroken(w.to(x.Report))
		case x.Done:
			report = w.say("audit_held")
		}
		t.rows = append(t.rows, row{cells: []markup{w.to(Place{x.Place.Document, x.Place.Anchor, firstOf(x.Name,
			x.Place.Document)}), orDash(x.Scope), w.dueOn(x.Day, x.Late), orDash(x.Auditor), report}})
	}
	w.table(t)
}

func (b *book) reviewsPage() page {
	w := b.page("reviews")
	all := b.Records.Meetings
	if len(all) == 0 {
		w.para("", w.say("reviews_none"))
		return b.ownPage("reviews", w)
	}
	w.metrics(b.Records.Metrics, all)
	for i := range all {
		w.meeting(&all[i])
	}
	return b.ownPage("reviews", w, figureView{strconv.Itoa(len(all)), b.words["reviews_figure"], false})
}

// metrics shows each metric over time: its values in a table, with a line beside them.
func (w *writer) metrics(all []Metric, meetings []Meeting) {
	if len(all) == 0 {
		return
	}
	w.heading("metrics", "reviews_metrics")
	w.para("", w.say("reviews_metrics_text"))
	const most = 8 // of the newest reviews
	newest := meetings[:min(most, len(meetings))]
	w.add(`<div class="table-scroll" role="region" tabindex="0" aria-labelledby="writ-metrics"><table><caption class="visually-hidden">`, w.say("reviews_metrics"), `</caption><thead><tr><th scope="col">`, w.say("metric"), `</th><th scope="col">`, w.say("target"), "</th>")
	for i := range newest {
		m := &newest[len(newest)-1-i]
		w.add(`<th scope="col">`, unbroken(w.to(m.Place)), "<br>", on(m.Day), "</th>")
	}
	w.add(`<th scope="col">`, w.say("trend"), "</th></tr></thead>\n<tbody>\n")
	for i := range all {
		x := &all[i]
		w.add(`<tr><th scope="row">`, esc(x.Name), "</th><td>", orDash(x.Values[len(x.Values)-1].Target), "</td>")
		for i := range newest {
			w.add("<td>", w.value(x, &newest[len(newest)-1-i]), "</td>")
		}
		w.add("<td>", w.spark(x), "</td></tr>\n")
	}
	w.add("</tbody></table></div>\n")
}

// value is what a review says of a metric.
func (w *writer) value(x *Metric, m *Meeting) markup {
	for _, v := range x.Values {
		if v.Review == m.Place && v.Day == m.Day {
			return w.metMark(v.Met) + orDash(v.Actual)
		}
	}
	return "–"
}

// metMark is a mark for a target, with its word for screen readers.
func (w *writer) metMark(met string) markup {
	mark := map[string]markup{"met": "✔", "missed": "✕"}[met]
	if mark == "" {
		return ""
	}
	return `<span class="mark" aria-hidden="true">` + mark + `</span><span class="visually-hidden">` +
		w.say("target_"+met) + " </span>"
}

func (w *writer) meeting(m *Meeting) {
	w.add(`<h2 id="`, w.id("writ-"+slugID(m.Place.Document)), `">`, w.titled(m.Place.Document), "</h2>\n")
	w.facts(
		fact{"day", m.Day != day.None, on(m.Day)},
		fact{"period", m.Period != "", esc(m.Period)},
		fact{"present", len(m.Present) > 0, w.who(m.Present)},
		fact{"next_review", m.Next != day.None, on(m.Next)},
		fact{"actions_given", len(m.Actions) > 0, w.actionList(m.Actions)},
	)
	t := grid{id: "results-" + slugID(m.Place.Document), caption: w.say("reviews_results"),
		columns: []column{{name: "metric", wide: true}, {name: "target"}, {name: "actual"}, {name: "result"}}}
	for _, x := range m.Results {
		t.rows = append(t.rows, row{cells: []markup{esc(x.Name), orDash(x.Target), orDash(x.Actual), w.metWord(x.Met)}})
	}
	if len(t.rows) > 0 {
		w.table(t)
	}
}

func (w *writer) metWord(met string) markup {
	mark := map[string]markup{"met": "✔", "missed": "✕"}[met]
	if mark == "" {
		return "–"
	}
	return `<span class="unbroken"><span class="mark" aria-hidden="true">` + mark + "</span>" + w.say("target_"+met) +
		"</span>"
}

func (b *book) decisionsPage() page {
	w := b.page("decisions")
	t := grid{id: "decisions-of", caption: w.say("decisions_title"), hidden: true, columns: []column{{name: "day"},
		{name: "decision", wide: true}, {name: "owner"}, {name: "due"}, {name: "review"}}}
	for _, d := range b.Records.Decisions {
		review := d.Place
		review.Text = d.Review.Document
		if d.Place.Text != "" {
			review.Text += " / " + d.Place.Text
		}
		t.rows = append(t.rows, row{cells: []markup{on(d.Day), w.linked(d.Words), w.who(d.Owners), orDash(d.Due),
			unbroken(w.to(review))}})
	}
	if len(t.rows) == 0 {
		w.para("", w.say("decisions_none"))
	} else {
		w.table(t)
	}
	w.para("", w.say("decisions_actions")+" "+w.link("actions/", b.words["actions_title"])+".")
	return b.ownPage("decisions", w)
}
