package records

import (
	"slices"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// KeptFormat names what Encode writes. It changes whenever the same text is read in another way, or written in another
// form.
const KeptFormat = "reading 2"

// Encode writes a reading for Decode. The CRC-32 of it all is at the end.
func (r *Reading) Encode(of schema.Tables) []byte {
	c := &coder{}
	c.reading(r, of)
	return compact.Seal(c.W.Out)
}

// Decode returns the reading that Encode wrote of a document of size bytes, with the same tables; false for what is
// damaged. Its strings are parts of data.
func Decode(data string, of schema.Tables, size int) (out Reading, ok bool) {
	if data, ok = compact.Open(data); !ok {
		return Reading{}, false
	}
	c := &coder{compact.Coder{Reading: true, R: compact.Reader{In: data, Limit: size}}}
	c.reading(&out, of)
	return out, c.R.Done()
}

// coder describes the form of readings.
type coder struct{ compact.Coder }

func (c *coder) reading(r *Reading, of schema.Tables) {
	compact.List(&c.Coder, &r.Tables, func(t *Table) { c.table(t, of.Tables) })
	compact.List(&c.Coder, &r.Stated, func(s *Stated) {
		c.Str(&s.Field)
		c.Str(&s.Label)
		c.value(&s.Value)
		c.span(&s.Span)
	})
	compact.List(&c.Coder, &r.Others, func(o *Other) {
		c.Strs(&o.Headers)
		c.Str(&o.Near)
		c.Strs(&o.Missing)
		c.span(&o.Span)
	})
}

func (c *coder) span(s *document.Span) { c.Place(&s.Start, &s.End) }

func (c *coder) table(t *Table, of []schema.Table) {
	if len(of) == 0 {
		c.R.Fail()
		return
	}
	i := max(0, slices.IndexFunc(of, func(o schema.Table) bool { return o.Name == t.Of.Name }))
	if c.Uint(&i, len(of)-1); c.Reading {
		t.Of = of[i]
	}
	compact.List(&c.Coder, &t.Pieces, c.piece)
	compact.List(&c.Coder, &t.Rows, func(r *Row) { c.row(r, t) })
}

func (c *coder) piece(p *Piece) {
	c.Str(&p.Form)
	c.Str(&p.Section)
	compact.List(&c.Coder, &p.Columns, func(x *Column) {
		c.Str(&x.Name)
		c.Str(&x.Header)
	})
	c.Strs(&p.Own)
	c.Strs(&p.Doubled)
	c.span(&p.Span)
}

func (c *coder) row(r *Row, t *Table) {
	if len(t.Pieces) == 0 {
		c.R.Fail()
		return
	}
	c.Uint(&r.Piece, len(t.Pieces)-1)
	c.Str(&r.Section)
	c.Uint(&r.Missing, c.R.Limit)
	c.Uint(&r.Extra, c.R.Limit)
	c.span(&r.Span)
	if c.Reading {
		r.Cells = make([]Cell, len(t.Of.Columns))
	}
	for i := range r.Cells {
		x := &r.Cells[i]
		there := x.Span != document.Span{} || x.State != Empty || x.Text != "" || partsOf(&x.Value) != 0
		if c.Bool(&there); there {
			c.value(&x.Value)
			c.span(&x.Span)
		}
	}
}

// The parts that a value may have besides its state and its text.
const (
	partID = 1 << iota
	partWhen
	partChoice
	partParty
	partQuantity
	partList
	partProblem
	allParts = partProblem<<1 - 1
)

func partsOf(v *Value) (parts byte) {
	if v.ID != (ID{}) {
		parts |= partID
	}
	if v.When != (When{}) {
		parts |= partWhen
	}
	if v.Choice != (Choice{}) {
		parts |= partChoice
	}
	if v.Party != nil {
		parts |= partParty
	}
	if v.Quantity != nil {
		parts |= partQuantity
	}
	if len(v.List) > 0 {
		parts |= partList
	}
	if v.Problem != nil {
		parts |= partProblem
	}
	return parts
}

func (c *coder) value(v *Value) {
	parts := partsOf(v)
	compact.Choice(&c.Coder, &v.State, Placeholder)
	compact.Choice(&c.Coder, &parts, allParts)
	c.Str(&v.Text)
	if parts&partID != 0 {
		c.Str(&v.ID.Key)
	}
	if parts&partWhen != 0 {
		c.when(&v.When)
	}
	if parts&partChoice != 0 {
		c.Str(&v.Choice.Class)
		c.Str(&v.Choice.Note)
	}
	if parts&partParty != 0 {
		c.party(made(c, &v.Party))
	}
	if parts&partQuantity != 0 {
		q := made(c, &v.Quantity)
		c.Str(&q.Compare)
		c.Str(&q.Unit)
		c.Str(&q.Per)
		c.Float(&q.Value)
		c.Float(&q.About)
	}
	if parts&partList != 0 {
		c.Strs(&v.List)
	}
	if parts&partProblem != 0 {
		p := made(c, &v.Problem)
		c.Str(&p.Message)
		c.Str(&p.Help)
		c.Bool(&p.Certain)
		compact.List(&c.Coder, &p.Readings, c.when)
	}
}

// made returns a part of a value, which a reader has to make first.
func made[T any](c *coder, part **T) *T {
	if c.Reading {
		*part = new(T)
	}
	return *part
}

func (c *coder) party(p *Party) {
	compact.List(&c.Coder, &p.Known, func(n *Named) {
		c.Str(&n.Role)
		c.Str(&n.Person)
	})
	c.Strs(&p.Unknown)
	c.Bool(&p.Outside)
}

func (c *coder) when(x *When) {
	compact.Number(&c.Coder, &x.First)
	compact.Number(&c.Coder, &x.Last)
	compact.Choice(&c.Coder, &x.Form, Finished)
	c.Str(&x.Note)
}
