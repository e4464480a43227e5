package document

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// Decode makes a Document of what Encode wrote in facts, for the same file. The document reads the
// same as a parsed one, and is as safe for several goroutines. Its text is read only when somebody asks for it, once,
// by read, which must return the bytes that were parsed: see Source. The parts of facts are decoded when they are
// asked for. The strings of the document are parts of facts. Damaged facts are an error.
func Decode(path, facts string, read func() ([]byte, error)) (*Document, error) {
	n := len(facts) - factsSum
	if n < 0 || crc32.ChecksumIEEE([]byte(facts[:n])) != binary.LittleEndian.Uint32([]byte(facts[n:])) {
		return nil, errDamaged
	}
	r := factsReader{in: facts[:n]}
	k := newKept(path, r.size(maxFile), read)
	r.limit = k.size
	var sizes [partCount]int
	total := 0
	for i := range sizes {
		sizes[i] = r.size(len(facts))
		total += sizes[i]
	}
	if r.bad || total > len(r.in) {
		return nil, errDamaged
	}
	rest := r.in[len(r.in)-total:]
	r.in = r.in[:len(r.in)-total]
	for i, n := range sizes {
		k.parts[i], rest = rest[:n], rest[n:]
	}
	k.digests.all, k.digests.words = r.sum(), r.sum()
	d := &Document{Path: path, kept: k, Body: r.span()}
	r.front(&d.Front)
	d.Faults = readAll(&r, r.fault)
	if r.bad || r.in != "" {
		return nil, errDamaged
	}
	return d, nil
}

var errDamaged = errors.New("the facts of the document are damaged")

// factsReader reads what factsWriter wrote. The first fault makes everything after it empty.
type factsReader struct {
	in    string
	at    int
	limit int // the size of the text: no place lies beyond it
	depth int
	bad   bool
}

func (r *factsReader) fail() {
	r.bad = true
	r.in = ""
}

func (r *factsReader) uint() uint64 {
	var n uint64
	for i := 0; i < len(r.in) && i < 9; i++ {
		c := r.in[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.in = r.in[i+1:]
			return n
		}
	}
	r.fail()
	return 0
}

// left reads a number of bytes, or of things that take a byte or more each; more than follow is a fault.
func (r *factsReader) left() int {
	n := r.uint()
	if n > uint64(len(r.in)) {
		r.fail()
		return 0
	}
	return int(n)
}

// size reads a number that is at most limit.
func (r *factsReader) size(limit int) int {
	n := r.uint()
	if n > uint64(limit) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *factsReader) byte() byte {
	if r.in == "" {
		r.fail()
		return 0
	}
	c := r.in[0]
	r.in = r.in[1:]
	return c
}

func (r *factsReader) str() string {
	n := r.left()
	s := r.in[:n]
	r.in = r.in[n:]
	return s
}

func (r *factsReader) sum() (sum [sha256.Size]byte) {
	if len(r.in) < len(sum) {
		r.fail()
		return sum
	}
	copy(sum[:], r.in)
	r.in = r.in[len(sum):]
	return sum
}

func (r *factsReader) span() Span {
	u := r.uint()
	delta := int(u >> 1)
	if u&1 != 0 {
		delta = ^delta
	}
	start := r.at + delta
	n := r.size(r.limit)
	if r.bad || start < 0 || start > r.limit-n {
		r.fail()
		return Span{}
	}
	r.at = start
	return Span{start, start + n}
}

// readAll reads a list.
func readAll[T any](r *factsReader, read func(*T)) []T {
	n := r.left()
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

func (r *factsReader) front(f *Front) {
	names := formats()
	f.Format = names[r.size(len(names)-1)]
	f.Span = r.span()
	f.Open = r.span()
	f.Fields = readAll(r, r.field)
	f.Faults = readAll(r, r.fault)
}

func (r *factsReader) field(f *Field) {
	marks := r.byte()
	f.Key = r.str()
	f.Name = f.Key
	if marks&markNamed != 0 {
		f.Name = r.str()
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

func (r *factsReader) value(v *Value) { r.content(v, r.byte()) }

func (r *factsReader) content(v *Value, marks byte) {
	v.Kind, v.Quoted = ValueKind(marks&kindBits), marks&markQuoted != 0
	v.Span = r.span()
	if r.depth++; r.depth > 2*maxDepth || v.Kind > Map {
		r.fail()
	}
	switch v.Kind {
	case List:
		v.List = readAll(r, r.value)
	case Map:
		v.Map = readAll(r, r.field)
	default:
		v.Text = r.str()
	}
	r.depth--
}

func (r *factsReader) fault(f *Fault) {
	f.Kind, f.Span, f.Message, f.Help = FaultKind(r.str()), r.span(), r.str(), r.str()
}

func (r *factsReader) heading(h *Heading) {
	marks := r.byte()
	h.Level, h.Empty = int(marks&kindBits), marks&markQuoted != 0
	h.Text, h.Anchor, h.Span = r.str(), r.str(), r.span()
}

func (r *factsReader) link(l *Link) {
	l.Image = r.byte() != 0
	l.Target, l.Text, l.Span = r.str(), r.str(), r.span()
}

func (r *factsReader) anchor(a *Anchor) { a.Name, a.Span = r.str(), r.span() }

func (r *factsReader) tag(t *Tag) { t.Name, t.Span = r.str(), r.span() }

func (r *factsReader) unclosed(u *Unclosed) {
	u.Opener, u.Closer, u.Taken, u.Span = r.str(), r.str(), r.str(), r.span()
}

func (r *factsReader) unread(u *Unread) {
	u.Kind, u.Text, u.Target, u.Span = UnreadKind(r.str()), r.str(), r.str(), r.span()
}

func (r *factsReader) table(t *Table) {
	t.Span = r.span()
	t.Header = readAll(r, r.cell)
	t.Rows = readAll(r, func(row *[]Cell) { *row = readAll(r, r.cell) })
}

func (r *factsReader) cell(c *Cell) { c.Text, c.Span = r.str(), r.span() }

func (r *factsReader) comment(c *Comment) { c.Text, c.Span = r.str(), r.span() }

func (r *factsReader) mention(m *Mention) {
	m.Text = r.str()
	m.Number, m.Version, m.Span = r.size(len(m.Text)), r.str(), r.span()
}

func (r *factsReader) stated(s *Stated) {
	s.Foot = r.byte() == 1
	s.Label, s.Value, s.Span = r.str(), r.str(), r.span()
}

func (r *factsReader) suppression(s *Suppression) {
	bits := r.byte()
	s.Whole, s.Open = bits&1 != 0, bits&2 != 0
	s.Rules = readAll(r, r.word)
	for _, w := range []*Word{&s.Until, &s.Reason, &s.Extra, &s.Slip} {
		r.word(w)
	}
	s.Span, s.Scope = r.span(), r.span()
}

func (r *factsReader) word(w *Word) { w.Text, w.Span = r.str(), r.span() }
