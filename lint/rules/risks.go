package rules

import (
	"slices"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// risks are the risks and treatments of a run.
type risks struct {
	all        []*isms.Risk
	treatments []*isms.Treatment
}

// sharedRisks are read once for all rules.
var sharedRisks = lint.Share(func(in *lint.Input) (*risks, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	all, treatments, err := system.Risks()
	return &risks{all, treatments}, err
})

// eachTreatment calls find for the rows of treatment plans that are judged: those of drafts, and words that the
// company adopted as they were, aren't.
func eachTreatment(p *lint.Pass, find func(t *isms.Treatment) error) error {
	shared, err := sharedRisks(p.Input)
	if err != nil {
		return err
	}
	asked := map[*register.Entry]bool{}
	for _, e := range p.Register.Documents {
		if isKind(p.Input, e, isms.TreatmentPlan) && judged(e) && e.Status() != schema.Draft {
			adopted, err := adoptedWords(p.Input, e)
			if err != nil {
				return err
			}
			asked[e] = !adopted
		}
	}
	for _, t := range shared.treatments {
		if asked[t.Entry] {
			if err := find(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// onTreatment places a finding in a column of a treatment's row.
func onTreatment(t *isms.Treatment, column string, f lint.Found) lint.Found {
	_, i := t.Table.Of.Columns.Named(column)
	f.Doc, f.Span = t.Entry, cellSpan(t.Row, i)
	f.Anchor = column + " " + treatmentName(t) + " " + f.Anchor
	return f
}

// treatmentName names a treatment by its risk.
func treatmentName(t *isms.Treatment) string { return riskName(t.Risks[0]) }

// riskName names a risk by its id, else by its words.
func riskName(r *isms.Risk) string {
	if r.ID != "" {
		return r.ID
	}
	return quoted(r.Words)
}

// columnOf reports whether the table of a treatment has a column, filled in or not.
func columnOf(t *isms.Treatment, column string) bool {
	return slices.ContainsFunc(t.Table.Pieces[t.Row.Piece].Columns, func(c records.Column) bool {
		return c.Name == column
	})
}

// plantTreatment commits a treatment plan whose table is spoilt.
func plantTreatment(s lint.Scratch, spoil func(*sheet)) error {
	return plantSheetOf(s, isms.TreatmentPlan, isms.TreatmentsTable, spoil)
}

// once returns texts sorted, each once.
func once(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
