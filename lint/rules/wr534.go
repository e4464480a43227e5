package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr534() *lint.Rule {
	return &lint.Rule{
		ID: "WR534", Name: "scope-not-cited", Scope: lint.Register, Severity: lint.Info,
		Title: "Policy and scope don't refer to one another",
		Text: `The policy of 5.2 holds for what the scope of 4.3 covers. Readers of the one look for the other.

**What counts.** A scope that neither leads to the top policy, by a link or its id, nor is led to by it.

**What doesn't.** One of the two refers to the other; both are one document; drafts, retired documents, adopted words;
a repository without a policy of 5.2.

**How to fix it.** Link the scope in the policy, where that says to whom it applies.`,
		Clause: clauseScope, Since: "0.1.0", Suppressible: true,
		Bad: bad("WR534"), Good: good("WR534"),
		Find: func(p *lint.Pass) error {
			policy, err := topPolicy(p.Input)
			if policy == nil || err != nil {
				return err
			}
			return eachClauseText(p.Input, func(e *register.Entry) *config.Kind { return as(p.Input, e, "scope", clauseScope) },
				func(t *clauseText) error {
					for _, pair := range [][2]*register.Entry{{t.doc, policy}, {policy, t.doc}} {
						if there, err := refersTo(pair[0], pair[1]); there || t.doc == policy || err != nil {
							return err
						}
					}
					there, err := lint.RangeOf(policy.Document, topOf(policy))
					p.Report(lint.Found{Doc: t.doc, Span: t.scopeAt(), Anchor: "policy",
						Message: fmt.Sprintf("neither does the policy %s refer to this scope, nor the scope to it", policy.Key()),
						Help:    "link the scope in the policy, where that says to whom it applies",
						Related: []lint.Related{{Path: policy.Path, Range: there, Message: "the policy"}}})
					return err
				})
		},
	}
}
