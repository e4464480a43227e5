package standing

import (
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Review is when a document is to be reviewed next.
type Review struct {
	Due     day.Day // None where there is none
	Overdue int     // days by which it is late
	Soon    bool    // it isn't late, and due within the time that the kind sets for a notice
}

// review finds the next review: of words in force the date that history supports; of others as they state it, which is
// never late. What was retired or removed has none.
func (v View) review(s *Standing) Review {
	switch s.State {
	case InForce:
		return v.ReviewOf(s.Trail, s.Content)
	case Retired, Removed:
		return Review{}
	}
	return Review{Due: v.stated(s.Facts, s.Kind)}
}

// ReviewOf returns the next review of words in force, by the date that history supports.
func (v View) ReviewOf(t *trail.Trail, c *trail.Content) Review {
	return v.ReviewBy(t.ReviewDue(c, v.Today), v.kindOf(c))
}

// ReviewBy tells how near a review date is.
func (v View) ReviewBy(due day.Day, kind *config.Kind) Review {
	r := Review{Due: due}
	if due != day.None {
		r.Overdue = max(0, int(v.Today-due))
		r.Soon = r.Overdue == 0 && due <= v.Today.Add(kind.DueSoon)
	}
	return r
}

// NextReview returns the next review of a document that counts: of words in force by the date that history supports,
// of others that claim to be approved by their own. Nobody gains by leaving a document unapproved. t may be nil.
func (v View) NextReview(e *register.Entry, t *trail.Trail) Review {
	switch {
	case t != nil && t.Current != nil:
		return v.ReviewOf(t, t.Current)
	case e.Status() == schema.Approved && !e.Kind.Record:
		return v.ReviewBy(v.StatedReview(e), e.Kind)
	}
	return Review{}
}

// StatedReview returns the review date that a file's own fields give; None where they give none.
func (v View) StatedReview(e *register.Entry) day.Day { return v.stated(v.Facts(e), e.Kind) }

func (v View) stated(f *history.Facts, kind *config.Kind) day.Day {
	cycle, _ := v.Config.StatedCycle(kind)
	return trail.NextReview(f, cycle, day.None, v.Today)
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
