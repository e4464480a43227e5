package trail

import (
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/schema"
)

// decide works out contents, versions, approvals, reviews, what was in force, and lapses of one document.
func (j *judge) decide(t *Trail) error {
	for _, c := range t.Changes {
		c.Authors = j.Authors(t.Document, c.Change)
	}
	t.Kind = j.cfg.KindOf(t.Path, cmp.Or(t.LastFacts(), &history.Facts{}).Kind)
	t.cycle, _ = j.cfg.StatedCycle(t.Kind)
	j.split(t)
	slices.SortStableFunc(t.evidence, func(x, y *Evidence) int {
		return cmp.Or(x.Index-y.Index, int(x.Day-y.Day), x.Kind.rank()-y.Kind.rank())
	})
	for _, e := range t.evidence {
		*e = *e.identified(j.rosters.inForce(e.below))
	}
	if err := j.retirements(t); err != nil {
		return err
	}
	j.partByKind(t)
	for k, c := range t.Contents {
		epoch := t.situate(k)
		c.judged = true
		var err error
		if c.Approval, err = j.approve(t, c, k, epoch); err != nil {
			return err
		}
		if c.Approval != nil && j.book.Roster {
			c.kinds, c.record = j.kindsAt(c.First())
		}
	}
	j.keepKind(t)
	t.choose()
	t.claims()
	j.enforce(t)
	if err := j.review(t); err != nil {
		return err
	}
	j.lapse(t)
	return nil
}

// situate finds what content k follows, and the step up to which nothing approves it: the newest one at which another
// content was approved, or which ended the former life of these words.
func (t *Trail) situate(k int) (epoch int) {
	c := t.Contents[k]
	epoch, c.needs, c.lifeFrom = -1, history.NothingKnown, history.NothingKnown
	for _, before := range t.Contents[:k] {
		if before.Approval == nil {
			continue
		}
		c.replaces = before
		if before.Digest == c.Digest {
			continue
		}
		c.over, c.needs = before, before.First().Index
		if before.Approval.Index < c.First().Index {
			epoch = max(epoch, before.Approval.Index)
		}
	}
	for _, since := range t.Contents[:k+1] {
		if since.renewed {
			epoch = max(epoch, since.First().Index-1)
			c.lifeFrom = t.before(since.First())
			c.needs = max(c.needs, c.lifeFrom)
		}
	}
	return epoch
}

// before returns the step of the change before another one.
func (t *Trail) before(ch *Change) int {
	if i := slices.Index(t.Changes, ch); i > 0 {
		return t.Changes[i-1].Index
	}
	return history.NothingKnown
}

// split cuts the changes into versions and contents. What happens to the document outside the register is no content
// of it.
func (j *judge) split(t *Trail) {
	gap := true
	for _, c := range t.Changes {
		if j.outside(t, c) {
			gap = true
		}
		c.outside = t.Left != day.None
		if c.Facts == nil || t.Left != day.None { // removed, or a file that can't be read as a document
			if n := len(t.Versions); n > 0 {
				t.Versions[n-1].Changes = append(t.Versions[n-1].Changes, c)
			}
			gap = gap || c.What == history.Removed
			continue
		}
		if n := len(t.Versions); n == 0 || t.Versions[n-1].Number != c.Facts.Version {
			t.Versions = append(t.Versions, &Version{Number: c.Facts.Version})
		}
		v := t.Versions[len(t.Versions)-1]
		v.Changes = append(v.Changes, c)
		if n := len(t.Contents); gap || t.Contents[n-1].Digest != c.Facts.Digest || t.Contents[n-1].Version != v {
			content := &Content{Digest: c.Facts.Digest, Version: v, renewed: gap && len(t.Contents) > 0}
			t.Contents = append(t.Contents, content)
			v.Contents = append(v.Contents, content)
		}
		gap = false
		last := t.Contents[len(t.Contents)-1]
		last.Changes = append(last.Changes, c)
	}
}

