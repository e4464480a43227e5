package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr552() *lint.Rule {
	return &lint.Rule{
		ID: "WR552", Name: "risk-control-not-in-soa", Scope: lint.Register, Severity: lint.Error,
		Title: "The plan needs a control that the statement leaves out",
		Text: `The statement of applicability has all controls that the treatment of risks needs. One that the plan names and
the statement excludes isn't carried out, by its own words.

**What counts.** A control in a row of a risk treatment plan that the statement of applicability excludes, or that it
doesn't have though it has others of that standard.

**What doesn't.** Without a statement there is nothing to compare; numbers that no standard has (WR747); drafts, retired
documents, adopted words.

**How to fix it.** Include the control in the statement, with the risk as its reason, or name another one in the plan.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR552"), Good: good("WR552"),
		Find: func(p *lint.Pass) error {
			statements, err := sharedStatements(p.Input)
			if len(statements) == 0 || err != nil {
				return err
			}
			system, err := sharedSystem(p.Input)
			if err != nil {
				return err
			}
			return eachTreatment(p, func(t *isms.Treatment) error {
				for _, n := range system.Controls(t) {
					if err := checkPlanned(p, statements, t, n); err != nil {
						return err
					}
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			statements, err := sharedStatements(s.Input())
			if err != nil {
				return err
			}
			for _, st := range statements {
				for n, x := range st.Controls {
					if by, _ := statedOf(statements, n.Standard, n.Number); by == x && x.Applicable == coverage.No && !n.Foreign {
						return plantTreatment(s, func(t *sheet) { t.set(0, map[string]string{"control": n.Number}) })
					}
				}
			}
			if err := plantStatement(s, func(t *sheet) {
				t.set(0, map[string]string{"control": "A.5.1", "applicable": "no", "implemented": "n/a"})
			}); err != nil {
				return err
			}
			return plantSheetDraft(s, isms.TreatmentPlan, isms.TreatmentsTable, anywhere, func(d *draft, t *sheet) {
				d.path = strings.Replace(d.path, "seeded-defect", "seeded-plan", 1)
				d.set("id", lint.FreeID(d.in, d.kind, map[string]bool{strings.ToLower(d.values["id"]): true}))
				t.set(0, map[string]string{"control": "A.5.1"})
			})
		},
	}
}

// checkPlanned looks whether the statements apply a control that a treatment names.
func checkPlanned(p *lint.Pass, statements []statement, t *isms.Treatment, n coverage.Named) error {
	x, by := statedOf(statements, n.Standard, n.Number)
	f := lint.Found{Anchor: controlKey(n)}
	switch {
	case !n.Known || n.Foreign:
		return nil
	case x == nil:
		of := schema.StandardNamed(n.Standard)
		if of != nil && !slices.ContainsFunc(statements, func(s statement) bool {
			return slices.Contains(s.Standards(), of)
		}) {
			return nil
		}
		f.Message = fmt.Sprintf("%s is treated by %s, which %s doesn't have", treatmentName(t), n.Number,
			statements[0].e.Key())
		f.Help = "add the control to the statement of applicability, with the risk as its reason"
	case x.Applicable == coverage.No:
		related, err := relatedTo(by.e, by.at(x.Rows, "applicable"), by.e.Key()+" excludes it here")
		if err != nil {
			return err
		}
		f.Related = related
		f.Message = fmt.Sprintf("%s is treated by %s, which %s excludes", treatmentName(t), n.Number, by.e.Key())
		f.Help = "include the control in " + by.e.Key() + ", or name another one here"
	default:
		return nil
	}
	p.Report(onTreatment(t, "control", f))
	return nil
}
