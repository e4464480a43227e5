package rules

import (
	"slices"
	"strings"

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
		!satisfies(p.Input, e, o.Clause) || !special(p.Input, e, o.Clause) {
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

// textOf returns the words of a document.
func textOf(in *lint.Input, e *register.Entry) (*records.Text, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	return system.Text(e)
}

// otherLanguage reports whether a document is in a language of which the built-in kinds know no names: as it says,
// else by its small words.
func otherLanguage(e *register.Entry) bool {
	if lang := strings.ToLower(e.Front.Text("language")); lang != "" {
		return !strings.HasPrefix(lang, "en") && !strings.HasPrefix(lang, "de")
	}
	return e.Foreign
}

// answer is an entry of `satisfies`, in capitals and without blanks.
type answer struct {
	standard, number string
	named            bool // the standard is
}

// answers are the entries of `satisfies` of all documents.
type answers struct {
	of map[*register.Entry][]answer
	by map[string][]*register.Entry // the documents that name a number
}

var sharedAnswers = lint.Share(func(in *lint.Input) (*answers, error) {
	all := &answers{map[*register.Entry][]answer{}, map[string][]*register.Entry{}}
	for _, e := range in.Register.All() {
		f, _ := e.Front.Field("satisfies")
		for _, v := range append(f.Value.List, f.Value) {
			standard, number, named := strings.Cut(strings.ToUpper(strings.Join(strings.Fields(v.Text), "")), ":")
			if !named {
				standard, number = "", standard
			}
			standard = strings.ReplaceAll(strings.ReplaceAll(standard, "/IEC", ""), "-", "")
			all.of[e] = append(all.of[e], answer{standard, number, named})
			if by := all.by[number]; len(by) == 0 || by[len(by)-1] != e {
				all.by[number] = append(by, e)
			}
		}
	}
	return all, nil
})

// answering returns the documents that say that they answer a clause.
func answering(in *lint.Input, clause string) (out []*register.Entry) {
	all, _ := sharedAnswers(in)
	standard, number, _ := strings.Cut(clause, ":")
	for _, e := range all.by[number] {
		if all.answers(e, standard, number) {
			out = append(out, e)
		}
	}
	return out
}

// satisfies reports whether a document says that it answers a clause; "" asks for none.
func satisfies(in *lint.Input, e *register.Entry, clause string) bool {
	if clause == "" {
		return true
	}
	all, _ := sharedAnswers(in)
	standard, number, _ := strings.Cut(clause, ":")
	return all.answers(e, standard, number)
}

func (a *answers) answers(e *register.Entry, standard, number string) bool {
	return slices.ContainsFunc(a.of[e], func(x answer) bool {
		return x.number == number && (!x.named || strings.HasPrefix(x.standard, standard))
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
	return !slices.ContainsFunc(answering(in, clause), func(o *register.Entry) bool {
		return o != e && o.Kind == e.Kind && o.Status() != schema.Retired
	})
}
