package isms

import (
	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/schema"
)

// Thread is a risk followed from its assessment to what shows that its treatment works.
type Thread struct {
	*Risk
	Treatments []Treated
}

// Treated is a treatment with its controls and with who accepted it.
type Treated struct {
	*Treatment
	Progress
	Controls []Answered
	Accepted []Acceptance // by its owners; none where its plan isn't in force
	InForce  bool         // the words of its plan are approved, and in force
}

// Late is by how many days a treatment is past its day; 0 where it isn't.
func (t *Treated) Late(today day.Day) int {
	if last := t.Cell("due").When.Last; !t.Done && last != day.None && last < today {
		return last.Until(today)
	}
	return 0
}

// Answered is a control that a treatment names, with what answers it.
type Answered struct {
	coverage.Named
	Point *coverage.Point // nil for a control that nobody knows
}

// Threads follows all risks. The coverage is read from the same documents.
func (s *System) Threads(in *coverage.Input) ([]Thread, error) {
	risks, _, err := s.Risks()
	if err != nil {
		return nil, err
	}
	x := answers{in: in, of: map[string]*coverage.Standard{}}
	var all []Thread
	for _, r := range risks {
		thread := Thread{Risk: r}
		for _, t := range r.Treatments {
			treated, err := s.treated(t, &x)
			if err != nil {
				return nil, err
			}
			thread.Treatments = append(thread.Treatments, treated)
		}
		all = append(all, thread)
	}
	return all, nil
}

func (s *System) treated(t *Treatment, x *answers) (out Treated, err error) {
	out.Treatment = t
	if out.Progress, err = s.Progress(t); err != nil {
		return out, err
	}
	evidence, ok, err := s.PlanApproval(t.Entry)
	if err != nil {
		return out, err
	}
	if out.InForce = ok; ok {
		if out.Accepted, err = s.Acceptances(t, evidence); err != nil {
			return out, err
		}
	}
	for _, n := range s.Controls(t) {
		p, err := x.point(n)
		if err != nil {
			return out, err
		}
		out.Controls = append(out.Controls, Answered{n, p})
	}
	return out, nil
}

// answers looks up what answers controls, each standard read once.
type answers struct {
	in *coverage.Input
	of map[string]*coverage.Standard
}

func (x *answers) point(n coverage.Named) (*coverage.Point, error) {
	name := n.Standard
	if name == "" {
		name = schema.ISO27001 // each standard has the company's own controls
	}
	of := schema.StandardNamed(name)
	if of == nil || !n.Known {
		return nil, nil
	}
	if x.of[name] == nil {
		c, err := x.in.Of(of)
		if err != nil {
			return nil, err
		}
		x.of[name] = c
	}
	for i := range x.of[name].Points {
		if p := &x.of[name].Points[i]; p.Number == n.Number {
			return p, nil
		}
	}
	return nil, nil
}
