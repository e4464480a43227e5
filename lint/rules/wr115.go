package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr115() *lint.Rule {
	return &lint.Rule{
		ID: "WR115", Name: "owner-vacant", Scope: lint.Register, Severity: lint.Error, Ground: lint.NeedsRoster,
		Title: "Nobody holds the owner's role today",
		Text: `A document whose owner left has none. Nobody is reminded of its review, and nobody answers for it.

**What counts.** An owner, stated or the kind's default, that is a role without a holder today, or a person who isn't
with the organization today.

In a pull request it is a warning where somebody still held the role on the day of the request's newest commit.

**What doesn't.** Retired documents and closed records. A role that an acting holder has, or that combines roles of
which one is held. Unknown owners are WR114's.

**How to fix it.** Name the new holder under ` + "`roles:`" + ` in writ.yaml; or give the document another owner.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR115"), Good: good("WR115"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				if _, owner, wrong, ok := single(e, "owner"); ok && wrong == "" {
					reportVacant(p, e, "owner", owner)
				} else if !has(e, "owner") {
					reportVacant(p, e, "owner", e.Kind.Owner)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error { return seedVacant(s, "owner") },
	}
}

// reportVacant reports a role or person, named in a field or by the kind, who isn't there today.
func reportVacant(p *lint.Pass, e *register.Entry, field, name string) {
	if s := e.Status(); !judged(e) || s == schema.Retired || s == schema.Closed {
		return
	}
	why := vacant(p.Input, name)
	if why == "" {
		return
	}
	then := p.View()
	if p.Proposal != nil {
		then.Today = p.Proposal.Since
	}
	p.Report(lint.Found{Doc: e, Span: at(e, field), Anchor: field, Timely: !then.Party(name).Vacant(),
		Message: fmt.Sprintf("the %s %s: %s", field, quoted(name), why),
		Help:    fmt.Sprintf("name a holder under `roles:` in writ.yaml, or set another %s", field)})
}

// vacant says why nobody holds the name of a role or person today; "" where somebody does, or where the name is
// unknown.
func vacant(in *lint.Input, name string) string {
	party := in.View().Party(name)
	switch {
	case !party.Vacant():
		return ""
	case party.Role != "":
		return fmt.Sprintf("nobody holds the role on %s", in.Today)
	}
	p := in.Config.People[party.Person]
	if p.Until != day.None && p.Until < in.Today {
		return fmt.Sprintf("%s left on %s", p.Name, p.Until)
	}
	return fmt.Sprintf("%s isn't there before %s", p.Name, p.From)
}
