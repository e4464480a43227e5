package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
)

// enforce works out from when to when each content was in force: of the contents that are approved and effective, the
// one of the newest change. A second file with the id of another never is.
func (j *judge) enforce(t *Trail) {
	if t.Kind.Record && !j.book.Roster || j.holder(t.Document) != t.Document {
		return
	}
	begins := make([]day.Day, len(t.Contents)) // of records too, which end what was in force before they were ones
	for k, c := range t.Contents {
		settled := c.Settled()
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
		ended := earliest(slices.Concat(begins[k+1:], []day.Day{t.retiredAfter(c), t.removedAfter(c)})...)
		if ended != day.None {
			c.Until = ended - 1
		}
		c.Version.addInterval(c)
		if c.Valid().Holds(j.Today) {
			t.Current = c
		}
	}
}

// earliest returns the first of several days, of which some may be None.
func earliest(days ...day.Day) day.Day {
	first := day.None
	for _, d := range days {
		if d != day.None && (first == day.None || d < first) {
			first = d
		}
	}
	return first
}

// removedAfter returns the day on which the document left the tree, or the register, after a content; None where it
// didn't.
func (t *Trail) removedAfter(c *Content) day.Day {
	last := c.Changes[len(c.Changes)-1].Index
	for _, ch := range t.Changes {
		if (ch.What == history.Removed || ch.Left) && ch.Index > last {
			return ch.Day
		}
	}
	return day.None
}

// addInterval adds the days on which a content was in force. The same words that went on being in force, after an edit
// that was taken back or with another kind, have one interval.
func (v *Version) addInterval(c *Content) {
	if n := len(v.InForce); n > 0 && v.InForce[n-1].Until == c.Since-1 && v.InForce[n-1].Content.Digest == c.Digest {
		v.InForce[n-1].Until = c.Until
		return
	}
	v.InForce = append(v.InForce, Period{c.Valid(), c})
}

func (t *Trail) contentAt(index int) *Content {
	for i := len(t.Contents) - 1; i > 0; i-- {
		if t.Contents[i].First().Index <= index {
			return t.Contents[i]
		}
	}
	return t.Contents[0]
}
