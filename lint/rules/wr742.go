package rules

import (
	"fmt"
	"strconv"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr742() *lint.Rule {
	return &lint.Rule{
		ID: "WR742", Name: "audit-counts-wrong", Scope: lint.Document, Severity: lint.Error,
		Title: "The numbers of an audit aren't those of what it lists",
		Text: `A summary with one nonconformity, above a list of three, is what the management reads.

**What counts.** A number for minor, major, or opportunities, in a list or a table, that isn't how many of them are
listed: items with that result, and rows of a table of findings. The same id, the same clause or control, or the same
words make an item and a row one. A number for what is conform counts where each item has a word. Several numbers for
one sort, as for observations and recommendations, are added.

**What doesn't.** A report that lists no finding and answers items by ticks alone; totals; a number that is right when
two findings with one corrective action are one; adopted words; closed records of the main branch (WR764).

**How to fix it.** Correct the number, or list what is missing.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR742"), Good: good("WR742"),
		Find: func(p *lint.Pass) error {
			_, a, err := audited(p)
			if a == nil {
				return err
			}
			for _, c := range a.Counted() {
				if c.Agrees() {
					continue
				}
				listed := strconv.Itoa(c.Least)
				if c.Most > c.Least {
					listed = fmt.Sprintf("between %d and %d", c.Least, c.Most)
				}
				p.Report(lint.Found{Span: c.Span, Anchor: "count " + c.Result,
					Message: fmt.Sprintf("%s are counted: %s, and listed: %s", resultWords(c.Result),
						strconv.FormatFloat(c.Number, 'f', -1, 64), listed),
					Help: "correct the number, or add the items or findings that are missing"})
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantReport(s, nil, closedReport+"\n## Findings\n\n- **"+resultWords(isms.Minor)+":** 2\n")
		},
	}
}
