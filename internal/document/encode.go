package document

import (
	"encoding/binary"
	"hash/crc32"
)

// FactsFormat names what Encode writes. It changes whenever Encode writes something else for some file, be it that the
// format or that the reading of Markdown or front matter changed.
const FactsFormat = "document facts 13"

const factsSum = crc32.Size // bytes at the end of facts

// parts of a document's facts that are decoded only when somebody asks for them.
const (
	partHeadings = iota
	partLinks
	partAnchors
	partTags
	partUnclosed
	partUnread
	partTables
	partComments
	partSuppressions
	partMentions
	partStated
	partProse
	partCount
)

// Encode writes what was read from one file, for Decode: all but its text and its syntax tree. It returns
// nil for a document that isn't worth it, or that can't be kept.
//
// Numbers are varints, strings have their length before them. First come the sizes of text and parts and what every
// reader needs (front matter and faults), then the parts, each of which can be read alone, and the CRC-32 of it all.
func Encode(d *Document) []byte {
	if d.kept != nil || len(d.source) > maxFile {
		return nil
	}
	e := factsWriter{limit: len(d.source), buf: make([]byte, 0, 512+len(d.source)/2)}
	var parts [partCount]Span
	each := [partCount]func(){
		partHeadings:     func() { writeAll(&e, d.headings, e.heading) },
		partLinks:        func() { writeAll(&e, d.links, e.link) },
		partAnchors:      func() { writeAll(&e, d.anchors, e.anchor) },
		partTags:         func() { writeAll(&e, d.tags, e.tag) },
		partUnclosed:     func() { writeAll(&e, d.unclosed, e.unclosed) },
		partUnread:       func() { writeAll(&e, d.unread, e.unread) },
		partTables:       func() { writeAll(&e, d.tables, e.table) },
		partComments:     func() { writeAll(&e, d.comments, e.comment) },
		partSuppressions: func() { writeAll(&e, d.suppressions, e.suppression) },
		partMentions:     func() { writeAll(&e, d.mentions, e.mention) },
		partStated:       func() { writeAll(&e, d.stated, e.stated) },
		partProse:        func() { writeAll(&e, d.prose, func(s *Span) { e.span(*s) }) },
	}
	for i, write := range each {
		parts[i].Start, e.at = len(e.buf), 0
		write()
		parts[i].End = len(e.buf)
	}
	all := e.buf
	e.buf, e.at = make([]byte, 0, 768+len(all)), 0
	e.uint(len(d.source))
	for _, p := range parts {
		e.uint(p.End - p.Start)
	}
	of := digestsOf(d.source, d.Front, d.Body)
	e.buf = append(append(e.buf, of.all[:]...), of.words[:]...)
	e.span(d.Body)
	e.front(&d.Front)
	writeAll(&e, d.Faults, e.fault)
	if e.bad {
		return nil
	}
	facts := append(e.buf, all...)
	return binary.LittleEndian.AppendUint32(facts, crc32.ChecksumIEEE(facts))
}

// factsWriter writes facts. Places are written relative to the one before.
type factsWriter struct {
	buf   []byte
	at    int // the start of the place before
	limit int // the size of the text
	bad   bool
}

func (e *factsWriter) uint(n int) { e.buf = binary.AppendUvarint(e.buf, uint64(n)) }

func (e *factsWriter) str(s string) {
	e.uint(len(s))
	e.buf = append(e.buf, s...)
}

func (e *factsWriter) span(s Span) {
	if s.Start < 0 || s.End < s.Start || s.End > e.limit {
		e.bad = true
		return
	}
	e.buf = binary.AppendVarint(e.buf, int64(s.Start-e.at))
	e.uint(s.End - s.Start)
	e.at = s.Start
}

func writeAll[T any](e *factsWriter, all []T, write func(*T)) {
	e.uint(len(all))
	for i := range all {
		write(&all[i])
	}
}

// formats of front matter by their number in facts.
func formats() []string { return []string{"", "yaml", "toml", "json"} }

func (e *factsWriter) front(f *Front) {
	for i, name := range formats() {
		if f.Format == name {
			e.uint(i)
		}
	}
	e.span(f.Span)
	e.span(f.Open)
	writeAll(e, f.Fields, e.field)
	writeAll(e, f.Faults, e.fault)
}

