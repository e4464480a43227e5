package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/records"
)

// answeredWithin is how many days may lie between a review and a corrective action that answers what it found missed.
const answeredWithin = 30

// Missed is a metric or an objective that a review calls missed, or whose actual value misses its target.
type Missed struct {
	Table *records.Table
	Row   int
	Name  string
}

// Unanswered returns what a review found missed and answers with nothing: its row names no action, and no decision or
// action of the review, no earlier one that is still open, and no action that a log raised within 30 days around it,
// shares a word with it.
func (s *System) Unanswered(m *Minutes) ([]Missed, error) {
	missed, err := s.missed(m)
	if len(missed) == 0 || err != nil {
		return nil, err
	}
	own, err := s.ActionsOf(m.Entry)
	if err != nil {
		return nil, err
	}
	own = slices.DeleteFunc(slices.Clone(own), func(a *Action) bool { return a.previous() && !a.Open() })
	logged, err := s.logged()
	if err != nil {
		return nil, err
	}
	courses, err := s.Courses()
	if err != nil {
		return nil, err
	}
	both := slices.Concat(own, logged)
	var answers []records.Topic
	for _, a := range append(own, slices.DeleteFunc(slices.Clone(logged), func(a *Action) bool {
		return !courses.raisedAround(a, m.Day())
	})...) {
		answers = append(answers, records.TopicOf(a.allWords()))
	}
	var failed error
	left := slices.DeleteFunc(missed, func(x Missed) bool {
		row, err := m.TextAt(x.Table.Rows[x.Row].Span)
		if err != nil {
			failed = err
		}
		about, named := records.TopicOf(x.Name), keysIn(row)
		return numberedAction.MatchString(row) ||
			slices.ContainsFunc(both, func(a *Action) bool {
				return a.ID != "" && !a.bare() && named[a.local]
			}) ||
			slices.ContainsFunc(answers, func(t records.Topic) bool { return about.Shared(t) > 0 })
	})
	return left, failed
}

// numberedAction is how a row names an action of its own review.
var numberedAction = lazyregexp.New(`(?i)\b(?:actions?|decisions?|tasks?|maßnahmen?|aufgaben?|beschluss)\s*(?:no\.?|nr\.?)?\s*#?\d`)

// raisedAround reports whether an action was raised around a day, or on a day that nothing tells.
func (c *Courses) raisedAround(a *Action, on day.Day) bool {
	raised := c.Raised(a)
	return raised == day.None || raised >= on-answeredWithin && raised <= on+answeredWithin
}

// allWords is what an action says of what was found, why, and what is to be done.
func (a *Action) allWords() string {
	var all []string
	for _, column := range []string{"nonconformity", "cause", "action"} {
		all = append(all, a.Cell(column).Text)
	}
	return strings.Join(all, "\n")
}

// missed lists the metrics and objectives that a review calls missed, and the metrics without a status that miss their
// targets.
func (s *System) missed(m *Minutes) ([]Missed, error) {
	var all []Missed
	for table, name := range map[string]string{"metrics": "metric", "objectives": "objective"} {
		t, err := s.Table(m.Entry, table)
		if err != nil {
			return nil, err
		}
		if t == nil {
			continue
		}
		for i, row := range t.Rows {
			met, said := SaysMet(t.Cell(row, "status").Value)
			reached, known := Met(t.Cell(row, "target").Value, t.Cell(row, "actual").Value)
			if !said && t.Cell(row, "status").State != records.Known {
				met, said = reached, known
			}
			wrong := known && reached // though it is called missed
			if c := t.Cell(row, name); said && !met && !wrong && c.State == records.Known {
				all = append(all, Missed{t, i, c.Text})
			}
		}
	}
	slices.SortFunc(all, func(a, b Missed) int {
		return a.Table.Rows[a.Row].Span.Start - b.Table.Rows[b.Row].Span.Start
	})
	return all, nil
}
