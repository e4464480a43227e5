package trail

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// judgeRosters decides of each roster of the line whether and from when on it counts, oldest first: each is approved
// by the people whom the newest one below it names that counts.
func (j *judge) judgeRosters() error {
	t := j.roster
	if t == nil || len(j.rosters.states) == 0 {
		return nil
	}
	slices.SortStableFunc(t.evidence, func(x, y *Evidence) int {
		return cmp.Or(x.Index-y.Index, int(x.Day-y.Day), x.Kind.rank()-y.Kind.rank())
	})
	left := t.evidence
	for k := range j.rosters.states {
		for ; len(left) > 0 && left[0].Index < j.rosters.states[k].index; left = left[1:] {
			if err := j.weighForRoster(left[0]); err != nil {
				return err
			}
		}
		if err := j.enterRoster(k); err != nil {
			return err
		}
	}
	for _, e := range left {
		if err := j.weighForRoster(e); err != nil {
			return err
		}
	}
	t.situate(len(t.Contents) - 1) // whose approval may come next, and says what it follows
	t.Kind, _ = j.rosters.inForce(len(j.Steps)).Config.RosterKind()
	t.choose()
	t.claims()
	return nil
}

// enterRoster takes up roster k, whose predecessors are judged.
func (j *judge) enterRoster(k int) (err error) {
	s, t := j.rosters.states[k], j.roster
	ch := t.Changes[k]
	v := &Version{Changes: []*Change{ch}}
	s.Content = &Content{Digest: ch.Facts.Digest, Changes: v.Changes, Version: v, judged: true}
	v.Contents = []*Content{s.Content}
	t.Contents, t.Versions = append(t.Contents, s.Content), append(t.Versions, v)
	for _, below := range j.rosters.states[:k] {
		if below.Counts != never {
			s.Below = below
		}
	}
	if s.Below != nil {
		s.Changes = s.Below.parts.changesTo(s.parts)
	}
	if s.Basis, err = j.basisOf(s, ch); err == nil && s.Basis != RosterUnmade {
		s.Counts = s.index
		s.Content.Approval = ch.merged()
	}
	return err
}

// basisOf says why a roster counts although nobody approved it yet.
func (j *judge) basisOf(s *RosterState, ch *Change) (Basis, error) {
	restated := s.Config.Roster.Restated
	switch {
	case s.Below == nil:
		return FirstRoster, nil
	case len(s.Changes) == 0:
		return AsBefore, nil
	case s.Config.Adoption != nil && s.Below.Config.Adoption == nil && !j.everApprovedBelow(s.index):
		return ByAdoption, nil
	case restated != nil && (s.Below.Config.Roster.Restated == nil || *s.Below.Config.Roster.Restated != *restated):
		left := j.couldApprove(s, ch)
		if len(left) == 0 {
			return ByRestating, nil
		}
		s.Refused = because(NotRestated, strings.Join(left, ", "))
	case takesOnlyAway(s.Changes) && leavesQuorums(s.Below, s, ch.Day):
		return TakingAway, nil
	default:
		if own, err := j.givesOwnKey(s, ch); own || err != nil {
			return ByOwnKey, err
		}
	}
	return RosterUnmade, nil
}

// everApprovedBelow reports whether anybody was named as approver of anything below a step. Whether that counted isn't
// asked: an adoption that comes later than the first approval is approved as any other change is.
func (j *judge) everApprovedBelow(step int) bool {
	named := func(s *gitrepo.Step) bool {
		return strings.Contains(strings.ToLower(s.Message), "approved-by") ||
			slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool { return history.IsCapture(c.Path) })
	}
	return j.taggedBelow(step) || slices.ContainsFunc(j.Steps[:step], func(s *gitrepo.Step) bool {
		return named(s) || s.MergeTag || slices.ContainsFunc(s.Side, named)
	})
}

// taggedBelow reports whether a tag or a note names an approver of words that the line held below a step, and is by
// its own time no later than that step.
func (j *judge) taggedBelow(step int) bool {
	at := j.Steps[step].Committer.When
	for d, t := range j.trails {
		held := func(e *Evidence) bool {
			return slices.ContainsFunc(d.Changes, func(c *history.Change) bool {
				return c.Index < step && c.Facts != nil && c.Facts.Digest == e.Pinned
			})
		}
		if slices.ContainsFunc(t.evidence, func(e *Evidence) bool {
			return e.Loose && e.fault.Code == "" && !e.When.After(at) && held(e)
		}) {
			return true
		}
	}
	return false
}

func takesOnlyAway(changes []RosterChange) bool {
	return !slices.ContainsFunc(changes, func(c RosterChange) bool { return !c.takesAway() })
}

// weighForRoster weighs evidence for the newest roster of its digest, which then counts as soon as it is enough.
func (j *judge) weighForRoster(e *Evidence) error {
	t := j.roster
	for k, s := range slices.Backward(j.rosters.states[:len(t.Contents)]) {
		if s.Content.Digest != e.Pinned || s.index > e.Index {
			continue
		}
		t.situate(k)
		a := asking{j, t, s.Content, s.Content.replaces}
		weighed, err := a.weigh(e.Source)
		if err != nil {
			return err
		}
		if *e = *weighed; !e.Counts() {
			return nil
		}
		s.given = append(s.given, e)
		if x := a.approval(s.given); x != nil {
			s.Content.Approval = x
			if s.Basis == RosterUnmade {
				s.Basis, s.Counts = ByApproval, x.Index
			}
			return nil
		}
		a.noteShort(s.given)
		return nil
	}
	if *e = *e.identified(j.rosters.inForce(e.below)); e.Counts() {
		e.Why = because(WordsAbsent)
	}
	return nil
}

