package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr741() *lint.Rule {
	return &lint.Rule{
		ID: "WR741", Name: "audit-item-unanswered", Scope: lint.Document, Severity: lint.Error,
		Title: "A closed audit has an item without a result",
		Text: `An item that is neither ticked nor answered says that nobody looked, in a report that says it is finished.

**What counts.** In a report that is closed: a task item that has neither a tick nor a result, and a row of a table of
items whose result is empty. The result is the first result word behind the question, behind a colon or a dash, or in
bold: conform, minor, major, opportunity, n/a. A tick alone means conform.

**What doesn't.** Open reports; "n/a" and "not audited", which are answers; rows that are headings; words that nobody
knows as a result, which WR507 reports; adopted words; closed records of the main branch (WR764).

**How to fix it.** Tick the item and write what was found, as in
` + "`- [x] Is the scope defined? minor: the new site is missing (CA-012)`" + `. What wasn't looked at is
` + "`not audited`" + `, or is removed.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR741"), Good: good("WR741"),
		Find: func(p *lint.Pass) error {
			_, a, err := audited(p)
			if a == nil || p.Doc.Status() != schema.Closed {
				return err
			}
			for _, i := range a.Items {
				if !i.Answered {
					p.Report(lint.Found{Span: i.Span, Anchor: "item " + i.Text,
						Message: fmt.Sprintf("the report is closed, and this item has no result: %s", quoted(i.Text)),
						Help:    "tick it, and add a result such as conform, minor, major, opportunity or not audited"})
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantReport(s, nil, closedReport+"- [ ] Do people know the policy?\n")
		},
	}
}
