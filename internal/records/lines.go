package records

import (
	"bytes"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// line is a line of prose outside of tables and headings, with the words that open it.
type line struct {
	raw   string
	text  string // without marks of emphasis
	label string // words in bold at the beginning, or before a colon
	rest  string // what follows the label
	item  *item  // of a list's item
	span  document.Span
}

// item is the sign of a list's item.
type item struct {
	indent       int
	task, ticked bool
}

var (
	itemSign  = lazyregexp.New(`^([ \t>]*)(?:[-*+]|[0-9]{1,4}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?`)
	boldLabel = lazyregexp.New(`^(?:\*\*|__)(.{1,80}?)(:?)(?:\*\*|__)[ \t]*(:?)[ \t]*(.*)$`)
	wordLabel = lazyregexp.New(`^([\pL][\pL0-9 ()/'-]{1,48}?):[ \t]+(.*)$`)
	inlineURL = lazyregexp.New(`!?\[([^\[\]]*)\]\([^()\s]*\)`)

	withoutMarks     = strings.NewReplacer("**", "", "__", "", "`", "")
	withoutBoldMarks = strings.NewReplacer("**", "", "`", "")
)

// linesOf returns a document's lines of prose. What is in code, in a comment or in a table is none.
func linesOf(d *document.Document, src []byte) []line {
	prose := d.Prose()
	var out []line
	for _, span := range linesBesides(d, src) {
		for len(prose) > 0 && prose[0].End <= span.Start {
			prose = prose[1:]
		}
		if len(prose) > 0 && prose[0].Start < span.End {
			out = append(out, lineOf(string(src[span.Start:span.End]), span))
		}
	}
	return out
}

// linesBesides returns the lines that aren't blank, nor in a table or a heading.
func linesBesides(d *document.Document, src []byte) (all []document.Span) {
	tables, headings := d.Tables(), d.Headings()
	at := d.Body.Start
	for chunk := range bytes.Lines(src[at:]) {
		span := document.Span{Start: at, End: at + len(bytes.TrimRight(chunk, "\r\n"))}
		at += len(chunk)
		for len(tables) > 0 && tables[0].Span.End <= span.Start {
			tables = tables[1:]
		}
		for len(headings) > 0 && headings[0].Span.End < span.Start {
			headings = headings[1:]
		}
		if len(tables) > 0 && tables[0].Span.Start < span.End ||
			len(headings) > 0 && headings[0].Span.Start < span.End || len(bytes.TrimSpace(src[span.Start:span.End])) == 0 {
			continue
		}
		all = append(all, span)
	}
	return all
}

func lineOf(raw string, span document.Span) line {
	l := line{}
	trimmed := strings.TrimLeft(raw, " \t>")
	var m []string
	if trimmed != "" && strings.IndexByte("-*+0123456789", trimmed[0]) >= 0 {
		m = itemSign.FindStringSubmatch(raw)
	}
	if m != nil {
		l.item = &item{indent: width(m[1]), task: m[2] != "", ticked: m[2] == "x" || m[2] == "X"}
		raw, span.Start = raw[len(m[0]):], span.Start+len(m[0])
	} else {
		raw, span.Start = trimmed, span.Start+len(raw)-len(trimmed)
	}
	l.raw = strings.TrimRight(raw, " \t\\")
	span.End = span.Start + len(l.raw)
	l.span, l.text = span, inline(l.raw)
	if strings.HasPrefix(l.raw, "**") || strings.HasPrefix(l.raw, "__") {
		if m := boldLabel.FindStringSubmatch(l.raw); m != nil && (m[2]+m[3] != "" || m[4] == "") {
			l.label, l.rest = inline(m[1]), inline(m[4])
		}
	} else if strings.Contains(l.raw, ":") {
		if m := wordLabel.FindStringSubmatch(l.raw); m != nil {
			l.label, l.rest = inline(m[1]), inline(m[2])
		}
	}
	return l
}

func width(blanks string) int {
	n := 0
	for _, c := range blanks {
		if n++; c == '\t' {
			n += 3
		}
	}
	return n
}

// inline returns a line's words without the marks of emphasis, code and links.
func inline(raw string) string {
	if strings.Contains(raw, "](") {
		raw = inlineURL.ReplaceAllString(raw, "$1")
	}
	if strings.Contains(raw, "____") { // a line to write on
		return strings.TrimSpace(withoutBoldMarks.Replace(raw))
	}
	return strings.TrimSpace(withoutMarks.Replace(raw))
}

// block is the items of one list, and the section that it is in.
type block []line

// blocks cuts the items into lists: by sections and by lines between them. What is indented after an item goes on
// with it.
func (r *reader) blocks(lines []line) []block {
	var out []block
	var open block
	at := -1
	for _, l := range lines {
		if here := r.outline.index(l.span.Start); here != at {
			out, open, at = append(out, open), nil, here
		}
		switch {
		case l.item != nil:
			open = append(open, l)
		case len(open) > 0 && l.span.Start > 0 && bytes.IndexByte([]byte(" \t"), r.src[l.span.Start-1]) >= 0:
			last := &open[len(open)-1]
			last.text += " " + l.text
			last.rest += " " + l.text
		default:
			out, open = append(out, open), nil
		}
	}
	return slices.DeleteFunc(append(out, open), func(b block) bool { return len(b) == 0 })
}
