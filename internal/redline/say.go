package redline

import (
	"strconv"
	"strings"
)

// Words are the texts with which redlines are shown, by their keys in English. What is missing is English.
type Words map[string]string

// english has the texts. {n} is a number, {where} a section, {table} a table. A key that ends with " 1" is for one.
var english = Words{
	"reworded":          "{where} reworded",
	"text-added":        "{where}: text added",
	"text-removed":      "{where}: text removed",
	"text-moved":        "{where}: text moved here",
	"renamed":           "{where}: heading reworded",
	"renumbered":        "{n} headings renumbered",
	"renumbered 1":      "{where} renumbered",
	"section-added":     "{where} added",
	"section-removed":   "{where} removed",
	"section-moved":     "{where} moved",
	"table-added":       "{where}: table added",
	"table-removed":     "{where}: table removed",
	"rows-added":        "{table}: {n} rows added",
	"rows-added 1":      "{table}: row added",
	"rows-removed":      "{table}: {n} rows removed",
	"rows-removed 1":    "{table}: row removed",
	"rows-changed":      "{table}: {n} rows changed",
	"rows-changed 1":    "{table}: row changed",
	"rows-moved":        "{table}: {n} rows moved",
	"rows-moved 1":      "{table}: row moved",
	"columns-added":     "{table}: {n} columns added",
	"columns-added 1":   "{table}: column added",
	"columns-removed":   "{table}: {n} columns removed",
	"columns-removed 1": "{table}: column removed",
	"fields-changed":    "{n} fields of the front matter changed",
	"fields-changed 1":  "one field of the front matter changed",
	"links-changed":     "{where}: {n} links lead elsewhere",
	"links-changed 1":   "{where}: a link leads elsewhere",
	"marks-changed":     "formatting only in {n} places",
	"marks-changed 1":   "formatting only in one place",

	"section":     "§{number}",
	"heading":     "“{title}”",
	"opening":     "the opening",
	"table":       "table {n}",
	"changes":     "{n} changes",
	"changes 1":   "1 change",
	"nothing":     "no differences",
	"unchanged":   "{n} paragraphs unchanged",
	"unchanged 1": "1 paragraph unchanged",
	"rows":        "{n} rows unchanged",
	"rows 1":      "1 row unchanged",

	"deleted":   "deleted:",
	"inserted":  "inserted:",
	"end":       "end.",
	"added":     "Added",
	"removed":   "Removed",
	"moved to":  "Moved from here to {where}",
	"moved":     "Moved here from {where}",
	"marked":    "Formatting changed, no words",
	"row moved": "moved",
	"link":      "“{text}” led to {old} and leads to {new} now.",
	"no link":   "no link",
	"elsewhere": "a place that isn’t on this site",
	"field":     "Field",
	"old":       "Old",
	"new":       "New",
	"unstated":  "not stated",
	"front":     "Front matter",
	"file":      "file (SHA-256)",
	"summary":   "Summary of changes",
	"text":      "Text with changes marked",
}

// say returns the text of a key for a number, with values put in. A number below zero is none.
func (w Words) say(key string, n int, values ...string) string {
	text := ""
	for _, from := range []Words{w, english} {
		if text == "" && n == 1 {
			text = from[key+" 1"]
		}
		if text == "" {
			text = from[key]
		}
	}
	return strings.NewReplacer(append(values, "{n}", strconv.Itoa(n))...).Replace(text)
}

// Say says what a change is.
func (w Words) Say(r *Redline, c Change) string {
	return w.say(string(c.What), c.Count, "{where}", w.Where(r.Sections[c.Section]),
		"{table}", w.say("table", c.Table))
}

// Where names a section: by its number, or by its title.
func (w Words) Where(s Section) string {
	switch {
	case s.Number != "":
		return w.say("section", -1, "{number}", s.Number)
	case s.Title != "":
		return w.say("heading", -1, "{title}", s.Title)
	}
	return w.say("opening", -1)
}

// Summary says in one line how many changes there are, and which.
func (w Words) Summary(r *Redline) string {
	if r.Empty() {
		return w.say("nothing", -1)
	}
	all := make([]string, len(r.Changes))
	for i, c := range r.Changes {
		all[i] = w.Say(r, c)
	}
	return w.say("changes", len(all)) + ": " + strings.Join(all, ", ")
}

// Count says how many paragraphs, or how many rows of a table, are left out as they didn't change.
func (w Words) Count(n int, rows bool) string {
	if rows {
		return w.say("rows", n)
	}
	return w.say("unchanged", n)
}

// Text returns a text by its key.
func (w Words) Text(key string) string { return w.say(key, -1) }

// Moved says of the block at i, which moved, where its other end is.
func (w Words) Moved(r *Redline, i int) string {
	key := "moved"
	if r.Blocks[i].State == MovedFrom {
		key = "moved to"
	}
	return w.say(key, -1, "{where}", w.Where(r.Sections[r.Blocks[i+r.Blocks[i].Twin].Section]))
}

// Link says where the words of a link led, and where they lead.
func (w Words) Link(l Link) string {
	or := func(s string) string {
		if s == "" {
			return w.say("no link", -1)
		}
		return s
	}
	return w.say("link", -1, "{text}", l.Text, "{old}", or(l.Old), "{new}", or(l.New))
}

// Field names a field of the front matter.
func (w Words) Field(f Field) string {
	switch f.Name {
	case "":
		return w.say("front", -1)
	case FileField:
		return w.say("file", -1)
	}
	return f.Name
}

// Value is a value of a field.
func (w Words) Value(v *string) string {
	if v == nil {
		return w.say("unstated", -1)
	}
	return *v
}

// Quiet reports whether nothing of a block needs to be shown: neither its words changed nor where its links lead.
func (b *Block) Quiet() bool { return (b.State == Same || b.State == Marked) && len(b.Links) == 0 }

// Quiet reports whether no word of a row changed. Whole columns that were added or removed don't count.
func (r *Row) Quiet() bool { return r.State == Same || r.State == Marked }
