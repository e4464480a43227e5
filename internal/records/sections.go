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
}

// Parts lists what can stand for sections of a document, in its order. Its title is none.
func Parts(d *document.Document) ([]Part, error) {
	src, err := d.Source()
	if err != nil {
		return nil, err
	}
	r := &reader{doc: d, src: src}
	lines, err := r.lines()
	if err != nil {
		return nil, err
	}
	var all []Part
	add := func(text string, label bool, span document.Span) {
		all = append(all, Part{text, label, span, headingWords(text)})
	}
	for i, h := range d.Headings() {
		if h.Level > 1 || i > 0 {
			add(h.Text, false, h.Span)
		}
	}
	for i, l := range lines {
		below := i+1 < len(lines) && l.item != nil && lines[i+1].item != nil && lines[i+1].item.indent > l.item.indent
		switch {
		case l.label == "":
		case l.rest == "" && l.item == nil:
			add(l.label, false, l.span)
		case l.rest != "" || below:
			add(l.label, true, l.span)
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
				add(plain(cells[0].Text), true, cells[0].Span)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Part) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all, nil
}

// numbering is what stands before the words of a heading: 3, 3a., 4.1, IV., A), § 2, Clause 4:
var numbering = lazyregexp.New(`^(?:(?:section|clause|chapter|part|article|annex|kapitel|abschnitt|§)\s*)?` +
	`(?:[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*|[ivx]+|[a-z])[.):]+\s*` +
	`|^(?:(?:section|clause|chapter|part|article|kapitel|abschnitt|§)\s*)?[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*\s*[:.)–—-]*\s+`)

// Unnumbered returns a heading without the number before its words.
func Unnumbered(text string) string {
	text = strings.TrimSpace(text)
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
	taken := make([]bool, len(all))
	find := func(label, free bool, matches func(p *Part, name string) bool) {
		for i, s := range o.Sections {
			for _, name := range append([]string{s.Title}, s.Names...) {
				for j := range all {
					if at[i] < 0 && all[j].Label == label && !(free && taken[j]) && matches(&all[j], name) {
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
			p := citing(s.Clause)
			for j := range all {
				if at[i] < 0 && all[j].Label == label && p.MatchString(strings.ToLower(all[j].Text)) {
					at[i], taken[j] = j, true
				}
			}
		}
	}
	is := func(p *Part, name string) bool { return p.words == headingWords(name) }
	holds := func(p *Part, name string) bool { return strings.Contains(p.words, headingWords(name)) }
	find(false, false, is)
	cited(false)
	find(false, true, holds)
	find(false, false, holds)
	find(true, false, is)
	cited(true)
	return at
}

// citing matches texts that hold the number of a clause, such as 9.3.2 c), (9.3.2 c) or 9.3.2c.
func citing(clause string) *regexp.Regexp {
	number, letter, _ := strings.Cut(strings.ToLower(clause), " ")
	pattern := `(?:^|[^0-9.])` + regexp.QuoteMeta(number)
	if letter != "" {
		pattern += `\s*\(?` + regexp.QuoteMeta(letter) + `\)?(?:[^\pL\pN]|$)`
	} else {
		pattern += `(?:[^0-9.]|\.?$|\.[^0-9])`
	}
	return regexp.MustCompile(pattern)
}
