package cli

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

func (x *diagnosis) checkRoster() check {
	c := check{name: "roster", state: isGood}
	cfg := x.roster
	if x.differs != "" {
		c.saw("the %s here isn't the one on the main line, by which approvals are judged", x.differs)
		c.worse(attention, "bring "+x.differs+" to the main line")
	}
	switch {
	case x.broken:
		c.saw("the writ.yaml of the main line can't be read")
		c.worse(isMissing, "fix it (`writ lint` says where), and bring it to the main line")
		return c
	case !cfg.HasRoster():
		c.saw("the main line's writ.yaml names no people and roles, so that nobody can be entitled to approve")
		c.worse(isMissing, writeRoster)
		return c
	}
	c.saw("%s and %s", counted(len(cfg.People), "person", "people"), counted(len(cfg.Roles), "role", "roles"))
	x.checkRosterTrail(&c)
	present := 0
	for _, p := range cfg.People {
		if p.Present(x.project.today) {
			present++
		}
	}
	for _, k := range x.kinds {
		c.saw("%s", k.text())
		for _, role := range k.vacant {
			c.worse(attention, fmt.Sprintf("give the role %s a holder: nobody holds it today, and %s asks for it",
				role, k.kind.Name))
		}
		switch {
		case len(k.roles) == 0:
			c.worse(attention, nameApprovers(k.kind.Name))
		case k.grade == trail.Merged && len(k.vacant) == 0:
			c.worse(attention, k.shortage())
		case present < 2 && !k.kind.SelfApproval:
			c.worse(attention, "add a second person: nobody approves their own words")
		}
	}
	if len(x.kinds) == 0 {
		c.saw("no kind asks for an approval")
		c.worse(attention, nameApprovers("policy"))
	}
	return c
}

// checkRosterTrail reports whether somebody entitled approved the newest roster.
func (x *diagnosis) checkRosterTrail(c *check) {
	if x.book == nil || len(x.book.Rosters()) == 0 {
		return
	}
	counts, stated := x.book.RosterNow()
	if stated == counts {
		c.saw("the roster of commit %s counts: %s", short(counts.Content.First().Step.ID), counts.Words())
		return
	}
	c.saw("nobody entitled approved the roster of commit %s: that of %s decides", short(stated.Content.First().Step.ID),
		short(counts.Content.First().Step.ID))
	c.worse(attention, standing.HowToApproveRoster(x.book, x.project.today))
}

const writeRoster = "write people and roles into writ.yaml, with who approves which kind, and bring it to the " +
	"main line"

func nameApprovers(kind string) string {
	return fmt.Sprintf("name who approves in writ.yaml, as `kinds: {%s: {approvers: {any_of: [ROLE], minimum: 1}}}`",
		kind)
}

// checkSigning tells what the approvals in force rest on, and who could sign the next ones.
func (x *diagnosis) checkSigning() check {
	c := check{name: "signing", state: isGood}
	if x.book != nil {
		x.showGrades(&c)
	} else {
		c.saw("approvals in force: not looked at, since history isn't whole here")
	}
	people := approvers(x.kinds)
	var with, without []string
	for _, p := range people {
		if x.keys.has(p.Key) {
			with = append(with, p.Name)
		} else {
			without = append(without, p.Name)
		}
	}
	switch {
	case len(people) == 0:
		c.saw("nobody may approve today, so that nobody's key is looked for")
		c.worse(attention, "")
	default:
		c.saw("of %s who may approve, %d with a key%s", counted(len(people), "person", "people"), len(with),
			inBrackets(with))
	}
	if len(without) > 0 {
		state := attention
		if len(with) == 0 {
			state = isMissing
		}
		c.worse(state, "add the public "+keysOf(without)+" to people.*.keys, or to the file that `signers:` or "+
			"`keyring:` names")
	}
	for _, odd := range x.keys.odd {
		c.saw("%s", odd)
		c.worse(attention, "")
	}
	if steps := x.recent(); len(steps) > 0 {
		signed := 0
		for _, s := range steps {
			if s.Signed {
				signed++
			}
		}
		c.saw("newest main-line commits that carry a signature, by whomever: %d of %d", signed, len(steps))
	}
	return c
}

func (x *diagnosis) showGrades(c *check) {
	count, all := map[trail.Grade]int{}, 0
	for _, t := range x.book.Trails {
		if !t.Removed && t.Current != nil && t.Current.Approval != nil {
			count[t.Current.Approval.Grade]++
			all++
		}
	}
	if all == 0 {
		c.saw("approvals in force: none")
		return
	}
	c.saw("approvals in force: %d (A %d, B %d, C %d, D %d)", all, count[trail.Signed], count[trail.Recorded],
		count[trail.Named], count[trail.Merged])
}

func inBrackets(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (" + strings.Join(names, ", ") + ")"
}

// keysOf is "key of Ada Byron", or "keys of Ada Byron and Bo Lind".
func keysOf(names []string) string {
	if len(names) == 1 {
		return "key of " + names[0]
	}
	return "keys of " + strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// approvers are the people who may approve some kind today, each once, in the order of the kinds.
func approvers(kinds []kindGrade) (all []*config.Person) {
	seen := map[string]bool{}
	for _, k := range kinds {
		for _, p := range k.people {
			if !seen[p.Key] {
				seen[p.Key] = true
				all = append(all, p)
			}
		}
	}
	return all
}