// rosterTargets returns the rosters that an approval in carrier is about: those of the digests that it names, else the
// one that carrier states, where it changed it.
func (j *judge) rosterTargets(i int, carrier *gitrepo.Step, lines approvalLines) (out []target, err error) {
	if j.roster == nil || len(j.roster.Changes) == 0 || len(lines.ids) > 0 && !lines.ids[config.RosterID] {
		return nil, nil
	}
	for _, hex := range lines.digests {
		if d, err := history.ParseDigest(hex); err == nil {
			out = append(out, target{doc: j.roster.Document, facts: j.rosterFacts(d)})
		}
	}
	if len(lines.digests) > 0 || len(lines.blobs) > 0 && !lines.ids[config.RosterID] {
		return out, nil
	}
	f, err := j.rosterIn(i, carrier)
	if f != nil {
		out = append(out, target{doc: j.roster.Document, facts: f})
	}
	return out, err
}

// rosterIn returns the roster as a main-line step, or one of its side commits, changed it; nil where it didn't.
func (j *judge) rosterIn(i int, carrier *gitrepo.Step) (*history.Facts, error) {
	if carrier == j.Steps[i] {
		if ch := j.roster.Document.ChangeAt(i); ch != nil {
			return ch.Facts, nil
		}
		return nil, nil
	}
	if !history.IsMade(carrier) {
		return nil, nil
	}
	if touched, err := j.touchesRoster(j.rosters.stated(i+1).Config, carrier); !touched || err != nil {
		return nil, err
	}
	return j.rosterOf(j.repo.NewReader(), carrier.ID)
}

// speaksOfRoster reports whether a step may bring evidence about the roster.
func (j *judge) speaksOfRoster(i int, s *gitrepo.Step) bool {
	if j.roster == nil || len(j.roster.Changes) == 0 {
		return false
	}
	names := func(s *gitrepo.Step) bool {
		return s.MergeTag || strings.Contains(s.Message, config.RosterID) ||
			strings.Contains(strings.ToLower(s.Message), config.RosterID)
	}
	return j.roster.Document.ChangeAt(i) != nil || names(s) || slices.ContainsFunc(s.Side, names)
}

// collectForRoster gathers the evidence about the roster alone that a step brought.
func (j *judge) collectForRoster(i int, s *gitrepo.Step) error {
	j.later = &later{due: map[*history.Document]bool{j.roster.Document: true}, quiet: true}
	defer func() { j.later = nil }()
	return j.collect(i, s)
}

// approvedLater returns the approval that evidence makes which rests on a roster that nobody had approved when it
// came: it counts from when somebody did. Until then it is kept as resting on that roster.
func (a asking) approvedLater(pins []*Evidence, end int) (*Approval, error) {
	r := &a.j.rosters
	rests := func(e *Evidence) bool { return r.stated(e.below) != r.inForce(e.below) }
	if !slices.ContainsFunc(pins, rests) {
		return nil, nil
	}
	var by, stated, resting []*Evidence
	for _, e := range pins {
		s := r.stated(e.below)
		v, err := a.weighBy(e.Source, s, s)
		if err != nil {
			return nil, err
		}
		if !v.Counts() {
			continue
		}
		stated = append(stated, v)
		if !rests(e) {
			by = append(by, v)
			continue
		}
		approved, err := a.restsOnApproved(e.Source, s, end)
		switch {
		case err != nil:
			return nil, err
		case approved != nil:
			*e = *approved
			by = append(by, e)
		default:
			if !e.Counts() {
				e.Person, e.Role = v.Person, v.Role
			}
			resting = append(resting, e)
		}
	}
	slices.SortStableFunc(by, func(x, y *Evidence) int { return x.since - y.since })
	if x := a.approval(by); x != nil {
		return x, nil
	}
	if a.firstQuorum(stated) != nil {
		a.noteResting(resting)
	}
	return nil, nil
}

// restsOnApproved weighs a source by the first roster from a stated one on that was approved and by which it counts;
// nil where there is none.
func (a asking) restsOnApproved(source *Source, stated *RosterState, end int) (*Evidence, error) {
	for _, s := range a.j.rosters.states {
		if s.index < stated.index || s.Counts == never || end >= 0 && s.Counts >= end {
			continue
		}
		e, err := a.weighBy(source, s, s)
		if err != nil {
			return nil, err
		}
		if e.Counts() {
			e.since = max(source.Index, s.Counts)
			return e, nil
		}
	}
	return nil, nil
}

// noteResting marks evidence that would be enough if the rosters on which it rests were approved.
func (a asking) noteResting(all []*Evidence) {
	a.words.Resting = all
	for _, e := range all {
		if !e.Counts() {
			e.Why = because(RosterUnapproved, a.j.rosters.stated(e.below).Content.First().Step.ID.String()[:7])
		}
	}
}
