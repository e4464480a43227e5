package cli

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// The data contracts of `writ status --format json` and `writ as-of --format json` (schema/status.schema.json,
// schema/as-of.schema.json). They only grow.
type (
	standingJSON struct {
		Schema    int       `json:"schema"`
		Head      *string   `json:"head"`
		Main      mainJSON  `json:"main"`
		Today     string    `json:"today"`
		Notes     notesJSON `json:"notes"`
		Documents []any     `json:"documents"`
	}
	standsJSON struct {
		ID           *string `json:"id"`
		Path         string  `json:"path"`
		Title        string  `json:"title"`
		Kind         string  `json:"kind"`
		Version      *string `json:"version"`
		Grade        *string `json:"grade"`
		State        string  `json:"state"`
		InForceSince *string `json:"inForceSince"`
		ReviewDate   *string `json:"reviewDate"`
		OverdueDays  int     `json:"overdueDays"`
	}
	statusJSON struct {
		standsJSON
		RetiredOn *string `json:"retiredOn"`
		LapseDays int     `json:"lapseDays"`
	}
	asOfJSON struct {
		standsJSON
		Owner     string              `json:"owner"`
		HeldBy    []string            `json:"ownerHeldBy"`
		Approvals []auditApprovalJSON `json:"approvals"`
	}
)

func standsOf(e *register.Entry, t *trail.Trail, book *trail.Book) (standsJSON, documentJSON) {
	r := rowOf(e, book)
	out := standsJSON{ID: r.ID, Path: r.Path, Title: r.Title, Kind: r.Kind, Version: r.Version, Grade: r.Grade,
		State: "not in force", InForceSince: r.InForceSince, ReviewDate: r.ReviewDate}
	switch {
	case r.InForceSince != nil:
		out.State = "in force"
	case e.Kind.Record:
		out.State = "on record"
	case t != nil && t.Retired != day.None && t.Retired <= book.Today:
		out.State = "retired"
	}
	if t != nil && t.Current != nil {
		if due := t.ReviewDue(book.Today); due != day.None && due < book.Today {
			out.OverdueDays = int(book.Today - due)
		}
	}
	return out, r
}

func statusOf(_ *project, e *register.Entry, book *trail.Book) any {
	t := book.Of(e.ID, e.Path)
	stands, _ := standsOf(e, t, book)
	out := statusJSON{standsJSON: stands, LapseDays: lapseDays(book, t)}
	if stands.State == "retired" {
		out.RetiredOn = orNull(t.Retired.String())
	}
	return out
}

// asOf is nil for what was neither in force nor on record that day.
func asOf(p *project, e *register.Entry, book *trail.Book) any {
	t := book.Of(e.ID, e.Path)
	if t == nil || t.Current == nil && !e.Kind.Record {
		return nil
	}
	stands, r := standsOf(e, t, book)
	out := asOfJSON{standsJSON: stands, Owner: r.Owner, HeldBy: []string{}, Approvals: []auditApprovalJSON{}}
	if role, _, ok := p.config.KnownOwner(r.Owner); ok && role != "" {
		for _, who := range p.config.HoldersOn(role, book.Today) {
			out.HeldBy = append(out.HeldBy, who.Name)
		}
	}
	if t.Current != nil && t.Current.Approval != nil {
		for _, by := range t.Current.Approval.By {
			out.Approvals = append(out.Approvals, approvalOf(by))
		}
	}
	return out
}
