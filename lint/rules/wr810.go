package rules

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr810() *lint.Rule {
	return &lint.Rule{
		ID: "WR810", Name: "soa-title-differs", Scope: lint.Register, Severity: lint.Info,
		Title: "The title of a control isn't that of its standard",
		Text: `A title that belongs to another number tells that a row slipped, or that the statement was written for an
earlier edition.

**What counts.** The title in a row with one control of which no word of four letters is one of the standard's title, or
which is the title of another control. More than ten are one finding.

**What doesn't.** Shortened titles; titles in another language, or of the company's own, which a statement shows by
having few of the standard's; drafts, retired documents, adopted words.

**How to fix it.** Write the title that the finding names, or correct the number.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR810"), Good: good("WR810"),
		Find: func(p *lint.Pass) error {
			return eachStatement(p, func(s statement) error {
				if !otherLanguage(s.e) {
					s.titles(p)
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantStatement(s, func(t *sheet) {
				t.set(0, map[string]string{"control": "A.5.7", "title": "Physical entry"})
			})
		},
	}
}

// titles reports the titles of rows that aren't those of the standard.
func (s statement) titles(p *lint.Pass) {
	var all []lint.Found
	right := 0
	_, column := s.Table.Of.Columns.Named("title")
	for i := range s.Rows {
		row := &s.Rows[i]
		said := row.Cells[column].Text
		if len(row.Names) != 1 || said == "" || unwritten(said) {
			continue
		}
		n := row.Names[0]
		of := schema.StandardNamed(n.Standard)
		if of == nil || !n.Known {
			continue
		}
		point, _ := of.Point(n.Number)
		other, another := of.Titled(said)
		if another = another && other.Number != n.Number; sameTitle(said, point.Title) && !another {
			right++
			continue
		}
		f := lint.Found{Doc: s.e, Span: cellSpan(row.Row, column), Anchor: "title " + controlKey(n),
			Message: fmt.Sprintf("%s is called %s in %s", n.Number, quoted(point.Title), of.Title),
			Help:    "write this title, or correct the number"}
		if another {
			f.Help = fmt.Sprintf("%s has the title that is written here", other.Number)
		}
		all = append(all, f)
	}
	switch {
	case len(all) > right && right+len(all) > 1: // in another language, or the company's own
	case len(all) >= manyRows:
		p.Report(lint.Found{Doc: s.e, Span: s.head(), Anchor: "titles", Help: "correct the titles, or the numbers",
			Message: fmt.Sprintf("%d titles aren't those of the standard; the first one: %s", len(all), all[0].Message)})
	default:
		for _, f := range all {
			p.Report(f)
		}
	}
}

// sameTitle reports whether two titles share a word by its first four letters, so that a shortened one is the same. A
// title without such words isn't compared.
func sameTitle(a, b string) bool {
	mine := stems(a)
	if len(mine) == 0 {
		return true
	}
	theirs := stems(b)
	for stem := range mine {
		if theirs[stem] {
			return true
		}
	}
	return false
}

// stems are the first four letters of the words that a title has.
func stems(title string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if r := []rune(word); len(r) >= 4 {
			all[string(r[:4])] = true
		}
	}
	return all
}
