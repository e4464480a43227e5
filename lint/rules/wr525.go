package rules

import (
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr525() *lint.Rule {
	return &lint.Rule{
		ID: "WR525", Name: "climate-not-considered", Scope: lint.Register, Severity: lint.Warning,
		Title: "Nothing says whether climate change is relevant",
		Text: `Since the amendment of 2024 the context says whether climate change is an issue for the management system
(4.1). Auditors ask for the sentence, and "no, because …" is an answer.

**What counts.** There is a context, and the word climate stands neither in it, nor in another document that satisfies 4.1
or 4.2, nor in a management review.

**What doesn't.** Drafts and retired documents, which say nothing yet or no more; words in comments; a repository without a
context; adopted words, languages other than English and German.

**How to fix it.** Write in the context what heat, floods, power cuts or customers' demands mean for you, or that climate
change isn't relevant, and why.`,
		Clause: clauseIssues, Since: "0.1.0", Suppressible: true,
		Bad: bad("WR525"), Good: good("WR525"),
		Find: func(p *lint.Pass) error {
			var first *clauseText
			err := eachClauseText(p.Input, func(e *register.Entry) *config.Kind { return as(p.Input, e, "context", "") },
				func(t *clauseText) error {
					if first == nil {
						first = t
					}
					return nil
				})
			if first == nil || err != nil {
				return err
			}
			for _, e := range p.Register.Documents {
				if says, err := climate(p.Input, e); says || err != nil {
					return err
				}
			}
			p.Report(lint.Found{Doc: first.doc, Span: first.top(), Anchor: "climate",
				Message: "neither the context nor a management review says whether climate change is relevant",
				Help:    "write here what it means for you, or that it isn't relevant, and why"})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			otherWords := strings.NewReplacer("climat", "weath", "Climat", "Weath", "klima", "wetter", "Klima", "Wetter")
			for _, e := range s.Input().Register.Documents {
				if says, err := climate(s.Input(), e); err != nil {
					return err
				} else if !says {
					continue
				}
				src, err := s.Read(e.Path)
				if err == nil {
					err = s.Write(e.Path, []byte(otherWords.Replace(string(src))))
				}
				if err != nil {
					return err
				}
			}
			return lint.SeedExample(wr525(), s)
		},
	}
}

// climate reports whether a document that may speak of climate change does.
func climate(in *lint.Input, e *register.Entry) (bool, error) {
	may := as(in, e, "context", clauseIssues) != nil || as(in, e, "context", clauseParties) != nil ||
		as(in, e, "management-review", "") != nil
	if !may || e.Status() == schema.Draft || e.Status() == schema.Retired {
		return false, nil
	}
	stems, says := schema.Vocabularies()["clauses"].Of("climate"), false
	err := eachProse(e, func(text string, _ int) bool {
		says = hasStem(text, stems)
		return !says
	})
	return says, err
}
