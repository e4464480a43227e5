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
	return compressed(e.W.Out)
}

// decode reads what encode wrote. It reports false where that can't be read, or has more to it.
func decode(data string) (*Redline, bool) {
	raw, ok := decompressed(data)
	if !ok {
		return nil, false
	}
	d := coder{compact.Coder{Reading: true, R: compact.Reader{In: string(raw)}}}
	r := &Redline{}
	d.redline(r)
	return r, d.R.Done() && sound(r)
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

// coder describes the form of redlines.
type coder struct{ compact.Coder }

func (c *coder) redline(r *Redline) {
	compact.List(&c.Coder, &r.Fields, func(f *Field) {
		c.Str(&f.Name)
		compact.Optional(&c.Coder, &f.Old, c.Str)
		compact.Optional(&c.Coder, &f.New, c.Str)
	})
	compact.List(&c.Coder, &r.Sections, func(s *Section) {
		c.Str(&s.Number)
		c.Str(&s.Title)
		c.Int(&s.Level)
		c.Str(&s.Old)
		c.Str(&s.New)
		compact.Word(&c.Coder, &s.State)
		c.Bool(&s.Moved)
	})
	compact.List(&c.Coder, &r.Blocks, c.block)
	compact.List(&c.Coder, &r.Changes, func(x *Change) {
		compact.Word(&c.Coder, &x.What)
		c.Int(&x.Section)
		c.Int(&x.Table)
		c.Int(&x.Count)
		c.Int(&x.Block)
	})
	if c.Reading && r.Fields == nil {
		r.Fields = []Field{}
	}
	if c.Reading && r.Changes == nil {
		r.Changes = []Change{}
	}
}

func (c *coder) block(b *Block) {
	compact.Word(&c.Coder, &b.State)
	c.Int(&b.Section)
	compact.Word(&c.Coder, &b.Kind)
	c.Int(&b.Level)
	c.Int(&b.Depth)
	c.Bool(&b.Ordered)
	c.Bool(&b.Quoted)
	c.Str(&b.Label)
	c.Str(&b.Language)
	c.Str(&b.Anchor)
	c.Int(&b.Number)
	c.runs(&b.Runs)
	compact.Optional(&c.Coder, &b.Table, c.table)
	compact.List(&c.Coder, &b.Links, func(l *Link) {
		c.Str(&l.Text)
		c.Str(&l.Old)
		c.Str(&l.New)
	})
	c.Int(&b.Twin)
}

func (c *coder) table(t *Table) {
	c.Int(&t.Number)
	compact.List(&c.Coder, &t.Columns, func(s *State) { compact.Word(&c.Coder, s) })
	compact.List(&c.Coder, &t.Rows, func(r *Row) {
		compact.Word(&c.Coder, &r.State)
		compact.List(&c.Coder, &r.Cells, c.runs)
		c.Int(&r.Twin)
	})
}

func (c *coder) runs(all *[]Run) {
	compact.List(&c.Coder, all, func(r *Run) {
		compact.Word(&c.Coder, &r.Op)
		compact.List(&c.Coder, &r.Pieces, func(p *document.Piece) {
			c.Str(&p.Text)
			compact.List(&c.Coder, &p.Marks, func(m *document.Mark) {
				compact.Word(&c.Coder, &m.Kind)
				c.Str(&m.Target)
			})
		})
	})
}
