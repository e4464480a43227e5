package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// DigestOptions changes what a content digest covers.
type DigestOptions struct {
	// ClosedRecord leaves out the first section headed "## Addendum YYYY-MM-DD" and all that follows: a closed
	// record only gains addenda.
	ClosedRecord bool
}

// lifecycle are the fields that say where a document stands in its life. They are no content.
var lifecycle = map[string]bool{
	"status": true, "review_date": true, "last_reviewed": true, "approved_by": true,
	"approved_date": true, "retired_on": true, "superseded_by": true,
}

// Digest returns the SHA-256 of a document's content, which approvals pin. front and body must come from
// ParseFront on src.
//
// What is hashed is canonical JSON (RFC 8785) of an object with two members. "body" is the Markdown with LF
// as line ends, without suppression comments and without the empty lines at its start and end, which Markdown
// doesn't see. "front" holds the fields by canonical name, without the lifecycle fields; each scalar is a
// string of its words as written, without quotes, and kind, classification and booleans are in lower case. Front
// matter that can't be read is one string, its bytes. Bytes that aren't UTF-8 are written as the lone
// surrogates \udc80 to \udcff, so that no two contents look the same.
func Digest(src []byte, front Front, body Span, opt DigestOptions) [32]byte {
	return new(Digester).Digest(src, front, body, opt)
}

// Digester computes the digests of many contents, and uses its memory again. The zero value is ready. It is safe for
// concurrent use.
type Digester struct {
	buffers sync.Pool // of *[]byte
}

// Digest is the function Digest.
func (d *Digester) Digest(src []byte, front Front, body Span, opt DigestOptions) [32]byte {
	buf, ok := d.buffers.Get().(*[]byte)
	if !ok {
		buf = new([]byte)
	}
	w := canonicalJSON{buf: slices.Grow((*buf)[:0], len(src)+len(src)/8+64)}
	w.raw(`{"body":"`)
	w.text(trimEmptyLines(content(src, body, opt)))
	w.raw(`","front":`)
	if front.Format != "" && len(front.Faults) > 0 {
		w.raw(`"`)
		w.text(src[front.Span.Start:front.Span.End])
		w.raw(`"`)
	} else {
		w.fields(front.Fields, true)
	}
	w.raw(`}`)
	sum := sha256.Sum256(w.buf)
	*buf = w.buf
	d.buffers.Put(buf)
	return sum
}

// content returns the digested part of a body. The body is parsed only where it may hold a suppression comment
// or an addendum.
func content(src []byte, body Span, opt DigestOptions) []byte {
	text := src[body.Start:body.End]
	suppressed := bytes.Contains(text, []byte(suppression))
	addenda := opt.ClosedRecord && bytes.Contains(text, []byte("Addendum"))
	if !suppressed && !addenda || len(src) > maxFile {
		return text
	}
	d := Document{source: src, Body: body}
	collect(&d, parseTree(src, body))
	end := body.End
	if addenda {
		end = beforeAddenda(&d)
	}
	return unsuppressed(&d, Span{body.Start, end})
}

// unsuppressed returns a part of a body without suppression comments.
func unsuppressed(d *Document, part Span) []byte {
	var kept []byte
	at, gap := part.Start, gap{}
	for _, c := range d.comments {
		if !isSuppression(c.Text) || c.Span.Start < part.Start || c.Span.End > part.End {
			continue
		}
		gap = gap.next(d.source, d.Body, c.Span)
		kept = append(kept, d.source[at:max(at, gap.Start)]...)
		at = max(at, gap.End)
	}
	return append(kept, d.source[min(at, part.End):part.End]...)
}

// gap is what a suppression comment takes with it: where it stands alone, its lines and one of the empty
// lines around it, so that writing a comment between two paragraphs leaves the digest as it was; else the
// blanks before it.
type gap struct {
	Span
	afterEmpty bool // an empty line, or the start of the body, stands before it
}

// next returns the gap of the comment at s, which follows g.
func (g gap) next(src []byte, body, s Span) gap {
	start := bytes.LastIndexByte(src[body.Start:s.Start], '\n') + 1 + body.Start
	end := line(src, s.End).End
	if len(bytes.TrimSpace(src[start:s.Start])) > 0 || len(bytes.TrimSpace(src[s.End:end])) > 0 {
		for s.Start > body.Start && (src[s.Start-1] == ' ' || src[s.Start-1] == '\t') {
			s.Start--
		}
		return gap{Span: s}
	}
	n := gap{Span{start, end}, g.afterEmpty && g.End == start}
	if !n.afterEmpty {
		before := bytes.TrimRight(src[body.Start:start], " \t\r")
		before = bytes.TrimRight(bytes.TrimSuffix(before, lf), " \t\r")
		n.afterEmpty = len(before) == 0 || before[len(before)-1] == '\n'
	}
	if next := line(src, end); n.afterEmpty && len(bytes.TrimSpace(src[next.Start:next.End])) == 0 {
		n.End = next.End
	}
	return n
}

