package objects

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
)

// TestIndexSearch holds the search against a plain one: ids that are spread evenly and ids that aren't, those that are
// there and those beside them.
func TestIndexSearch(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	random := func(skew byte) (id ID) {
		for i := range id {
			id[i] = byte(rng.Uint32())
		}
		id[0] &= 3
		id[1] &= skew
		return id
	}
	for _, skew := range []byte{0xff, 0x0f, 0x80, 0} {
		for _, n := range []int{0, 1, 2, 60, 300, 5000} {
			ids := make([]ID, n)
			for i := range ids {
				ids[i] = random(skew)
			}
			slices.SortFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
			x := &index{count: n, stride: IDSize, fanout: make([]byte, 256*4)}
			for i, id := range ids {
				x.ids = append(x.ids, id[:]...)
				binary.BigEndian.PutUint32(x.fanout[int(id[0])*4:], uint32(i+1))
			}
			for b := 1; b < 256; b++ {
				if binary.BigEndian.Uint32(x.fanout[b*4:]) == 0 {
					copy(x.fanout[b*4:b*4+4], x.fanout[b*4-4:])
				}
			}
			asked := slices.Clone(ids)
			for range 500 {
				asked = append(asked, random(skew), random(0xff))
			}
			for _, id := range ids {
				id[19]++
				asked = append(asked, id)
			}
			for _, id := range asked {
				lo, hi := x.bounds(id[0])
				want := lo + sort.Search(hi-lo, func(i int) bool { return bytes.Compare(ids[lo+i][:], id[:]) >= 0 })
				if pos, end := x.search(&id); pos != want || end != hi {
					t.Fatalf("%s among %d: %d of %d, and %d of %d is due", id, n, pos, end, want, hi)
				}
			}
		}
	}
}
