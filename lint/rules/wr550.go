package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr550() *lint.Rule {
	return &lint.Rule{
		ID: "WR550", Name: "risk-unowned", Scope: lint.Register, Severity: lint.Error,
		Title: "A row of the treatment plan has no owner",
		Text: `A risk has an owner who decides what is done about it, and who accepts what is left. One who is nobody of the
company can do neither.

**What counts.** A row of a risk treatment plan without an owner; with people and roles in writ.yaml, one of whose names
none is a role or a person there.

**What doesn't.** Placeholders (WR121); plans without the column (WR506); owners who left meanwhile (WR733); drafts,
retired documents, adopted words.

**How to fix it.** Name a role or a person of writ.yaml, by key, title or name.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR550"), Good: good("WR550"),
		Find: func(p *lint.Pass) error {
			return eachTreatment(p, func(t *isms.Treatment) error {
				owner := t.Cell("owner")
				switch {
				case !columnOf(t, "owner") || owner.State == records.Placeholder || unwritten(owner.Text):
				case owner.State == records.Empty || owner.State == records.Nothing:
					p.Report(onTreatment(t, "owner", lint.Found{
						Message: fmt.Sprintf("%s has no owner", treatmentName(t)),
						Help:    "name who decides about the risk: a role or a person of writ.yaml"}))
				case p.Config.HasRoster() && owner.Party != nil && len(owner.Party.Known) == 0:
					p.Report(onTreatment(t, "owner", lint.Found{
						Message: fmt.Sprintf("the owner of %s, %s, is neither a role nor a person of writ.yaml",
							treatmentName(t), quoted(owner.Text)),
						Help: "write a key, title or name that `people:` or `roles:` has, or add it there"}))
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantTreatment(s, func(t *sheet) { t.set(0, map[string]string{"owner": ""}) })
		},
	}
}
