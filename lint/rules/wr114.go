package rules

import (
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
)

func wr114() *lint.Rule {
	return &lint.Rule{
		ID: "WR114", Name: "owner-unknown", Scope: lint.Register, Severity: lint.Error, Ground: lint.NeedsRoster,
		Title: "The owner is neither a role nor a person of the roster",
		Text: `An owner whom nobody can find answers for nothing. The roster in writ.yaml says which roles and people
there are.

**What counts.** An ` + "`owner`" + ` that is no key, title or name there, or that fits several of them.

**What doesn't.** Case. A role without a holder today is another matter.

**How to fix it.** Correct the name, or add the role or person under ` + "`roles:`" + ` or ` + "`people:`" + ` in
writ.yaml. Without a roster this rule is skipped.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR114"), Good: good("WR114"),
		Find: findUnknownOwners,
		Seed: func(s lint.Scratch) error {
			if !s.Input().Config.HasRoster() {
				return lint.ErrOutOfReach
			}
			return plant(s, anywhere, func(d *draft) { d.set("owner", "chief-wizard") })
		},
	}
}

func findUnknownOwners(p *lint.Pass) error {
	known := append(slices.Sorted(maps.Keys(p.Config.Roles)), slices.Sorted(maps.Keys(p.Config.People))...)
	for _, e := range p.Register.Documents {
		if !judged(e) {
			continue
		}
		f, owner, wrong, ok := single(e, "owner")
		if !ok {
			continue
		}
		if _, _, found := p.Config.KnownOwner(owner); wrong == "" && found {
			continue
		}
		help := "name a role or a person of writ.yaml, or add it there under `roles:` or `people:`"
		if wrong == "" {
			wrong = fmt.Sprintf("the owner %s is neither a role nor a person of writ.yaml", quoted(owner))
			if near := nearest.Word(owner, known); near != "" {
				wrong += fmt.Sprintf("; did you mean %s?", near)
			}
		}
		p.Report(lint.Found{Doc: e, Span: place(f), Anchor: "owner", Message: wrong, Help: help})
	}
	return nil
}

// knownOwners lists roles that the configuration has, for messages; "" for none.
func knownOwners(p *lint.Pass) string {
	roles := slices.Sorted(maps.Keys(p.Config.Roles))
	if len(roles) == 0 {
		return ""
	}
	return " (" + few(roles) + ")"
}
