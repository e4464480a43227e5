package document

import (
	"crypto/sha256"
	"errors"

	"github.com/writ-docs/writ/internal/compact"
)

// Decode makes a Document of what Encode wrote in facts, for the same file. The document reads the
// same as a parsed one, and is as safe for several goroutines. Its text is read only when somebody asks for it, once,
// by read, which must return the bytes that were parsed: see Source. The parts of facts are decoded when they are
// asked for. The strings of the document are parts of facts. Damaged facts are an error.
func Decode(path, facts string, read func() ([]byte, error)) (*Document, error) {
	facts, ok := compact.Open(facts)
	if !ok {
		return nil, errDamaged
	}
	r := factsIn(facts, 0)
	k := newKept(path, r.Uint(maxFile), read)
	r.Limit = k.size
	var sizes [partCount]int
	total := 0
	for i := range sizes {
		sizes[i] = r.Uint(len(facts))
		total += sizes[i]
	}
	if r.Bad || total > len(r.In) {
		return nil, errDamaged
	}
	rest := r.In[len(r.In)-total:]
	r.In = r.In[:len(r.In)-total]
	for i, n := range sizes {
		k.parts[i], rest = rest[:n], rest[n:]
	}
	k.digests.all, k.digests.words = r.sum(), r.sum()
	d := &Document{Path: path, kept: k, Body: r.span()}
	r.front(&d.Front)
	d.Faults = compact.ReadAll(&r.Reader, r.fault)
	if !r.Done() {
		return nil, errDamaged
	}
	return d, nil
}

var errDamaged = errors.New("the facts of the document are damaged")

// factsReader reads what factsWriter wrote.
type factsReader struct {
	compact.Reader
	depth int
}

// factsIn reads facts of a text of size bytes.
func factsIn(facts string, size int) *factsReader {
	return &factsReader{Reader: compact.Reader{In: facts, Limit: size}}
}

func (r *factsReader) sum() (sum [sha256.Size]byte) {
	copy(sum[:], r.Cut(len(sum)))
	return sum
}

func (r *factsReader) span() Span {
	start, end := r.Place()
	return Span{start, end}
}

func (r *factsReader) front(f *Front) {
	names := formats()
	f.Format = names[r.Uint(len(names)-1)]
	f.Span = r.span()
	f.Open = r.span()
	f.Fields = compact.ReadAll(&r.Reader, r.field)
	f.Faults = compact.ReadAll(&r.Reader, r.fault)
}

func (r *factsReader) field(f *Field) {
	marks := r.Byte()
	f.Key = r.Str()
	f.Name = f.Key
	if marks&markNamed != 0 {
		f.Name = r.Str()
	}
	f.KeySpan = r.span()
	if marks&markPlaced != 0 {
		f.ValueSpan = r.span()
	}
	r.content(&f.Value, marks)
	if marks&markPlaced == 0 {
		f.ValueSpan = f.Value.Span
	}
}

func (r *factsReader) value(v *Value) { r.content(v, r.Byte()) }

func (r *factsReader) content(v *Value, marks byte) {
	v.Kind, v.Quoted = ValueKind(marks&kindBits), marks&markQuoted != 0
	v.Span = r.span()
	if r.depth++; r.depth > 2*maxDepth || v.Kind > Map {
		r.Fail()
	}
	switch v.Kind {
	case List:
		v.List = compact.ReadAll(&r.Reader, r.value)
	case Map:
		v.Map = compact.ReadAll(&r.Reader, r.field)
	default:
		v.Text = r.Str()
	}
	r.depth--
}

func (r *factsReader) fault(f *Fault) {
	f.Kind, f.Span, f.Message, f.Help = FaultKind(r.Str()), r.span(), r.Str(), r.Str()
}

func (r *factsReader) heading(h *Heading) {
	marks := r.Byte()
	h.Level, h.Empty = int(marks&kindBits), marks&markQuoted != 0
	h.Text, h.Anchor, h.Span = r.Str(), r.Str(), r.span()
}

func (r *factsReader) link(l *Link) {
	l.Image = r.Byte() != 0
	l.Target, l.Text, l.Span = r.Str(), r.Str(), r.span()
}

func (r *factsReader) anchor(a *Anchor) { a.Name, a.Span = r.Str(), r.span() }

func (r *factsReader) tag(t *Tag) { t.Name, t.Span = r.Str(), r.span() }

func (r *factsReader) unclosed(u *Unclosed) {
	u.Opener, u.Closer, u.Taken, u.Span = r.Str(), r.Str(), r.Str(), r.span()
}

func (r *factsReader) unread(u *Unread) {
	u.Kind, u.Text, u.Target, u.Span = UnreadKind(r.Str()), r.Str(), r.Str(), r.span()
}

func (r *factsReader) table(t *Table) {
	t.Span = r.span()
	t.Header = compact.ReadAll(&r.Reader, r.cell)
	t.Rows = compact.ReadAll(&r.Reader, func(row *[]Cell) { *row = compact.ReadAll(&r.Reader, r.cell) })
}

func (r *factsReader) cell(c *Cell) { c.Text, c.Span = r.Str(), r.span() }

func (r *factsReader) comment(c *Comment) { c.Text, c.Span = r.Str(), r.span() }

func (r *factsReader) mention(m *Mention) {
	m.Text = r.Str()
	m.Number, m.Version, m.Span = r.Uint(len(m.Text)), r.Str(), r.span()
}

func (r *factsReader) stated(s *Stated) {
	s.Foot = r.Byte() == 1
	s.Label, s.Value, s.Span = r.Str(), r.Str(), r.span()
}

func (r *factsReader) suppression(s *Suppression) {
	bits := r.Byte()
	s.Whole, s.Open = bits&1 != 0, bits&2 != 0
	s.Rules = compact.ReadAll(&r.Reader, r.word)
	for _, w := range []*Word{&s.Until, &s.Reason, &s.Extra, &s.Slip} {
		r.word(w)
	}
	s.Span, s.Scope = r.span(), r.span()
}

func (r *factsReader) word(w *Word) { w.Text, w.Span = r.Str(), r.span() }
