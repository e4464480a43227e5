package standing

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
)

// Review is when a document is to be reviewed next.
type Review struct {
	Due     day.Day // of words in force the date that history supports, of others as they state it; None where there is none
	Overdue int     // days by which the review of words in force is late
	Soon    bool    // it is due within the time that the kind sets for a notice, and not overdue
}

// reviewOf finds the next review. What was retired or removed has none.
func (v View) reviewOf(s *Standing) Review {
	switch s.State {
	case InForce:
		return v.ReviewOn(s.Trail, s.Content, s.Kind.DueSoon)
	case Retired, Removed:
		return Review{}
	}
	return Review{Due: s.Facts.Review}
}

// ReviewOn returns the next review of words in force, and how near it is.
func (v View) ReviewOn(t *trail.Trail, c *trail.Content, notice day.Cycle) Review {
	r := Review{Due: t.ReviewDue(c, v.Today)}
	if r.Due == day.None {
		return r
	}
	r.Overdue = max(0, int(v.Today-r.Due))
	r.Soon = r.Overdue == 0 && r.Due <= v.Today.Add(notice)
	return r
}

// LapseDays counts the days of a period, both ends included, on which a document was in force past its review date.
func LapseDays(t *trail.Trail, from, to day.Day) (days int) {
	if t == nil {
		return 0
	}
	for _, l := range t.Lapses {
		days += l.Within(from, to)
	}
	return days
}
