package cli

import (
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

// The data contract of `writ audit --format json` (schema/audit.schema.json). It only grows.
type (
	auditJSON struct {
		Schema   int                `json:"schema"`
		Head     *string            `json:"head"`
		Main     mainJSON           `json:"main"`
		Today    string             `json:"today"`
		From     string             `json:"from"`
		To       string             `json:"to"`
		History  string             `json:"historySince"`
		Roster   bool               `json:"roster"`
		Notes    notesJSON          `json:"notes"`
		Versions []auditVersionJSON `json:"versions"`
		Lapses   []auditLapseJSON   `json:"lapses"`
		Reviews  []auditReviewJSON  `json:"reviews"`
		Ended    []endingJSON       `json:"ended"`
		Closed   []endingJSON       `json:"recordsClosed"`
		Clock    []clockJSON        `json:"clock"`
		Rosters  []rosterChangeJSON `json:"rosterChanges"`
		Kept     []retentionJSON    `json:"retention"`
		Summary  auditSummaryJSON   `json:"summary"`
	}
	clockJSON struct {
		Commit string  `json:"commit"`
		Dated  *string `json:"dated"` // null where the main line doesn't have the commit
		Stated string  `json:"stated"`
		Day    *string `json:"day"`
		Reason string  `json:"reason"`
	}
	documentNameJSON struct {
		ID    *string `json:"id"`
		Path  string  `json:"path"`
		Title string  `json:"title"`
		Kind  string  `json:"kind"`
	}
	auditVersionJSON struct {
		Document  documentNameJSON    `json:"document"`
		Version   *string             `json:"version"`
		From      string              `json:"inForceFrom"`
		Until     *string             `json:"inForceUntil"`
		Grade     string              `json:"grade"`
		Adopted   bool                `json:"adopted"`
		Approvals []auditApprovalJSON `json:"approvals"`
		Opened    string              `json:"opened"`
		Approved  *string             `json:"approved"`
		Days      *int                `json:"daysToApproval"`
	}
	auditApprovalJSON struct {
		By       personJSON `json:"by"`
		Grade    string     `json:"grade"`
		Words    string     `json:"words"`
		Evidence string     `json:"evidence"`
		Commit   string     `json:"commit"`
		Day      string     `json:"day"`
	}
	auditLapseJSON struct {
		Document documentNameJSON `json:"document"`
		From     string           `json:"from"`
		Until    *string          `json:"until"`
		Days     int              `json:"days"`
		InPeriod int              `json:"daysInPeriod"`
		EndedBy  *string          `json:"endedBy"`
	}
	auditReviewJSON struct {
		Document documentNameJSON `json:"document"`
		By       personJSON       `json:"by"`
		Day      string           `json:"day"`
		Commit   string           `json:"commit"`
		Next     *string          `json:"next"`
		DaysLate int              `json:"daysLate"`
	}
	endingJSON struct {
		Document  documentNameJSON    `json:"document"`
		What      string              `json:"what"`
		Day       string              `json:"day"`
		Commit    string              `json:"commit"`
		Approvals []auditApprovalJSON `json:"approvals"`
	}
	auditSummaryJSON struct {
		Versions   int            `json:"versions"`
		Grades     map[string]int `json:"grades"`
		Lapses     int            `json:"lapses"`
		LapseDays  int            `json:"lapseDaysInPeriod"`
		Changes    int            `json:"changes"`
		Own        int            `json:"approvedByOwnAuthor"`
		MedianDays *int           `json:"medianDaysToApproval"`
	}
)

func nameJSON(s *standing.Standing) documentNameJSON {
	return documentNameJSON{orNull(s.ID), s.Path, s.Title, s.Kind.Name}
}

func (a *app) auditJSON(x *audited) error {
	out := auditJSON{Schema: 1, Head: idOrNull(x.book.Head.Commit), Main: mainOf(x.book.Main),
		Today: x.book.Today.String(), From: x.from.String(), To: x.to.String(),
		History: x.book.Days[0].String(), Roster: x.book.Roster, Notes: notesJSON{x.book.NotesSeen},
		Versions: []auditVersionJSON{}, Lapses: []auditLapseJSON{}, Reviews: []auditReviewJSON{},
		Ended: endings(x.endings), Closed: endings(x.closed), Clock: x.clock(), Rosters: []rosterChangeJSON{},
		Kept: x.retentionJSON(),
		Summary: auditSummaryJSON{Versions: len(x.versions), Grades: map[string]int{"A": 0, "B": 0, "C": 0, "D": 0},
			Lapses: len(x.lapses), Changes: x.changes, Own: x.own}}
	for _, v := range x.versions {
		out.Versions = append(out.Versions, v.contract())
		out.Summary.Grades[v.grade()]++
	}
	for _, l := range x.lapses {
		out.Summary.LapseDays += l.days
		out.Lapses = append(out.Lapses, auditLapseJSON{nameJSON(l.doc), l.lapse.From.String(),
			orNull(l.lapse.Until.String()), l.lapse.Days, l.days, idOrNull(l.lapse.EndedBy)})
	}
	for _, r := range x.reviews {
		by := personJSON{r.review.By.Name, r.review.By.Email, r.review.Role}
		out.Reviews = append(out.Reviews, auditReviewJSON{nameJSON(r.doc), by, r.review.Day.String(),
			r.review.Commit.String(), orNull(r.review.Next.String()), r.late})
	}
	for _, r := range x.rosters {
		out.Rosters = append(out.Rosters, rosterChangeOf(r))
	}
	if n, ok := x.median(); ok {
		out.Summary.MedianDays = &n
	}
	return a.printJSON(out)
}

// clock lists the days that the configuration states for commits.
func (x *audited) clock() []clockJSON {
	out := []clockJSON{}
	for _, set := range x.book.ClockSet {
		entry := clockJSON{Commit: set.Commit, Stated: set.Day.String(), Reason: set.Reason}
		if set.Index >= 0 {
			entry.Dated, entry.Day = orNull(set.Own.String()), orNull(x.book.Days[set.Index].String())
		}
		out = append(out, entry)
	}
	return out
}

func (v versionInForce) contract() auditVersionJSON {
	out := auditVersionJSON{Document: nameJSON(v.doc), Version: orNull(v.version.Number),
		From: v.interval.From.String(), Until: orNull(v.interval.Until.String()),
		Grade: v.grade(), Approvals: []auditApprovalJSON{}, Opened: v.opened.String()}
	a := v.content.Approval
	if a == nil {
		return out
	}
	out.Adopted, out.Approved = a.Adopted != nil, orNull(a.Day.String())
	if v.days >= 0 {
		out.Days = &v.days
	}
	for _, e := range a.By {
		out.Approvals = append(out.Approvals, approvalOf(e))
	}
	return out
}

func approvalOf(e *trail.Evidence) auditApprovalJSON {
	return auditApprovalJSON{personJSON{e.By.Name, e.By.Email, e.Role}, string(e.Grade), trail.Wording(e),
		evidenceText(e), e.Commit.String(), e.Day.String()}
}

func endings(list []ending) []endingJSON {
	out := []endingJSON{}
	for _, e := range list {
		x := endingJSON{nameJSON(e.doc), e.what, e.day.String(), e.commit.String(), []auditApprovalJSON{}}
		if e.approval != nil {
			for _, by := range e.approval.By {
				x.Approvals = append(x.Approvals, approvalOf(by))
			}
		}
		out = append(out, x)
	}
	return out
}
