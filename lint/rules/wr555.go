package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr555() *lint.Rule {
	return &lint.Rule{
		ID: "WR555", Name: "risk-untreated", Scope: lint.Register, Severity: lint.Error,
		Title: "A risk above what the company accepts isn't in the treatment plan",
		Text: `The company found a risk that it doesn't accept, and nothing says what it does about it.

**What counts.** A risk of the newest assessment, by its date, at or above the level from which the company treats, that
no row of a treatment plan names: by its id, else by the same words. The level is that of
` + "`kinds.risk-assessment.treat_from`" + ` in writ.yaml: a number or words. Without it: high, very high, critical, severe,
extreme, hoch, kritisch.

**What doesn't.** Numbers, while ` + "`treat_from`" + ` states none; rows of plans that are still drafts count as plans;
an assessment whose own row names a treatment, where there is no plan; earlier assessments.

**How to fix it.** Add a row to the plan: the risk's id, its owner, what is done, by which controls, until when.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR555"), Good: good("WR555"),
		Find: func(p *lint.Pass) error {
			shared, err := sharedRisks(p.Input)
			if err != nil {
				return err
			}
			system, err := sharedSystem(p.Input)
			if err != nil {
				return err
			}
			plans := system.Of(isms.TreatmentPlan)
			for _, r := range shared.all {
				if r.Entry == nil || !r.ToTreat || len(r.Treatments) > 0 || !judged(r.Entry) ||
					len(plans) == 0 && r.Cell("treatment").State == records.Known {
					continue
				}
				_, level := r.Table.Of.Columns.Named("level")
				at := cellSpan(r.Row, level)
				f := lint.Found{Doc: r.Entry, Span: at, Anchor: "untreated " + riskName(r),
					Message: fmt.Sprintf("%s is %s, and no treatment plan has it", riskName(r), quoted(r.Level)),
					Help:    "write a plan, of the kind risk-treatment, and give the risk a row"}
				if len(plans) > 0 { // the plan is where it is put right
					if f.Related, err = relatedTo(r.Entry, at, "the risk"); err != nil {
						return err
					}
					f.Doc, f.Span, f.Whole = plans[0], document.Span{}, true
					f.Message = fmt.Sprintf("%s is %s in %s, and no row of the plan treats it", riskName(r), quoted(r.Level),
						r.Entry.Key())
					f.Help = "add a row with its id: owner, treatment, control, residual risk, due date"
				}
				if slices.Contains(p.Register.Documents, f.Doc) {
					p.Report(f)
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheetDraft(s, isms.Assessment, isms.RisksTable, anywhere, func(d *draft, t *sheet) {
				d.set("date", d.in.Today.String())
				t.set(0, map[string]string{"id": "SEED-977", "risk": "Seeded", "level": "very high 99", "treatment": ""})
			})
		},
	}
}
