package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Basis is why a roster counts.
type Basis string

// The bases. A roster without one doesn't count until somebody entitled by the one below approves it.
const (
	FirstRoster  Basis = "first"    // there was none before
	ByAdoption   Basis = "adoption" // it brings the first adoption, before any approval was given
	ByOwnKey     Basis = "own-key"  // a person gave themselves another key, signed with one that they had
	TakingAway   Basis = "less"     // it only takes away, and leaves enough people to approve
	AsBefore     Basis = "as-before"
	ByRestating  Basis = "restated" // everybody who could approve was gone
	ByApproval   Basis = "approved"
	RosterUnmade Basis = "" // nobody approved it
)

// never is the step from which a roster counts that doesn't.
const never = -1

// RosterState is what a step of the main line made of the roster: who may approve, and how.
type RosterState struct {
	Config  *config.Config
	Content *Content       // in the roster's trail; nil where the line has none
	Below   *RosterState   // the newest one below it that counts; nil for none
	Changes []RosterChange // what differs from that
	Basis   Basis
	Counts  int // the step from which on it decides what comes later; negative while it doesn't
	Refused Why // why a restatement doesn't count

	index int
	files keyFiles
	ring  *keyring // read where something asks for signed approvals; nil otherwise
	parts rosterParts
	given []*Evidence // that counts for it
	late  bool        // it stands in for what was before it
}

// keyFiles are the blobs of the files of keys; zero for one that isn't there.
type keyFiles struct{ signers, openPGP, revoked gitrepo.ID }

// rosters are the rosters as they were along the main line. Who may approve is judged by one that was there, and
// counted, below the change that brings the evidence, so that no change can entitle its own author.
type rosters struct {
	states []*RosterState // oldest first
	now    *RosterState   // stands in where the main line never had one
	early  *RosterState   // stands in for what was before the first one
}

// inForce returns the newest roster that counts below step i, else the first one ever (or today's), marked as late.
func (r *rosters) inForce(i int) *RosterState {
	for _, s := range slices.Backward(r.states) {
		if s.index < i && s.Counts != never && s.Counts < i {
			return s
		}
	}
	return r.early
}

// stated returns the newest roster below step i, whether or not anybody approved it.
func (r *rosters) stated(i int) *RosterState {
	for _, s := range slices.Backward(r.states) {
		if s.index < i {
			return s
		}
	}
	return r.early
}

// settle chooses what stands in for what was before the first roster.
func (r *rosters) settle() {
	r.early = r.now
	if len(r.states) > 0 {
		r.early = r.states[0]
	}
	late := *r.early
	late.late = true
	r.early = &late
}

// fork returns rosters that are judged without r.
func (r *rosters) fork() rosters {
	out := rosters{now: r.now, early: r.early, states: make([]*RosterState, len(r.states))}
	for i, s := range r.states {
		own := *s
		out.states[i] = &own
	}
	return out
}

// ConfigWith returns the configuration that the main line had with a step.
func (b *Book) ConfigWith(step int) *config.Config { return b.judge.rosters.stated(step + 1).Config }

// Rosters returns the rosters of the main line, oldest first; none where it never had one.
func (b *Book) Rosters() []*RosterState {
	return b.judge.rosters.states
}

// RosterTrail returns the trail of the roster, which is approved as a document is; nil where the line has none.
func (b *Book) RosterTrail() *Trail {
	return b.judge.roster
}

// Index returns the step that brought the roster.
func (s *RosterState) Index() int { return s.index }

// adopting is the first roster that counts and has an adoption entry.
type adopting struct {
	*RosterState
	late bool // somebody was named as approver before
}

// findAdoption returns the first roster that counts and adopts what the main line holds; nil for none.
func (j *judge) findAdoption() *adopting {
	for _, s := range j.rosters.states {
		if s.Config.Adoption != nil && s.Counts != never {
			return &adopting{s, j.everApprovedBelow(s.index)}
		}
	}
	return nil
}
