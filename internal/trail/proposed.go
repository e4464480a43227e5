package trail

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
)

// Period is the run of days on which the words of a content were in force, with those before it that are the same; the
// zero Interval where the content never was.
func (c *Content) Period() Interval {
	for _, p := range c.Version.InForce {
		if p.Holds(c.Since) {
			return p.Interval
		}
	}
	return Interval{}
}

// Gone returns the day since which, on a day, the main line hasn't had the document, or has had it where the
// configuration looks for none; None where it has it.
func (t *Trail) Gone(on day.Day) day.Day {
	gone := day.None
	for _, c := range t.Changes {
		switch {
		case c.Day > on:
			return gone
		case c.What != history.Removed && !c.outside:
			gone = day.None
		case gone == day.None:
			gone = c.Day
		}
	}
	return gone
}
