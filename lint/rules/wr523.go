package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr523() *lint.Rule {
	return &lint.Rule{
		ID: "WR523", Name: "stakeholder-group-missing", Scope: lint.Document, Severity: lint.Info,
		Title: "A usual group of stakeholders isn't named",
		Text: `Customers, employees, regulators, owners and suppliers are interested parties of nearly every company. An
auditor asks about a group that isn't there.

**What counts.** A context with a table of stakeholders in which no row names one of these groups, by the words that
are usual for it.

**What doesn't.** Drafts; a table without rows; retired documents, adopted words, languages other than English and
German.

**How to fix it.** Add the group with what it requires. A company without suppliers or owners accepts the finding with
that reason.`,
		Clause: clauseParties, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR523"), Good: good("WR523"),
		Find: func(p *lint.Pass) error {
			rows, err := stakeholders(p)
			if err != nil || len(rows) == 0 {
				return err
			}
			var missing []string
			for _, group := range schema.Vocabularies()["groups"] {
				named := false
				for _, x := range rows {
					named = named || hasStem(x.name, group.Words)
				}
				if !named {
					missing = append(missing, group.Name)
				}
			}
			if len(missing) > 0 {
				p.Report(lint.Found{Span: rows[0].table.Pieces[0].Span, Anchor: "groups",
					Message: fmt.Sprintf("no stakeholder is one of the usual groups %s", allOf(missing)),
					Help:    "add a row with what they require, or say why there are none"})
			}
			return nil
		},
	}
}
