package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/writ-docs/writ/schema"
)

// lifecycle are the fields that say where a document is in its life: they are no content. numbering are these, its
// id and its version. anyCase are those in which capitals make no difference.
var (
	lifecycle = fieldsThat(func(f schema.Field) bool { return f.Lifecycle })
	numbering = fieldsThat(func(f schema.Field) bool { return f.Lifecycle || f.Name == "id" || f.Name == "version" })
	anyCase   = fieldsThat(func(f schema.Field) bool { return f.AnyCase })
)

func fieldsThat(are func(schema.Field) bool) map[string]bool {
	all := map[string]bool{}
	for _, f := range schema.Fields() {
		if are(f) {
			all[f.Name] = true
		}
	}
	return all
}

// Digest returns the SHA-256 of a document's content, which approvals pin. front and body must come from
// ParseFront on src.
//
// What is hashed is canonical JSON (RFC 8785) of an object with two members. "body" is the Markdown in its canonical
// form, which is what is parsed and shown, too (see canonicalForm). "front" holds the fields by canonical name,
// without the lifecycle fields; each scalar is a string of its words as written, without quotes, and kind,
// classification and booleans are in lower case. Front matter that can't be read is one string, its bytes with LF as
// line ends. Bytes that aren't UTF-8 are written as the lone surrogates \udc80 to \udcff, so that no two contents look
// the same. A file that is too large to be parsed is hashed as it is. The content of a sidecar has a third member,
// "file": the SHA-256 of the file beside it, in hex. Digester computes that, too.
func Digest(src []byte, front Front, body Span) [32]byte {
	sum, _ := new(Digester).DigestAndText(src, front, body, nil)
	return sum
}

// digests are those of one content: of all of it, and of its words without addenda.
type digests struct{ all, words [sha256.Size]byte }

func digestsOf(src []byte, front Front, body Span) digests {
	var d Digester
	all, _ := d.DigestAndText(src, front, body, nil)
	return digests{all, d.DigestOfWords(src, front, body, nil)}
}

// Sum is the SHA-256 of a file.
type Sum [sha256.Size]byte

// Digests returns the digest of the document's content, and the one without its addenda: see Digester.
func (d *Document) Digests() (all, words [sha256.Size]byte) {
	switch {
	case d.Beside != nil:
		return d.besideDigests()
	case d.kept != nil:
		return d.kept.digests.all, d.kept.digests.words
	}
	of := digestsOf(d.source, d.Front, d.Body)
	return of.all, of.words
}

// besideDigests are the digests of a sidecar. What can't be read any more has one that is no content's.
func (d *Document) besideDigests() (all, words [sha256.Size]byte) {
	src, err := d.Source()
	if err != nil {
		return all, words
	}
	var g Digester
	all, _ = g.DigestAndText(src, d.Front, d.Body, d.Beside)
	return all, g.DigestOfWords(src, d.Front, d.Body, d.Beside)
}

// Digester computes the digests of many contents, and uses its memory again. The zero value is ready. It is safe for
// concurrent use.
type Digester struct {
	buffers sync.Pool // of *[]byte
}

// TextID names a content but for its id and version, so that words are known again under another of these. It proves
// nothing: two contents may have one name. 0 stands for one that is too large to be looked at.
type TextID uint64

// DigestAndText returns the digest of a content, and the name of its text. file is nil where it is no sidecar's.
func (d *Digester) DigestAndText(src []byte, front Front, body Span, file *Sum) ([32]byte, TextID) {
	if len(src) > maxFile {
		return digestTooLarge(src, file), 0
	}
	c := canonicalBody(src, body)
	return d.sum(src, front, c.text, file)
}

func digestTooLarge(src []byte, file *Sum) [32]byte {
	head := "too large\n"
	if file != nil {
		head = fmt.Sprintf("too large, beside %x\n", file[:])
	}
	return sha256.Sum256(append([]byte(head), src...))
}

// DigestOfWords returns the digest of a content without its addenda, which a closed record may gain: the first section
// headed "## Addendum YYYY-MM-DD" and all that follows.
func (d *Digester) DigestOfWords(src []byte, front Front, body Span, file *Sum) [32]byte {
	if len(src) > maxFile {
		return digestTooLarge(src, file)
	}
	c := canonicalBody(src, body)
	text := c.text
	if starts := addenda(text); len(starts) > 0 {
		text = withoutBlankEnd(text[:starts[0]])
	}
	sum, _ := d.sum(src, front, text, file)
	return sum
}

func (d *Digester) sum(src []byte, front Front, body []byte, file *Sum) ([32]byte, TextID) {
	buf, ok := d.buffers.Get().(*[]byte)
	if !ok {
		buf = new([]byte)
	}
	w := canonicalJSON{buf: slices.Grow((*buf)[:0], len(src)+len(src)/8+64)}
	w.raw(`{"body":"`)
	w.text(body)
	if file != nil {
		w.raw(`","file":"`)
		w.buf = hex.AppendEncode(w.buf, file[:])
	}
	w.raw(`","front":`)
	end := len(w.buf)
	if front.Format != "" && len(front.Faults) > 0 {
		w.raw(`"`)
		w.text(withLF(src[front.Span.Start:front.Span.End]))
		w.raw(`"`)
	} else {
		w.fields(front.Fields, lifecycle)
	}
	w.raw(`}`)
	sum := sha256.Sum256(w.buf)
	w.buf = w.buf[:end]
	w.fields(front.Fields, numbering)
	text := TextID(crc32.ChecksumIEEE(w.buf))<<32 | TextID(crc32.Checksum(w.buf, castagnoli))
	*buf = w.buf
	d.buffers.Put(buf)
	return sum, text
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// withLF returns a text with LF for each CRLF and each lone CR.
func withLF(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), lf), cr, lf)
}

// canonicalJSON writes JSON as RFC 8785 wants it.
type canonicalJSON struct {
	buf []byte
}

func (w *canonicalJSON) raw(s string) { w.buf = append(w.buf, s...) }

// text writes the inside of a string.
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
		w.escape(c)
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
		// The top bit of a byte shows that it is below a blank, or isn't ASCII, or the quote, or the backslash. Above
		// the first such byte a borrow may set others.
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
	case c == '\n':
		w.buf = append(w.buf, '\\', 'n')
	case c == '\r':
		w.buf = append(w.buf, '\\', 'r')
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

// fields writes a mapping, sorted by name, without some at the top. Fields of one name keep the file's order.
func (w *canonicalJSON) fields(fields []Field, without map[string]bool) {
	top := without != nil
	var few [24]*Field
	sorted := few[:0]
	for i := range fields {
		if f := &fields[i]; !without[f.Name] {
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
		w.value(&f.Value, top && anyCase[f.Name])
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
		w.fields(v.Map, nil)
	default:
		if enumeration || v.Kind == Bool {
			w.string(strings.ToLower(v.Text))
			return
		}
		w.string(v.Text)
	}
}
