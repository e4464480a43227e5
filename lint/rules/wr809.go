package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr809() *lint.Rule {
	return &lint.Rule{
		ID: "WR809", Name: "soa-excluded-but-covered", Scope: lint.Register, Severity: lint.Warning,
		Title: "A control is excluded, and a document answers it",
		Text: `The statement says that a control doesn't apply, and a document says that it satisfies it. One of them is
wrong, and an auditor asks which.

**What counts.** An entry of ` + "`satisfies`" + ` with a control that a statement of applicability excludes.

**What doesn't.** Documents and statements that are drafts or retired; adopted words; controls that the statement
doesn't have (WR805).

**How to fix it.** Include the control, or take it out of ` + "`satisfies`" + `.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR809"), Good: good("WR809"),
		Find: func(p *lint.Pass) error {
			all, err := sharedStatements(p.Input)
			if len(all) == 0 || err != nil {
				return err
			}
			claims, err := sharedClaims(p.Input)
			if err != nil {
				return err
			}
			for r, by := range claims {
				x, s := statedOf(all, r.Standard, r.Number)
				if x == nil || x.Applicable != coverage.No {
					continue
				}
				related, err := relatedTo(s.e, s.at(x.Rows, "applicable"), s.e.Key()+" excludes it here")
				if err != nil {
					return err
				}
				for _, c := range by {
					if slices.Contains(p.Register.Documents, c.e) {
						p.Report(lint.Found{Doc: c.e, Span: c.at, Anchor: "satisfies " + r.String(), Related: related,
							Message: fmt.Sprintf("%s satisfies %s, which %s excludes", c.e.Key(), r, s.e.Key()),
							Help:    "include the control in " + s.e.Key() + ", or take it out of satisfies"})
					}
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			all, err := sharedStatements(s.Input())
			if err != nil {
				return err
			}
			for _, of := range all {
				for n, x := range of.Controls {
					if _, by := statedOf(all, n.Standard, n.Number); x.Applicable == coverage.No && by == of && !n.Foreign {
						return plant(s, outOfDraft, func(d *draft) { d.set("satisfies", "["+controlKey(n)+"]") })
					}
				}
			}
			return plantSheetDraft(s, statementKind, coverage.StatementTable, anywhere, func(d *draft, t *sheet) {
				t.set(0, map[string]string{"control": "A.5.1", "applicable": "no", "implemented": "n/a"})
				d.set("satisfies", "["+schema.ISO27001+":A.5.1]")
			})
		},
	}
}

// outOfDraft gives a draft a state in which its words are judged; false where its kind has none.
func outOfDraft(d *draft) bool {
	i := slices.IndexFunc(d.kind.States, func(s string) bool {
		return s != schema.Draft && s != schema.Retired && s != schema.Closed
	})
	if i >= 0 {
		d.set("status", d.kind.States[i])
	}
	return i >= 0
}
