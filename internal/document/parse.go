package document

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxFile is the largest file that is parsed, in bytes.
const maxFile = 16 << 20

// Parse turns the bytes of one file into a Document. It never fails: what is wrong is in Faults and
// Front.Faults. names gives the front matter's aliases their canonical names. The Document keeps src, which
// must not change afterwards.
func Parse(path string, src []byte, names map[string]string) *Document {
	d := &Document{Path: path, source: src}
	if len(src) > maxFile {
		d.Front.Faults = []Fault{missing(nil, 0)}
		d.Faults = []Fault{{
			Kind: FileTooLarge, Message: fmt.Sprintf("the file has %d bytes; at most %d are read", len(src), maxFile),
			Help: "split the document, or keep the large part in a file that is no document",
		}}
		return d
	}
	d.lines = NewLines(src)
	d.Front, d.Body = ParseFront(src, names)
	d.Faults = append(byteFaults(src), conflicts(src)...)
	d.canon = canonicalBody(src, d.Body)
	t := parseTree(d.canon.text)
	d.root = t.root
	t.faults = append(t.faults, collect(d, t)...)
	markEmpty(d)
	d.mentions = readMentions(d.canon.text, d.prose)
	d.stated = readStated(d)
	for _, f := range t.faults {
		f.Span = d.canon.place(f.Span)
		d.Faults = append(d.Faults, f)
	}
	d.locate()
	d.placeSuppressions()
	d.suppressions = append(frontSuppressions(src, &d.Front), d.suppressions...)
	return d
}

// WithoutTree returns d without the syntax tree that HTML renders from, for those who hold many documents.
// HTML then parses the body again.
func (d *Document) WithoutTree() *Document {
	if d.root == nil {
		return d
	}
	light := *d
	light.root = nil
	return &light
}

// byteFaults reports the first byte that no text has.
func byteFaults(src []byte) []Fault {
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return []Fault{{
			Kind: NotUTF8, Span: Span{0, 2},
			Message: "the file is written in UTF-16, so nothing in it can be read",
			Help:    "save the file in the encoding UTF-8",
		}}
	}
	var faults []Fault
	if i := bytes.IndexByte(src, 0); i >= 0 {
		faults = append(faults, Fault{
			Kind: NulByte, Span: Span{i, i + 1},
			Message: "the file holds a NUL byte, so it is no text",
			Help:    "save the file as UTF-8 text",
		})
	}
	if !utf8.Valid(src) {
		i := invalidAt(src)
		faults = append(faults, Fault{
			Kind: NotUTF8, Span: Span{i, i + 1},
			Message: fmt.Sprintf("the byte 0x%02X is not UTF-8", src[i]),
			Help:    "save the file in the encoding UTF-8",
		})
	}
	return faults
}

// invalidAt returns the offset of the first byte that isn't UTF-8.
func invalidAt(src []byte) int {
	for i := 0; i < len(src); {
		if src[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(src)
}
