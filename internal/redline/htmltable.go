package redline

import (
	"html"
	"slices"
	"strconv"
	"strings"
)

// foldRows is how many rows without changes are folded at least.
const foldRows = 6

// table writes a table in a frame that scrolls by itself, with what changed in its caption.
func (w *htmlWriter) table(b *Block, id string) {
	t := b.Table
	name := w.page.Words.say("table", t.Number)
	w.raw(`<div class="table-scroll" role="region" tabindex="0"`, id, ` aria-label="`, html.EscapeString(name),
		"\"><table>\n<caption>")
	w.escape(w.caption(b, name))
	w.raw("</caption>\n")
	fold := b.State == Changed && !slices.ContainsFunc(t.Columns, func(s State) bool { return s != Same })
	for i := 0; i < len(t.Rows); i++ {
		switch i {
		case 0:
			w.raw("<thead>\n")
			w.row(t, 0)
			w.raw("</thead>\n")
			continue
		case 1:
			w.raw("<tbody>\n")
		}
		if end := quietRows(t, i); fold && end-i >= foldRows {
			w.raw(`<tr class="unchanged"><td colspan="`, strconv.Itoa(len(t.Columns)), `">`)
			w.escape(w.page.Words.Count(end-i, true))
			w.raw("</td></tr>\n")
			i = end - 1
			continue
		}
		w.row(t, i)
	}
	if len(t.Rows) > 1 {
		w.raw("</tbody>\n")
	}
	w.raw("</table></div>\n")
}

// quietRows returns where the rows without changes end that start at i.
func quietRows(t *Table, i int) int {
	for i < len(t.Rows) && t.Rows[i].Quiet() {
		i++
	}
	return i
}

// caption names a table, and says what changed in it.
func (w *htmlWriter) caption(b *Block, name string) string {
	var all []string
	for _, c := range tableChanges(b.Table, b.Section, 0) {
		if !whole(b.State) {
			all = append(all, strings.TrimPrefix(w.page.Words.Say(w.r, c), name+": "))
		}
	}
	if len(all) == 0 {
		return name
	}
	return name + ": " + strings.Join(all, ", ")
}

// whole reports whether a block is only on one side.
func whole(s State) bool { return s == Added || s == Removed || s == MovedFrom }

// rowMarks are shown before the first cell of a row, for eyes that don't tell colours.
var rowMarks = map[State]string{Added: "+", Removed: "−", MovedFrom: "↷", MovedTo: "↶"}

func (w *htmlWriter) row(t *Table, i int) {
	r := &t.Rows[i]
	spoken := w.spoken
	mark := rowMarks[r.State]
	if mark == "" || !spoken {
		w.raw("<tr>")
	} else {
		w.raw(`<tr class="row-`, string(r.State), `">`)
		w.spoken = r.State == MovedTo
	}
	for k, cell := range r.Cells {
		tag, attributes := "td", ""
		if i == 0 && len(cell) > 0 {
			tag, attributes = "th", ` scope="col"`
		}
		if s := t.Columns[k]; s != Same && spoken {
			attributes += ` class="column-` + string(s) + `"`
		}
		w.raw("<", tag, attributes, ">")
		if k == 0 && mark != "" && spoken {
			w.raw(`<span class="row-mark" aria-hidden="true">`, mark, "</span>")
			w.hidden(w.rowLabel(r.State) + " ")
		}
		w.runs(cell)
		w.raw("</", tag, ">")
	}
	w.raw("</tr>\n")
	w.spoken = spoken
}

// rowLabel says what happened to a row.
func (w *htmlWriter) rowLabel(s State) string {
	switch s {
	case Added:
		return w.page.Words.Text("inserted")
	case Removed:
		return w.page.Words.Text("deleted")
	}
	return w.page.Words.Text("row-moved")
}
