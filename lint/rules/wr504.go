package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
)

func wr504() *lint.Rule {
	return &lint.Rule{
		ID: "WR504", Name: "several-titles", Scope: lint.Document, Severity: lint.Warning,
		Title: "More than one heading of the first level",
		Text: `The first-level heading is the document's title. A second one is usually the top of a document that was
pasted in, and the contents on the page fall apart.

**What counts.** A second heading of the first level, and each one after it.

**What doesn't.** A ` + "`#`" + ` in code. Words that the company adopted as they were.

**How to fix it.** Give the sections the second level, ` + "`##`" + `; or make two documents of it.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR504"), Good: good("WR504"),
		Find: func(p *lint.Pass) error {
			var first *document.Heading
			for i, h := range p.Doc.Headings() {
				switch {
				case h.Level != 1:
				case first == nil:
					first = &p.Doc.Headings()[i]
				case !judged(p.Doc):
					return nil
				default:
					if adopted, err := adoptedWords(p.Input, p.Doc); adopted || err != nil {
						return err
					}
					p.Report(lint.Found{Span: h.Span, Anchor: "heading " + h.Anchor,
						Message: fmt.Sprintf("%s is another first-level heading beside %s", quoted(h.Text),
							quoted(first.Text)),
						Help: "give it the second level: ## " + short(h.Text)})
				}
			}
			return nil
		},
	}
}
