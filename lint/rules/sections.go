package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// part is a heading of a document, or a line in bold that stands for one, with its words.
type part struct {
	text  string
	words string // in small letters, without numbers, with a blank at both ends
	span  document.Span
}

// outlined returns a document's outline, and whether it is asked of it: not of drafts, of words that the company
// adopted as they were, of closed records of the main line, or in a language of which no names are known.
func outlined(p *lint.Pass) (schema.Outline, bool, error) {
	e := p.Doc
	o := e.Kind.Outline
	if len(o.Sections) == 0 || !judged(e) || e.Status() == schema.Draft || e.Status() == schema.Retired ||
		!satisfies(e, o.Clause) || !special(p.Input, e, o.Clause) {
		return o, false, nil
	}
	if !o.Own && otherLanguage(e) {
		return o, false, nil
	}
	adopted, err := adoptedWords(p.Input, e)
	if adopted || err != nil {
		return o, false, err
	}
	closed, err := frozen(p.Input, e)
	return o, !closed && err == nil, err
}

// otherLanguage reports whether a document says that it is in a language of which the built-in kinds know no names.
func otherLanguage(e *register.Entry) bool {
	lang := strings.ToLower(e.Front.Text("language"))
	return lang != "" && !strings.HasPrefix(lang, "en") && !strings.HasPrefix(lang, "de")
}

// frozen reports whether a document is a closed record of the main line: it may only gain addenda.
func frozen(in *lint.Input, e *register.Entry) (bool, error) {
	t, err := trailOf(in, e)
	return e.Kind.Record && e.Status() == schema.Closed && t != nil && !proposed(in, t, e), err
}

// satisfies reports whether a document says that it answers a clause; "" asks for none.
func satisfies(e *register.Entry, clause string) bool {
	f, _ := e.Front.Field("satisfies")
	standard, number, _ := strings.Cut(clause, ":")
	return clause == "" || slices.ContainsFunc(append(f.Value.List, f.Value), func(v document.Value) bool {
		s, n, named := strings.Cut(strings.ToUpper(strings.Join(strings.Fields(v.Text), "")), ":")
		if !named {
			s, n = standard, s
		}
		return strings.HasPrefix(strings.ReplaceAll(strings.ReplaceAll(s, "/IEC", ""), "-", ""), standard) &&
			n == number
	})
}

// special reports whether a document is the one of its kind that answers a clause: no other one says so, or its title
// is that of the policy which 5.2 asks for.
func special(in *lint.Input, e *register.Entry, clause string) bool {
	title := strings.ToLower(e.Front.Text("title"))
	if clause == "" || strings.Contains(title, "information security policy") ||
		strings.Contains(title, "informationssicherheit") {
		return true
	}
	return !slices.ContainsFunc(in.Register.All(), func(o *register.Entry) bool {
		return o != e && o.Kind == e.Kind && o.Status() != schema.Retired && satisfies(o, clause)
	})
}

// boldLine is a line that holds nothing but words in bold, perhaps with a colon.
var boldLine = lazyregexp.New(`(?m)^[ \t]{0,3}(?:\*\*|__)([^*_\n]{2,80}?):?(?:\*\*|__):?[ \t]*\r?$`)

// parts lists a document's headings, without its title, and the lines in bold that stand for headings.
func parts(e *register.Entry) ([]part, error) {
	var all []part
	for i, h := range e.Headings() {
		if h.Level > 1 || i > 0 {
			all = append(all, part{h.Text, headingWords(h.Text), h.Span})
		}
	}
	src, err := e.Source()
	if err != nil {
		return nil, err
	}
	prose, err := e.Prose()
	if err != nil {
		return nil, err
	}
	for _, m := range boldLine.FindAllSubmatchIndex(src[e.Body.Start:e.Body.End], -1) {
		s := document.Span{Start: e.Body.Start + m[2], End: e.Body.Start + m[3]}
		if slices.ContainsFunc(prose, func(p document.Span) bool { return p.Start <= s.Start && s.Start < p.End }) {
			text := string(bytes.TrimSpace(src[s.Start:s.End]))
			all = append(all, part{text, headingWords(text), s})
		}
	}
	slices.SortStableFunc(all, func(a, b part) int { return a.span.Start - b.span.Start })
	return all, nil
}

// numbering is what comes before the words of a heading: 3, 3a., 4.1, IV., A), § 2, Clause 4:
var numbering = lazyregexp.New(
	`^(?:(?:section|clause|chapter|part|article|annex|kapitel|abschnitt|§)\s*)?` +
		`(?:[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*|[ivx]+|[a-z])[.):]+\s*|` +
		`^(?:(?:section|clause|chapter|part|article|kapitel|abschnitt|§)\s*)?` +
		`[0-9]+[a-z]?(?:\.[0-9]+[a-z]?)*\s*[:.)–—-]*\s+`)

// headingWords are the words of a heading.
func headingWords(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if rest := numbering.ReplaceAllString(text, ""); rest != "" {
		text = rest
	}
	return " " + strings.Join(wordsIn(text), " ") + " "
}

// placed finds the part of a document that each section of an outline is; -1 where none is. A heading that is exactly
// a section's comes before one that holds its words; one heading may be several sections.
func placed(o schema.Outline, all []part) []int {
	at := slices.Repeat([]int{-1}, len(o.Sections))
	taken := make([]bool, len(all))
	find := func(matches func(have, want string) bool, free bool) {
		for i, s := range o.Sections {
			for _, name := range append([]string{s.Title}, s.Names...) {
				want := headingWords(name)
				for j := range all {
					if at[i] < 0 && !(free && taken[j]) && matches(all[j].words, want) {
						at[i], taken[j] = j, true
					}
				}
			}
		}
	}
	find(func(have, want string) bool { return have == want }, false)
	find(strings.Contains, true)
	find(strings.Contains, false)
	return at
}
