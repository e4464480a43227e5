package standing

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
)

// judge finds the state of a document that has a trail, and the words that count.
func (v View) judge(s *Standing) {
	t := s.Trail
	if t.ID != "" {
		s.ID = t.ID
	}
	if h := v.Book.Holder(t.Document); h != t.Document {
		s.Rival = h.Path
	}
	newest := newestOn(t, v.Today)
	if newest == nil {
		return
	}
	s.Content, s.Kind, s.Coming = newest, v.kindOn(t), comingAfter(t, v.Today)
	now, gone := inForceOn(t, v.Today), t.Gone(v.Today)
	switch retired := RetirementOn(t, v.Today); {
	case now != nil:
		s.State, s.Content = InForce, now
		s.Since, s.Until = now.Period().From, now.Until
		s.Kind = v.kindOf(now)
	case gone != day.None:
		s.State, s.Since = Removed, gone
	case retired != nil:
		s.State, s.Since = Retired, retired.From
	case s.Rival != "":
	case s.Kind.Record:
		s.State, s.Since = OnRecord, v.recordSince(t)
	case s.Coming != nil:
		s.State, s.Content = NotYet, s.Coming
	}
	s.Change = lastOn(s.Content, v.Today)
	s.Facts = s.Change.Facts
	s.Grade = trail.Merged
	if a := s.Content.Approval; a != nil && a.Day <= v.Today {
		s.Grade = a.Grade
	}
}

// newestOn returns the newest words that the main line had by a day; nil for none.
func newestOn(t *trail.Trail, on day.Day) *trail.Content {
	for _, c := range slices.Backward(t.Contents) {
		if c.First().Day <= on {
			return c
		}
	}
	return nil
}

// WordsAt returns the newest words of a document that the main line had with a step; nil where it came later.
func WordsAt(t *trail.Trail, step int) *trail.Content {
	for _, c := range slices.Backward(t.Contents) {
		if c.First().Index <= step {
			return c
		}
	}
	return nil
}

// lastOn returns the newest change of a content by a day, or its first one.
func lastOn(c *trail.Content, on day.Day) *trail.Change {
	for _, ch := range slices.Backward(c.Changes) {
		if ch.Day <= on {
			return ch
		}
	}
	return c.First()
}

// inForceOn returns the words in force on a day; nil for none.
func inForceOn(t *trail.Trail, on day.Day) *trail.Content {
	for _, c := range slices.Backward(t.Contents) {
		if c.Valid().Holds(on) {
			return c
		}
	}
	return nil
}

// comingAfter returns the approved words that come into force next after a day; nil for none.
func comingAfter(t *trail.Trail, on day.Day) (next *trail.Content) {
	for _, c := range t.Contents {
		waits := c.Since > on && c.Approval.Day <= on && (c.Until == day.None || c.Until >= on)
		if waits && (next == nil || c.Since < next.Since) {
			next = c
		}
	}
	return next
}

// RetirementOn returns the retirement in which a document is on a day; nil where it isn't retired.
func RetirementOn(t *trail.Trail, on day.Day) *trail.Retirement {
	for i := range t.Retirements {
		if t.Retirements[i].Holds(on) {
			return &t.Retirements[i]
		}
	}
	return nil
}

// kindOf returns the kind that words have by their place and their front matter.
func (v View) kindOf(c *trail.Content) *config.Kind {
	return v.Config.KindOf(c.First().Path, c.First().Facts.Kind)
}

// kindOn returns the kind that a document has on a day.
func (v View) kindOn(t *trail.Trail) *config.Kind {
	c := newestOn(t, v.Today)
	if c == t.Contents[len(t.Contents)-1] {
		return t.Kind
	}
	at := lastOn(c, v.Today)
	return v.Config.KindOf(at.Path, at.Facts.Kind)
}

// recordSince returns the day since which a record has been one, without a gap.
func (v View) recordSince(t *trail.Trail) day.Day {
	since := day.None
	for _, ch := range t.Changes {
		switch {
		case ch.Day > v.Today:
			return since
		case ch.What == history.Removed || ch.Left ||
			ch.Facts != nil && !v.Config.KindOf(ch.Path, ch.Facts.Kind).Record:
			since = day.None
		case since == day.None:
			since = ch.Day
		}
	}
	return since
}
