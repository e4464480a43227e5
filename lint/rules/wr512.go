package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/lint"
)

func wr512() *lint.Rule {
	return &lint.Rule{
		ID: "WR512", Name: "html-as-text", Scope: lint.Document, Severity: lint.Info,
		Title: "The page shows raw HTML as text",
		Text: `The published site carries no raw HTML of documents, so that no document can change the page around it.
Readers see its tags as they are written.

**What counts.** Tags in the text, ` + "`<details>`" + ` that isn't closed where it is opened among them. There is one finding a document, at the first tag. Addresses in tags are checked as
links are.

**What doesn't.** ` + "`<br>`" + `, and without attributes ` + "`<details>`" + ` with a ` + "`<summary>`" + ` as its first
thing, ` + "`<sup>`, `<sub>`, `<kbd>`" + `: the page shows them as what they are. Anchors such as
` + "`<a id=\"x\"></a>`" + `, comments, and tags in code.

**How to fix it.** Write it in Markdown, or leave it.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR512"), Good: good("WR512"),
		Find: func(p *lint.Pass) error {
			var names []string
			for _, t := range p.Doc.Tags() {
				if name := "<" + strings.TrimPrefix(t.Name, "/") + ">"; !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
			const most = 5
			if len(names) == 0 {
				return nil
			}
			if len(names) > most {
				names = append(names[:most], "others")
			}
			p.Report(lint.Found{Span: p.Doc.Tags()[0].Span, Anchor: "html",
				Message: fmt.Sprintf("the page shows raw HTML as text: %s", strings.Join(names, ", ")),
				Help:    "write it in Markdown"})
			return nil
		},
	}
}
