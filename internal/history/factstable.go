package history

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// factsTable finds the facts of blobs: a history looks up many thousands. Those of the blobs that the line's steps
// name lie sorted by id. Ids are spread evenly, so that about one begins with the same bits as another. Others are in
// a map. The zero value is empty; nil can be looked up in, too.
type factsTable struct {
	ids   []gitrepo.ID
	facts []*Facts
	start []uint32 // where the ids with the same first bits begin, and where the last of them end
	shift uint
	more  map[gitrepo.ID]*Facts
}

// newFactsTable makes a table of ids, each greater than the one before, with the facts of each; false where they
// aren't.
func newFactsTable(ids []gitrepo.ID, facts []*Facts) (*factsTable, bool) {
	t := &factsTable{ids: ids, facts: facts}
	width := min(bits.Len(uint(len(ids))), 24)
	t.shift = 32 - uint(width)
	t.start = make([]uint32, 1<<width+1)
	next := uint32(0) // the first bucket whose start isn't known
	for i := range ids {
		if i > 0 && bytes.Compare(ids[i-1][:], ids[i][:]) >= 0 {
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
				return t.facts[i]
			}
		}
	}
	return t.more[id]
}

// put adds the facts of a blob that has none yet and that no step of the line names.
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

// with returns a table that has, beside what this one has sorted, the facts of more blobs that the line's steps name:
// ids in any order, each once and not among those that are there.
func (t *factsTable) with(ids []gitrepo.ID, facts []*Facts) *factsTable {
	if len(ids) == 0 {
		return t
	}
	order := make([]int, len(ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(ids[a][:], ids[b][:]) })
	sorted, of := make([]gitrepo.ID, 0, len(t.ids)+len(ids)), make([]*Facts, 0, len(t.ids)+len(ids))
	at := 0
	for _, i := range order {
		for ; at < len(t.ids) && bytes.Compare(t.ids[at][:], ids[i][:]) < 0; at++ {
			sorted, of = append(sorted, t.ids[at]), append(of, t.facts[at])
		}
		sorted, of = append(sorted, ids[i]), append(of, facts[i])
	}
	out, ok := newFactsTable(append(sorted, t.ids[at:]...), append(of, t.facts[at:]...))
	if !ok {
		panic("the facts of a blob were read twice")
	}
	return out
}
