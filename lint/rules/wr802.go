package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr802() *lint.Rule {
	return &lint.Rule{
		ID: "WR802", Name: "clause-uncovered", Scope: lint.Register, Severity: lint.Info, Ground: lint.NeedsHistory,
		Title: "No document in force answers a clause",
		Text: `The standard doesn't ask for a document here. Yet an auditor asks how the clause is met, and nobody finds the
place where that is written.

**What counts.** For each standard under ` + "`coverage.standards`" + `: the clauses that no document in force or on
record satisfies, in one finding.

**What doesn't.** Clauses for which something mandatory is missing (WR801); standards that ` + "`coverage.standards`" + `
doesn't name, and those of which nothing is in force yet.

**How to fix it.** Let the documents that meet the clause say so: ` + "`satisfies: [ISO27001:7.4]`" + `. ` +
			"`writ coverage`" + ` shows each clause with its documents.`,
		Clause: "ISO27001:4.4", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR802"), Good: good("WR802"),
		Find: func(p *lint.Pass) error {
			return uncovered(p, func(s *coverage.Standard, x *coverage.Point) bool {
				mandatory := slices.ContainsFunc(x.Asks, func(a coverage.Ask) bool { return a.Mandatory })
				return x.Sort == schema.Clause && !mandatory && x.State != coverage.InForce && begun(s)
			}, func(s *coverage.Standard, numbers []string) (text, help string) {
				return fmt.Sprintf("no document in force satisfies %s of %s: %s", count(len(numbers), "clause"), s.Of.Title,
						strings.Join(numbers, ", ")),
					"name the clauses under `satisfies` of the documents that meet them"
			})
		},
		Seed: seedUncovered,
	}
}