// Marks in the first byte of a field and of a value.
const (
	kindBits   = 0x07
	markQuoted = 0x08
	markNamed  = 0x10 // the canonical name is another one than the key
	markPlaced = 0x20 // the field's place for its value is another one than the value's own
)

func (e *factsWriter) field(f *Field) {
	marks := e.marks(&f.Value)
	if f.Name != f.Key {
		marks |= markNamed
	}
	if f.ValueSpan != f.Value.Span {
		marks |= markPlaced
	}
	e.buf = append(e.buf, marks)
	e.str(f.Key)
	if marks&markNamed != 0 {
		e.str(f.Name)
	}
	e.span(f.KeySpan)
	if marks&markPlaced != 0 {
		e.span(f.ValueSpan)
	}
	e.content(&f.Value)
}

func (e *factsWriter) value(v *Value) {
	e.buf = append(e.buf, e.marks(v))
	e.content(v)
}

func (e *factsWriter) marks(v *Value) byte {
	if v.Quoted {
		return byte(v.Kind) | markQuoted
	}
	return byte(v.Kind)
}

func (e *factsWriter) content(v *Value) {
	e.span(v.Span)
	switch v.Kind {
	case List:
		writeAll(e, v.List, e.value)
	case Map:
		writeAll(e, v.Map, e.field)
	default:
		e.str(v.Text)
	}
}

func (e *factsWriter) fault(f *Fault) {
	e.str(string(f.Kind))
	e.span(f.Span)
	e.str(f.Message)
	e.str(f.Help)
}

func (e *factsWriter) heading(h *Heading) {
	marks := byte(h.Level)
	if h.Empty {
		marks |= markQuoted
	}
	e.buf = append(e.buf, marks)
	e.str(h.Text)
	e.str(h.Anchor)
	e.span(h.Span)
}

func (e *factsWriter) link(l *Link) {
	image := byte(0)
	if l.Image {
		image = 1
	}
	e.buf = append(e.buf, image)
	e.str(l.Target)
	e.str(l.Text)
	e.span(l.Span)
}

func (e *factsWriter) anchor(a *Anchor) {
	e.str(a.Name)
	e.span(a.Span)
}

func (e *factsWriter) tag(t *Tag) {
	e.str(t.Name)
	e.span(t.Span)
}

func (e *factsWriter) unclosed(u *Unclosed) {
	e.str(u.Opener)
	e.str(u.Closer)
	e.str(u.Taken)
	e.span(u.Span)
}

func (e *factsWriter) unread(u *Unread) {
	e.str(string(u.Kind))
	e.str(u.Text)
	e.str(u.Target)
	e.span(u.Span)
}

func (e *factsWriter) table(t *Table) {
	e.span(t.Span)
	writeAll(e, t.Header, e.cell)
	writeAll(e, t.Rows, func(row *[]Cell) { writeAll(e, *row, e.cell) })
}

func (e *factsWriter) cell(c *Cell) {
	e.str(c.Text)
	e.span(c.Span)
}

func (e *factsWriter) comment(c *Comment) {
	e.str(c.Text)
	e.span(c.Span)
}

func (e *factsWriter) mention(m *Mention) {
	e.str(m.Text)
	e.uint(m.Number)
	e.str(m.Version)
	e.span(m.Span)
}

func (e *factsWriter) stated(s *Stated) {
	foot := byte(0)
	if s.Foot {
		foot = 1
	}
	e.buf = append(e.buf, foot)
	e.str(s.Label)
	e.str(s.Value)
	e.span(s.Span)
}

func (e *factsWriter) suppression(s *Suppression) {
	bits := byte(0)
	if s.Whole {
		bits |= 1
	}
	if s.Open {
		bits |= 2
	}
	e.buf = append(e.buf, bits)
	writeAll(e, s.Rules, e.word)
	for _, w := range []*Word{&s.Until, &s.Reason, &s.Extra, &s.Slip} {
		e.word(w)
	}
	e.span(s.Span)
	e.span(s.Scope)
}

func (e *factsWriter) word(w *Word) {
	e.str(w.Text)
	e.span(w.Span)
}
