package rules

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// outlined returns a document's outline, and whether it is asked of it: not of drafts, of words that the company
// adopted as they were, or in a language of which no names are known.
func outlined(p *lint.Pass) (schema.Outline, bool, error) {
	e := p.Doc
	o := e.Kind.Outline
	if len(o.Sections) == 0 || !judged(e) || e.Status() == schema.Draft || e.Status() == schema.Retired ||
		!satisfies(e, o.Clause) || !special(p.Input, e, o.Clause) {
		return o, false, nil
	}
	if !o.Own && otherLanguage(e) {
		p.Note("in another language than English and German, and so not asked for the sections of its kind; " +
			"`kinds.KIND.sections` in writ.yaml states their names")
		return o, false, nil
	}
	adopted, err := adoptedWords(p.Input, e)
	return o, !adopted && err == nil, err
}

// otherLanguage reports whether a document is in a language of which the built-in kinds know no names: as it says, else
// by its small words.
func otherLanguage(e *register.Entry) bool {
	if lang := strings.ToLower(e.Front.Text("language")); lang != "" {
		return !strings.HasPrefix(lang, "en") && !strings.HasPrefix(lang, "de")
	}
	src, err := e.Source()
	return err == nil && !records.KnownLanguage(string(src[e.Body.Start:e.Body.End]))
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
