package redline

import (
	"slices"

	"github.com/writ-docs/writ/internal/document"
)

// place is a block of the result: the numbers of the blocks of which it is made, -1 for none.
type place struct {
	a, b int
	from bool // it was here and is elsewhere now
}

// write makes the blocks and the sections of the result.
func (c *comparison) write() {
	places := c.places()
	sections := c.sections(places)
	r := c.redline
	at := map[int]int{} // where in the result the new block is that moved
	tables := 0
	for _, p := range places {
		b := c.block(p)
		b.Section = sections(p)
		if p.b >= 0 && !p.from {
			at[p.b] = len(r.Blocks)
		}
		if b.Table != nil {
			if p.b >= 0 && !p.from {
				tables++
				b.Table.Number = tables
			} else {
				b.Table.Number = c.old.tableNumber(p.a)
			}
		}
		r.Blocks = append(r.Blocks, b)
	}
	for k, p := range places {
		if p.from {
			r.Blocks[k].Twin, r.Blocks[at[p.b]].Twin = at[p.b]-k, k-at[p.b]
		}
	}
}

// tableNumber counts the tables up to a block.
func (s *side) tableNumber(i int) (n int) {
	for k := range s.blocks[:i+1] {
		if s.blocks[k].Rows != nil {
			n++
		}
	}
	return n
}

// places lists the blocks of both sides in the order of the new one. What only the old one has comes behind what was
// before it there, and before what is new.
func (c *comparison) places() []place {
	out := make([]place, 0, len(c.old.blocks)+len(c.new.blocks))
	i := 0
	gone := func(end int) {
		for ; i < end; i++ {
			if c.old.twin[i] < 0 {
				out = append(out, place{a: i, b: -1})
			} else if c.old.moved[i] {
				out = append(out, place{a: i, b: c.old.twin[i], from: true})
			}
		}
	}
	var come []place
	for j := range c.new.blocks {
		a := c.new.twin[j]
		if a < 0 || c.new.moved[j] {
			come = append(come, place{a: a, b: j})
			continue
		}
		gone(a)
		out = append(append(out, come...), place{a: a, b: j})
		come, i = nil, a+1
	}
	gone(len(c.old.blocks))
	return append(out, come...)
}

func (c *comparison) block(p place) Block {
	switch {
	case p.b < 0, p.from:
		b := c.alone(&c.old.blocks[p.a], Deleted)
		if b.State = Removed; p.from {
			b.State = MovedFrom
		}
		return b
	case p.a < 0:
		b := c.alone(&c.new.blocks[p.b], Inserted)
		b.State = Added
		return b
	}
	b := c.both(p)
	if c.new.moved[p.b] {
		b.State = MovedTo
	}
	return b
}

// alone is a block that only one side has.
func (c *comparison) alone(x *document.Block, op Op) Block {
	b := Block{Frame: x.Frame, Anchor: x.Anchor, Number: x.Number}
	if len(x.Pieces) > 0 {
		b.Runs = []Run{{op, x.Pieces}}
	}
	if x.Rows != nil {
		b.Table = tableOf(x.Rows, op)
	}
	return b
}

// both is a block that both sides have.
func (c *comparison) both(p place) Block {
	x, y := &c.old.blocks[p.a], &c.new.blocks[p.b]
	b := Block{State: Same, Frame: y.Frame, Anchor: y.Anchor, Number: y.Number}
	marked := !sameFrame(x.Frame, y.Frame)
	switch {
	case y.Rows != nil && c.old.keys[p.a] == c.new.keys[p.b] && slices.EqualFunc(x.Rows, y.Rows, sameRow):
		b.Table = tableOf(y.Rows, Equal)
	case y.Rows != nil:
		var m bool
		b.Table, b.Links, m = c.tables(x.Rows, y.Rows)
		if marked = marked || m; b.Table.changed() {
			b.State = Changed
		}
	case x.Text == y.Text && slices.EqualFunc(x.Pieces, y.Pieces, samePiece):
		if len(y.Pieces) > 0 {
			b.Runs = []Run{{Equal, y.Pieces}}
		}
	default:
		var m bool
		b.Runs, b.Links, m = c.words(p)
		if marked = marked || m; x.Text != y.Text {
			b.State = Changed
		}
	}
	if b.State == Same && marked {
		b.State = Marked
	}
	return b
}

// sameFrame reports whether two blocks are set alike. The level of a list's item isn't its words', and its number is
// nobody's.
func sameFrame(x, y document.Frame) bool { return x == y }

func sameRow(x, y []document.Phrase) bool {
	return slices.EqualFunc(x, y, func(a, b document.Phrase) bool {
		return slices.EqualFunc(a.Pieces, b.Pieces, samePiece)
	})
}

func (c *comparison) words(p place) ([]Run, []Link, bool) {
	x, y := &c.old.blocks[p.a], &c.new.blocks[p.b]
	if y.Kind == document.CodeBlock && x.Kind == document.CodeBlock {
		a, b := c.lines(x.Phrase), c.lines(y.Phrase)
		return runs(a, b, c.lineEdits(a, b))
	}
	a, b := c.phraseOf(&c.old, p.a), c.phraseOf(&c.new, p.b)
	if x.Text == y.Text {
		return runs(a, b, nil)
	}
	return runs(a, b, c.edits(a, b))
}

// sections makes the sections of the result, and returns a function that says in which one a block is.
func (c *comparison) sections(places []place) func(place) int {
	r := c.redline
	r.Sections = []Section{{State: Same}}
	ofOld, ofNew := map[int]int{}, map[int]int{}
	for _, p := range places {
		x := &c.old.blocks
		heading := p.b
		if p.b < 0 {
			heading = p.a
		} else {
			x = &c.new.blocks
		}
		b := &(*x)[heading]
		if p.from || b.Kind != document.HeadingBlock {
			continue
		}
		s := Section{Level: b.Level, State: Same}
		s.Number, s.Title = numbered(b.Text)
		if p.b >= 0 {
			s.New, ofNew[p.b] = b.Anchor, len(r.Sections)
		} else {
			s.State = Removed
		}
		if p.a >= 0 {
			s.Old, ofOld[p.a] = c.old.blocks[p.a].Anchor, len(r.Sections)
		} else {
			s.State = Added
		}
		s.Moved = p.b >= 0 && c.new.moved[p.b]
		r.Sections = append(r.Sections, s)
	}
	inOld, inNew := c.old.within(ofOld), c.new.within(ofNew)
	return func(p place) int {
		if p.b >= 0 && !p.from {
			return inNew[p.b]
		}
		return inOld[p.a]
	}
}

// within returns the section of each block, from those of the headings.
func (s *side) within(of map[int]int) []int {
	out := make([]int, len(s.blocks))
	now := 0
	for i := range s.blocks {
		if s.blocks[i].Kind == document.HeadingBlock {
			if n, ok := of[i]; ok {
				now = n
			}
		}
		out[i] = now
	}
	return out
}
