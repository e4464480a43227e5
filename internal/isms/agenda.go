package isms

import (
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
)

// Agenda is what a management review that is to be held has to look at.
type Agenda struct {
	Last            *Minutes       // the review before it; nil for none
	Actions         []Carried      // open at its end; Here is a log's row that goes on with one
	Nonconformities []*Action      // open rows of the logs of corrective actions, and files of their own
	Metrics         *records.Table // those of the last review; nil for none
}

// Agenda returns what a review of a series looks at that is held on a day; None is a day after all others.
func (s *System) Agenda(series string, on day.Day) (*Agenda, error) {
	all, err := s.Reviews()
	if err != nil {
		return nil, err
	}
	logged, err := s.logged()
	if err != nil {
		return nil, err
	}
	a := &Agenda{Nonconformities: slices.DeleteFunc(slices.Clone(logged), func(row *Action) bool {
		return !row.Corrective(s) || !row.Open()
	})}
	for _, m := range all {
		if m.Series == series && (on == day.None || m.Day() < on) {
			a.Last = m
		}
	}
	if a.Last == nil {
		return a, nil
	}
	open, err := s.OpenActions(a.Last)
	if err != nil {
		return nil, err
	}
	f := Following{Last: a.Last}
	for _, row := range open {
		f.Actions = append(f.Actions, Carried{Action: row})
	}
	if err := f.follow(nil, logged); err != nil {
		return nil, err
	}
	a.Actions = f.Actions
	a.Metrics, err = s.Table(a.Last.Entry, "metrics")
	return a, err
}
