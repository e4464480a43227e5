package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr803() *lint.Rule {
	return &lint.Rule{
		ID: "WR803", Name: "control-uncovered", Scope: lint.Register, Severity: lint.Info, Ground: lint.NeedsHistory,
		Title: "Nothing answers a control that applies",
		Text: `The statement of applicability applies a control, and neither a document says how, nor does the statement.

**What counts.** For each standard under ` + "`coverage.standards`" + `: the controls that the statement in force
applies, that no document in force satisfies, and for which the statement names no evidence; in one finding.

**What doesn't.** Controls that the statement excludes, or doesn't have (WR805); those that it calls implemented without
evidence (WR807); standards that ` + "`coverage.standards`" + ` doesn't name, and those without a statement in force
(WR801).

**How to fix it.** Write down how the control works, and let the document say so:
` + "`satisfies: [ISO27001:A.8.9]`" + `; or name the evidence in the statement.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR803"), Good: good("WR803"),
		Find: func(p *lint.Pass) error {
			return uncovered(p, func(s *coverage.Standard, x *coverage.Point) bool {
				return x.Sort == schema.Control && x.Stated != nil && x.Stated.Applicable == coverage.Yes &&
					(x.State == coverage.None || x.State == coverage.Draft) && x.Stated.Evidence == "" &&
					x.Stated.Implemented != "implemented" && statementInForce(s)
			}, func(s *coverage.Standard, numbers []string) (text, help string) {
				return fmt.Sprintf("neither a document in force nor the statement of applicability answers %s of %s that "+
						"apply: %s",
						count(len(numbers), "control"), s.Of.Title, someControls(s.Of, numbers)),
					"name them under `satisfies` of the documents that say how they work, or name evidence in the statement"
			})
		},
		Seed: seedUnanswered,
	}
}

// statementInForce reports whether the statement that was read is in force.
func statementInForce(s *coverage.Standard) bool { return len(s.Statement) > 0 && s.Statement[0].Valid }
