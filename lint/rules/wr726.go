package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr726() *lint.Rule {
	return &lint.Rule{
		ID: "WR726", Name: "effectiveness-not-independent", Scope: lint.Document, Severity: lint.Warning,
		Title: "An action's effect was checked by its owner, or before it was carried out",
		Text: `The standard asks for a look whether an action worked. By whom is the company's own rule; but whoever did it
is the last to see that it didn't work, and before it was done there is nothing to see.

**What counts.** "Verified by" names the owner: the same person, the same role, or a role and who holds it on that day.
The check's day lies before the day on which the action was raised, or before the day of its completion.

**What doesn't.** A check before the row was closed: many companies close last. Names that the roster doesn't have.

**How to fix it.** Let somebody else look; or write down who did.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR726"), Good: good("WR726"),
		Find: func(p *lint.Pass) error {
			s, actions, err := followed(p.Input, p.Doc)
			for _, a := range actions {
				checkVerifier(p, s, a)
				checkVerified(p, a)
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{
					"status":        "verified",
					"raised":        (s.Input().Today - 10).String(),
					"effectiveness": (s.Input().Today - 20).String(),
				})
			})
		},
	}
}

// checkVerifier compares who looked with who did it.
func checkVerifier(p *lint.Pass, s *isms.System, a *isms.Action) {
	owner, by := a.Cell("owner").Party, a.Cell("verified_by").Party
	if owner == nil || by == nil || len(by.Known) == 0 {
		return
	}
	on := a.Checked()
	if on == day.None {
		on = p.Today
	}
	owners := s.People(owner, on)
	for _, n := range by.Known {
		same := slices.Contains(owner.Known, n)
		for _, who := range s.Meant(n, on) {
			same = same || slices.Contains(owners, who)
		}
		if same {
			p.Report(onAction(a, "verified_by", lint.Found{
				Message: fmt.Sprintf("%s was verified by its own owner, %s", actionName(a), a.Cell("verified_by").Text),
				Help:    "let somebody else look whether it worked"}))
			return
		}
	}
}

// checkVerified compares when somebody looked with when it was done.
func checkVerified(p *lint.Pass, a *isms.Action) {
	on := a.Checked()
	if on == day.None {
		return
	}
	before, what := a.Raised(), "raised"
	if done := a.CarriedOut(); done != day.None {
		before, what = done, "carried out"
	}
	if before != day.None && on < before {
		p.Report(onAction(a, "effectiveness", lint.Found{
			Message: fmt.Sprintf("the effect of %s was checked on %s, before it was %s on %s", actionName(a), on, what,
				before),
			Help: "look again, and write the day on which that was"}))
	}
}
