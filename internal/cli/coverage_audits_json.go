package cli

import (
	"cmp"

	"github.com/writ-docs/writ/internal/isms"
)

// The data contract of `writ coverage --audits --format json` (schema/coverage-audits.schema.json). It only grows.
type (
	auditsJSON struct {
		Schema    int                  `json:"schema"`
		Head      *string              `json:"head"`
		Main      mainJSON             `json:"main"`
		Today     string               `json:"today"`
		Standards []auditsStandardJSON `json:"standards"`
	}
	auditsStandardJSON struct {
		Name    string             `json:"name"`
		Title   string             `json:"title"`
		Since   *string            `json:"since"`
		Every   *string            `json:"every"`
		Period  string             `json:"period"`
		Audits  []auditReportJSON  `json:"audits"`
		Planned []auditPlannedJSON `json:"planned"`
		Points  []auditPointJSON   `json:"points"`
	}
	auditReportJSON struct {
		ID     *string `json:"id"`
		Path   string  `json:"path"`
		Title  string  `json:"title"`
		Status string  `json:"status"`
		Day    string  `json:"day"`
	}
	auditPlannedJSON struct {
		Programme string           `json:"programme"`
		Name      string           `json:"name"`
		From      *string          `json:"from"`
		Until     *string          `json:"until"`
		Auditor   string           `json:"auditor"`
		Done      bool             `json:"done"`
		Report    *auditReportJSON `json:"report"`
	}
	auditPointJSON struct {
		Number     string            `json:"number"`
		Title      string            `json:"title"`
		Sort       string            `json:"sort"`
		Group      string            `json:"group"`
		Own        bool              `json:"own"`
		Applicable *string           `json:"applicable"`
		Last       *auditReportJSON  `json:"last"`
		Next       *auditPlannedJSON `json:"next"`
		Late       bool              `json:"late"`
	}
)

// Key names a report: by its id, else by its path.
func (r *auditReportJSON) Key() string { return cmp.Or(deref(r.ID), r.Path) }

func (a *app) auditsJSON(x *programmes) error {
	out := auditsJSON{Schema: 1, Head: idOrNull(x.book.Head.Commit), Main: mainOf(x.book.Main),
		Today: x.book.Today.String(), Standards: []auditsStandardJSON{}}
	for _, p := range x.all {
		one := auditsStandardJSON{Name: p.Of.Of.Name, Title: p.Of.Of.Title, Since: orNull(p.Since.String()),
			Period: p.Period.String(), Audits: []auditReportJSON{}, Planned: []auditPlannedJSON{}, Points: []auditPointJSON{}}
		if !p.Every.IsZero() {
			one.Every = orNull(p.Every.String())
		}
		for _, audit := range p.Audits {
			one.Audits = append(one.Audits, *reportOf(audit))
		}
		for _, plan := range p.Plan {
			one.Planned = append(one.Planned, *plannedOf(plan))
		}
		for i := range p.Points {
			one.Points = append(one.Points, auditedPoint(&p.Points[i]))
		}
		out.Standards = append(out.Standards, one)
	}
	return a.printJSON(out)
}

func auditedPoint(x *isms.AuditedPoint) auditPointJSON {
	return auditPointJSON{Number: x.Number, Title: x.Title, Sort: string(x.Sort), Group: x.Group, Own: x.Own,
		Applicable: orNull(string(applies(x.Point))), Last: reportOf(x.Last), Next: plannedOf(x.Next), Late: x.Late}
}

func reportOf(a *isms.Audit) *auditReportJSON {
	if a == nil {
		return nil
	}
	e := a.Entry
	return &auditReportJSON{orNull(e.ID), e.Path, e.Front.Text("title"), e.Status(), a.When.Last.String()}
}

func plannedOf(x *isms.Planned) *auditPlannedJSON {
	if x == nil {
		return nil
	}
	return &auditPlannedJSON{x.Entry.Key(), x.Name, orNull(x.When.First.String()), orNull(x.When.Last.String()),
		x.Auditor, x.Done,
		reportOf(x.Report)}
}
