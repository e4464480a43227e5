package document

import "github.com/writ-docs/writ/internal/compact"

// FactsFormat names what Encode writes. It changes whenever Encode writes something else for some file, be it that the
// format or that the reading of Markdown or front matter changed.
const FactsFormat = "document facts 14"

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
	e := factsWriter{limit: len(d.source)}
	e.Out = make([]byte, 0, 512+len(d.source)/2)
	var parts [partCount]Span
	each := [partCount]func(){
		partHeadings:     func() { compact.WriteAll(&e.Writer, d.headings, e.heading) },
		partLinks:        func() { compact.WriteAll(&e.Writer, d.links, e.link) },
		partAnchors:      func() { compact.WriteAll(&e.Writer, d.anchors, e.anchor) },
		partTags:         func() { compact.WriteAll(&e.Writer, d.tags, e.tag) },
		partUnclosed:     func() { compact.WriteAll(&e.Writer, d.unclosed, e.unclosed) },
		partUnread:       func() { compact.WriteAll(&e.Writer, d.unread, e.unread) },
		partTables:       func() { compact.WriteAll(&e.Writer, d.tables, e.table) },
		partComments:     func() { compact.WriteAll(&e.Writer, d.comments, e.comment) },
		partSuppressions: func() { compact.WriteAll(&e.Writer, d.suppressions, e.suppression) },
		partMentions:     func() { compact.WriteAll(&e.Writer, d.mentions, e.mention) },
		partStated:       func() { compact.WriteAll(&e.Writer, d.stated, e.stated) },
		partProse:        func() { compact.WriteAll(&e.Writer, d.prose, func(s *Span) { e.span(*s) }) },
	}
	for i, write := range each {
		parts[i].Start = len(e.Out)
		e.Restart()
		write()
		parts[i].End = len(e.Out)
	}
	all := e.Out
	e.Out = make([]byte, 0, 768+len(all))
	e.Restart()
	e.Uint(len(d.source))
	for _, p := range parts {
		e.Uint(p.End - p.Start)
	}
	of := digestsOf(d.source, d.Front, d.Body)
	e.Out = append(append(e.Out, of.all[:]...), of.words[:]...)
	e.span(d.Body)
	e.front(&d.Front)
	compact.WriteAll(&e.Writer, d.Faults, e.fault)
	if e.bad {
		return nil
	}
	return compact.Seal(append(e.Out, all...))
}

// factsWriter writes facts.
type factsWriter struct {
	compact.Writer
	limit int // the size of the text
	bad   bool
}

func (e *factsWriter) span(s Span) {
	if s.Start < 0 || s.End < s.Start || s.End > e.limit {
		e.bad = true
		return
	}
	e.Place(s.Start, s.End)
}

// formats of front matter by their number in facts.
func formats() []string { return []string{"", "yaml", "toml", "json"} }

func (e *factsWriter) front(f *Front) {
	for i, name := range formats() {
		if f.Format == name {
			e.Uint(i)
		}
	}
	e.span(f.Span)
	e.span(f.Open)
	compact.WriteAll(&e.Writer, f.Fields, e.field)
	compact.WriteAll(&e.Writer, f.Faults, e.fault)
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
	e.Out = append(e.Out, marks)
	e.Str(f.Key)
	if marks&markNamed != 0 {
		e.Str(f.Name)
	}
	e.span(f.KeySpan)
	if marks&markPlaced != 0 {
		e.span(f.ValueSpan)
	}
	e.content(&f.Value)
}

func (e *factsWriter) value(v *Value) {
	e.Out = append(e.Out, e.marks(v))
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
		compact.WriteAll(&e.Writer, v.List, e.value)
	case Map:
		compact.WriteAll(&e.Writer, v.Map, e.field)
	default:
		e.Str(v.Text)
	}
}

func (e *factsWriter) fault(f *Fault) {
	e.Str(string(f.Kind))
	e.span(f.Span)
	e.Str(f.Message)
	e.Str(f.Help)
}

func (e *factsWriter) heading(h *Heading) {
	marks := byte(h.Level)
	if h.Empty {
		marks |= markQuoted
	}
	e.Out = append(e.Out, marks)
	e.Str(h.Text)
	e.Str(h.Anchor)
	e.span(h.Span)
}

func (e *factsWriter) link(l *Link) {
	image := byte(0)
	if l.Image {
		image = 1
	}
	e.Out = append(e.Out, image)
	e.Str(l.Target)
	e.Str(l.Text)
	e.span(l.Span)
}

func (e *factsWriter) anchor(a *Anchor) {
	e.Str(a.Name)
	e.span(a.Span)
}

func (e *factsWriter) tag(t *Tag) {
	e.Str(t.Name)
	e.span(t.Span)
}

func (e *factsWriter) unclosed(u *Unclosed) {
	e.Str(u.Opener)
	e.Str(u.Closer)
	e.Str(u.Taken)
	e.span(u.Span)
}

func (e *factsWriter) unread(u *Unread) {
	e.Str(string(u.Kind))
	e.Str(u.Text)
	e.Str(u.Target)
	e.span(u.Span)
}

func (e *factsWriter) table(t *Table) {
	e.span(t.Span)
	compact.WriteAll(&e.Writer, t.Header, e.cell)
	compact.WriteAll(&e.Writer, t.Rows, func(row *[]Cell) { compact.WriteAll(&e.Writer, *row, e.cell) })
}

func (e *factsWriter) cell(c *Cell) {
	e.Str(c.Text)
	e.span(c.Span)
}

func (e *factsWriter) comment(c *Comment) {
	e.Str(c.Text)
	e.span(c.Span)
}

func (e *factsWriter) mention(m *Mention) {
	e.Str(m.Text)
	e.Uint(m.Number)
	e.Str(m.Version)
	e.span(m.Span)
}

func (e *factsWriter) stated(s *Stated) {
	foot := byte(0)
	if s.Foot {
		foot = 1
	}
	e.Out = append(e.Out, foot)
	e.Str(s.Label)
	e.Str(s.Value)
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
	e.Out = append(e.Out, bits)
	compact.WriteAll(&e.Writer, s.Rules, e.word)
	for _, w := range []*Word{&s.Until, &s.Reason, &s.Extra, &s.Slip} {
		e.word(w)
	}
	e.span(s.Span)
	e.span(s.Scope)
}

func (e *factsWriter) word(w *Word) {
	e.Str(w.Text)
	e.span(w.Span)
}
