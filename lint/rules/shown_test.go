// The rule of CONTRIBUTING.md, as it is shown there: go test ./lint/rules -run TestContributing -update rewrites this.

package rules

import (
	"strings"

	"github.com/writ-docs/writ/lint"
)

func shownRule() *lint.Rule {
	return &lint.Rule{
		ID: "WR132", Name: "title-shouts", Title: "The title is in capitals", Scope: lint.Document, Severity: lint.Warning,
		Text: "Capitals are hard to read.\n\n**What counts.** A title without small letters.\n\n" +
			"**What doesn't.** Fewer than 12 letters.\n\n**How to fix it.** Write it as you would in a sentence.",
		Since: "0.1.0", Suppressible: true, Bad: bad("WR132"), Good: good("WR132"),
		Find: func(p *lint.Pass) error {
			if t := p.Doc.Front.Text("title"); len(t) >= 12 && t == strings.ToUpper(t) && t != strings.ToLower(t) {
				p.Report(lint.Found{Span: at(p.Doc, "title"), Anchor: "title",
					Message: quoted(t) + " is all in capitals", Help: "write the title as you would in a sentence"})
			}
			return nil
		},
	}
}
