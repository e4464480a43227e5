package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// ability is whom a roster enables to approve: its people, roles and keys.
type ability struct {
	*RosterState
	revoked bool // by a revoked key as well
}

// able returns who could fulfil a demand on a day: holders whom evidence of the least grade can name.
func (a ability) able(d config.Demand, on day.Day) []*config.Person {
	return slices.DeleteFunc(d.HeldBy(a.Config).Holders(on), func(p *config.Person) bool {
		return !a.reaches(p, d.LeastGrade, on)
	})
}

// fulfil reports whether some people together could fulfil a demand on a day.
func (a ability) fulfil(d config.Demand, people []*config.Person, on day.Day) bool {
	var votes []config.Vote
	for _, p := range people {
		votes = append(votes, config.Vote{Person: p.Key, On: on})
	}
	return len(d.HeldBy(a.Config).Lacks(votes)) == 0
}

// reaches reports whether an approval of a person could have a grade: by a line that names one of their addresses,
// which a key of theirs signs for grade A, or by a forge's review, which somebody who may signs for grade B.
func (a ability) reaches(p *config.Person, grade string, on day.Day) bool {
	byLine := len(p.Emails) > 0 && (grade >= string(Named) || a.sign(p, on))
	byReview := (p.GitHub != "" || p.GitLab != "") &&
		(grade >= string(Named) || grade == string(Recorded) && a.vouch(on))
	return byLine || byReview
}

// sign reports whether a person has a key that is valid on a day.
func (a ability) sign(p *config.Person, on day.Day) bool {
	keys := a.ring.usable(firstMoment(on, a.Config.Organization.Timezone))
	return slices.ContainsFunc(keys, func(r signature.Result) bool {
		return (r.Verdict == signature.Good || a.revoked) && ownedBy(r, p, a.Config)
	})
}

// vouch reports whether somebody who may sign captures has a key that is valid on a day.
func (a ability) vouch(on day.Day) bool {
	return slices.ContainsFunc(a.Config.CaptureBy, func(name string) bool {
		p := a.Config.People[name]
		return p != nil && a.sign(p, on)
	})
}

// asksForKeys reports whether some kind, or the roster, asks for a grade that only keys give.
func asksForKeys(c *config.Config) bool {
	roster, _ := c.RosterKind()
	if roster.LeastGrade < string(Named) {
		return true
	}
	for _, k := range c.Kinds {
		if k.LeastGrade < string(Named) {
			return true
		}
	}
	return false
}

// leavesQuorums reports whether a newer roster leaves enough people to approve the roster and each kind that some
// people could approve before: so many, and at the grade that is asked for. Who revokes a key needs nobody: a stolen
// one proves nothing from then on, whoever is left.
func leavesQuorums(before, after *RosterState, on day.Day) bool {
	could := func(a ability, k *config.Kind) bool {
		d := a.Config.Demand([]*config.Kind{k}, "", "")
		return a.fulfil(d, a.able(d, on), on)
	}
	old, left := ability{before, false}, ability{after, true}
	was, _ := before.Config.RosterKind()
	now, _ := after.Config.RosterKind()
	if could(old, was) && !could(left, now) {
		return false
	}
	for name, k := range before.Config.Kinds {
		now := after.Config.Kinds[name]
		if k.Approval && could(old, k) && (now == nil || !could(left, now)) {
			return false
		}
	}
	return true
}

// couldApprove names those who could approve a roster on the day of its change, by the one below it; none where they
// aren't enough. Where that one names no approvers, nobody could.
func (j *judge) couldApprove(s *RosterState, ch *Change) (names []string) {
	if _, named := s.Below.Config.RosterKind(); !named {
		return nil
	}
	d := j.rosterDemand(s.Below, ch, ch.Authors)
	below := ability{s.Below, false}
	able := below.able(d, ch.Day)
	if !d.SelfApproval {
		able = j.without(able, ch.Authors, ch.Index)
	}
	if !below.fulfil(d, able, ch.Day) {
		return nil
	}
	for _, p := range able {
		names = append(names, p.Name)
	}
	return names
}

// rosterDemand is what a roster asks of an approval of a newer one, which some authors made with a change. An author
// counts where nobody else could fulfil it, neither by that roster nor by the one before all that was only taken away:
// who takes away the rights of all others doesn't win by it.
func (j *judge) rosterDemand(r *RosterState, at *Change, authors []history.Who) config.Demand {
	kind, _ := r.Config.RosterKind()
	d := r.Config.Demand([]*config.Kind{kind}, "", "")
	others := func(s *RosterState) bool {
		kind, _ := s.Config.RosterKind()
		asked := s.Config.Demand([]*config.Kind{kind}, "", "")
		by := ability{s, false}
		return by.fulfil(asked, j.without(by.able(asked, at.Day), authors, at.Index), at.Day)
	}
	d.SelfApproval = !others(r) && !others(r.settled())
	return d
}

// settled returns the newest roster, from this one down, that doesn't count only because it takes away.
func (s *RosterState) settled() *RosterState {
	for s.Basis == TakingAway && s.Content.Approval.Merged {
		s = s.Below
	}
	return s
}

// without leaves authors out.
func (j *judge) without(people []*config.Person, authors []history.Who, below int) []*config.Person {
	return slices.DeleteFunc(people, func(p *config.Person) bool {
		return j.wrote(p, history.Who{Name: p.Name}, below, authors)
	})
}
