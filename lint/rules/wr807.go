package rules

import (
	"slices"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr807() *lint.Rule {
	return &lint.Rule{
		ID: "WR807", Name: "soa-evidence-missing", Scope: lint.Register, Severity: lint.Warning,
		Title: "A control is implemented, and nothing shows it",
		Text: `An auditor takes controls from the statement, and asks to see that they work. Who wrote it knew where to
look.

**What counts.** A control that is implemented, without words, a link or an id in the column for evidence. Where more
than ten have none it is one finding.

**What doesn't.** Controls that are planned or carried out in part; a control that a document satisfies which is no draft;
placeholders (WR121); drafts, retired documents, adopted words.

**How to fix it.** Name the document or record that shows it, or let the document say so itself:
` + "`satisfies: [ISO27001:A.5.1]`" + `.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR807"), Good: good("WR807"),
		Find: func(p *lint.Pass) error {
			claims, err := sharedClaims(p.Input)
			if err != nil {
				return err
			}
			return eachStatement(p, func(s statement) error {
				s.each(p, "implemented", "name what shows it: a document, a record, or words",
					"and no evidence is named", "evidence", func(n coverage.Named, x *coverage.Stated) bool {
						return x.Applicable == coverage.Yes && x.Implemented == "implemented" && x.Evidence == "" &&
							len(claims[schema.Reference{Standard: n.Standard, Number: n.Number}]) == 0
					})
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			claims, err := sharedClaims(s.Input())
			if err != nil {
				return err
			}
			of := schema.StandardNamed(schema.ISO27001)
			i := slices.IndexFunc(of.Points, func(p schema.Point) bool {
				return p.Sort == schema.Control && len(claims[schema.Reference{Standard: of.Name, Number: p.Number}]) == 0
			})
			if i < 0 {
				return lint.ErrOutOfReach
			}
			return plantStatement(s, func(t *sheet) {
				t.set(0, map[string]string{"control": of.Points[i].Number, "evidence": ""})
			})
		},
	}
}
