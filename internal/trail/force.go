package trail

import (
	"github.com/writ-docs/writ/internal/day"
)

// enforce works out from when to when each content was in force (trail.md §4: of the contents that are approved
// and effective, the one of the newest change).
func (b *builder) enforce(t *Trail) {
	if t.Kind.Record {
		return
	}
	end := b.retirement(t)
	for _, c := range t.Contents {
		settled := settledAt(c)
		if c.Approval == nil || settled == nil {
			continue
		}
		c.Since = max(c.Approval.Day, settled.Facts.Effective, settled.Day)
	}
	for k, c := range t.Contents {
		if c.Since == day.None {
			continue
		}
		until := end
		for _, later := range t.Contents[k+1:] {
			if later.Since != day.None && (until == day.None || later.Since < until) {
				until = later.Since
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

// removedAfter returns the day on which the document left the tree after a content; None where it didn't.
func (t *Trail) removedAfter(c *Content) day.Day {
	last := c.Changes[len(c.Changes)-1].Index
	for _, ch := range t.Changes {
		if ch.What == Removed && ch.Index > last {
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

// retirement returns the day since which the document is retired by somebody entitled; None while it isn't.
// Without a roster the status alone decides.
func (b *builder) retirement(t *Trail) day.Day {
	var from *Change
	for _, ch := range t.Changes {
		switch {
		case ch.Facts == nil:
		case ch.Facts.Status != "retired":
			from = nil
		case from == nil:
			from = ch
		}
	}
	if from == nil {
		return day.None
	}
	if !b.book.Roster || !t.Kind.Approval {
		t.Retired = from.Day
		return from.Day
	}
	content := t.contentAt(from.Index)
	var by []*Evidence
	for _, e := range t.evidence {
		if e.Index < from.Index || e.pinnedRaw.Status != "retired" || e.Pinned != content.Digest {
			continue
		}
		if b.weigh(e, t, content); e.Why == "" {
			by = append(by, e)
		}
	}
	if a := b.firstQuorum(content, by); a != nil {
		t.Retired = max(a.Day, from.Day)
	}
	return t.Retired
}

func (t *Trail) contentAt(index int) *Content {
	for i := len(t.Contents) - 1; i > 0; i-- {
		if t.Contents[i].First().Index <= index {
			return t.Contents[i]
		}
	}
	return t.Contents[0]
}
