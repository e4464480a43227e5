package cli

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
)

// retention is how the records of one kind were kept, at the end of the period.
type retention struct {
	kind    *config.Kind
	stated  bool // writ.yaml says how long
	closed  int  // records that the main line held as closed
	due     []dueRemoval
	removed []removedRecord
}

// dueRemoval is a closed record whose time was over.
type dueRemoval struct {
	doc           *standing.Standing
	closed, since day.Day
}

// removedRecord is one that was removed in the period.
type removedRecord struct {
	doc          *standing.Standing
	closed, gone day.Day // closed is None for one that was open
	early        bool    // it had to be kept
}

// keep adds what the main line did with a record.
func (x *audited) keep(doc *standing.Standing) {
	t := doc.Trail
	if !t.Kind.Record || len(t.Changes) == 0 || t.Changes[0].Day > x.to {
		return
	}
	r := x.retention[t.Kind.Name]
	if r == nil {
		r = &retention{kind: t.Kind, stated: x.view.Config.States("retention") || x.view.Config.Stated(t.Kind, "retention")}
		x.retention[t.Kind.Name] = r
	}
	gone := t.Gone(x.to)
	closed := standing.ClosedSince(t, x.to)
	until := day.None
	if closed != day.None {
		until = standing.KeptUntil(t, closed)
	}
	switch {
	case gone != day.None && x.in(gone):
		r.removed = append(r.removed, removedRecord{doc, closed, gone, until == day.None || gone < until})
	case gone != day.None || closed == day.None:
	default:
		r.closed++
		if until != day.None && until <= x.to {
			r.due = append(r.due, dueRemoval{doc, closed, until})
		}
	}
}

// kinds are those of records, sorted by name.
func (x *audited) recordKinds() []*retention {
	var all []*retention
	for _, name := range slices.Sorted(maps.Keys(x.retention)) {
		r := x.retention[name]
		slices.SortStableFunc(r.due, func(a, b dueRemoval) int {
			return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.doc.Key(), b.doc.Key()))
		})
		slices.SortStableFunc(r.removed, func(a, b removedRecord) int {
			return cmp.Or(cmp.Compare(a.gone, b.gone), cmp.Compare(a.doc.Key(), b.doc.Key()))
		})
		all = append(all, r)
	}
	return all
}

// period says how long records of the kind are kept.
func (r *retention) period() string {
	switch {
	case r.kind.Retention.IsZero():
		return "for ever"
	case !r.stated:
		return r.kind.Retention.String() + " (nobody stated it)"
	}
	return r.kind.Retention.String()
}

// age is how long after its closing a record was removed, in days.
func (r removedRecord) age() string {
	if r.closed == day.None {
		return "open"
	}
	return strconv.Itoa(r.closed.Until(r.gone))
}

// retentionSections list how long records are kept, which were removed, and which may be.
func (x *audited) retentionSections() []section {
	kinds := section{title: "Retention of records", none: "There are no records.",
		head: []string{"KIND", "KEPT FOR", "CLOSED", "DUE FOR REMOVAL", "REMOVED"}}
	removed := section{title: "Records removed", none: "None.",
		head: []string{"DAY", "ID", "CLOSED", "AGE IN DAYS", "WITHIN ITS TIME", "TITLE"}}
	due := section{title: "Records due for removal", none: "None.", head: []string{"SINCE", "ID", "CLOSED", "TITLE"}}
	for _, r := range x.recordKinds() {
		kinds.rows = append(kinds.rows, auditRow{cells: []string{r.kind.Name, r.period(), strconv.Itoa(r.closed),
			strconv.Itoa(len(r.due)), strconv.Itoa(len(r.removed))}})
		for _, e := range r.removed {
			early := "no"
			if e.early {
				early = "yes"
			}
			removed.rows = append(removed.rows, auditRow{cells: []string{e.gone.String(), e.doc.Key(),
				orDash(e.closed.String()), e.age(), early, e.doc.Title}})
		}
		for _, e := range r.due {
			due.rows = append(due.rows, auditRow{cells: []string{e.since.String(), e.doc.Key(), e.closed.String(), e.doc.Title}})
		}
	}
	return []section{kinds, removed, due}
}

// The part of the contract of `writ audit --format json` about retention.
type (
	retentionJSON struct {
		Kind    string              `json:"kind"`
		Keep    *string             `json:"keep"` // null for ever
		Stated  bool                `json:"stated"`
		Closed  int                 `json:"closed"`
		Removed []removedRecordJSON `json:"removed"`
		Due     []dueRemovalJSON    `json:"dueForRemoval"`
	}
	removedRecordJSON struct {
		Document documentNameJSON `json:"document"`
		Day      string           `json:"day"`
		Closed   *string          `json:"closed"`
		Early    bool             `json:"early"`
	}
	dueRemovalJSON struct {
		Document documentNameJSON `json:"document"`
		Closed   string           `json:"closed"`
		Since    string           `json:"since"`
	}
)

func (x *audited) retentionJSON() []retentionJSON {
	all := []retentionJSON{}
	for _, r := range x.recordKinds() {
		out := retentionJSON{Kind: r.kind.Name, Stated: r.stated, Closed: r.closed, Removed: []removedRecordJSON{},
			Due: []dueRemovalJSON{}}
		if !r.kind.Retention.IsZero() {
			out.Keep = orNull(r.kind.Retention.String())
		}
		for _, e := range r.removed {
			out.Removed = append(out.Removed, removedRecordJSON{nameJSON(e.doc), e.gone.String(), orNull(e.closed.String()), e.early})
		}
		for _, e := range r.due {
			out.Due = append(out.Due, dueRemovalJSON{nameJSON(e.doc), e.closed.String(), e.since.String()})
		}
		all = append(all, out)
	}
	return all
}
