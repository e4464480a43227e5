package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr615() *lint.Rule {
	return &lint.Rule{
		ID: "WR615", Name: "translation-of-none", Scope: lint.Register, Severity: lint.Error,
		Title: "A translation of nothing, of itself, or of a translation",
		Text: `A translation says which words it renders. Those of another translation may have lost something already, and
nobody would see when the original changes.

**What counts.** An id under ` + "`translation_of`" + ` that no document has, that is the document's own, or that of a
document which is a translation itself.

**What doesn't.** Retired translations; a value in another form (WR108).

**How to fix it.** Name the original.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR615"), Good: good("WR615"),
		Find: func(p *lint.Pass) error {
			return eachTranslation(p, func(t translation) error {
				f := lint.Found{Doc: t.e, Span: at(t.e, "translation_of"), Anchor: "translation_of", Help: "name the original"}
				switch to := t.original; {
				case strings.EqualFold(t.ID, t.e.ID):
					f.Message = "it says that it translates itself"
				case to == nil:
					f.Message = fmt.Sprintf("it translates %s, which no document is", quoted(t.ID))
					if near := nearest.Word(t.ID, p.Register.IDs()); near != "" && !strings.EqualFold(near, t.e.ID) {
						f.Help = fmt.Sprintf("did you mean %s?", p.Register.ByID(near)[0].ID)
					}
				default:
					first := standing.OriginalIn(&to.Front)
					if first.ID == "" {
						return nil
					}
					f.Message = fmt.Sprintf("it translates %s, which is a translation itself", to.ID)
					f.Help = fmt.Sprintf("translate %s, the original, and name it here", first.ID)
				}
				p.Report(f)
				return nil
			})
		},
	}
}

// translation is a document that says which one it translates.
type translation struct {
	standing.Original
	e, original *register.Entry // the original is nil where no document has the id
}

// eachTranslation goes through the documents that say in the right form what they translate, retired ones aside.
func eachTranslation(p *lint.Pass, do func(translation) error) error {
	for _, e := range p.Register.Documents {
		o := standing.OriginalIn(&e.Front)
		if !judged(e) || o.ID == "" || o.Version == "" || e.Status() == schema.Retired {
			continue
		}
		t := translation{Original: o, e: e}
		if all := p.Register.ByID(o.ID); len(all) > 0 {
			t.original = all[0]
		}
		if err := do(t); err != nil {
			return err
		}
	}
	return nil
}
