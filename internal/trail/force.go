package trail

import (
	"github.com/writ-docs/writ/internal/day"
)

// enforce works out from when to when each content was in force (trail.md §4: of the contents that are approved
// and effective, the one of the newest change).
func (b *builder) enforce(t *Trail) {
	if t.Kind.Record && !b.book.Roster {
		return
	}
	begins := make([]day.Day, len(t.Contents)) // of records too, which end what was in force before they were ones
	for k, c := range t.Contents {
		settled := settledAt(c)
		if c.Approval == nil || settled == nil {
			continue
		}
		begins[k] = max(c.Approval.Day, settled.Facts.Effective, settled.Day)
		if !c.record {
			c.Since = begins[k]
		}
	}
	for k, c := range t.Contents {
		if c.Since == day.None {
			continue
		}
		until := t.retiredAfter(c)
		for _, later := range begins[k+1:] {
			if later != day.None && (until == day.None || later < until) {
				until = later
			}
		}
		if gone := t.removedAfter(c); gone != day.None && (until == day.None || gone < until) {
			until = gone
		}
		c.Until = until
		if until != day.None && until <= c.Since {
			c.Since, c.Until = day.None, day.None
			continue
		}
		c.Version.addInterval(Interval{c.Since, c.Until})
		if c.Since <= b.book.Today && (until == day.None || b.book.Today < until) {
			t.Current = c
		}
	}
}

// removedAfter returns the day on which the document left the tree, or the register, after a content; None where it didn't.
func (t *Trail) removedAfter(c *Content) day.Day {
	last := c.Changes[len(c.Changes)-1].Index
	for _, ch := range t.Changes {
		if (ch.What == Removed || ch.Left) && ch.Index > last {
			return ch.Day
		}
	}
	return day.None
}

// addInterval joins an interval to the one before where they touch.
func (v *Version) addInterval(i Interval) {
	if n := len(v.InForce); n > 0 && v.InForce[n-1].Until == i.From {
		v.InForce[n-1].Until = i.Until
		return
	}
	v.InForce = append(v.InForce, i)
}

func (t *Trail) contentAt(index int) *Content {
	for i := len(t.Contents) - 1; i > 0; i-- {
		if t.Contents[i].First().Index <= index {
			return t.Contents[i]
		}
	}
	return t.Contents[0]
}
