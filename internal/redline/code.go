package redline

import (
	"encoding/binary"

	"github.com/writ-docs/writ/internal/document"
)

// encode writes a redline as a record of a store: all values in the order of their fields, numbers as variable-length
// integers, texts and lists behind their lengths.
func encode(r *Redline) []byte {
	var e coder
	e.redline(r)
	return compressed(e.buf)
}

// decode reads what encode wrote. It reports false where that can't be read, or has more to it.
func decode(data []byte) (*Redline, bool) {
	raw, ok := decompressed(data)
	if !ok {
		return nil, false
	}
	d := coder{reading: true, text: string(raw)}
	r := &Redline{}
	d.redline(r)
	return r, !d.broken && d.text == "" && sound(r)
}

// sound reports whether all references within a redline lead somewhere.
func sound(r *Redline) bool {
	for i := range r.Blocks {
		b := &r.Blocks[i]
		if b.Section < 0 || b.Section >= len(r.Sections) || i+b.Twin < 0 || i+b.Twin >= len(r.Blocks) {
			return false
		}
		if b.Table != nil {
			for _, row := range b.Table.Rows {
				if len(row.Cells) != len(b.Table.Columns) {
					return false
				}
			}
		}
	}
	for _, c := range r.Changes {
		if c.Section < 0 || c.Section >= len(r.Sections) || c.Block < -1 || c.Block >= len(r.Blocks) {
			return false
		}
	}
	return true
}

// coder writes or reads values: one description of the form serves both.
type coder struct {
	buf     []byte // written
	text    string // still to be read
	reading bool
	broken  bool
}

func (c *coder) redline(r *Redline) {
	list(c, &r.Fields, func(f *Field) {
		c.string(&f.Name)
		c.optional(&f.Old)
		c.optional(&f.New)
	})
	list(c, &r.Sections, func(s *Section) {
		c.string(&s.Number)
		c.string(&s.Title)
		c.int(&s.Level)
		c.string(&s.Old)
		c.string(&s.New)
		word(c, &s.State)
		c.bool(&s.Moved)
	})
	list(c, &r.Blocks, c.block)
	list(c, &r.Changes, func(x *Change) {
		word(c, &x.What)
		c.int(&x.Section)
		c.int(&x.Table)
		c.int(&x.Count)
		c.int(&x.Block)
	})
	if c.reading && r.Fields == nil {
		r.Fields = []Field{}
	}
	if c.reading && r.Changes == nil {
		r.Changes = []Change{}
	}
}

func (c *coder) block(b *Block) {
	word(c, &b.State)
	c.int(&b.Section)
	word(c, &b.Kind)
	c.int(&b.Level)
	c.int(&b.Depth)
	c.bool(&b.Ordered)
	c.bool(&b.Quoted)
	c.string(&b.Label)
	c.string(&b.Language)
	c.string(&b.Anchor)
	c.int(&b.Number)
	c.runs(&b.Runs)
	has := b.Table != nil
	if c.bool(&has); has {
		if c.reading {
			b.Table = &Table{}
		}
		c.table(b.Table)
	}
	list(c, &b.Links, func(l *Link) {
		c.string(&l.Text)
		c.string(&l.Old)
		c.string(&l.New)
	})
	c.int(&b.Twin)
}

func (c *coder) table(t *Table) {
	c.int(&t.Number)
	list(c, &t.Columns, func(s *State) { word(c, s) })
	list(c, &t.Rows, func(r *Row) {
		word(c, &r.State)
		list(c, &r.Cells, c.runs)
		c.int(&r.Twin)
	})
}

func (c *coder) runs(all *[]Run) {
	list(c, all, func(r *Run) {
		word(c, &r.Op)
		list(c, &r.Pieces, func(p *document.Piece) {
			c.string(&p.Text)
			list(c, &p.Marks, func(m *document.Mark) {
				word(c, &m.Kind)
				c.string(&m.Target)
			})
		})
	})
}

// list is a list of values. An empty one is read as nil.
func list[T any](c *coder, all *[]T, each func(*T)) {
	n := len(*all)
	if c.int(&n); c.reading {
		if n < 0 || n > len(c.text) { // each value takes a byte at least
			c.fail()
			return
		}
		if n > 0 {
			*all = make([]T, n)
		}
	}
	for i := range *all {
		each(&(*all)[i])
	}
}

// word is one of few texts.
func word[T ~string](c *coder, s *T) {
	t := string(*s)
	c.string(&t)
	*s = T(t)
}

func (c *coder) int(n *int) {
	if !c.reading {
		c.buf = binary.AppendVarint(c.buf, int64(*n))
		return
	}
	var v int64
	size := 0
	if len(c.text) > 0 {
		v, size = binary.Varint([]byte(c.text[:min(len(c.text), binary.MaxVarintLen64)]))
	}
	if size <= 0 {
		c.fail()
		*n = 0
		return
	}
	*n, c.text = int(v), c.text[size:]
}

func (c *coder) bool(b *bool) {
	n := boolToInt(*b)
	c.int(&n)
	*b = n == 1
}

func (c *coder) string(s *string) {
	n := len(*s)
	c.int(&n)
	if !c.reading {
		c.buf = append(c.buf, *s...)
		return
	}
	if n < 0 || n > len(c.text) {
		c.fail()
		return
	}
	*s, c.text = c.text[:n], c.text[n:]
}

func (c *coder) optional(s **string) {
	has := *s != nil
	if c.bool(&has); !has {
		return
	}
	if c.reading {
		*s = new(string)
	}
	c.string(*s)
}

func (c *coder) fail() { c.broken, c.text = true, "" }
