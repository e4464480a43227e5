package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr522() *lint.Rule {
	return &lint.Rule{
		ID: "WR522", Name: "stakeholder-twice", Scope: lint.Document, Severity: lint.Warning,
		Title: "The same stakeholder with the same requirement twice",
		Text: `Of two rows that say the same, one is changed some day, and the other isn't.

**What counts.** In the tables of stakeholders of a context: two rows with the same stakeholder and the same
requirements. Capitals and blanks make no difference.

**What doesn't.** Drafts; several rows of one stakeholder with a requirement each; retired documents, adopted words.

**How to fix it.** Remove one of the rows, or say in it what else the party requires.`,
		Clause: clauseParties, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR522"), Good: good("WR522"),
		Find: func(p *lint.Pass) error {
			all, err := stakeholders(p)
			if err != nil || len(all) < 2 {
				return err
			}
			first := map[string]int{} // the line of a row
			for _, x := range all {
				wants, _ := x.cell("requirements")
				if wants.State != records.Known {
					continue
				}
				same := strings.ToLower(strings.Join(append(strings.Fields(x.name), strings.Fields(wants.Text)...), " "))
				if before, twice := first[same]; twice {
					p.Report(lint.Found{Span: x.Span, Anchor: "stakeholder " + same,
						Message: fmt.Sprintf("%s has the same requirement in line %d", quoted(short(x.name)), before),
						Help:    "remove one of the two rows, or say in it what else this party requires"})
					continue
				}
				at, err := p.Doc.Locate(x.Span)
				if err != nil {
					return err
				}
				first[same], _ = at.Lines.Position(at.Span.Start)
			}
			return nil
		},
	}
}
