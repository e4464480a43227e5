package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/lint"
)

func wr305() *lint.Rule {
	return &lint.Rule{
		ID: "WR305", Name: "quorum-short", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title: "Too few approved, or not the required roles",
		Text: `Where a kind asks for two approvers, one isn't half an approval: it is none.

**What counts.** The main branch's newest words have the status approved, somebody entitled approved them, and the kind's
` + "`minimum`" + ` or a role of its ` + "`all_of`" + ` is missing.

**What doesn't.** Approvals that don't count at all: the rules WR301 to WR304 say why. One person who holds two roles
counts once towards the number, and for both roles.

**How to fix it.** The others approve the same words, with the command that the finding gives. Earlier approvals stay
as long as no word changes.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR305"), Good: good("WR305"),
		Find: func(p *lint.Pass) error {
			return eachUnapproved(p, byTooFew, func(u unapproved) {
				p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: u.content.First().Step.ID,
					Message: fmt.Sprintf("%s is approved by %s only; the kind %s asks for %s", u.name(), allOf(u.partial()), u.t.Kind.Name, u.demands()),
					Help:    u.howToApprove()}))
			})
		},
		Seed: seedTooFew,
	}
}

// partial names the people whose approval of the words counts and isn't enough.
func (u unapproved) partial() []string {
	var names []string
	for _, e := range u.content.Partial {
		if !slices.Contains(names, e.Person.Name) {
			names = append(names, e.Person.Name)
		}
	}
	return names
}

// demands says whom the document's kinds ask for.
func (u unapproved) demands() string {
	var all []string
	for _, k := range u.judges() {
		if !k.Approval {
			continue
		}
		if n := len(k.Approvers.AllOf); n > 0 {
			all = append(all, strings.Join(k.Approvers.AllOf, " and "))
		}
		roles := rolesOf(u.in.Config, k, u.last.Facts)
		all = append(all, fmt.Sprintf("%s of %s", count(max(1, k.Approvers.Minimum), "approver"), oneOf(roles)))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), "; ")
}
