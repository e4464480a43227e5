package document

import (
	"bytes"
	"sort"
	"strings"

	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Stated is a line of the text's head or foot, or a row of two cells of a table there, that gives something a value,
// such as "Version: 2.0". The head ends at the second heading. The foot is the lines at the end that do nothing else.
type Stated struct {
	Label string // in lower case
	Value string // as written, not empty
	Span  Span   // the value's
	Foot  bool
}

// statedLine is a label with a value, as a line of a text or a row of a table with two cells.
var statedLine = lazyregexp.New(`^[ \t>*|_-]*([A-Za-z][A-Za-z ]{4,22}?)[ \t*_]*` +
	`[:|][ \t:*_]*([^|\r\n]*?)[ \t*_|\\]*\r?$`)

func readStated(d *Document) []Stated {
	text, end := d.canon.text, len(d.canon.text)
	if len(d.headings) > 1 {
		end = d.headings[1].Span.Start
	}
	return append(readHead(d, text[:end]), readFoot(d, text, end)...)
}

func readHead(d *Document, text []byte) []Stated {
	var out []Stated
	for at := 0; at < len(text); {
		line := text[at:]
		if n := bytes.IndexByte(line, '\n'); n >= 0 {
			line = line[:n]
		}
		if bytes.IndexByte(line, ':') >= 0 || bytes.IndexByte(line, '|') >= 0 {
			if m := statedLine.FindSubmatchIndex(line); m != nil && m[4] < m[5] && inProse(d, at+m[4]) {
				out = append(out, Stated{strings.ToLower(string(line[m[2]:m[3]])), string(line[m[4]:m[5]]),
					Span{at + m[4], at + m[5]}, false})
			}
		}
		at += len(line) + 1
	}
	return out
}

// inProse reports whether a reader sees what is at a place as words.
func inProse(d *Document, at int) bool {
	i := sort.Search(len(d.prose), func(i int) bool { return d.prose[i].Start > at }) - 1
	return i >= 0 && at < d.prose[i].End
}

var (
	// footLine is a label at the beginning of a line, in a table or not, with or without emphasis.
	footLine = lazyregexp.New(`^[ \t>*|_-]*([A-Za-z][A-Za-z ]{2,22}?)[ \t*_]*[:|][ \t:*_]*`)
	// footLabel is one of several on a line.
	footLabel = lazyregexp.New(`[ \t|]*(?:\*\*|__)([A-Za-z][A-Za-z ]{2,22}?)[ \t]*(?::(?:\*\*|__)|(?:\*\*|__):)[ \t]*`)
)

const (
	footMarks = " \t*_|-\\>:"
	footLines = 12 // a foot has no more; a longer end is a list or a table
)

// readFoot reads the lines at the end of a text, none of them before a place, as long as each has a label or no words.
func readFoot(d *Document, text []byte, from int) []Stated {
	var out []Stated
	for end, n := len(text), 0; end > from && n < footLines; n++ {
		start := max(from, bytes.LastIndexByte(text[:end-1], '\n')+1)
		line := bytes.TrimRight(text[start:end], "\r\n")
		if end = start; len(bytes.Trim(line, footMarks)) == 0 {
			continue
		}
		m := footLine.FindSubmatchIndex(line)
		if m == nil || !inProse(d, start+m[2]) || bytes.IndexByte(bytes.TrimRight(line[m[1]:], footMarks), '|') >= 0 {
			break
		}
		out = append(footParts(line, start, m), out...)
	}
	return out
}

// footParts reads a line whose first label is known.
func footParts(line []byte, start int, first []int) (out []Stated) {
	labels := [][]int{first}
	for _, m := range footLabel.FindAllSubmatchIndex(line, -1) {
		if m[0] >= first[1] {
			labels = append(labels, m)
		}
	}
	for i, m := range labels {
		end := len(line)
		if i+1 < len(labels) {
			end = labels[i+1][0]
		}
		value := bytes.TrimRight(line[m[1]:end], " \t*|\\")
		if len(value) > 0 {
			at := start + m[1]
			out = append(out, Stated{strings.ToLower(string(line[m[2]:m[3]])), string(value),
				Span{at, at + len(value)}, true})
		}
	}
	return out
}

// markEmpty marks the headings with nothing under them.
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

// emptyBetween reports whether nothing that a reader sees is between the end of a heading's text and the text of
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
