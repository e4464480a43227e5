package cli

import (
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
)

// The data contract of `writ risks --format json` (schema/risks.schema.json). It only grows.
type (
	risksJSON struct {
		Schema int        `json:"schema"`
		Head   *string    `json:"head"`
		Main   mainJSON   `json:"main"`
		Today  string     `json:"today"`
		Risks  []riskJSON `json:"risks"`
	}
	riskJSON struct {
		ID         *string         `json:"id"`
		Words      string          `json:"words"`
		Assessment *string         `json:"assessment"`
		Owner      string          `json:"owner"`
		Level      string          `json:"level"`
		ToTreat    bool            `json:"toTreat"`
		Treatments []treatmentJSON `json:"treatments"`
	}
	treatmentJSON struct {
		Plan      string           `json:"plan"`
		InForce   bool             `json:"inForce"`
		Owner     string           `json:"owner"`
		Treatment string           `json:"treatment"`
		Residual  string           `json:"residual"`
		Due       *string          `json:"due"`
		Done      bool             `json:"done"`
		Controls  []controlJSON    `json:"controls"`
		Approvals []acceptanceJSON `json:"approvals"`
	}
	controlJSON struct {
		Standard    *string           `json:"standard"`
		Number      string            `json:"number"`
		Title       *string           `json:"title"`
		Applicable  *string           `json:"applicable"`
		Implemented *string           `json:"implemented"`
		Evidence    string            `json:"evidence"`
		Documents   []coverageDocJSON `json:"documents"`
	}
	acceptanceJSON struct {
		Owner  string  `json:"owner"`
		By     *string `json:"by"`
		On     *string `json:"on"`
		Record *string `json:"record"`
	}
)

func (a *app) risksJSON(x *followed) error {
	out := risksJSON{Schema: 1, Head: idOrNull(x.book.Head.Commit), Main: mainOf(x.book.Main),
		Today: x.book.Today.String(), Risks: []riskJSON{}}
	for _, t := range x.threads {
		r := riskJSON{ID: orNull(t.ID), Words: t.Words, Assessment: keyOrNull(t.Entry), Owner: t.Cell("owner").Text,
			Level: t.Level, ToTreat: t.ToTreat, Treatments: []treatmentJSON{}}
		for _, treated := range t.Treatments {
			r.Treatments = append(r.Treatments, x.treatment(treated))
		}
		out.Risks = append(out.Risks, r)
	}
	return a.printJSON(out)
}

func keyOrNull(e *register.Entry) *string {
	if e == nil {
		return nil
	}
	return orNull(e.Key())
}

func (x *followed) treatment(t isms.Treated) treatmentJSON {
	out := treatmentJSON{Plan: t.Entry.Key(), InForce: t.InForce, Owner: t.Cell("owner").Text,
		Treatment: t.Cell("treatment").Text, Residual: t.Cell("residual").Text, Done: t.Done, Controls: []controlJSON{},
		Approvals: []acceptanceJSON{}, Due: orNull(t.Cell("due").When.Last.String())}
	for _, c := range t.Controls {
		out.Controls = append(out.Controls, answeredControl(c))
	}
	for _, a := range t.Accepted {
		x := acceptanceJSON{Owner: x.party(a.Owner), On: orNull(a.Day.String()), Record: keyOrNull(a.Record)}
		if a.Person != nil {
			x.By = orNull(a.Person.Name)
		}
		out.Approvals = append(out.Approvals, x)
	}
	return out
}

func answeredControl(c isms.Answered) controlJSON {
	out := controlJSON{Standard: orNull(c.Standard), Number: c.Number, Documents: coverageDocs(nil)}
	if p := c.Point; p != nil {
		out.Title, out.Documents = orNull(p.Title), coverageDocs(p.Evidence())
		if s := p.Stated; s != nil {
			out.Applicable, out.Implemented, out.Evidence = orNull(string(s.Applicable)), orNull(s.Implemented), s.Evidence
		}
	}
	return out
}
