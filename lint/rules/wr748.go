package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr748() *lint.Rule {
	return &lint.Rule{
		ID: "WR748", Name: "audit-programme-gap", Scope: lint.Register, Severity: lint.Warning,
		Title: "Internal audits left clauses or controls out",
		Text: `A programme that leaves Annex A out is what certifiers found at a company that publishes its log. It shows only
when all audits of the period are laid side by side.

**What counts.** Clauses that no internal audit covered within the kind's ` + "`every`" + ` (12 months), and controls that
the statement of applicability applies and none covered within the programme's ` + "`period`" + ` (36 months), both
counted from the first audit on at the earliest. Covered is what ` + "`covers`" + ` of a report names, else the clauses
with an answered item and the controls that items name. One finding for all clauses of a standard, one for its controls.

**What doesn't.** A repository without a programme and without ` + "`coverage.standards`" + `; controls without a statement
of applicability; audits by others, which neither count nor are asked. Both lengths are the company's: the standard says
planned intervals.

**How to fix it.** ` + "`writ coverage --audits`" + ` shows what was audited when, and what is planned: plan the rest next.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Calendar: true,
		Bad: bad("WR748"), Good: good("WR748"),
		Find: func(p *lint.Pass) error {
			all, err := sharedProgrammes(p.Input)
			for _, x := range all {
				auditGaps(p, x)
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			then := s.Input().Today.AddMonths(-60)
			if err := plantReport(s, map[string]string{"audit_date": then.String(), "covers": "[5]"},
				closedReport); err != nil {
				return err
			}
			return plantSheetDraft(s, isms.AuditProgramme, isms.ProgrammeTable, func(d *draft) bool {
				d.path += ".programme.md"
				d.set("id", d.values["id"]+"7")
				return true
			}, func(d *draft, t *sheet) {})
		},
	}
}

// sharedProgrammes is what audits cover of each standard under `coverage.standards`; without it, where there is a
// programme, of the standards that reports are held against.
var sharedProgrammes = lint.Share(func(in *lint.Input) (all []*isms.Programme, err error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	standards, err := sharedCoverage(in)
	if err != nil {
		return nil, err
	}
	if len(standards) == 0 && len(system.Of(isms.AuditProgramme)) > 0 {
		if standards, err = auditedStandards(in); err != nil {
			return nil, err
		}
	}
	for _, of := range standards {
		x, err := system.Programme(of)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
})

// auditedStandards are those that reports are held against.
func auditedStandards(in *lint.Input) (all []*coverage.Standard, err error) {
	audits, err := sharedAudits(in)
	if err != nil {
		return nil, err
	}
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	c := &coverage.Input{Config: in.Config, Register: in.Register, View: in.View(), Read: system.ReadingAs,
		Statement: system.Statement}
	for _, of := range schema.Standards() {
		for _, a := range audits {
			if slices.Contains(a.Against, of) {
				s, err := c.Of(of)
				if err != nil {
					return nil, err
				}
				all = append(all, s)
				break
			}
		}
	}
	return all, nil
}

// auditGaps reports what audits left out of one standard.
func auditGaps(p *lint.Pass, x *isms.Programme) {
	if x.Since == day.None {
		return // WR801 asks for audits
	}
	newest := x.Audits[len(x.Audits)-1].Entry
	for _, sort := range []schema.PointSort{schema.Clause, schema.Control} {
		gaps := x.Gaps(sort)
		if len(gaps) == 0 {
			continue
		}
		asked := 0
		for _, point := range x.Points {
			if point.Asked && point.Sort == sort {
				asked++
			}
		}
		by := "the programme's period"
		if sort == schema.Clause && !x.Every.IsZero() {
			by = "as " + intervalOf(p, newest, "every")
		}
		f := lint.Found{Doc: newest, Whole: true, Anchor: fmt.Sprintf("%s %ss", x.Of.Of.Name, sort),
			Message: fmt.Sprintf("%d of %s of %s weren't audited for %s (%s): %s", len(gaps), count(asked, string(sort)),
				x.Of.Of.Title, x.Interval(sort), by, allOf(x.Ranges(gaps))),
			Help: "plan them in the next audit; writ coverage --audits shows what was audited when"}
		if x.Entry != nil {
			f.Doc = x.Entry
		}
		if slices.Contains(p.Register.Documents, f.Doc) {
			p.Report(f)
		}
	}
}
