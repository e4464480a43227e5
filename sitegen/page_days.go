package sitegen

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// span is a run of days on which a version counted; until is None while it lasts.
type span struct {
	version     string
	from, until day.Day
}

// spansOf are the runs of days up to today on which a document was in force or on record, newest first.
func (b *book) spansOf(d *Document) (all []span) {
	if d.State == OnRecord {
		return []span{{d.Version, d.Since, day.None}}
	}
	for _, v := range d.History {
		for _, in := range v.InForce {
			if !in.never() && in.From <= b.Today {
				all = append(all, span{v.Version, in.From, in.Until})
			}
		}
	}
	return all
}

// asOfPage lists when each version was in force: a script picks a day out of it.
func (b *book) asOfPage() page {
	w := b.page("as-of")
	w.form("as-of", func() {
		w.add(`<p><label for="writ-on">`, w.say("asof_day"),
			`</label><input type="text" id="writ-on" name="on" inputmode="numeric" maxlength="10" placeholder="`,
			w.say("asof_form"), `" autocomplete="off" value="`,
			markup(b.Today.String()), `"></p>`)
	})
	w.para("", w.link("as-of/intervals.json", b.words["asof_data"])+" "+w.say("asof_note"))
	t := grid{id: "as-of", caption: w.say("asof_caption"), columns: []column{{name: "id"},
		{name: "title", wide: true}, {name: "kind"}, {name: "asof_versions", wide: true}}}
	for i := range b.docs {
		spans := b.spansOf(&b.docs[i])
		if len(spans) == 0 {
			continue
		}
		v, without := &b.views[i], "no_version"
		if v.State == OnRecord {
			without = "state_on-record"
		}
		t.rows = append(t.rows, row{cells: []markup{unbroken(w.link(v.Href, v.Key)), esc(v.Title), esc(v.Kind),
			w.spans(spans, without)}})
	}
	if len(t.rows) == 0 {
		w.para("", w.say("asof_none"))
	} else {
		w.table(t)
	}
	return b.scripted("as-of", "asof", w)
}

func (w *writer) spans(all []span, without string) markup {
	var m strings.Builder
	m.WriteString(`<ul class="writ-spans">`)
	for _, s := range all {
		until := w.say("until_now")
		if s.until != day.None {
			until = w.say("until") + " " + on(s.until)
		}
		version := esc(s.version)
		if s.version == "" {
			version = w.say(without)
		}
		m.WriteString(`<li data-from="` + s.from.String() + `" data-until="` + s.until.String() + `"><b>` +
			string(version) + "</b> " + string(on(s.from)+" "+until) + "</li>")
	}
	m.WriteString("</ul>")
	return markup(m.String())
}

// form is a form that a script shows and answers; the page below is whole without it.
func (w *writer) form(id string, fields func()) {
	w.add(`<form class="writ-filter" id="writ-form" data-form="`, markup(id), `" hidden>`)
	fields()
	w.add("</form>\n", `<p class="writ-live" id="writ-answer" role="status"`)
	for _, key := range []string{"current", "superseded", "never", "unknown", "withdrawn", "shown", "coming"} {
		w.add(" data-", markup(key), `="`, w.say("answer_"+key), `"`)
	}
	w.add("></p>\n")
}

// scripted is a page with a script, whose strings have a name of their own.
func (b *book) scripted(address, name string, w *writer) page {
	return w.in(address, recordsPage{frame: frame{root(address), "evidence"},
		Title: b.words[name+"_title"], Lead: b.words[name+"_lead"], Script: true})
}

// checkAddress is the address that a print names, without its scheme; "" where the site's own isn't known.
func checkAddress(base string) string {
	if _, rest, ok := strings.Cut(base, "://"); ok {
		return rest + "check/"
	}
	return ""
}

// checkPage says whether a copy is current.
func (b *book) checkPage() page {
	w := b.page("check")
	w.form("check", func() {
		w.add(`<p><label for="writ-id">`, w.say("id"),
			`</label><input type="text" id="writ-id" name="id" autocomplete="off" spellcheck="false"></p>`,
			`<p><label for="writ-version">`, w.say("version_title"),
			`</label><input type="text" id="writ-version" name="version" autocomplete="off" spellcheck="false"></p>`)
	})
	t := grid{id: "check", caption: w.say("check_caption"), columns: []column{{name: "id"},
		{name: "title", wide: true}, {name: "check_now"}, {name: "since_state"}, {name: "check_old", wide: true}}}
	for i := range b.docs {
		d, v := &b.docs[i], &b.views[i]
		now := w.documentState(v.State)
		r := row{data: [][2]string{{"id", strings.ToLower(v.Key)}, {"state", string(v.State)}}}
		if d.State == InForce || d.State == OnRecord {
			r.data = append(r.data, [2]string{"version", v.Version}, [2]string{"since", v.Since})
			if v.Version != "" {
				now = "<b>" + esc(v.Version) + "</b> " + now
			}
		}
		var old []markup
		var names []string
		for _, x := range b.spansOf(d) {
			if x.version != "" && x.until != day.None && !slices.Contains(names, x.version) && !(d.served &&
				x.version == v.Version) {
				old, names = append(old, esc(x.version)), append(names, x.version)
			}
		}
		r.data = append(r.data, [2]string{"old", strings.Join(names, "\n")})
		if d.Coming != nil {
			r.data = append(r.data, [2]string{"coming", d.Coming.Version})
		}
		r.cells = []markup{unbroken(w.link(v.Href, v.Key)), esc(v.Title), now, on(d.Since), join(old, ", ")}
		if old == nil {
			r.cells[4] = "–"
		}
		t.rows = append(t.rows, r)
	}
	if len(t.rows) == 0 {
		w.para("", w.say("home_none"))
	} else {
		w.table(t)
	}
	return b.scripted("check", "check", w)
}

// documentState is the state of a document as other pages show it.
func (w *writer) documentState(s State) markup {
	name := strings.ReplaceAll(string(s), " ", "-")
	return `<span class="writ-state writ-state-` + esc(name) + `">` + w.word("state_", name) + "</span>"
}

// intervalsFile is as-of/intervals.json (schema/intervals.schema.json). It only grows.
type intervalsFile struct {
	Schema    int                 `json:"schema"`
	Today     day.Day             `json:"today"`
	Documents []intervalsDocument `json:"documents"`
}

type intervalsDocument struct {
	ID        *string        `json:"id"`
	Path      string         `json:"path"`
	Title     string         `json:"title"`
	Address   string         `json:"address"`
	Intervals []intervalData `json:"intervals"`
}

type intervalData struct {
	Version *string  `json:"version"`
	From    day.Day  `json:"from"`
	Until   *day.Day `json:"until"`
}

func (b *book) intervalsJSON() ([]byte, error) {
	out := intervalsFile{Schema: 1, Today: b.Today, Documents: []intervalsDocument{}}
	for i := range b.docs {
		d := &b.docs[i]
		x := intervalsDocument{ID: optional(d.ID), Path: d.Path, Title: d.title(), Address: b.views[i].Href,
			Intervals: []intervalData{}}
		for _, s := range b.spansOf(d) {
			x.Intervals = append(x.Intervals, intervalData{optional(s.version), s.from, optional(s.until)})
		}
		if len(x.Intervals) > 0 {
			out.Documents = append(out.Documents, x)
		}
	}
	return marshal(out)
}
