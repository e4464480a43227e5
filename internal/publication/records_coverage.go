package publication

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/schema"
	"github.com/writ-docs/writ/sitegen"
)

// covering is what coverage is worked out from: the words that are served, and of other documents only what their
// front matter claims, so that a draft is told from nothing, and its words from what is served.
func (f *filler) covering(told *register.Register) (*coverage.Input, error) {
	all := slices.Clone(told.All())
	for i := range f.shown {
		e := f.shown[i].entry
		if f.tells(i) || e.Link != "" {
			continue
		}
		src, err := e.Source()
		if err != nil {
			return nil, err
		}
		front := document.Parse(e.Path, slices.Clone(src[:e.Front.Span.End]), f.Config.Fields)
		all = append(all, &register.Entry{Document: front, ID: e.ID, Kind: e.Kind, Blob: e.Blob, File: e.File})
	}
	reg := f.Register.Of(all)
	return &coverage.Input{Config: f.Config, Register: reg, View: standing.NewView(reg, f.Book)}, nil
}

func (r *recorder) standards() error {
	names := r.Config.Coverage.Standards
	if len(names) == 0 {
		names = []string{schema.ISO27001}
	}
	for _, name := range names {
		of := schema.StandardNamed(name)
		if of == nil {
			continue // the configuration's own check tells
		}
		c, err := r.coverage.Of(of)
		if err != nil {
			return err
		}
		p, err := r.system.Programme(c)
		if err != nil {
			return err
		}
		r.out.Standards = append(r.out.Standards, r.standard(c, p))
		if len(r.out.Planned) == 0 {
			r.planned(p)
		}
	}
	return nil
}

func (r *recorder) standard(c *coverage.Standard, p *isms.Programme) sitegen.Standard {
	out := sitegen.Standard{Name: strings.ToLower(c.Of.Name), Title: c.Of.Title}
	for _, d := range c.Statement {
		out.Statement = append(out.Statement, r.place(d.Path))
	}
	for _, u := range c.Unknown {
		out.Unknown = append(out.Unknown, sitegen.Claim{Reference: u.Reference, By: r.place(u.Document.Path)})
	}
	for i := range p.Points {
		x := &p.Points[i]
		point := sitegen.Point{Number: x.Number, Title: x.Title, Group: x.Group, Control: x.Sort == schema.Control,
			State: string(x.State), Answers: r.answers(x.Documents)}
		for _, a := range x.Asks {
			point.Asks = append(point.Asks, sitegen.Asked{What: a.What, Mandatory: a.Mandatory, State: string(a.State)})
		}
		if s := x.Stated; s != nil {
			point.Stated = &sitegen.Stated{Applies: string(s.Applicable), Justification: r.private(s.Justification),
				Implemented: s.Implemented, Evidence: r.private(s.Evidence), Answers: r.answers(s.Documents)}
		}
		if x.Last != nil {
			point.Audited, point.AuditedOn = r.page(x.Last.Entry), x.Last.When.Last
		}
		out.Points = append(out.Points, point)
	}
	return out
}

func (r *recorder) answers(docs []coverage.Document) (all []sitegen.Answer) {
	for _, d := range docs {
		all = append(all, sitegen.Answer{Place: r.place(d.Path), Valid: d.Valid})
	}
	return all
}

// place is the page of the document at a path.
func (r *recorder) place(path string) sitegen.Place {
	if i, ok := r.at[path]; ok {
		return sitegen.Place{Document: r.docs[i].Key()}
	}
	return sitegen.Place{Document: path}
}

// planned are the audits of the programme.
func (r *recorder) planned(p *isms.Programme) {
	for _, x := range p.Plan {
		out := sitegen.PlannedAudit{Place: r.page(x.Entry), Name: x.Name, Scope: r.private(x.Scope), Day: x.When.Last,
			Auditor: r.private(x.Auditor), Done: x.Done}
		if x.Report != nil {
			out.Report = r.page(x.Report.Entry)
		}
		if !x.Done && x.When.Last != 0 {
			out.Late = max(0, x.When.Last.Until(r.Book.Today))
		}
		r.out.Planned = append(r.out.Planned, out)
	}
}