// choose picks each version's content and grade.
func (t *Trail) choose() {
	for _, v := range t.Versions {
		v.Grade = Merged
		for _, c := range v.Contents {
			if c.Approval != nil || v.Content == nil || v.Content.Approval == nil {
				v.Content = c
			}
		}
		if v.Content != nil && v.Content.Approval != nil {
			v.Grade = v.Content.Approval.Grade
		}
	}
}

// claims keeps the evidence that counts for nothing, with the reason.
func (t *Trail) claims() {
	counted := map[*Evidence]bool{}
	for _, c := range t.Contents {
		if c.Approval != nil {
			for _, e := range c.Approval.By {
				counted[e] = true
			}
		}
	}
	for _, e := range t.evidence {
		if counted[e] || e.Kind == ByMerge && e.Why.Code != IsAuthor {
			continue // who merely merged claimed nothing
		}
		if e.Counts() && !slices.ContainsFunc(t.Contents, func(c *Content) bool { return c.Digest == e.Pinned }) {
			e.Why = because(WordsAbsent)
		}
		if !e.Counts() {
			t.Claims = append(t.Claims, e)
		}
	}
}

// approve finds the first step with which the evidence for a content was complete; nil where it never was.
func (j *judge) approve(t *Trail, c *Content, k, epoch int) (*Approval, error) {
	settled := c.Settled()
	if !j.book.Roster {
		return settled.merged(), nil
	}
	who := asking{j, t, c, c.replaces}
	pins := who.pins(epoch, t.endOfLife(k))
	by, err := who.counting(pins)
	if err != nil {
		return nil, err
	}
	if a := who.approval(by); a != nil {
		before := func(e *Evidence) bool { return e.Index < c.First().Index }
		c.anew = !slices.ContainsFunc(by, before) ||
			who.firstQuorum(slices.DeleteFunc(slices.Clone(by), before)) != nil
		return a, nil
	}
	if a := j.adopted(t, c, k); a != nil {
		return a, nil
	}
	if a, err := who.approvedLater(pins, t.endOfLife(k)); a != nil || err != nil {
		return a, err
	}
	who.noteShort(by)
	if settled == nil || who.required(settled.Index) {
		return nil, nil
	}
	return settled.merged(), nil
}

// merged is the approval of words that nobody has to approve, from the change on that states them as valid; nil for
// none.
func (c *Change) merged() *Approval {
	if c == nil {
		return nil
	}
	return &Approval{Grade: Merged, Day: c.Day, Index: c.Index, Merged: true}
}

// approval returns what evidence that counts makes; nil where it isn't enough.
func (a asking) approval(by []*Evidence) *Approval {
	x := a.firstQuorum(by)
	if x != nil {
		anchored := slices.DeleteFunc(slices.Clone(by), func(e *Evidence) bool { return e.Loose })
		x.Loose = len(anchored) < len(by) && a.firstQuorum(anchored) == nil
		x.Renewed, x.seen = a.newest(x, by)
	}
	return x
}

// pins lists the evidence that pins the words, and isn't of another life of the document.
func (a asking) pins(epoch, end int) (all []*Evidence) {
	for _, e := range a.t.evidence {
		early := e.Index <= epoch && !e.Loose // what only a ref holds may be older than the merge
		if e.Pinned == a.words.Digest && !early && (end < 0 || e.Index < end) {
			all = append(all, e)
		}
	}
	return all
}

// endOfLife returns the step that began another life of the document after content k; -1 where none did.
func (t *Trail) endOfLife(k int) int {
	for _, later := range t.Contents[k+1:] {
		if later.renewed {
			return later.First().Index
		}
	}
	return -1
}

// Settled returns the first change of a content that states it as valid; nil for a draft.
func (c *Content) Settled() *Change {
	for _, ch := range c.Changes {
		if ch.Facts.Settled() {
			return ch
		}
	}
	return nil
}

