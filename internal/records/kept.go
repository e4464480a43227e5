package records

import (
	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// KeptFormat names what Encode writes. It changes whenever the same text is read in another way, or written in another
// form.
const KeptFormat = "reading 2"

// Encode writes a reading for Decode: numbers are varints, strings have their length before them, places are relative to
// the one before. The CRC-32 of it all is at the end.
func (r *Reading) Encode(of schema.Tables) []byte {
	w := &keptWriter{}
	compact.WriteAll(&w.Writer, r.Tables, func(t *Table) {
		for i := range of.Tables {
			if of.Tables[i].Name == t.Of.Name {
				w.Uint(i)
				break
			}
		}
		compact.WriteAll(&w.Writer, t.Pieces, w.piece)
		compact.WriteAll(&w.Writer, t.Rows, w.row)
	})
	compact.WriteAll(&w.Writer, r.Stated, func(s *Stated) {
		w.Str(s.Field)
		w.Str(s.Label)
		w.value(&s.Value)
		w.span(s.Span)
	})
	compact.WriteAll(&w.Writer, r.Others, func(o *Other) {
		w.strs(o.Headers)
		w.Str(o.Near)
		w.strs(o.Missing)
		w.span(o.Span)
	})
	return compact.Seal(w.Out)
}

type keptWriter struct{ compact.Writer }

func (w *keptWriter) strs(all []string) {
	compact.WriteAll(&w.Writer, all, func(s *string) { w.Str(*s) })
}

func (w *keptWriter) span(s document.Span) {
	w.Place(s.Start, s.End)
}

func (w *keptWriter) piece(p *Piece) {
	w.Str(p.Form)
	w.Str(p.Section)
	compact.WriteAll(&w.Writer, p.Columns, func(c *Column) {
		w.Str(c.Name)
		w.Str(c.Header)
	})
	w.strs(p.Own)
	w.strs(p.Doubled)
	w.span(p.Span)
}

func (w *keptWriter) row(r *Row) {
	w.Uint(r.Piece)
	w.Str(r.Section)
	w.Uint(r.Missing)
	w.Uint(r.Extra)
	w.span(r.Span)
	for i := range r.Cells {
		c := &r.Cells[i]
		there := c.Span != document.Span{} || c.State != Empty || c.Text != "" || partsOf(&c.Value) != 0
		if w.Bool(there); there {
			w.value(&c.Value)
			w.span(c.Span)
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

func (w *keptWriter) value(v *Value) {
	parts := partsOf(v)
	w.Out = append(w.Out, byte(v.State), parts)
	w.Str(v.Text)
	if parts&partID != 0 {
		w.Str(v.ID.Key)
	}
	if parts&partWhen != 0 {
		w.when(&v.When)
	}
	if parts&partChoice != 0 {
		w.Str(v.Choice.Class)
		w.Str(v.Choice.Note)
	}
	if parts&partParty != 0 {
		compact.WriteAll(&w.Writer, v.Party.Known, func(n *Named) {
			w.Str(n.Role)
			w.Str(n.Person)
		})
		w.strs(v.Party.Unknown)
		w.Bool(v.Party.Outside)
	}
	if q := v.Quantity; q != nil {
		w.Str(q.Compare)
		w.Str(q.Unit)
		w.Str(q.Per)
		w.Float(q.Value)
		w.Float(q.About)
	}
	if parts&partList != 0 {
		w.strs(v.List)
	}
	if p := v.Problem; p != nil {
		w.Str(p.Message)
		w.Str(p.Help)
		w.Bool(p.Certain)
		compact.WriteAll(&w.Writer, p.Readings, w.when)
	}
}

func (w *keptWriter) when(x *When) {
	w.Int(int(x.First))
	w.Int(int(x.Last))
	w.Uint(int(x.Form))
	w.Str(x.Note)
}

// Decode returns the reading that Encode wrote of a document of size bytes, with the same tables; false for what is
// damaged. Its strings are parts of data.
func Decode(data string, of schema.Tables, size int) (out Reading, ok bool) {
	if data, ok = compact.Open(data); !ok {
		return Reading{}, false
	}
	r := &keptReader{compact.Reader{In: data, Limit: size}}
	out.Tables = compact.ReadAll(&r.Reader, func(t *Table) {
		if len(of.Tables) == 0 {
			r.Fail()
			return
		}
		t.Of = of.Tables[r.Uint(len(of.Tables)-1)]
		t.Pieces = compact.ReadAll(&r.Reader, r.piece)
		t.Rows = compact.ReadAll(&r.Reader, func(row *Row) { r.row(row, t) })
	})
	out.Stated = compact.ReadAll(&r.Reader, func(s *Stated) {
		s.Field, s.Label = r.Str(), r.Str()
		r.value(&s.Value)
		s.Span = r.span()
	})
	out.Others = compact.ReadAll(&r.Reader, func(o *Other) {
		o.Headers, o.Near, o.Missing, o.Span = r.strs(), r.Str(), r.strs(), r.span()
	})
	return out, r.Done()
}

// keptReader reads what keptWriter wrote.
type keptReader struct{ compact.Reader }

func (r *keptReader) strs() []string {
	return compact.ReadAll(&r.Reader, func(s *string) { *s = r.Str() })
}

func (r *keptReader) span() document.Span {
	start, end := r.Place()
	return document.Span{Start: start, End: end}
}

func (r *keptReader) piece(p *Piece) {
	p.Form, p.Section = r.Str(), r.Str()
	p.Columns = compact.ReadAll(&r.Reader, func(c *Column) { c.Name, c.Header = r.Str(), r.Str() })
	p.Own, p.Doubled, p.Span = r.strs(), r.strs(), r.span()
}

func (r *keptReader) row(row *Row, t *Table) {
	if len(t.Pieces) == 0 {
		r.Fail()
		return
	}
	row.Piece, row.Section = r.Uint(len(t.Pieces)-1), r.Str()
	row.Missing, row.Extra, row.Span = r.Uint(r.Limit), r.Uint(r.Limit), r.span()
	row.Cells = make([]Cell, len(t.Of.Columns))
	for i := range row.Cells {
		if c := &row.Cells[i]; r.Byte() != 0 {
			r.value(&c.Value)
			c.Span = r.span()
		}
	}
}

func (r *keptReader) value(v *Value) {
	state, parts := State(r.Byte()), r.Byte()
	if state > Placeholder {
		r.Fail()
	}
	v.State, v.Text = state, r.Str()
	if parts&partID != 0 {
		v.ID.Key = r.Str()
	}
	if parts&partWhen != 0 {
		r.when(&v.When)
	}
	if parts&partChoice != 0 {
		v.Choice = Choice{Class: r.Str(), Note: r.Str()}
	}
	if parts&partParty != 0 {
		v.Party = &Party{Known: compact.ReadAll(&r.Reader, func(n *Named) { n.Role, n.Person = r.Str(), r.Str() }), Unknown: r.strs(),
			Outside: r.Byte() != 0}
	}
	if parts&partQuantity != 0 {
		v.Quantity = &Quantity{Compare: r.Str(), Unit: r.Str(), Per: r.Str(), Value: r.Float(), About: r.Float()}
	}
	if parts&partList != 0 {
		v.List = r.strs()
	}
	if parts&partProblem != 0 {
		v.Problem = &Problem{Message: r.Str(), Help: r.Str(), Certain: r.Byte() != 0, Readings: compact.ReadAll(&r.Reader, r.when)}
	}
}

func (r *keptReader) when(x *When) {
	x.First, x.Last = day.Day(r.Int()), day.Day(r.Int())
	x.Form, x.Note = Form(r.Uint(int(Finished))), r.Str()
}
