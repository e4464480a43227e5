package standing

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// ClosedSince is the day since which the main line had a record as closed, at the end of a day; None where it was open
// then, or wasn't there.
func ClosedSince(t *trail.Trail, on day.Day) day.Day {
	closed := day.None
	for _, ch := range t.Changes {
		switch {
		case ch.Day > on:
			return closed
		case ch.Facts == nil: // removed: it was closed as long as before
		case ch.Facts.Status != schema.Closed:
			closed = day.None
		case closed == day.None:
			closed = ch.Day
		}
	}
	return closed
}

// KeptUntil is the last day before which a record that was closed on a day has to be kept; None for ever.
func KeptUntil(t *trail.Trail, closed day.Day) day.Day {
	if t.Kind.Retention.IsZero() {
		return day.None
	}
	return closed.Add(t.Kind.Retention)
}
