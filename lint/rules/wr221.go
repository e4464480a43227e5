package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr221() *lint.Rule {
	return &lint.Rule{
		ID: "WR221", Name: "roster-unapproved", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A change of who may approve, or how, that nobody entitled approved",
		Text: `An approval is worth what the roster is worth that entitles the approver. So the roster is approved as a
document is: main branch, time zone, people, roles, keys, capture, forges, clock, places and fields of documents,
adoption, and who has to approve which kind.

**What counts.** The newest roster of the main branch differs from the newest one that counts, and nobody who may by
that one approved it. A main branch without a roster that had one: the last one goes on deciding. As a warning: a
roster that was stated anew because nobody was left to approve it.

**What doesn't.** The first roster; what only takes away, or asks for more, and leaves enough people to approve; a
person's own new key in a commit that their earlier key signs; the first ` + "`adoption`" + `; order and comments.

**How to fix it.** ` + "`writ approve roster`" + `, by somebody whom ` + "`roster.approvers`" + ` names, or the
approvers of the strictest kind. One approval covers all changes before it. What rests on it counts from that day
on.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: false,
		Bad: bad("WR221"), Good: good("WR221"),
		Find: findUnapprovedRoster,
		Seed: seedForge,
	}
}

func findUnapprovedRoster(p *lint.Pass) error {
	if err := findRosterLeft(p); err != nil {
		return err
	}
	var newest *trail.RosterState
	for _, s := range p.Book.Rosters() {
		if p.Book.Proposed >= 0 && s.Index() >= p.Book.Proposed {
			break
		}
		newest = s
	}
	switch {
	case newest == nil:
	case newest.Basis == trail.ByRestating:
		p.Report(onConfig(p.Input, lint.Found{Anchor: "restated", Commit: newest.Content.First().Step.ID,
			Weight: lint.Warning,
			Message: fmt.Sprintf("the roster was stated anew in %s, because nobody was left to approve it: %s",
				commit(newest.Content.First().Step.ID), newest.Config.Roster.Restated.Reason),
			Help: "an approval of it, `writ approve roster`, ends this warning"}, "roster", "restated"))
	case newest.Basis == trail.RosterUnmade:
		f := lint.Found{Anchor: "roster", Commit: newest.Content.First().Step.ID,
			Message: rosterChange(p.Input, newest) + ", and nobody entitled approved it",
			Help:    approveRoster(p.Input)}
		if newest.Refused.Code != "" {
			f.Message += "; " + newest.Refused.String()
		}
		p.Report(onConfig(p.Input, f, "roles"))
	}
	return nil
}

// findRosterLeft reports a main line that lost its roster.
func findRosterLeft(p *lint.Pass) error {
	if p.Book.Proposed >= 0 {
		return nil // the judge that a pull request takes away is the business of WR907
	}
	step, left, err := p.Book.RosterLeft()
	if err != nil || !left {
		return err
	}
	counts, _ := p.Book.RosterNow()
	s := p.Book.Steps[step]
	p.Report(lint.Found{Path: "writ.yaml", Anchor: "left", Commit: s.ID,
		Message: fmt.Sprintf("the main branch has no people and roles any more since %s (%s); the roster of %s goes "+
			"on deciding", commit(s.ID), p.Book.Days[step], commit(counts.Content.First().Step.ID)),
		Help: "bring writ.yaml back with its people and roles"})
	return nil
}
