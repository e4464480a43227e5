package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
)

func wr306() *lint.Rule {
	return &lint.Rule{
		ID: "WR306", Name: "grade-too-low", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "The evidence is weaker than the kind accepts",
		Text: `An unsigned ` + "`Approved-by:`" + ` line is words that anybody can type. A company that asks for more,
with ` + "`least_grade`" + `, asks for a signature (A), or for a forge's review that was captured (B).

**What counts.** The main branch's newest words have the status approved, enough people of the right roles approved
them, and their evidence has a lower grade than the kind accepts.

**What doesn't.** Kinds that accept grade C, which is the default; too few people, which is WR305's.

**How to fix it.** They approve again with a signature: set up signing, and use the command that the finding gives with
` + "`-S`" + `. Or let the kind accept the grade.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR306"), Good: good("WR306"),
		Find: func(p *lint.Pass) error {
			return eachUnapproved(p, byWeakEvidence, func(u unapproved) {
				a, last := u.approving(), u.content.Partial[len(u.content.Partial)-1]
				p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: last.Commit,
					Newest: u.content.First().Step.ID,
					Message: fmt.Sprintf("the approval of %s is grade %s (%s: `%s` in %s); %s accepts %s",
						u.name(), last.Grade, u.partial(), last.Line, commit(last.Commit), a.Kinds(),
						standing.GradeOrBetter(a.Demand.LeastGrade)),
					Help: "sign it: " + u.howToApprove()}))
			})
		},
		Seed: seedWeak,
	}
}
