package isms

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
)

// Tracked is an action of a log, of a file of its own or of a review, with what became of it.
type Tracked struct {
	*Action          // as it stands where it was raised or decided
	Address  string  // such as CA-001, or MR-001/3
	Now      *Action // the newest row about it: itself, or that of a later review
	Since    day.Day // on which it was raised; None where nothing says it
	DoneOn   day.Day // None where it isn't done, or nobody knows
	FirstDue day.Day // of the due date that it began with; None for none
	DueNow   day.Day // None for none
	Moves    []Move  // that the main line made of its due date
	Owners   []*config.Person
}

// Late is by how many days an open action is past its due date and the grace of its kind; 0 where it isn't.
func (t *Tracked) Late(s *System) int {
	if !t.Now.Open() || t.DueNow == day.None || t.DueNow.Add(t.Now.Entry.Kind.Interval.Grace) >= s.Today {
		return 0
	}
	return t.DueNow.Until(s.Today)
}

// Slip is how many days the due date lies after the first one; 0 where it doesn't.
func (t *Tracked) Slip() int {
	if t.FirstDue == day.None || t.DueNow == day.None {
		return 0
	}
	return max(0, t.FirstDue.Until(t.DueNow))
}

// Tracked returns all actions: the rows of logs, files of their own, and what reviews decided, the logs first, each in
// the order of its text. What a log carries on for a review is there once, as the log's row.
func (s *System) Tracked() ([]*Tracked, error) {
	courses, err := s.Courses()
	if err != nil {
		return nil, err
	}
	logged, err := s.logged()
	if err != nil {
		return nil, err
	}
	var all []*Tracked
	for _, a := range logged {
		t := s.track(a, a)
		t.Since, t.DoneOn = courses.Raised(a), courses.DoneOn(a)
		if x := courses.Of(a.Key); x != nil {
			t.Moves = x.Moves()
			t.FirstDue = cmp.Or(x.FirstDue(), t.FirstDue)
		}
		all = append(all, t)
	}
	decided, err := s.decided()
	return append(all, decided...), err
}

func (s *System) track(a, now *Action) *Tracked {
	return &Tracked{Action: a, Now: now, Address: a.address(), Since: a.Raised(), FirstDue: a.Due(),
		DueNow: cmp.Or(now.Due(), a.Due()), Owners: s.People(ownerOf(now, a), s.Today)}
}

// ownerOf is who owns an action: as its newest row says, else as the first did.
func ownerOf(now, a *Action) *records.Party {
	if p := now.Cell("owner").Party; p != nil {
		return p
	}
	return a.Cell("owner").Party
}

// address is what names an action anywhere: its name, else its place among the rows of its document.
func (a *Action) address() string {
	if name := a.Name(); name != "" {
		return name
	}
	if a.previous() {
		return fmt.Sprintf("%s/earlier-%d", a.Entry.Key(), a.Row+1)
	}
	return fmt.Sprintf("%s/%d", a.Entry.Key(), a.Row+1)
}

// decided are the actions of reviews that no log carries on, each with its newest row. Rows of previous actions are
// there only where no review before is known to have decided them.
func (s *System) decided() ([]*Tracked, error) {
	reviews, err := s.Reviews()
	if err != nil {
		return nil, err
	}
	next, err := s.GoingOn(reviews)
	if err != nil {
		return nil, err
	}
	carried := map[*Action]bool{}
	for _, a := range next {
		carried[a] = true
	}
	var all []*Tracked
	for _, m := range reviews {
		actions, err := s.ActionsOf(m.Entry)
		if err != nil {
			return nil, err
		}
		for _, a := range actions {
			now := a
			for next[now] != nil {
				now = next[now]
			}
			logged := s.Is(now.Entry.Kind, LogKinds()...)
			if carried[a] || logged || a.Table.Of.Name == decisionsTable && Decides(a.Table, a.Table.Rows[a.Row]) {
				continue
			}
			t := s.track(a, now)
			t.Since = cmp.Or(t.Since, m.Day())
			all = append(all, t)
		}
	}
	return all, nil
}

// GoingOn links each action that was open at the end of a review with the row that goes on with it.
func (s *System) GoingOn(reviews []*Minutes) (map[*Action]*Action, error) {
	following, err := s.Following(reviews)
	if err != nil {
		return nil, err
	}
	next := map[*Action]*Action{}
	for _, f := range following {
		for _, c := range f.Actions {
			if c.Here != nil {
				next[c.Action] = c.Here
			}
		}
	}
	var series []string
	for _, m := range reviews {
		if !slices.Contains(series, m.Series) {
			series = append(series, m.Series)
		}
	}
	for _, name := range series {
		agenda, err := s.Agenda(name, day.None)
		if err != nil {
			return nil, err
		}
		for _, c := range agenda.Actions {
			if c.Here != nil {
				next[c.Action] = c.Here
			}
		}
	}
	return next, nil
}
