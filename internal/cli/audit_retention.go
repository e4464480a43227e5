package cli

import (
	"strconv"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
)

// keptFor says how long records of the kind are kept.
func keptFor(r *standing.Retention) string {
	switch {
	case r.Kind.Retention.IsZero():
		return "for ever"
	case !r.Stated:
		return r.Kind.Retention.String() + " (nobody stated it)"
	}
	return r.Kind.Retention.String()
}

// ageOf is how long after its closing a record was removed, in days.
func ageOf(r standing.Removal) string {
	if r.Closed == day.None {
		return "open"
	}
	return strconv.Itoa(r.Closed.Until(r.Day))
}

// retentionSections list how long records are kept, which were removed, and which may be.
func (x *audited) retentionSections() []section {
	kinds := section{title: "Retention of records", none: "There are no records.",
		head: []string{"KIND", "KEPT FOR", "CLOSED", "DUE FOR REMOVAL", "REMOVED"}}
	removed := section{title: "Records removed", none: "None.",
		head: []string{"DAY", "ID", "CLOSED", "AGE IN DAYS", "WITHIN ITS TIME", "TITLE"}}
	due := section{title: "Records due for removal", none: "None.", head: []string{"SINCE", "ID", "CLOSED", "TITLE"}}
	for _, r := range x.retained.Kinds() {
		kinds.rows = append(kinds.rows, auditRow{cells: []string{r.Kind.Name, keptFor(r), strconv.Itoa(r.Closed),
			strconv.Itoa(len(r.Due)), strconv.Itoa(len(r.Removed))}})
		for _, e := range r.Removed {
			early := "no"
			if e.Early {
				early = "yes"
			}
			removed.rows = append(removed.rows, auditRow{cells: []string{e.Day.String(), e.Document.Key(),
				orDash(e.Closed.String()), ageOf(e), early, e.Document.Title}})
		}
		for _, e := range r.Due {
			due.rows = append(due.rows, auditRow{cells: []string{e.Day.String(), e.Document.Key(), e.Closed.String(),
				e.Document.Title}})
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
	for _, r := range x.retained.Kinds() {
		out := retentionJSON{Kind: r.Kind.Name, Stated: r.Stated, Closed: r.Closed, Removed: []removedRecordJSON{},
			Due: []dueRemovalJSON{}}
		if !r.Kind.Retention.IsZero() {
			out.Keep = orNull(r.Kind.Retention.String())
		}
		for _, e := range r.Removed {
			out.Removed = append(out.Removed, removedRecordJSON{nameJSON(e.Document), e.Day.String(), orNull(e.Closed.String()),
				e.Early})
		}
		for _, e := range r.Due {
			out.Due = append(out.Due, dueRemovalJSON{nameJSON(e.Document), e.Closed.String(), e.Day.String()})
		}
		all = append(all, out)
	}
	return all
}
