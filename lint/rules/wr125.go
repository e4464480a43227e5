package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr125() *lint.Rule {
	return &lint.Rule{
		ID: "WR125", Name: "field-twice", Scope: lint.Document, Severity: lint.Error,
		Title: "A field and its alias both stand there",
		Text: `A document whose version is 2.0 and whose revision is 1.4 has two versions, and each reader believes
another one.

**What counts.** Two keys of one front matter that mean the same field, whatever their values. The first of them is the
one that counts.

**What doesn't.** One key that comes twice: that can't be read at all, and is WR102's. ` + "`approved_by`" + ` and
` + "`approved_date`" + ` are claims, and never stand for another field.

**How to fix it.** Remove one of them.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR125"), Good: good("WR125"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			first := map[string]document.Field{}
			for _, f := range p.Doc.Front.Fields {
				had, twice := first[f.Name]
				if !twice {
					first[f.Name] = f
					continue
				}
				p.Report(lint.Found{Span: f.KeySpan, Anchor: f.Key, Fix: removing(p, f, had),
					Message: fmt.Sprintf("%s means the same as %s, which is above it and counts", f.Key, had.Key),
					Help:    fmt.Sprintf("remove %s or %s, whichever is wrong", had.Key, f.Key)})
			}
			return nil
		},
	}
}

// removing is the fix that takes a field out which says the same as another one of its name; nil where it doesn't.
func removing(p *lint.Pass, f, had document.Field) *lint.Fix {
	if f.Value.Kind == document.List || f.Value.Kind == document.Map || f.Value.Text != had.Value.Text {
		return nil
	}
	text, err := edited(p.Doc, func(src []byte) ([]byte, error) {
		return document.RemoveField(src, p.Config.Fields, f)
	})
	if err != nil {
		return nil
	}
	return rewriting(p.Input, p.Doc, fmt.Sprintf("remove %s, which says the same as %s", f.Key, had.Key), text, "")
}
