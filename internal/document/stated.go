package document

import (
	"bytes"
	"regexp"
	"sort"
	"strings"
)

// Stated is a line of the text's head, or a row of two cells of a table there, that gives something a value, such as
// "Version: 2.0". The head ends at the second heading.
type Stated struct {
	Label string // in lower case
	Value string // as written, not empty
	Span  Span   // the value's
}

// statedLine is a label with a value, as a line of a text or a row of a table with two cells.
var statedLine = regexp.MustCompile(`(?m)^[ \t>*|_-]*([A-Za-z][A-Za-z ]{4,22}?)[ \t*_]*[:|][ \t:*_]*([^|\r\n]*?)[ \t*_|\\]*\r?$`)

func readStated(d *Document) []Stated {
	text := d.canon.text
	if len(d.headings) > 1 {
		text = text[:d.headings[1].Span.Start]
	}
	if bytes.IndexByte(text, ':') < 0 && bytes.IndexByte(text, '|') < 0 {
		return nil
	}
	var out []Stated
	for _, m := range statedLine.FindAllSubmatchIndex(text, -1) {
		at := Span{m[4], m[5]}
		i := sort.Search(len(d.prose), func(i int) bool { return d.prose[i].Start > at.Start }) - 1
		if at.Start == at.End || i < 0 || at.Start >= d.prose[i].End {
			continue
		}
		out = append(out, Stated{strings.ToLower(string(text[m[2]:m[3]])), string(text[m[4]:m[5]]), at})
	}
	return out
}

// markEmpty marks the headings under which nothing stands.
func markEmpty(d *Document) {
	for i := range d.headings {
		h := &d.headings[i]
		end, last := len(d.canon.text), i+1 == len(d.headings)
		if !last {
			end = max(h.Span.End, d.headings[i+1].Span.Start)
		}
		h.Empty = emptyBetween(d, h.Span.End, end, !last)
	}
}

// emptyBetween reports whether nothing that a reader sees stands between the end of a heading's text and the text of
// the next one, or the end of the body.
func emptyBetween(d *Document, start, end int, cutLast bool) bool {
	rest := d.canon.text[start:end]
	if bytes.Contains(rest, commentOpen) {
		rest = bytes.Clone(rest)
		first := sort.Search(len(d.comments), func(i int) bool { return d.comments[i].Span.Start >= start })
		for _, c := range d.comments[first:] {
			if c.Span.End > end {
				break
			}
			blankOut(rest[c.Span.Start-start : c.Span.End-start])
		}
	}
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[i+1:]
	} else {
		rest = nil
	}
	if line, after, _ := bytes.Cut(rest, lf); len(line) > 0 && len(bytes.Trim(line, "=- \t\r")) == 0 {
		rest = after // the line under a heading
	}
	if cutLast {
		rest = rest[:bytes.LastIndexByte(rest, '\n')+1] // what opens the next heading
	}
	return len(bytes.TrimSpace(rest)) == 0
}

func blankOut(b []byte) {
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}
