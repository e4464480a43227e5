package rules

import (
	"maps"
	"slices"

	"github.com/writ-docs/writ/lint"
)

func wr117() *lint.Rule {
	return &lint.Rule{
		ID: "WR117", Name: "approver-vacant", Scope: lint.Register, Severity: lint.Error, Ground: lint.NeedsRoster,
		Title: "Nobody holds the approver's role today",
		Text: `The next version of a document whose approver left can't be approved by anybody, and that shows on the
day on which it is urgent.

**What counts.** An ` + "`approver`" + `, stated or the kind's default, that is a role without a holder today, or a
person who isn't with the organization today.

In a pull request it is a warning where somebody still held the role on the day of the request's newest commit.

**What doesn't.** Retired documents and closed records. The approval itself stays: who held the role on that day was
entitled. Unknown approvers are WR116's.

**How to fix it.** Name the new holder under ` + "`roles:`" + ` in writ.yaml; or name a role rather than a person in
the document.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR117"), Good: good("WR117"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				if _, approver, wrong, ok := single(e, "approver"); ok && wrong == "" {
					reportVacant(p, e, "approver", approver)
				} else if k := e.Kind; !has(e, "approver") && len(k.Approvers.AnyOf)+len(k.Approvers.AllOf) == 0 {
					reportVacant(p, e, "approver", k.Approver)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error { return seedVacant(s, "approver") },
	}
}

// seedVacant commits a document that names somebody who isn't there today, and brings such a person into writ.yaml
// where it has none.
func seedVacant(s lint.Scratch, field string) error {
	in := s.Input()
	if !in.Config.HasRoster() {
		return lint.ErrOutOfReach
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(in.Config.People)),
		slices.Sorted(maps.Keys(in.Config.Roles))) {
		if vacant(in, name) != "" {
			return plant(s, anywhere, func(d *draft) { d.set(field, name) })
		}
	}
	if err := addLeaver(s); err != nil {
		return err
	}
	return plant(s, anywhere, func(d *draft) { d.set(field, leaver) })
}
