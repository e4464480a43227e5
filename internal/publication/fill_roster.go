package publication

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// rosters lists the changes of who may approve, newest first, and notes it where nobody entitled approved the newest.
func (f *filler) rosters() []sitegen.RosterChange {
	var out []sitegen.RosterChange
	for _, r := range standing.RosterChanges(f.Book) {
		out = append(out, f.roster(r))
	}
	if len(out) > 0 && out[0].Counts == day.None {
		f.notes = append(f.notes, fmt.Sprintf("nobody entitled approved the newest roster, of commit %s: an "+
			"earlier one decides who may approve", out[0].Commit[:10]))
	}
	return out
}

func (f *filler) roster(r standing.RosterChange) sitegen.RosterChange {
	c := sitegen.RosterChange{Day: r.Change.Day, Commit: r.Change.Step.ID.String(), Why: r.WordsIn(f.words),
		Counts: r.Since}
	for _, w := range r.Change.Authors {
		c.By = append(c.By, w.Name)
	}
	for _, part := range r.Changes {
		if strings.HasSuffix(part.Part, ".emails") && !f.Config.Site.Emails {
			c.What = append(c.What, part.Part)
			continue
		}
		c.What = append(c.What, part.String())
	}
	for _, e := range r.Approvals {
		c.Approved = append(c.Approved, f.words.Say("approval_on", -1, "{approval}", f.private(trail.WordingIn(f.words, e)),
			"{day}", f.words.Day(e.Day.String())))
	}
	return c
}
