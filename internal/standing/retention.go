package standing

import (
	"cmp"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// ClosedSince is the day since which the main line had a record as closed, at the end of a day; None where it was open
// then, or wasn't there. saw reports whether the main line had it as open before: else it was closed elsewhere, and
// the day is that on which it came.
func ClosedSince(t *trail.Trail, on day.Day) (closed day.Day, saw bool) {
	closed = day.None
	for _, ch := range t.Changes {
		switch {
		case ch.Day > on:
			return closed, saw
		case ch.Facts == nil: // removed: it was closed as long as before
		case ch.Facts.Status != schema.Closed:
			closed, saw = day.None, true
		case closed == day.None:
			closed = ch.Day
		}
	}
	return closed, saw
}

// KeptUntil is the last day before which a record that was closed on a day has to be kept; None for ever.
func KeptUntil(t *trail.Trail, closed day.Day) day.Day {
	if t.Kind.Retention.IsZero() {
		return day.None
	}
	return closed.Add(t.Kind.Retention)
}

// Retention is how the records of one kind were kept in a period, and at its end.
type Retention struct {
	Kind    *config.Kind
	Stated  bool      // the configuration says how long
	Closed  int       // records that the main line held as closed
	Due     []Removal // closed ones whose time was over, since the day of each
	Removed []Removal // those that were removed in the period
}

// Removal is a record that may be removed, or was.
type Removal struct {
	Document *Standing
	Closed   day.Day // None for one that was open
	Day      day.Day // since when it may be removed, or on which it was
	Early    bool    // it was removed, and had to be kept
}

// Retained collects what the main line did with records in a period, both ends included.
type Retained struct {
	view     View
	from, to day.Day
	kinds    map[string]*Retention
}

// Retained begins to collect.
func (v View) Retained(from, to day.Day) *Retained {
	return &Retained{view: v, from: from, to: to, kinds: map[string]*Retention{}}
}

// Add adds what the main line did with a document; what is no record is left out.
func (x *Retained) Add(doc *Standing) {
	t := doc.Trail
	if !t.Kind.Record || len(t.Changes) == 0 || t.Changes[0].Day > x.to {
		return
	}
	r := x.kinds[t.Kind.Name]
	if r == nil {
		c := x.view.Config
		r = &Retention{Kind: t.Kind, Stated: c.States("retention") || c.Stated(t.Kind, "retention")}
		x.kinds[t.Kind.Name] = r
	}
	gone, until := t.Gone(x.to), day.None
	closed, _ := ClosedSince(t, x.to)
	if closed != day.None {
		until = KeptUntil(t, closed)
	}
	switch {
	case gone != day.None && x.from <= gone && gone <= x.to:
		r.Removed = append(r.Removed, Removal{doc, closed, gone, until == day.None || gone < until})
	case gone != day.None || closed == day.None:
	default:
		r.Closed++
		if until != day.None && until <= x.to {
			r.Due = append(r.Due, Removal{Document: doc, Closed: closed, Day: until})
		}
	}
}

// Kinds are those of records, sorted by name, with their records in the order of days.
func (x *Retained) Kinds() []*Retention {
	byDay := func(a, b Removal) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Document.Key(), b.Document.Key()))
	}
	var all []*Retention
	for _, name := range slices.Sorted(maps.Keys(x.kinds)) {
		r := x.kinds[name]
		slices.SortStableFunc(r.Due, byDay)
		slices.SortStableFunc(r.Removed, byDay)
		all = append(all, r)
	}
	return all
}
