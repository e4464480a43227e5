package trail

import (
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
)

// kindsAt names the kinds that a change gave the document, by the configuration of its step; record reports whether it
// was one, as these kinds are today.
func (j *judge) kindsAt(ch *Change) (names []string, record bool) {
	record = true
	for _, kind := range j.rosters.inForce(ch.Index+1).Config.KindsAt(ch.Path, ch.Facts.Kind) {
		names = append(names, kind.Name)
		now := j.cfg.Kinds[kind.Name]
		record = record && now != nil && now.Record
	}
	slices.Sort(names)
	return names, record
}

// partByKind parts words at a move that gave them other kinds: they are approved as what they were.
func (j *judge) partByKind(t *Trail) {
	moved := func(ch *Change) bool { return ch.What == history.Moved }
	for i := 0; i < len(t.Contents); i++ {
		c := t.Contents[i]
		if !slices.ContainsFunc(c.Changes[1:], moved) {
			continue
		}
		began, _ := j.kindsAt(c.First())
		for _, ch := range c.Changes[1:] {
			if !moved(ch) {
				continue
			}
			if names, _ := j.kindsAt(ch); !slices.Equal(began, names) {
				t.part(ch.Index)
				break
			}
		}
	}
}

// outside follows whether the document is where the configuration looks for none, neither that of the step nor
// today's: a folder that the configuration follows later was never out of it. It reports whether this change led
// there.
func (j *judge) outside(t *Trail, c *Change) bool {
	if c.What == history.Changed {
		return false
	}
	was := t.Left
	t.Left = day.None
	if c.What == history.Removed || len(t.Versions) == 0 || j.looksAt(c) {
		return false
	}
	t.Left = cmp.Or(was, c.Day)
	c.Left = was == day.None
	return c.Left
}

func (j *judge) looksAt(c *Change) bool {
	for _, cfg := range []*config.Config{j.rosters.stated(c.Index + 1).Config,
		j.rosters.inForce(c.Index + 1).Config, j.cfg} {
		if cfg.MayInclude(c.Path) {
			return true
		}
	}
	return false
}

// keepKind leaves a document the kind of its approved words where the newest aren't approved and are of a kind that
// asks for less: nobody takes words out of force by calling them a record.
func (j *judge) keepKind(t *Trail) {
	if n := len(t.Contents); !j.book.Roster || n == 0 || t.Contents[n-1].Approval != nil ||
		t.Contents[n-1].replaces == nil {
		return
	}
	for _, name := range t.Contents[len(t.Contents)-1].replaces.kinds {
		if kind := j.cfg.Kinds[name]; kind != nil && kind.Approval && !kind.Record &&
			(t.Kind.Record || !t.Kind.Approval) {
			t.Kind = kind
			t.cycle, _ = j.cfg.StatedCycle(kind)
		}
	}
}
