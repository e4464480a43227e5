package publication

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// rosters lists the changes of who may approve, newest first, and notes it where nobody entitled approved the newest.
func (f *filler) rosters() []sitegen.RosterChange {
	var out []sitegen.RosterChange
	for _, s := range slices.Backward(f.Book.Rosters()) {
		out = append(out, f.roster(s))
	}
	if len(out) > 0 && out[0].Counts == day.None {
		f.notes = append(f.notes, fmt.Sprintf("nobody entitled approved the newest roster, of commit %s: an earlier one decides who may approve", out[0].Commit[:10]))
	}
	return out
}

func (f *filler) roster(s *trail.RosterState) sitegen.RosterChange {
	ch := s.Content.First()
	c := sitegen.RosterChange{Day: ch.Day, Commit: ch.Step.ID.String(), Why: s.Words()}
	if s.Basis != trail.RosterUnmade {
		c.Counts = f.Book.Days[s.Counts]
	}
	for _, w := range ch.Authors {
		c.By = append(c.By, w.Name)
	}
	for _, part := range s.Changes {
		if strings.HasSuffix(part.Part, ".emails") && !f.Config.Site.Emails {
			c.What = append(c.What, part.Part)
			continue
		}
		c.What = append(c.What, part.String())
	}
	if a := s.Content.Approval; a != nil {
		for _, e := range a.By {
			c.Approved = append(c.Approved, fmt.Sprintf("%s on %s", trail.Wording(e), e.Day))
		}
	}
	return c
}
