package redline

import (
	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/document"
)

// encode writes a redline as a record of a store: all values in the order of their fields, numbers as variable-length
// integers, texts and lists behind their lengths.
func encode(r *Redline) []byte {
	var e coder
	e.redline(r)
	return compressed(e.w.Out)
}

// decode reads what encode wrote. It reports false where that can't be read, or has more to it.
func decode(data string) (*Redline, bool) {
	raw, ok := decompressed(data)
	if !ok {
		return nil, false
	}
	d := coder{reading: true, r: compact.Reader{In: string(raw)}}
	r := &Redline{}
	d.redline(r)
	return r, d.r.Done() && sound(r)
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
	reading bool
	r       compact.Reader
	w       compact.Writer
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
	if c.reading {
		*all = compact.ReadAll(&c.r, each)
	} else {
		compact.WriteAll(&c.w, *all, each)
	}
}

// word is one of few texts.
func word[T ~string](c *coder, s *T) {
	t := string(*s)
	c.string(&t)
	*s = T(t)
}

func (c *coder) int(n *int) {
	if c.reading {
		*n = c.r.Int()
	} else {
		c.w.Int(*n)
	}
}

func (c *coder) bool(b *bool) {
	if c.reading {
		*b = c.r.Byte() == 1
	} else {
		c.w.Bool(*b)
	}
}

func (c *coder) string(s *string) {
	if c.reading {
		*s = c.r.Str()
	} else {
		c.w.Str(*s)
	}
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
