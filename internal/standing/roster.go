package standing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
)

// RosterChange is a change of who may approve, and how, on the main line.
type RosterChange struct {
	*trail.RosterState
	Change    *trail.Change     // that made it
	Since     day.Day           // from when on it decides; None while it doesn't
	Approvals []*trail.Evidence // what approves it; of one that isn't approved, what counts and isn't enough
}

// RosterChangeOf answers for one roster of the line.
func RosterChangeOf(b *trail.Book, s *trail.RosterState) RosterChange {
	r := RosterChange{RosterState: s, Change: s.Content.First(), Approvals: s.Content.Partial}
	if s.Basis != trail.RosterUnmade {
		r.Since = b.Days[s.Counts]
	}
	if s.Content.Approval != nil {
		r.Approvals = s.Content.Approval.By
	}
	return r
}

// RosterChanges answers for all rosters of the line, newest first.
func RosterChanges(b *trail.Book) []RosterChange {
	var all []RosterChange
	for _, s := range slices.Backward(b.Rosters()) {
		all = append(all, RosterChangeOf(b, s))
	}
	return all
}

// HowToApproveRoster says who may approve the newest roster, and with which command; or why nobody may.
func HowToApproveRoster(b *trail.Book, today day.Day) string {
	a := ApprovingOf(b, b.RosterTrail(), today)
	if why := a.Nobody(); why != "" {
		return why + "; where everybody who could approve is gone, begin anew with `roster: {restated: {by: ROLE, " +
			"reason: …}}` in writ.yaml"
	}
	return fmt.Sprintf("let %s approve it with `%s`", strings.Join(a.People(), " or "), a.Command(config.RosterID))
}
