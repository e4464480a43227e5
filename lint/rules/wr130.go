package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr130() *lint.Rule {
	return &lint.Rule{
		ID: "WR130", Name: "id-reserved", Scope: lint.Document, Severity: lint.Error,
		Title: "The id is a word that the site keeps for itself",
		Text: `A document's page has its id as address. Where the site has a page of its own there, or Windows a
device, no site can be published.

**What counts.** An id, in any case, that is an address of the site, such as
` + "`search`, `register` or `people`" + `; ` + "`roster`" + `, which commands and pages call the roster; a name that
Windows keeps for a device, such as ` + "`con`" + ` or ` + "`nul.1`" + `.

**What doesn't.** Ids that have such a word in them: ` + "`POL-search`" + `.

**How to fix it.** Give the document another id.`,
		Since: "0.1.0", Suppressible: false,
		Bad: bad("WR130"), Good: good("WR130"),
		Find: func(p *lint.Pass) error {
			if id := p.Doc.ID; schema.IsReserved(id) {
				p.Report(lint.Found{Span: at(p.Doc, "id"), Anchor: "id",
					Message: fmt.Sprintf("the id %s is a word that the site keeps for itself", quoted(id)),
					Help:    "give the document another id"})
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, anywhere, func(d *draft) { d.set("id", "search") })
		},
	}
}