// beforeAddenda returns the offset of the line of the first addendum's heading.
func beforeAddenda(d *Document) int {
	for _, h := range d.headings {
		if h.Level == 2 && IsAddendum(h.Text) {
			return bytes.LastIndexByte(d.source[:h.Span.Start], '\n') + 1
		}
	}
	return d.Body.End
}

// IsAddendum reports whether a heading's text is "Addendum YYYY-MM-DD", perhaps with more words after it.
func IsAddendum(heading string) bool {
	rest, ok := strings.CutPrefix(heading, "Addendum ")
	const form = "0000-00-00"
	if rest = strings.TrimLeft(rest, " "); !ok || len(rest) < len(form) {
		return false
	}
	for i := range len(form) {
		if digit := '0' <= rest[i] && rest[i] <= '9'; digit != (form[i] == '0') || !digit && rest[i] != '-' {
			return false
		}
	}
	return len(rest) == len(form) || !isHex(rest[len(form)]) && rest[len(form)] != '-'
}

// trimEmptyLines drops lines without words from both ends, and the blanks and line end of the last line.
func trimEmptyLines(text []byte) []byte {
	text = bytes.TrimRight(text, " \t\r\n")
	for len(text) > 0 {
		end := line(text, 0).End
		if len(bytes.TrimSpace(text[:end])) > 0 {
			break
		}
		text = text[end:]
	}
	return text
}

// canonicalJSON writes JSON as RFC 8785 wants it.
type canonicalJSON struct {
	buf []byte
}

func (w *canonicalJSON) raw(s string) { w.buf = append(w.buf, s...) }

// text writes the inside of a string, with line ends as LF.
func (w *canonicalJSON) text(s []byte) {
	clean := 0
	for i := verbatim(s); i < len(s); i += verbatim(s[i:]) {
		c := s[i]
		if c >= utf8.RuneSelf {
			if _, n, ok := runeWidth(s[i:]); ok {
				i += n
				continue
			}
		}
		w.buf = append(w.buf, s[clean:i]...)
		if c != '\r' || i+1 == len(s) || s[i+1] != '\n' {
			w.escape(c)
		}
		i++
		clean = i
	}
	w.buf = append(w.buf, s[clean:]...)
}

// verbatim says how many bytes at the start of s stand in a JSON string as they are: ASCII without control characters,
// quotes and backslashes. It looks at eight bytes at once, for most bytes of a history are looked at here.
func verbatim(s []byte) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(s); i += 8 {
		v := binary.LittleEndian.Uint64(s[i:])
		quote, slash := v^'"'*ones, v^'\\'*ones
		// The top bit of a byte shows that it is below a blank, or isn't ASCII, or the quote, or the backslash. Above the
		// first such byte a borrow may set others.
		if found := (v - ' '*ones | v | (quote-ones)&^quote | (slash-ones)&^slash) & tops; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(s) && s[i] >= ' ' && s[i] < utf8.RuneSelf && s[i] != '"' && s[i] != '\\' {
		i++
	}
	return i
}

func (w *canonicalJSON) escape(c byte) {
	const hex = "0123456789abcdef"
	switch {
	case c == '"' || c == '\\':
		w.buf = append(w.buf, '\\', c)
	case c == '\n' || c == '\r':
		w.buf = append(w.buf, '\\', 'n')
	case c == '\t':
		w.buf = append(w.buf, '\\', 't')
	case c == '\b':
		w.buf = append(w.buf, '\\', 'b')
	case c == '\f':
		w.buf = append(w.buf, '\\', 'f')
	case c < ' ':
		w.buf = append(w.buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	default:
		w.buf = append(w.buf, '\\', 'u', 'd', 'c', hex[c>>4], hex[c&15])
	}
}

func (w *canonicalJSON) string(s string) {
	w.raw(`"`)
	w.text([]byte(s))
	w.raw(`"`)
}

// fields writes a mapping, sorted by name. Fields of one name keep the file's order.
func (w *canonicalJSON) fields(fields []Field, top bool) {
	var few [24]*Field
	sorted := few[:0]
	for i := range fields {
		if f := &fields[i]; !top || !lifecycle[f.Name] {
			sorted = append(sorted, f)
		}
	}
	slices.SortStableFunc(sorted, func(a, b *Field) int { return strings.Compare(a.Name, b.Name) })
	w.raw(`{`)
	for i, f := range sorted {
		if i > 0 {
			w.raw(`,`)
		}
		w.string(f.Name)
		w.raw(`:`)
		w.value(&f.Value, top && (f.Name == "kind" || f.Name == "classification"))
	}
	w.raw(`}`)
}

func (w *canonicalJSON) value(v *Value, enumeration bool) {
	switch v.Kind {
	case Null:
		w.raw(`null`)
	case List:
		w.raw(`[`)
		for i := range v.List {
			if i > 0 {
				w.raw(`,`)
			}
			w.value(&v.List[i], enumeration)
		}
		w.raw(`]`)
	case Map:
		w.fields(v.Map, false)
	default:
		if enumeration || v.Kind == Bool {
			w.string(strings.ToLower(v.Text))
			return
		}
		w.string(v.Text)
	}
}
