package sitegen

import (
	"slices"
	"strconv"
)

// pointStates are the states of a point, the best one first, with their marks.
var pointStates = []struct{ state, key, mark string }{
	{"in force", "point_inforce", "●"}, {"evidence", "point_evidence", "◉"}, {"draft", "point_draft", "◐"},
	{"missing", "point_missing", "✕"}, {"none", "point_none", "○"}, {"not applicable", "point_excluded", "–"},
}

// coverageHref is the address of a point; "" for one that no page has.
func (b *book) coverageHref(standard, number string) string {
	for i := range b.Records.Standards {
		s := &b.Records.Standards[i]
		if standard != "" && standardFolder(s) != slugPart(slugID(standard)) {
			continue
		}
		for _, p := range s.Points {
			if p.Number == number {
				return "coverage/" + escapePath(standardFolder(s)) + "/#" + escapePath(pointAnchor(p.Number))
			}
		}
	}
	return ""
}

func pointAnchor(number string) string { return "point-" + slugID(number) }

// coveragePages makes a page for each standard; coverage/ itself is that of the first one, or names them all.
func (b *book) coveragePages() []page {
	w := b.page("coverage")
	all := b.Records.Standards
	if len(all) == 0 {
		w.para("", w.say("coverage_none"))
		return []page{b.ownPage("coverage", w)}
	}
	t := grid{id: "standards", caption: w.say("coverage_standards"), columns: []column{{name: "standard"}}}
	for _, s := range pointStates {
		t.columns = append(t.columns, column{name: s.key, end: true})
	}
	var out []page
	taken := map[string]bool{}
	for i := range all {
		s := &all[i]
		if name := standardFolder(s); name == "" || taken[name] {
			continue
		}
		taken[standardFolder(s)] = true
		r := row{cells: []markup{w.link("coverage/"+escapePath(standardFolder(s))+"/", s.Title)}}
		for _, state := range pointStates {
			r.cells = append(r.cells, number(s.count(state.state)))
		}
		t.rows = append(t.rows, r)
		out = append(out, b.standardPage(s))
	}
	w.table(t)
	return append(out, b.ownPage("coverage", w))
}

func (s *Standard) count(state string) (n int) {
	for _, p := range s.Points {
		if p.State == state {
			n++
		}
	}
	return n
}

func (b *book) standardPage(s *Standard) page {
	address := "coverage/" + standardFolder(s)
	w := b.page(address)
	w.heading("map", "coverage_map")
	w.coverageMap(s)
	w.clauses(s)
	w.controls(s)
	if len(s.Unknown) > 0 {
		w.heading("unknown", "coverage_unknown")
		w.add("<ul>")
		for _, u := range s.Unknown {
			w.add("<li>", w.titled(u.By.Document), ": ", esc(u.Reference), "</li>")
		}
		w.add("</ul>\n")
	}
	p := recordsPage{frame: frame{root(address), "system"}, Title: s.Title, Lead: b.words["coverage_lead"],
		Up: &navView{"coverage", b.words["coverage_title"], "coverage/"}, Tabs: b.tabs("coverage")}
	for _, state := range pointStates {
		if n := s.count(state.state); n > 0 {
			p.Figures = append(p.Figures, figureView{strconv.Itoa(n), b.words[state.key], state.state == "missing"})
		}
	}
	return w.in(address, p)
}

// pointState is a state with its mark.
func (w *writer) pointState(state string) markup {
	for _, s := range pointStates {
		if s.state == state {
			return `<span class="unbroken"><span class="mark" aria-hidden="true">` + markup(s.mark) + "</span>" +
				w.say(s.key) + "</span>"
		}
	}
	return esc(state)
}

// coverageMap has a square for each point that leads to it. Its mark says what its colour does.
func (w *writer) coverageMap(s *Standard) {
	group, open := "", false
	for i, p := range s.Points {
		if !open || p.Group != group {
			if open {
				w.add("</ul></div>\n")
			}
			group, open = p.Group, true
			w.add(`<div class="writ-map"><h3>`, esc(firstOf(group, w.b.words["coverage_points"])), "</h3><ul>")
		}
		class, mark, key := "", "", ""
		for _, x := range pointStates {
			if x.state == p.State {
				class, mark, key = x.key, x.mark, x.key
			}
		}
		w.add(`<li><a class="writ-`, markup(class), `" href="#`, esc(escapePath(pointAnchor(p.Number))),
			`"><span aria-hidden="true">`, markup(mark), `</span> `,
			esc(p.Number), `<span class="visually-hidden"> `, esc(p.Title), ": ", w.say(firstOf(key, "state")),
			"</span></a></li>")
		_ = i
	}
	if open {
		w.add("</ul></div>\n")
	}
	w.para("writ-muted", w.legend())
}

