package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
)

// policies are the kinds that a document's place and its front matter give it.
func policies(cfg *config.Config, path, stated string) []*config.Kind {
	out := []*config.Kind{cfg.KindFor(path, stated)}
	if byPath, ok := cfg.KindByPath(path); ok && byPath != out[0] {
		out = append(out, byPath)
	}
	return out
}

// Policies are the kinds whose demands an approval of the content must all meet: the one by its path, the one that it
// states, and those of the words that it is to replace. So neither front matter nor a move can choose a milder judge.
func (c *Content) Policies(cfg *config.Config) []*config.Kind {
	at := c.First()
	out := policies(cfg, at.Path, at.Facts.Kind)
	if c.replaces == nil {
		return out
	}
	for _, name := range c.replaces.kinds {
		if kind := cfg.Kinds[name]; kind != nil && kind.Approval && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}

// partByKind notes which kinds the words had when they came, by the configuration of that step, and parts words at a
// change of path that gave them other kinds: they are approved as what they were.
func (b *builder) partByKind(t *Trail) {
	named := func(ch *Change) []string {
		var names []string
		cfg, _ := b.rosters.below(ch.Index + 1)
		for _, kind := range policies(cfg, ch.Path, ch.Facts.Kind) {
			names = append(names, kind.Name)
		}
		slices.Sort(names)
		return names
	}
	for i := 0; i < len(t.Contents); i++ {
		c := t.Contents[i]
		c.kinds = named(c.First())
		for _, ch := range c.Changes[1:] {
			if ch.What == Moved && !slices.Equal(c.kinds, named(ch)) {
				t.part(ch.Index)
				break
			}
		}
	}
}

// outside follows whether the document stands where the configuration looks for none, neither that of the step nor today's:
// a folder that the configuration follows later was never out of it. It tells whether this change led there.
func (b *builder) outside(t *Trail, c *Change) bool {
	switch c.What {
	case Changed:
		return false
	case Removed:
		t.Left = day.None
		return false
	case Moved, Added:
		cfg, _ := b.rosters.below(c.Index + 1)
		then, perhapsThen := cfg.Candidate(c.Path)
		now, perhapsNow := b.cfg.Candidate(c.Path)
		c.Left = t.Left == day.None && !then && !perhapsThen && !now && !perhapsNow && len(t.Versions) > 0
		if c.Left {
			t.Left = c.Day
			return true
		}
		if t.Left != day.None && !then && !perhapsThen && !now && !perhapsNow {
			return false // from one place outside to another
		}
	}
	t.Left = day.None
	return false
}

// wasRecord tells whether the words came as a record, which is never in force.
func (b *builder) wasRecord(c *Content) bool {
	cfg, _ := b.rosters.below(c.First().Index + 1)
	now := b.cfg.Kinds[cfg.KindFor(c.First().Path, c.First().Facts.Kind).Name]
	return now != nil && now.Record
}

// keepKind leaves a document the kind of its approved words where the newest aren't approved and are of a kind that asks
// for less: nobody takes words out of force by calling them a record.
func (b *builder) keepKind(t *Trail) {
	if n := len(t.Contents); !b.book.Roster || n == 0 || t.Contents[n-1].Approval != nil || t.Contents[n-1].replaces == nil {
		return
	}
	for _, name := range t.Contents[len(t.Contents)-1].replaces.kinds {
		if kind := b.cfg.Kinds[name]; kind != nil && kind.Approval && !kind.Record && (t.Kind.Record || !t.Kind.Approval) {
			t.Kind = kind
			t.cycle, _ = b.cfg.StatedCycle(kind)
		}
	}
}
