package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/lint"
)

func wr306() *lint.Rule {
	return &lint.Rule{
		ID: "WR306", Name: "grade-too-low", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title: "The evidence is weaker than the kind accepts",
		Text: `An unsigned ` + "`Approved-by:`" + ` line is words that anybody can type. A company that asks for more, with ` + "`least_grade`" + `,
asks for a signature (A), or for a forge's review that was captured (B).

**What counts.** The main branch's newest words have the status approved, enough people of the right roles approved them,
and their evidence has a lower grade than the kind accepts.

**What doesn't.** Kinds that accept grade C, which is the default; too few people, which is WR305's.

**How to fix it.** They approve again with a signature: set up signing, and use the command that the finding gives with
` + "`-S`" + `. Or let the kind accept the grade.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR306"), Good: good("WR306"),
		Find: func(p *lint.Pass) error {
			return eachUnapproved(p, byWeakEvidence, func(u unapproved) {
				last := u.content.Partial[len(u.content.Partial)-1]
				p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: last.Commit,
					Message: fmt.Sprintf("%s is approved by %s with grade %s (`%s` in %s); the kind %s accepts %s or better",
						u.name(), allOf(u.partial()), last.Grade, last.Line, commit(last.Commit), u.t.Kind.Name, u.leastGrade()),
					Help: "sign it: " + strings.Replace(u.howToApprove(), "writ approve ", "writ approve -S ", 1)}))
			})
		},
		Seed: seedWeak,
	}
}

// leastGrade returns the strictest grade that the document's kinds ask for.
func (u unapproved) leastGrade() string {
	least := "D"
	for _, k := range u.judges() {
		if k.Approval {
			least = min(least, k.LeastGrade)
		}
	}
	return least
}