// firstQuorum adds evidence in the order in which it came until the policy of that step is met. What came later
// may only raise the grade.
func (a asking) firstQuorum(by []*Evidence) *Approval {
	var found *Approval
	for n := 1; n <= len(by); n++ {
		last := by[n-1]
		grade, set, ok := strongest(a.demand(last.judge, last.below), by[:n])
		if !ok {
			continue
		}
		if found == nil {
			index := max(last.since, a.words.First().Index)
			found = &Approval{Day: max(a.j.Days[index], last.Day), Index: index, LateRoll: last.LateRoll}
		}
		if found.Grade == "" || grade < found.Grade || last.since <= found.Index {
			found.Grade, found.By = grade, set
		}
	}
	return found
}

// newest returns the newest step from which on the evidence alone meets the policy, or with which the approval was
// complete, and the commit that its first evidence of that step is about; the zero ID for none.
func (a asking) newest(found *Approval, by []*Evidence) (step int, seen gitrepo.ID) {
	step = found.Index
	last := by[len(by)-1]
	d := a.demand(last.judge, last.below)
	for n := len(by) - 1; n > 0; n-- {
		if _, _, ok := strongest(d, by[n:]); ok {
			step, by = max(step, by[n].since), by[n:]
			break
		}
	}
	for _, e := range by {
		if e.since == step {
			return step, e.about
		}
	}
	return step, gitrepo.ID{}
}

// noteShort keeps the evidence that counts for words and isn't enough, and whether only its grade is at fault.
func (a asking) noteShort(by []*Evidence) {
	a.words.Partial, a.words.TooWeak = nil, false
	if len(by) == 0 {
		return
	}
	a.words.Partial = best(by)
	last := by[len(by)-1]
	a.words.TooWeak = len(a.demand(last.judge, last.below).Lacks(votes(a.words.Partial))) == 0
}

func votes(by []*Evidence) []config.Vote {
	var all []config.Vote
	for _, e := range by {
		all = append(all, config.Vote{Person: e.Person.Key, On: e.Day})
	}
	return all
}

// strongest returns the best grade at which the evidence meets a demand, and the evidence that does.
func strongest(d config.Demand, by []*Evidence) (Grade, []*Evidence, bool) {
	for _, grade := range []Grade{Signed, Recorded, Named} {
		set := best(slices.DeleteFunc(slices.Clone(by), func(e *Evidence) bool { return e.Grade > grade }))
		if len(set) > 0 && string(grade) <= d.LeastGrade && len(d.Lacks(votes(set))) == 0 {
			return grade, set, true
		}
	}
	return "", nil, false
}

// best returns the best piece of each person.
func best(by []*Evidence) (set []*Evidence) {
	for _, e := range by {
		set = betterOf(set, e)
	}
	return set
}

// betterOf adds e to a set with at most one piece of evidence for each person: the stronger one, and a person's
// own words before the mere fact of merging.
func betterOf(set []*Evidence, e *Evidence) []*Evidence {
	for i, have := range set {
		if have.Person.Key != e.Person.Key {
			continue
		}
		better := have.Kind == ByMerge && e.Kind != ByMerge || have.Loose && !e.Loose
		if e.Grade < have.Grade || e.Grade == have.Grade && better {
			set[i] = e
		}
		return set
	}
	return append(set, e)
}

// adopted returns the approval by adoption of the content that the main line held when the company adopted writ. An
// adoption that comes after approvals doesn't cover what its own change brings.
func (j *judge) adopted(t *Trail, c *Content, k int) *Approval {
	if j.adoption == nil {
		return nil
	}
	at := j.adoption.index
	if first := c.First().Index; first > at || first == at && j.adoption.late {
		return nil
	}
	if k+1 < len(t.Contents) && t.Contents[k+1].First().Index <= at {
		return nil
	}
	for _, ch := range t.Changes {
		if ch.What == history.Removed && ch.Index >= c.First().Index && ch.Index <= at {
			return nil
		}
	}
	var f *history.Facts
	for _, ch := range c.Changes {
		if ch.Index <= at {
			f = ch.Facts
		}
	}
	if f.Status != "" && f.Status != schema.Approved {
		return nil
	}
	counts := j.adoption.Counts
	return &Approval{Grade: Merged, Day: j.Days[counts], Index: counts, Renewed: at,
		Adopted: j.adoption.Config.Adoption}
}