// legend says what the marks mean.
func (w *writer) legend() markup {
	var parts []markup
	for _, s := range pointStates {
		parts = append(parts,
			`<span class="unbroken"><span aria-hidden="true">`+markup(s.mark)+"</span> "+w.say(s.key)+"</span>")
	}
	return join(parts, " · ")
}

// clauses is the table of clauses.
func (w *writer) clauses(s *Standard) {
	t := grid{id: "clauses", caption: w.say("coverage_clauses"), hidden: true, columns: []column{{name: "clause"},
		{name: "title"}, {name: "state"},
		{name: "documents", wide: true}, {name: "asked_for", wide: true}, {name: "last_audit"}}}
	for i := range s.Points {
		if p := &s.Points[i]; !p.Control {
			t.rows = append(t.rows, row{anchor: pointAnchor(p.Number), cells: []markup{unbroken(esc(p.Number)),
				esc(p.Title), w.pointState(p.State),
				w.answers(p.Answers), w.asks(p.Asks), w.audited(p)}})
		}
	}
	if len(t.rows) > 0 {
		w.heading("clause-list", "coverage_clauses")
		w.table(t)
	}
}

// controls is the table of controls with what the statement of applicability says.
func (w *writer) controls(s *Standard) {
	t := grid{id: "controls", caption: w.say("coverage_controls"), hidden: true,
		columns: []column{{name: "control_of"}, {name: "title"}, {name: "state"},
			{name: "applies"}, {name: "reason_given", wide: true}, {name: "implemented"}, {name: "documents", wide: true},
			{name: "last_audit"}}}
	for i := range s.Points {
		p := &s.Points[i]
		if !p.Control {
			continue
		}
		applies, reason, implemented := markup("–"), markup("–"), markup("–")
		answers := p.Answers
		evidence := markup("")
		if x := p.Stated; x != nil {
			applies, reason, implemented = w.word("applies_", x.Applies), orDash(x.Justification),
				w.word("implemented_", x.Implemented)
			answers = slices.Clone(answers)
			for _, a := range x.Answers {
				if !slices.Contains(answers, a) {
					answers = append(answers, a)
				}
			}
			if len(x.Answers) == 0 && x.Evidence != "" {
				evidence = `<br><small>` + esc(x.Evidence) + "</small>"
			}
		}
		documents := w.answers(answers)
		if len(answers) == 0 && evidence != "" {
			documents, evidence = evidence[len("<br>"):], ""
		}
		t.rows = append(t.rows, row{anchor: pointAnchor(p.Number), cells: []markup{unbroken(esc(p.Number)),
			esc(p.Title), w.pointState(p.State),
			applies, reason, implemented, documents + evidence, w.audited(p)}})
	}
	if len(t.rows) == 0 {
		return
	}
	w.heading("control-list", "coverage_controls")
	if len(s.Statement) == 0 {
		w.para("", w.say("coverage_no_statement"))
	} else {
		var parts []markup
		for _, p := range s.Statement {
			parts = append(parts, w.titled(p.Document))
		}
		w.para("", w.say("coverage_statement")+" "+join(parts, ", ")+".")
	}
	w.table(t)
}

// word is a word of a closed list; another one as it is.
func (w *writer) word(family, text string) markup {
	if known := w.b.words[family+text]; known != "" {
		return esc(known)
	}
	return orDash(text)
}

// answers are documents, with a word for those that don't count.
func (w *writer) answers(all []Answer) markup {
	var parts []markup
	for _, a := range all {
		m := unbroken(w.to(a.Place))
		if !a.Valid {
			m += ` <span class="writ-muted">(` + w.say("point_draft") + ")</span>"
		}
		parts = append(parts, m)
	}
	if parts == nil {
		return "–"
	}
	return join(parts, ", ")
}

func (w *writer) asks(all []Asked) markup {
	var parts []markup
	for _, a := range all {
		need := "expected"
		if a.Mandatory {
			need = "mandatory"
		}
		parts = append(parts,
			esc(a.What)+` <span class="writ-muted">(`+w.say(need)+", "+w.stateWord(a.State)+")</span>")
	}
	if parts == nil {
		return "–"
	}
	return join(parts, "<br>")
}

func (w *writer) stateWord(state string) markup {
	for _, s := range pointStates {
		if s.state == state {
			return w.say(s.key)
		}
	}
	return esc(state)
}

func (w *writer) audited(p *Point) markup {
	if p.Audited.Document == "" {
		return "–"
	}
	return on(p.AuditedOn) + " " + unbroken(w.to(p.Audited))
}

// standardFolder is the folder of a standard's page, below coverage/.
func standardFolder(s *Standard) string { return slugPart(slugID(s.Name)) }
