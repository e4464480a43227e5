package cli

import (
	"github.com/writ-docs/writ/internal/standing"
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
		ID           *string        `json:"id"`
		Path         string         `json:"path"`
		Title        string         `json:"title"`
		Kind         string         `json:"kind"`
		Version      *string        `json:"version"`
		Grade        *string        `json:"grade"`
		State        standing.State `json:"state"`
		Since        *string        `json:"since"`
		InForceSince *string        `json:"inForceSince"`
		Adopted      bool           `json:"adopted"`
		ReviewDate   *string        `json:"reviewDate"`
		OverdueDays  int            `json:"overdueDays"`
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

func standsOf(s *standing.Standing) standsJSON {
	return standsJSON{ID: orNull(s.ID), Path: s.Path, Title: s.Title, Kind: s.Kind.Name, Version: orNull(s.Version),
		Grade: orNull(string(s.Grade)),
		State: s.State, Since: orNull(s.Since.String()), InForceSince: orNull(s.InForceSince().String()),
		Adopted:    s.Adopted() != nil,
		ReviewDate: orNull(s.Review.Due.String()), OverdueDays: s.Review.Overdue}
}

func statusOf(v standing.View, s *standing.Standing) any {
	out := statusJSON{standsJSON: standsOf(s), LapseDays: lapseDays(v, s)}
	if s.State == standing.Retired {
		out.RetiredOn = out.Since
	}
	return out
}

// asOf is nil for what was neither in force nor on record that day.
func asOf(_ standing.View, s *standing.Standing) any {
	if !s.Valid() {
		return nil
	}
	out := asOfJSON{standsJSON: standsOf(s), Owner: s.Owner.Key, HeldBy: []string{}, Approvals: []auditApprovalJSON{}}
	if s.Owner.Role != "" {
		for _, who := range s.Owner.Holders {
			out.HeldBy = append(out.HeldBy, who.Name)
		}
	}
	if a := s.Approval(); a != nil {
		for _, by := range a.By {
			out.Approvals = append(out.Approvals, approvalOf(by))
		}
	}
	return out
}
