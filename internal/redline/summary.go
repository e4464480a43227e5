package redline

import "github.com/writ-docs/writ/internal/document"

// tally counts what happened in one section.
type tally struct {
	what  map[What]int
	first map[What]int // the block
}

func (t *tally) add(w What, block int) {
	if t.what == nil {
		t.what, t.first = map[What]int{}, map[What]int{}
	}
	if t.what[w]++; t.what[w] == 1 {
		t.first[w] = block
	}
}

// summarize says in short what changed, and in which sections.
func (c *comparison) summarize() {
	r := c.redline
	r.Changes = []Change{}
	if n := len(r.Fields); n > 0 {
		r.Changes = append(r.Changes, Change{What: FieldsChanged, Count: n, Block: -1})
	}
	tallies := make([]tally, len(r.Sections))
	tables := make([][]Change, len(r.Sections))
	marks, numbers := Change{What: MarksChanged, Block: -1}, Change{What: Renumbered, Block: -1}
	for i := range r.Blocks {
		b := &r.Blocks[i]
		s := &r.Sections[b.Section]
		switch what := r.whatOf(i); what {
		case "":
		case Renumbered:
			numbers.count(b.Section, i)
		default:
			tallies[b.Section].add(what, i)
			if what != SectionMoved && (s.State == Same || s.State == Marked) {
				s.State = Changed
			}
		}
		if b.Table != nil && (b.State == Changed || b.State == MovedTo) {
			if in := tableChanges(b.Table, b.Section, i); len(in) > 0 {
				tables[b.Section] = append(tables[b.Section], in...)
				if s.State == Same || s.State == Marked {
					s.State = Changed
				}
			}
		}
		if n := len(b.Links); n > 0 {
			tallies[b.Section].add(LinksChanged, i)
		} else if b.State == Marked {
			marks.count(b.Section, i)
		}
		if s.State == Same && (b.State == Marked || len(b.Links) > 0) {
			s.State = Marked
		}
	}
	for i := range tallies {
		r.Changes = append(r.Changes, r.changesIn(i, &tallies[i])...)
		r.Changes = append(r.Changes, tables[i]...)
	}
	for _, c := range []Change{numbers, marks} {
		if c.Count > 0 {
			r.Changes = append(r.Changes, c)
		}
	}
}

// count adds a block to a change that is told once for the whole document.
func (c *Change) count(section, block int) {
	if c.Count++; c.Count == 1 {
		c.Section, c.Block = section, block
	}
}

// renumbered reports whether a heading has another number and the same words.
func (b *Block) renumbered() bool {
	return title(textOf(b.Runs, Inserted)) == title(textOf(b.Runs, Deleted))
}

// whatOf says what happened to a block, "" where its words are the same and in the same section.
func (r *Redline) whatOf(i int) What {
	b := &r.Blocks[i]
	heading := b.Kind == document.HeadingBlock
	switch b.State {
	case Added:
		switch {
		case heading:
			return SectionAdded
		case b.Table != nil:
			return TableAdded
		}
		return TextAdded
	case Removed:
		switch {
		case heading:
			return SectionRemoved
		case b.Table != nil:
			return TableRemoved
		}
		return TextRemoved
	case Changed:
		switch {
		case heading && b.renumbered():
			return Renumbered
		case heading:
			return Renamed
		case b.Table != nil:
			return "" // said by its rows
		}
		return Reworded
	case MovedFrom, MovedTo:
		same := r.Blocks[i+b.Twin].Section == b.Section && r.Sections[b.Section].Moved
		switch {
		case b.State == MovedTo && heading:
			return SectionMoved
		case b.State == MovedTo && same && b.edited():
			return Reworded
		case b.State == MovedTo && !same:
			return TextMoved
		case b.State == MovedFrom && !same:
			return movedAway
		}
	}
	return ""
}

// movedAway is what a change isn't in a summary: it is said where the words are now.
const movedAway What = "moved-away"

// edited reports whether the words of a block changed.
func (b *Block) edited() bool {
	for _, r := range b.Runs {
		if r.Op != Equal {
			return true
		}
	}
	return false
}

// changesIn is the summary of one section, but for its tables.
func (r *Redline) changesIn(section int, t *tally) (out []Change) {
	add := func(w What, of ...What) {
		c := Change{What: w, Section: section, Block: -1}
		for _, x := range of {
			if n := t.what[x]; n > 0 {
				c.Count += n
				if c.Block < 0 || t.first[x] < c.Block {
					c.Block = t.first[x]
				}
			}
		}
		if c.Count > 0 {
			out = append(out, c)
		}
	}
	switch state := r.Sections[section].State; {
	case t.what[SectionAdded] > 0 && state == Added:
		if !r.below(section, Added) {
			add(SectionAdded, SectionAdded)
		}
		return out
	case t.what[SectionRemoved] > 0 && state == Removed:
		if !r.below(section, Removed) {
			add(SectionRemoved, SectionRemoved)
		}
		add(TextMoved, TextMoved)
		return out
	}
	if t.what[SectionMoved] > 0 && !r.belowMoved(section) {
		add(SectionMoved, SectionMoved)
	}
	add(Renamed, Renamed)
	switch {
	case t.what[Reworded] > 0 && t.what[TextAdded] > 0 && t.what[TextRemoved] > 0,
		t.what[TextAdded] > 0 && t.what[TextRemoved] > 0:
		add(Reworded, Reworded, TextAdded, TextRemoved)
	default:
		add(Reworded, Reworded)
		add(TextAdded, TextAdded)
		add(TextRemoved, TextRemoved)
	}
	add(TextMoved, TextMoved)
	add(TableAdded, TableAdded)
	add(TableRemoved, TableRemoved)
	add(LinksChanged, LinksChanged)
	return out
}

// below reports whether a section is part of a larger one that was added or removed as a whole.
func (r *Redline) below(section int, state State) bool {
	parent := r.parent(section)
	return parent > 0 && r.Sections[parent].State == state
}

func (r *Redline) belowMoved(section int) bool {
	parent := r.parent(section)
	return parent > 0 && r.Sections[parent].Moved
}

// parent returns the section of which a section is a part; 0 for none.
func (r *Redline) parent(section int) int {
	s := &r.Sections[section]
	for i := section - 1; i > 0; i-- {
		p := &r.Sections[i]
		if p.Level < s.Level && (s.New != "" && p.New != "" || s.New == "" && p.Old != "") {
			return i
		}
	}
	return 0
}

// tableChanges is the summary of one table.
func tableChanges(t *Table, section, block int) (out []Change) {
	count := map[What]int{}
	for _, s := range t.Columns {
		switch s {
		case Added:
			count[ColumnsAdded]++
		case Removed:
			count[ColumnsRemoved]++
		}
	}
	for _, r := range t.Rows {
		switch r.State {
		case Added:
			count[RowsAdded]++
		case Removed:
			count[RowsRemoved]++
		case Changed:
			count[RowsChanged]++
		case MovedTo:
			count[RowsMoved]++
		}
	}
	for _, w := range []What{ColumnsAdded, ColumnsRemoved, RowsAdded, RowsRemoved, RowsChanged, RowsMoved} {
		if n := count[w]; n > 0 {
			out = append(out, Change{What: w, Section: section, Table: t.Number, Count: n, Block: block})
		}
	}
	return out
}
