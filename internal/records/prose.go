package records

import (
	"bytes"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// Prose is what a document says outside of tables: its sections and the lines in them.
type Prose struct {
	Sections []Section
	Lines    []Line
	doc      *document.Document
	src      []byte
	outline  outline // of the sections, by the same indexes
}

// Section is a heading, or a line in bold that stands for one.
type Section struct {
	Name string        // as written
	Span document.Span // of the heading
	Body document.Span // what is below it, up to the next section of its level or a higher one
}

// Line is a line outside of tables and headings.
type Line struct {
	Text     string // without marks of emphasis and the sign of an item
	Label    string // words in bold at its beginning, or before a colon
	Rest     string // what follows the label
	Item     bool   // of a list
	Numbered bool
	Indent   int // of the item's sign
	Span     document.Span
	heading  bool // a section's
}

func (t *Text) readProse() *Prose {
	d, src, lines := t.doc, t.src, t.lines()
	p := &Prose{doc: d, src: src, outline: outlineOf(d, lines)}
	headings := map[int]int{} // where they start → where they end
	for _, h := range d.Headings() {
		headings[h.Span.Start] = h.Span.End
	}
	for _, l := range lines {
		x := Line{Text: plain(l.text), Label: l.label, Rest: l.rest, Span: l.span}
		if l.item != nil {
			x.Item, x.Indent, x.Numbered = true, l.item.indent, numbered(src, l.span.Start)
		}
		_, found := slices.BinarySearchFunc(p.outline, l.span.Start, func(s section, at int) int { return s.start - at })
		if x.heading = found; found {
			headings[l.span.Start] = l.span.End
		}
		p.Lines = append(p.Lines, x)
	}
	for i, s := range p.outline {
		end := d.Body.End
		for _, next := range p.outline[i+1:] {
			if next.level <= s.level {
				end = next.start
				break
			}
		}
		p.Sections = append(p.Sections, Section{s.name, document.Span{Start: s.start, End: headings[s.start]},
			document.Span{Start: headings[s.start], End: end}})
	}
	return p
}

// numbered reports whether the words at a place follow the number of an item.
func numbered(src []byte, at int) bool {
	sign := bytes.TrimSpace(src[bytes.LastIndexByte(src[:at], '\n')+1 : at])
	return len(sign) > 1 && bytes.IndexByte([]byte(".)"), sign[len(sign)-1]) >= 0
}

// In returns the lines within a span that are no headings.
func (p *Prose) In(s document.Span) []Line {
	var out []Line
	for _, l := range p.Lines {
		if l.Span.Start >= s.Start && l.Span.End <= s.End && !l.heading {
			out = append(out, l)
		}
	}
	return out
}

// TablesIn returns the tables within a span.
func (p *Prose) TablesIn(s document.Span) []document.Table {
	return slices.DeleteFunc(slices.Clone(p.doc.Tables()), func(t document.Table) bool {
		return t.Span.Start < s.Start || t.Span.End > s.End
	})
}

// Named finds the sections whose headings hold one of some names, which are in lower case, as whole words.
func (p *Prose) Named(names []string) (out []Section) {
	for i, s := range p.outline {
		if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(s.words, " "+n+" ") }) {
			out = append(out, p.Sections[i])
		}
	}
	return out
}

// Below returns the sections within another one.
func (p *Prose) Below(s Section) (out []Section) {
	for _, x := range p.Sections {
		if x.Span.Start >= s.Body.Start && x.Span.End <= s.Body.End {
			out = append(out, x)
		}
	}
	return out
}

// TableAt returns which of some tables of a kind has its place nearest to a place, by their sections; "" for none.
func (p *Prose) TableAt(at int, tables []schema.Table) (name string) {
	var least near
	for _, t := range tables {
		if n, in := p.outline.near(at, t.In); in && (name == "" || n.before(least)) {
			name, least = t.Name, n
		}
	}
	return name
}

// Says reports whether there are words in a span: a line, or a row of a table below its header. Headings, signs for
// nothing and a bare "none" don't count; what a template left to be written does.
func (p *Prose) Says(s document.Span) bool {
	return slices.ContainsFunc(p.In(s), func(l Line) bool { return Answers(l.Text) }) ||
		slices.ContainsFunc(p.TablesIn(s), func(t document.Table) bool { return TableSays(t) })
}

// TableSays reports whether a table has a row with words.
func TableSays(t document.Table) bool {
	return slices.ContainsFunc(t.Rows, func(cells []document.Cell) bool {
		return slices.ContainsFunc(cells, func(c document.Cell) bool { return Answers(c.Text) })
	})
}

// Answers reports whether a text says something: no sign for nothing, and no bare "none". What a template left to be
// written does.
func Answers(text string) bool {
	_, state := read(text)
	return state == Known || state == Placeholder
}

// Sentence is one sentence of the prose. An item of a list goes on with the words that open the list.
type Sentence struct {
	Text string // on one line
	Span document.Span
}

// sentenceEnd is a sign that ends a sentence. What is before it isn't "e.g" or a number.
var sentenceEnd = lazyregexp.New(`(?:[^\s.\d]{2,}|[)\]"%]|\d)[.!?](?:\s+|$)`)

// Sentences returns the sentences within a span.
func (p *Prose) Sentences(s document.Span) (out []Sentence) {
	opening, text, span, section := "", "", document.Span{}, -1
	end := func() {
		rest := text
		for rest != "" {
			cut := len(rest)
			if strings.ContainsAny(rest, ".!?") {
				if m := sentenceEnd.FindStringSubmatchIndex(rest); m != nil {
					cut = m[1]
				}
			}
			if one := strings.TrimSpace(rest[:cut]); one != "" {
				out = append(out, Sentence{one, span})
			}
			rest = rest[cut:]
		}
		text = ""
	}
	for _, l := range p.In(s) {
		apart := text == "" || bytes.Count(p.src[span.End:l.Span.Start], []byte("\n")) > 1
		if !l.Item && !apart {
			text, span.End = text+" "+l.Text, l.Span.End
			continue
		}
		before := text
		end()
		if here := p.outline.index(l.Span.Start); here != section {
			opening, before, section = "", "", here
		}
		switch {
		case !l.Item:
			opening, text = "", l.Text
		case strings.HasSuffix(before, ":"):
			opening = before + " "
			fallthrough
		default:
			text = opening + l.Text
		}
		span = l.Span
	}
	end()
	return out
}
