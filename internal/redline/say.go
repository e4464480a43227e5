package redline

import (
	"strings"

	"github.com/writ-docs/writ/internal/phrases"
)

// Words are the texts with which redlines are shown, by their keys. What is missing is English.
type Words phrases.Table

// say returns the text of a key for a number, with values put in. A number below zero is none.
func (w Words) say(key string, n int, values ...string) string {
	return phrases.Table(w).Say("diff_"+key, n, values...)
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
		key = "moved-away"
	}
	return w.say(key, -1, "{where}", w.Where(r.Sections[r.Blocks[i+r.Blocks[i].Twin].Section]))
}

// Link says where the words of a link led, and where they lead.
func (w Words) Link(l Link) string {
	or := func(s string) string {
		if s == "" {
			return w.say("no-link", -1)
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
