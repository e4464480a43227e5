package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
)

// Evidence is a source with the verdict on it.
type Evidence struct {
	*Source
	Verdict
	weighed bool // for some words, and not only for who it names
}

// Verdict is what one roster makes of a source: for one content, or only of the person whom it names.
type Verdict struct {
	By        history.Who    // who approves: as the source names them, or as the roster knows a forge's login
	Person    *config.Person // from the roster; nil where the address is nobody's
	Role      string         // that entitled the person; "" when nothing did
	Grade     Grade
	Why       Why            // why it doesn't count
	ByForge   bool           // a forge committed it
	LateRoll  bool           // the roster was written later
	VouchedBy *config.Person // who signed the capture; nil where nobody did who may
	// that decides the grade, or that doesn't count; nil where there is none, or where it decides nothing
	Signature *Signature

	sealed bool         // the signature in the message covers what the words follow
	judge  *RosterState // that decided
	since  int          // the step from which on it counts
}

// Counts reports whether the evidence counts for the words that it pins, or the review was held by somebody who may.
func (v *Verdict) Counts() bool { return v.Why.Code == "" }

// identified is a source with what a roster says of the person whom it names. A mailmap grants nothing here.
func (s *Source) identified(r *RosterState) *Evidence {
	e := &Evidence{Source: s, Verdict: Verdict{By: s.Named, Grade: Named, LateRoll: r.late, judge: r, since: s.Index,
		ByForge: r.Config.IsForge(s.Recorder.Name, s.Recorder.Email)}}
	if e.Why = e.identify(r.Config); s.fault.Code != "" { // a fault of its own is one that no person fixes
		e.Why = s.fault
	}
	return e
}

// weigh judges a source for the words: whether it counts, and by which role. The roster that counts below it decides,
// and what a newer one, which nobody approved yet, takes away.
func (a asking) weigh(s *Source) (*Evidence, error) {
	judge, stated := a.j.rosters.inForce(s.below), a.j.rosters.stated(s.below)
	e, err := a.weighBy(s, judge, judge)
	if err != nil || judge == stated || !e.Counts() {
		return e, err
	}
	less, err := a.weighBy(s, judge, stated)
	if err != nil {
		return e, err
	}
	e.Signature.noteUnapproved(less.Signature, stated)
	if less.Counts() && less.Grade <= e.Grade || !a.leavesQuorum(judge, stated, s) {
		return e, nil
	}
	if less.Person == nil { // whom it took out of the roster
		less.By, less.Person = e.By, e.Person
	}
	return less, nil
}

// noteUnapproved says of a key that nobody named where a newer roster names it, which nobody approved.
func (s *Signature) noteUnapproved(newer *Signature, roster *RosterState) {
	if s == nil || newer == nil || s.Verdict != signature.UnknownKey.String() {
		return
	}
	if !newer.Good() {
		s.Reason = newer.Reason
		return
	}
	s.Unapproved = roster.Content.First().Step.ID
	s.Reason = "the key " + s.Fingerprint + " is named by the roster of commit " + s.Unapproved.String()[:7] +
		", which nobody approved"
}

// weighBy judges a source by what one roster asks for, and by whom and which keys another one names.
func (a asking) weighBy(s *Source, asks, names *RosterState) (*Evidence, error) {
	e := s.identified(names)
	e.weighed = true
	if !e.Counts() {
		return e, nil
	}
	e.judge = asks
	if e.Role, e.Why = a.entitles(e, a.demand(asks, s.below).HeldBy(names.Config)); !e.Counts() {
		return e, nil
	}
	if err := a.j.verify(e, names, a.t.sealFor(a.words)); err != nil || !e.Counts() {
		return e, err
	}
	if knows, err := a.j.knowsEnough(e, a.words); err != nil || knows {
		return e, err
	}
	e.Why = because(Outdated)
	if over := a.words.over; over != nil {
		e.Why = because(OverridesUnknown, over.Version.name(), over.First().Step.ID.String()[:7])
	}
	return e, nil
}

// counting weighs several sources and returns the evidence that counts for the words. The trail keeps of each source
// the first verdict by which it counts, else the first one: what doesn't count for one content may count for another
// with the same words.
func (a asking) counting(all []*Evidence) (by []*Evidence, err error) {
	for _, kept := range all {
		e, err := a.weigh(kept.Source)
		if err != nil {
			return nil, err
		}
		if !kept.weighed || e.Counts() && !kept.Counts() {
			*kept, e = *e, kept
		}
		if e.Counts() {
			by = append(by, e)
		}
	}
	return by, nil
}

// leavesQuorum reports whether enough people whom one roster entitles are left by a newer one that nobody approved.
// Where they aren't, what it takes away doesn't count: nobody shuts all approvers out by a change of their own.
func (a asking) leavesQuorum(judge, newer *RosterState, s *Source) bool {
	d := a.demand(judge, s.below)
	able, now := ability{judge, false}.able(d, s.Day), ability{newer, true}
	left := slices.DeleteFunc(now.able(d, s.Day), func(p *config.Person) bool {
		return !slices.ContainsFunc(able, func(before *config.Person) bool { return before.Key == p.Key })
	})
	return now.fulfil(d, left, s.Day)
}

// entitles returns the role by which the evidence's person may approve the words, or why they may not.
func (a asking) entitles(e *Evidence, d config.Demand) (role string, why Why) {
	switch role = d.Role(e.Person.Key, e.Day); {
	case role == "":
		why = because(HeldNoRole, e.Person.Name, orNone(d.Names()), e.Day)
	case d.Anchored && e.Loose:
		why = because(Unanchored, e.where())
	case !d.SelfApproval && a.j.isAuthor(e, a.t, a.words):
		why = because(IsAuthor, e.Person.Name)
	}
	return role, why
}

// knowsEnough reports whether evidence knows what its words override: the object that was signed, tagged or reviewed,
// or the commit that carries an unsigned line, has it among its ancestors, or what was signed names it. What ended a
// former life of the words must be among the ancestors.
func (j *judge) knowsEnough(e *Evidence, c *Content) (bool, error) {
	if c.needs == history.NothingKnown {
		return true, nil
	}
	knew := history.NothingKnown
	if !e.about.IsZero() {
		var err error
		if knew, err = j.Knew(e.about); err != nil {
			return false, err
		}
	}
	return knew >= c.needs || knew >= c.lifeFrom && (e.sealed || e.after != "" && e.after == c.follows()), nil
}
