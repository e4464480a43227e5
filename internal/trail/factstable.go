package trail

import (
	"encoding/binary"
	"maps"
	"math/bits"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// factsTable finds the facts of blobs: a history looks up many thousands. Those that an index holds lie sorted by the
// blob's id. Ids are spread evenly, so that about one begins with the same bits as another. What was read since is in a
// map. The zero value is empty; nil can be looked up in, too.
type factsTable struct {
	ids   []gitrepo.ID
	facts []Facts
	start []uint32 // where the ids with the same first bits begin, and where the last of them end
	shift uint
	more  map[gitrepo.ID]*Facts
}

// newFactsTable makes a table of ids, each greater than the one before, with the facts of each; false where they aren't.
// The facts themselves may be filled in later.
func newFactsTable(ids []gitrepo.ID, facts []Facts) (*factsTable, bool) {
	t := &factsTable{ids: ids, facts: facts}
	width := min(bits.Len(uint(len(ids))), 24)
	t.shift = 32 - uint(width)
	t.start = make([]uint32, 1<<width+1)
	next := uint32(0) // the first bucket whose start isn't known
	for i := range ids {
		if i > 0 && string(ids[i-1][:]) >= string(ids[i][:]) {
			return nil, false
		}
		for k := t.bucket(&ids[i]); next <= k; next++ {
			t.start[next] = uint32(i)
		}
	}
	for ; int(next) < len(t.start); next++ {
		t.start[next] = uint32(len(ids))
	}
	return t, true
}

func (t *factsTable) bucket(id *gitrepo.ID) uint32 {
	return uint32(uint64(binary.BigEndian.Uint32(id[:4])) >> t.shift)
}

// of returns the facts of a blob; nil for none.
func (t *factsTable) of(id gitrepo.ID) *Facts {
	if t == nil {
		return nil
	}
	if len(t.ids) > 0 {
		k := t.bucket(&id)
		for i := t.start[k]; i < t.start[k+1]; i++ {
			if t.ids[i] == id {
				return &t.facts[i]
			}
		}
	}
	return t.more[id]
}

// put adds the facts of a blob that has none yet.
func (t *factsTable) put(id gitrepo.ID, f *Facts) {
	if t.more == nil {
		t.more = map[gitrepo.ID]*Facts{}
	}
	t.more[id] = f
}

// fork returns a table with the same facts, to which more can be added.
func (t *factsTable) fork() *factsTable {
	out := *t
	out.more = maps.Clone(t.more)
	return &out
}
