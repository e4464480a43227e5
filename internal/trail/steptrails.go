package trail

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// identify works out which changes are of which document.
func (b *builder) identify() {
	b.ids = newIdentities(b.book)
	b.ids.branchOf = b.branchOf
	for i, s := range b.book.Steps {
		b.ids.step(i, s)
	}
	b.sortTrails()
}

// sortTrails arranges the trails for those who look for them.
func (b *builder) sortTrails() {
	all := b.ids.all
	b.byStep = sync.OnceValue(func() stepTrails { return newStepTrails(len(b.book.Steps), all) })
	for _, t := range all {
		if have := b.book.byPath[t.Path]; have == nil || have.Removed {
			b.book.byPath[t.Path] = t
		}
	}
	b.book.Trails = sortedTrails(all)
}

// stepTrails lists the trails that each step changed: those of step i lie in trails from start[i] up to start[i+1].
type stepTrails struct {
	start  []int32
	trails []*Trail
}

func newStepTrails(steps int, all []*Trail) stepTrails {
	s := stepTrails{start: make([]int32, steps+2)}
	for _, t := range all {
		for _, c := range t.Changes {
			s.start[c.Index+2]++
		}
	}
	for i := 2; i < len(s.start); i++ {
		s.start[i] += s.start[i-1]
	}
	s.trails = make([]*Trail, s.start[len(s.start)-1])
	for _, t := range all {
		for _, c := range t.Changes {
			s.trails[s.start[c.Index+1]] = t
			s.start[c.Index+1]++
		}
	}
	return s
}

// of lists the trails that step i changed, in the order in which they began.
func (s stepTrails) of(i int) []*Trail { return s.trails[s.start[i]:s.start[i+1]] }

// sortedTrails gives the trails sorted by id without case, then by path.
func sortedTrails(all []*Trail) []*Trail {
	type keyed struct {
		key string // beside each other: looking into the trails takes longer
		t   *Trail
	}
	keys := make([]keyed, len(all))
	for i, t := range all {
		keys[i] = keyed{t.key, t}
	}
	slices.SortFunc(keys, func(x, y keyed) int {
		return cmp.Or(strings.Compare(x.key, y.key), strings.Compare(x.t.Path, y.t.Path))
	})
	sorted := make([]*Trail, len(all))
	for i, k := range keys {
		sorted[i] = k.t
	}
	return sorted
}
