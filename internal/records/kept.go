package records

import (
	"encoding/binary"
	"hash/crc32"
	"math"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// KeptFormat names what Encode writes. It changes whenever the same text is read in another way, or written in another
// form.
const KeptFormat = "reading 1"

// Encode writes a reading for Decode: numbers are varints, strings have their length before them, places are relative to
// the one before. The CRC-32 of it all is at the end.
func (r *Reading) Encode(of schema.Tables) []byte {
	w := &keptWriter{}
	writeAll(w, r.Tables, func(t *Table) {
		for i := range of.Tables {
			if of.Tables[i].Name == t.Of.Name {
				w.uint(i)
				break
			}
		}
		writeAll(w, t.Pieces, w.piece)
		writeAll(w, t.Rows, w.row)
	})
	writeAll(w, r.Stated, func(s *Stated) {
		w.str(s.Field)
		w.str(s.Label)
		w.value(&s.Value)
		w.span(s.Span)
	})
	writeAll(w, r.Others, func(o *Other) {
		w.strs(o.Headers)
		w.str(o.Near)
		w.strs(o.Missing)
		w.span(o.Span)
	})
	return binary.LittleEndian.AppendUint32(w.out, crc32.ChecksumIEEE(w.out))
}

type keptWriter struct {
	out []byte
	at  int // the start of the place before
}

func writeAll[T any](w *keptWriter, all []T, write func(*T)) {
	w.uint(len(all))
	for i := range all {
		write(&all[i])
	}
}

func (w *keptWriter) uint(n int) { w.out = binary.AppendUvarint(w.out, uint64(n)) }
func (w *keptWriter) int(n int)  { w.out = binary.AppendVarint(w.out, int64(n)) }

func (w *keptWriter) str(s string) {
	w.uint(len(s))
	w.out = append(w.out, s...)
}

func (w *keptWriter) strs(all []string) { writeAll(w, all, func(s *string) { w.str(*s) }) }

func (w *keptWriter) span(s document.Span) {
	w.int(s.Start - w.at)
	w.uint(s.End - s.Start)
	w.at = s.Start
}

func (w *keptWriter) bool(b bool) {
	n := byte(0)
	if b {
		n = 1
	}
	w.out = append(w.out, n)
}

func (w *keptWriter) piece(p *Piece) {
	w.str(p.Form)
	w.str(p.Section)
	writeAll(w, p.Columns, func(c *Column) {
		w.str(c.Name)
		w.str(c.Header)
	})
	w.strs(p.Own)
	w.strs(p.Doubled)
	w.span(p.Span)
}

func (w *keptWriter) row(r *Row) {
	w.uint(r.Piece)
	w.str(r.Section)
	w.uint(r.Missing)
	w.uint(r.Extra)
	w.span(r.Span)
	for i := range r.Cells {
		c := &r.Cells[i]
		there := c.Span != document.Span{} || c.State != Empty || c.Text != "" || partsOf(&c.Value) != 0
		if w.bool(there); there {
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
	w.out = append(w.out, byte(v.State), parts)
	w.str(v.Text)
	if parts&partID != 0 {
		w.str(v.ID.Key)
	}
	if parts&partWhen != 0 {
		w.when(&v.When)
	}
	if parts&partChoice != 0 {
		w.str(v.Choice.Class)
		w.str(v.Choice.Note)
	}
	if parts&partParty != 0 {
		writeAll(w, v.Party.Known, func(n *Named) {
			w.str(n.Role)
			w.str(n.Person)
		})
		w.strs(v.Party.Unknown)
		w.bool(v.Party.Outside)
	}
	if q := v.Quantity; q != nil {
		w.str(q.Compare)
		w.str(q.Unit)
		w.str(q.Per)
		w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(q.Value))
		w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(q.About))
	}
	if parts&partList != 0 {
		w.strs(v.List)
	}
	if p := v.Problem; p != nil {
		w.str(p.Message)
		w.str(p.Help)
		w.bool(p.Certain)
		writeAll(w, p.Readings, w.when)
	}
}

func (w *keptWriter) when(x *When) {
	w.int(int(x.First))
	w.int(int(x.Last))
	w.uint(int(x.Form))
	w.str(x.Note)
}

// Decode returns the reading that Encode wrote of a document of size bytes, with the same tables; false for what is
// damaged. Its strings are parts of data.
func Decode(data string, of schema.Tables, size int) (out Reading, ok bool) {
	n := len(data) - crc32.Size
	if n < 0 || crc32.ChecksumIEEE([]byte(data[:n])) != binary.LittleEndian.Uint32([]byte(data[n:])) {
		return Reading{}, false
	}
	r := &keptReader{in: data[:n], limit: size}
	out.Tables = readAll(r, func(t *Table) {
		if len(of.Tables) == 0 {
			r.fail()
			return
		}
		t.Of = of.Tables[r.uint(len(of.Tables)-1)]
		t.Pieces = readAll(r, r.piece)
		t.Rows = readAll(r, func(row *Row) { r.row(row, t) })
	})
	out.Stated = readAll(r, func(s *Stated) {
		s.Field, s.Label = r.str(), r.str()
		r.value(&s.Value)
		s.Span = r.span()
	})
	out.Others = readAll(r, func(o *Other) {
		o.Headers, o.Near, o.Missing, o.Span = r.strs(), r.str(), r.strs(), r.span()
	})
	return out, !r.bad && r.in == ""
}

// keptReader reads what keptWriter wrote. The first fault makes everything after it empty.
type keptReader struct {
	in    string
	at    int
	limit int // of places
	bad   bool
}

func (r *keptReader) fail() { r.bad, r.in = true, "" }

func (r *keptReader) varint() (n uint64) {
	for i := 0; i < len(r.in) && i < binary.MaxVarintLen64; i++ {
		c := r.in[i]
		if n |= uint64(c&0x7f) << (7 * i); c < 0x80 {
			r.in = r.in[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// uint reads a number that is at most limit.
func (r *keptReader) uint(limit int) int {
	n := r.varint()
	if n > uint64(limit) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *keptReader) int() int {
	n := r.varint()
	return int(n>>1) ^ -int(n&1)
}

func (r *keptReader) cut(n int) string {
	if n > len(r.in) {
		r.fail()
		return ""
	}
	s := r.in[:n]
	r.in = r.in[n:]
	return s
}

func (r *keptReader) str() string { return r.cut(r.uint(len(r.in))) }

func (r *keptReader) byte() byte {
	if b := r.cut(1); b != "" {
		return b[0]
	}
	return 0
}

func (r *keptReader) float() float64 {
	if b := r.cut(8); b != "" {
		return math.Float64frombits(binary.LittleEndian.Uint64([]byte(b)))
	}
	return 0
}

// readAll reads a list, of which each thing takes a byte or more.
func readAll[T any](r *keptReader, read func(*T)) []T {
	n := r.uint(len(r.in))
	if n == 0 {
		return nil
	}
	all := make([]T, n)
	for i := range all {
		if read(&all[i]); r.bad {
			return nil
		}
	}
	return all
}

func (r *keptReader) strs() []string { return readAll(r, func(s *string) { *s = r.str() }) }

func (r *keptReader) span() document.Span {
	start := r.at + r.int()
	n := r.uint(r.limit)
	if start < 0 || start > r.limit-n {
		r.fail()
		return document.Span{}
	}
	r.at = start
	return document.Span{Start: start, End: start + n}
}

func (r *keptReader) piece(p *Piece) {
	p.Form, p.Section = r.str(), r.str()
	p.Columns = readAll(r, func(c *Column) { c.Name, c.Header = r.str(), r.str() })
	p.Own, p.Doubled, p.Span = r.strs(), r.strs(), r.span()
}

func (r *keptReader) row(row *Row, t *Table) {
	if len(t.Pieces) == 0 {
		r.fail()
		return
	}
	row.Piece, row.Section = r.uint(len(t.Pieces)-1), r.str()
	row.Missing, row.Extra, row.Span = r.uint(r.limit), r.uint(r.limit), r.span()
	row.Cells = make([]Cell, len(t.Of.Columns))
	for i := range row.Cells {
		if c := &row.Cells[i]; r.byte() != 0 {
			r.value(&c.Value)
			c.Span = r.span()
		}
	}
}

func (r *keptReader) value(v *Value) {
	state, parts := State(r.byte()), r.byte()
	if state > Placeholder {
		r.fail()
	}
	v.State, v.Text = state, r.str()
	if parts&partID != 0 {
		v.ID.Key = r.str()
	}
	if parts&partWhen != 0 {
		r.when(&v.When)
	}
	if parts&partChoice != 0 {
		v.Choice = Choice{Class: r.str(), Note: r.str()}
	}
	if parts&partParty != 0 {
		v.Party = &Party{Known: readAll(r, func(n *Named) { n.Role, n.Person = r.str(), r.str() }), Unknown: r.strs(),
			Outside: r.byte() != 0}
	}
	if parts&partQuantity != 0 {
		v.Quantity = &Quantity{Compare: r.str(), Unit: r.str(), Per: r.str(), Value: r.float(), About: r.float()}
	}
	if parts&partList != 0 {
		v.List = r.strs()
	}
	if parts&partProblem != 0 {
		v.Problem = &Problem{Message: r.str(), Help: r.str(), Certain: r.byte() != 0, Readings: readAll(r, r.when)}
	}
}

func (r *keptReader) when(x *When) {
	x.First, x.Last = day.Day(r.int()), day.Day(r.int())
	x.Form, x.Note = Form(r.uint(int(Finished))), r.str()
}
