package records

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// Part is what can stand for a section: a heading, a line in bold, or the label that opens a paragraph, an item of a
// list or a row of a table.
type Part struct {
	Text  string
	Label bool // its words stand behind it
	Span  document.Span
	words string // in small letters, without numbers, with a blank at both ends
	level int    // of a heading; lines in bold are below all of them, labels below these
}

func (t *Text) readParts() []Part {
	d, lines := t.doc, t.lines()
	var all []Part
	add := func(text string, level int, span document.Span) {
		all = append(all, Part{text, level > boldLevel, span, headingWords(text), level})
	}
	for i, h := range d.Headings() {
		if h.Level > 1 || i > 0 {
			add(h.Text, h.Level, h.Span)
		}
	}
	for i, l := range lines {
		below := i+1 < len(lines) && l.item != nil && lines[i+1].item != nil && lines[i+1].item.indent > l.item.indent
		switch {
		case l.label == "":
		case l.rest == "" && l.item == nil:
			add(l.label, boldLevel, l.span)
		case l.rest != "" || below:
			add(l.label, boldLevel+1, l.span)
		}
	}
	for _, t := range d.Tables() {
		rows := t.Rows
		if len(t.Header) == 2 {
			rows = append([][]document.Cell{t.Header}, rows...)
		}
		for _, cells := range rows {
			filled := func(c document.Cell) bool { return plain(c.Text) != "" }
			if len(cells) > 1 && slices.ContainsFunc(cells[1:], filled) {
				add(plain(cells[0].Text), boldLevel+1, cells[0].Span)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Part) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// Says reports whether anything but its name stands in the i'th part of a document: words, or a row of a table. Names
// of parts within it, comments and the headers of tables say nothing.
func Says(d *document.Document, all []Part, i int) (bool, error) {
	if all[i].Label {
		return true, nil
	}
	src, err := d.Source()
	if err != nil {
		return false, err
	}
	within, end := extent(all, i, len(src))
	var none []document.Span // what says nothing
	for _, p := range within {
		if !p.Label {
			none = append(none, p.Span)
		}
	}
	for _, c := range d.Comments() {
		none = append(none, c.Span)
	}
	for _, t := range d.Tables() {
		if t.Span.Start >= all[i].Span.End && t.Span.End <= end && slices.ContainsFunc(t.Rows, anyWords) {
			return true, nil
		}
		none = append(none, t.Span)
	}
	return slices.ContainsFunc(without(string(src), all[i].Span.End, end, none), hasWords), nil
}

// Speaks reports whether one of some words is in the i'th part of a document, its name included. Comments don't count.
func Speaks(d *document.Document, all []Part, i int, words []string) (bool, error) {
	if all[i].Names(words) {
		return true, nil
	}
	src, err := d.Source()
	if err != nil {
		return false, err
	}
	var comments []document.Span
	for _, c := range d.Comments() {
		comments = append(comments, c.Span)
	}
	_, end := extent(all, i, len(src))
	return slices.ContainsFunc(without(string(src), all[i].Span.Start, end, comments), func(text string) bool {
		return Part{words: headingWords(text)}.Names(words)
	}), nil
}

// Names reports whether the name of the part has one of some words.
func (p Part) Names(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(p.words, headingWords(w)) })
}

// Within returns the parts that are in the i'th one.
func Within(all []Part, i int) []Part {
	within, _ := extent(all, i, 0)
	return within
}

// extent returns the parts within the i'th one of a text of so many bytes, and where it ends: at the next one of its
// level or a higher one.
func extent(all []Part, i, size int) (within []Part, end int) {
	for k, next := range all[i+1:] {
		if next.level <= all[i].level {
			return all[i+1 : i+1+k], next.Span.Start
		}
	}
	return all[i+1:], size
}

// without returns the pieces of a part of a text that are outside of some spans.
func without(text string, at, end int, spans []document.Span) (pieces []string) {
	slices.SortFunc(spans, func(a, b document.Span) int { return cmp.Compare(a.Start, b.Start) })
	for _, s := range append(spans, document.Span{Start: end, End: end}) {
		if to := min(s.Start, end); at < to {
			pieces = append(pieces, text[at:to])
		}
		at = max(at, s.End)
	}
	return pieces
}

func anyWords(cells []document.Cell) bool {
	return slices.ContainsFunc(cells, func(c document.Cell) bool { return hasWords(c.Text) })
}

func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r)
	})
}

// numbering is what stands before the words of a heading: 3, 3a., 4.1, IV., A), § 2, Clause 4:
var numbering = lazyregexp.New(`^(?:(?:section|clause|chapter|part|article|annex|kapitel|abschnitt|§)\s*)?` +
	`(?:[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*|[ivx]+|[a-z])[.):]+\s*` +
	`|^(?:(?:section|clause|chapter|part|article|kapitel|abschnitt|§)\s*)?[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*\s*[:.)–—-]*\s+`)

// Unnumbered returns a heading without the number before its words.
func Unnumbered(text string) string {
	text = strings.TrimSpace(text)
	if !strings.ContainsAny(text, "0123456789.):") {
		return text
	}
	return cmp.Or(numbering.ReplaceAllString(text, ""), text)
}

// headingWords are the words of a heading.
func headingWords(text string) string {
	text = Unnumbered(strings.ToLower(text))
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

// Placed finds the part of a document that each section of an outline is; -1 where none is. A heading that is exactly
// a section's, or cites its clause, comes before one that holds its words, and all of them before a label that is a
// section's; one heading may be several sections.
func Placed(o schema.Outline, all []Part) []int {
	at := slices.Repeat([]int{-1}, len(o.Sections))
	if len(all) == 0 {
		return at
	}
	taken := make([]bool, len(all))
	names := make([][]string, len(o.Sections))
	for i, s := range o.Sections {
		for _, name := range append([]string{s.Title}, s.Names...) {
			names[i] = append(names[i], headingWords(name))
		}
	}
	find := func(label, free bool, matches func(words, name string) bool) {
		for i := range o.Sections {
			for _, name := range names[i] {
				for j := range all {
					if at[i] < 0 && all[j].Label == label && !(free && taken[j]) && matches(all[j].words, name) {
						at[i], taken[j] = j, true
					}
				}
			}
		}
	}
	cited := func(label bool) {
		for i, s := range o.Sections {
			if s.Clause == "" || at[i] >= 0 {
				continue
			}
			for j := range all {
				if at[i] < 0 && all[j].Label == label && cites(all[j].Text, s.Clause) {
					at[i], taken[j] = j, true
				}
			}
		}
	}
	is := func(words, name string) bool { return words == name }
	holds := strings.Contains
	find(false, false, is)
	cited(false)
	find(false, true, holds)
	find(false, false, holds)
	find(true, false, is)
	cited(true)
	return at
}

// cites reports whether a text holds the number of a clause, such as 9.3.2 c), (9.3.2 c) or 9.3.2c.
func cites(text, clause string) bool {
	number, letter, _ := strings.Cut(strings.ToLower(clause), " ")
	if text = strings.ToLower(text); !strings.Contains(text, number) {
		return false
	}
	pattern := `(?:^|[^0-9.])` + regexp.QuoteMeta(number)
	if letter != "" {
		pattern += `\s*\(?` + regexp.QuoteMeta(letter) + `\)?(?:[^\pL\pN]|$)`
	} else {
		pattern += `(?:[^0-9.]|\.?$|\.[^0-9])`
	}
	return regexp.MustCompile(pattern).MatchString(text)
}
