package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr303() *lint.Rule {
	return &lint.Rule{
		ID: "WR303", Name: "approver-not-entitled", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "The approver didn't hold the role on that day",
		Text: `Changes are approved by the function that approved the original, or by one that was named for it. A
signature of somebody else, however senior, isn't that.

**What counts.** The main branch's newest words have the status approved and aren't approved, and somebody of the roster
approved them who held none of the roles that may, or wasn't with the organization, on that day. The roster below the
change decides: a change can't entitle its own author.

**What doesn't.** Such an approval beside others that suffice; addresses that the roster doesn't know, which are
WR301's; an approval by an author (WR304), or of words that were edited since (WR302).

**How to fix it.** Somebody who holds the role approves. If the approver held it, writ.yaml should have said so with
` + "`from`" + `; say so now, and approve again.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR303"), Good: good("WR303"),
		Find: func(p *lint.Pass) error {
			return eachUnapproved(p, byNobodyEntitled, func(u unapproved) {
				claims := u.notEntitled()
				last := claims[len(claims)-1]
				p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: last.Commit,
					Newest: u.content.First().Step.ID,
					Message: fmt.Sprintf("the approval of %s doesn't count: %s (`%s` in %s)", u.name(), last.Why,
						last.Line, commit(last.Commit)),
					Help: u.howToApprove(), Related: related(entryOf(p.Input, u.t), u.t.Path, claims)}))
			})
		},
		Seed: seedNotEntitled,
	}
}
