package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
)

// Unreviewed is an audit that a management review should have looked at, and doesn't name.
type Unreviewed struct {
	Audit  *Audit
	Closed day.Day
	Review *Minutes
}

// Unreviewed returns the audits that were closed between the last two management reviews of a series and that neither
// the later one nor another review after that day names. Reviews are sorted by their days.
func (s *System) Unreviewed(audits []*Audit, reviews []*Minutes) (all []Unreviewed, err error) {
	held := slices.DeleteFunc(slices.Clone(reviews), func(m *Minutes) bool { return m.Day() > s.Today })
	newest := map[string]*Minutes{}
	for _, m := range held {
		newest[m.Series] = m
	}
	for _, a := range audits {
		closed, err := s.closedOn(a)
		if err != nil {
			return nil, err
		}
		named := closed == day.None
		var late *Minutes
		for _, m := range held {
			if named || m.Day() < closed {
				continue
			}
			if named, err = s.names(m, a); err != nil {
				return nil, err
			}
			if before := m.Before(held); newest[m.Series] == m && before != nil && before.Day() <= closed && closed < m.Day() {
				late = m
			}
		}
		if late != nil && !named {
			all = append(all, Unreviewed{a, closed, late})
		}
	}
	return all, nil
}

// closedOn is the day on which the main line got a report as closed; None where it isn't, and where history begins
// with a closed report so long after the audit that it may have been closed elsewhere.
func (s *System) closedOn(a *Audit) (day.Day, error) {
	frozen, err := s.Frozen(a.Entry)
	if !frozen || err != nil {
		return day.None, err
	}
	t, err := s.TrailOf(a.Entry)
	if err != nil {
		return day.None, err
	}
	closed, saw := standing.ClosedSince(t, s.Today)
	if within := a.Entry.Kind.Interval.ApproveWithin; !saw && (a.When.Last == day.None || !within.IsZero() &&
		a.When.Last.Add(within) < closed) {
		return day.None, nil
	}
	return closed, nil
}

// names reports whether minutes name a report: by a link, its id or its title.
func (s *System) names(m *Minutes, a *Audit) (bool, error) {
	cited, err := s.cited(m.Entry)
	if err != nil || slices.Contains(cited, a.Entry) {
		return true, err
	}
	words, err := wordsFrom(m.Document, 0)
	if err != nil {
		return false, err
	}
	text, title := strings.ToLower(words), strings.ToLower(a.Entry.Front.Text("title"))
	return a.Entry.ID != "" && strings.Contains(text, strings.ToLower(a.Entry.ID)) ||
		strings.Contains(title, " ") && strings.Contains(text, title), nil
}
