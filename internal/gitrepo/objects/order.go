package objects

import (
	"math"
	"slices"
)

// Order gives the places in ids in the order in which the objects are read with the least work: as they lie in their
// packs, where the base of a delta comes before it, and what isn't in a pack last.
func (s *Store) Order(ids []ID) []int {
	v := s.view.Load()
	keys := make([]uint64, len(ids))
	order := make([]int, len(ids))
	last := 0
	for i := range ids {
		order[i] = i
		keys[i], last = v.placeKey(&ids[i], last)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case keys[a] < keys[b]:
			return -1
		case keys[a] > keys[b]:
			return 1
		}
		return 0
	})
	return order
}

// placeKey orders objects as they lie in packs. It looks into the pack at guess first, and gives the one that has it.
func (v *view) placeKey(id *ID, guess int) (key uint64, found int) {
	for n := range v.packs {
		at := (guess + n) % len(v.packs)
		if place, ok := v.packs[at].find(id); ok && place.offset >= 0 {
			return v.packs[at].key(place.offset), at
		}
	}
	return math.MaxUint64, guess
}
