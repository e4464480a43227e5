package trail

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
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
		case c.What != Removed && !c.outside:
			gone = day.None
		case gone == day.None:
			gone = c.Day
		}
	}
	return gone
}

// At returns the newest change up to and with step i; nil where the document came later.
func (t *Trail) At(i int) *Change {
	var found *Change
	for _, c := range t.Changes {
		if c.Index <= i {
			found = c
		}
	}
	return found
}

// Proposes reports whether a snapshot's blob of the document (the zero ID: the snapshot doesn't have it) is beyond
// what the main line held where HEAD builds on it.
func (b *Book) Proposes(t *Trail, blob gitrepo.ID) bool {
	if t == nil {
		return !blob.IsZero()
	}
	c := t.At(b.Fork)
	if c == nil || c.What == Removed {
		return !blob.IsZero()
	}
	return c.Blob != blob
}
