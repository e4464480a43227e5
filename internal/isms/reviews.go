package isms

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// Minutes is what a management review says of itself.
type Minutes struct {
	*register.Entry
	Held   Saying       // its day, or its days
	Period Saying       // what it looks back on
	Covers records.When // the period as days; without days where nothing says it, or no time is meant
	Next   Saying       // when the next review is held
	Series string       // in lower case; "" where the company holds one series
}

// Day is the day on which the review was held, of several the first one; None where nothing says it.
func (m *Minutes) Day() day.Day { return m.Held.When.First }

// Minutes reads what one review says of itself; nil for a document of another kind. It fails only where the text can't
// be read any more.
func (s *System) Minutes(e *register.Entry) (*Minutes, error) {
	if !s.Is(e.Kind, Review) {
		return nil, nil
	}
	m := &Minutes{Entry: e, Series: strings.ToLower(e.Front.Text("series"))}
	for field, to := range map[string]*Saying{"date": &m.Held, "review_period": &m.Period, "next_meeting": &m.Next} {
		said, err := s.Says(e, field)
		if err != nil {
			return nil, err
		}
		*to = said
	}
	v := s.Context(e).Value(schema.Column{Name: "review_period", Type: "day"}, m.Period.Text)
	if v.State == records.Known && v.When.Form <= records.Period {
		m.Covers = v.When
	}
	return m, nil
}

// Reviews returns the management reviews that say their day, sorted by it, then by path.
func (s *System) Reviews() ([]*Minutes, error) {
	var all []*Minutes
	for _, e := range s.Of(Review) {
		m, err := s.Minutes(e)
		if err != nil {
			return nil, err
		}
		if m.Day() != day.None {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b *Minutes) int { return cmp.Compare(a.Day(), b.Day()) })
	return all, nil
}

// Before returns the last review before another one: the newest of the same series with an earlier day; nil for none.
// The reviews are sorted.
func (m *Minutes) Before(all []*Minutes) *Minutes {
	for _, o := range slices.Backward(all) {
		if o.Entry != m.Entry && o.Series == m.Series && o.Day() < m.Day() {
			return o
		}
	}
	return nil
}

// Latest is the last review of a series that was held, and the last one that is planned after today; nil for none.
type Latest struct {
	*Minutes
	Planned *Minutes
}

// LatestOf returns the last review of each series, in the order of their first ones. The reviews are sorted.
func LatestOf(all []*Minutes, today day.Day) (latest []*Latest) {
	of := map[string]*Latest{}
	for _, m := range all {
		x := of[m.Series]
		if x == nil {
			x = &Latest{}
			of[m.Series], latest = x, append(latest, x)
		}
		if m.Day() > today {
			x.Planned = m
		} else {
			x.Minutes = m
		}
	}
	return slices.DeleteFunc(latest, func(x *Latest) bool { return x.Minutes == nil })
}

// Promise is the day by which the review after another one is due.
type Promise struct {
	By    day.Day // None where nothing gives one
	Said  bool    // the minutes promise it; else it follows from the kind's interval
	Until day.Day // the last day on which it isn't late
}

// Promised returns by when the next review is due: on the day that the minutes say, of a period on its last one, else
// one interval of the kind later. A day that isn't after the review promises nothing.
func (m *Minutes) Promised() Promise {
	p := Promise{By: m.Next.When.Last}
	if p.Said = m.Next.State == records.Known && p.By > m.Day(); !p.Said {
		p.By = day.None
		if every := m.Kind.Interval.Every; !every.IsZero() {
			p.By = m.Day().Add(every)
		}
	}
	if p.By != day.None {
		p.Until = p.By.Add(m.Kind.Interval.Grace)
	}
	return p
}
