package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr305() *lint.Rule {
	return &lint.Rule{
		ID: "WR305", Name: "quorum-short", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "Too few approved, or not the required roles",
		Text: `Where a kind asks for two approvers, one isn't half an approval: it is none.

**What counts.** The main branch's newest words have the status approved, somebody entitled approved them, and the
kind's ` + "`minimum`" + ` or a role of its ` + "`all_of`" + ` is missing.

**What doesn't.** Approvals that don't count at all: the rules WR301 to WR304 say why. One person who holds two roles
counts once towards the number, and for both roles.

**How to fix it.** The others approve the same words, with the command that the finding gives. Earlier approvals stay
as long as no word changes.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR305"), Good: good("WR305"),
		Find: func(p *lint.Pass) error {
			return eachUnapproved(p, byTooFew, func(u unapproved) {
				a := u.approving()
				p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: u.content.First().Step.ID,
					Message: fmt.Sprintf("%s has too few approvals (%s); %s asks for %s", u.name(), u.partial(),
						a.Kinds(), standing.Asked(a.Demand)),
					Help: u.howToApprove()}))
			})
		},
		Seed: seedTooFew,
	}
}

// partial says what approves the words and isn't enough.
func (u unapproved) partial() string {
	var all []string
	for _, e := range u.content.Partial {
		all = append(all, trail.Wording(e))
	}
	return strings.Join(all, "; ")
}
