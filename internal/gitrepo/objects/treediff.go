package objects

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// maxTreeDepth is how deep folders may be nested.
const maxTreeDepth = 2048

// differ is one comparison of trees.
type differ struct {
	r       *Reader
	path    []byte
	visit   func(path []byte, oldMode, newMode uint32, oldID, newID ID) error
	descend func(dir []byte) bool
}

// DiffTrees calls visit with each file whose mode or id differs between the trees a and b, in the order and with the
// modes of `git diff-tree -r --no-renames`. The zero ID is the empty tree; an absent side has mode 0 and the zero ID.
// Symbolic links and submodules are files. A file that became a folder is a removed file and added ones.
//
// A folder that differs is only looked into when descend, called with its path without a trailing slash, agrees;
// nil always does. Paths are valid during the call only. Both functions may use r. An error of visit ends the
// comparison and is returned as it is; the others are those of Read, and *DamagedError for what isn't a tree.
// Names aren't checked: a path may have parts like "..".
func (r *Reader) DiffTrees(a, b ID, visit func(path []byte, oldMode, newMode uint32, oldID, newID ID) error,
	descend func(dir []byte) bool) error {
	d := differ{r: r, path: r.path[:0], visit: visit, descend: descend}
	r.path = nil // a comparison inside visit makes its own
	err := d.trees(a, b, 0)
	r.path = d.path
	return err
}

// trees compares two trees that lie at d.path.
func (d *differ) trees(a, b ID, depth int) error {
	if a == b {
		return nil
	}
	if depth > maxTreeDepth {
		return &DamagedError{ID: a, Err: fmt.Errorf("folders are nested deeper than %d", maxTreeDepth)}
	}
	old, err := d.hold(a)
	if err != nil {
		return err
	}
	defer old.Release()
	now, err := d.hold(b)
	if err != nil {
		return err
	}
	defer now.Release()
	return d.merge(side{id: a, tree: old.Data}, side{id: b, tree: now.Data}, depth)
}

func (d *differ) hold(id ID) (Held, error) {
	if id.IsZero() {
		return Held{}, nil
	}
	h, err := d.r.Hold(id)
	if err != nil {
		return h, err
	}
	if h.Type != Tree {
		defer h.Release()
		return Held{}, &DamagedError{ID: id, Err: fmt.Errorf("it is a %s where a tree is due", h.Type)}
	}
	return h, nil
}

// side is a tree that is being read.
type side struct {
	id    ID
	tree  []byte
	at    int       // where the next entry begins
	entry TreeEntry // the one before at, when has
	has   bool
}

// next reads an entry if none is waiting; has stays false at the end.
func (s *side) next() error {
	if s.has || s.at == len(s.tree) {
		return nil
	}
	e, rest, err := NextTreeEntry(s.tree[s.at:])
	if err != nil {
		return &DamagedError{ID: s.id, Err: err}
	}
	s.entry, s.at, s.has = e, len(s.tree)-len(rest), true
	return nil
}

// merge walks two trees side by side.
func (d *differ) merge(a, b side, depth int) error {
	for {
		if !a.has && !b.has {
			skipEqual(&a, &b)
		}
		if err := a.next(); err != nil {
			return err
		}
		if err := b.next(); err != nil {
			return err
		}
		order := 0
		switch {
		case !a.has && !b.has:
			return nil
		case !a.has:
			order = 1
		case !b.has:
			order = -1
		default:
			order = compareEntries(&a.entry, &b.entry)
		}
		var none TreeEntry
		var err error
		switch {
		case order < 0:
			err = d.entry(&a.entry, &none, depth)
			a.has = false
		case order > 0:
			err = d.entry(&none, &b.entry, depth)
			b.has = false
		default:
			err = d.entry(&a.entry, &b.entry, depth)
			a.has, b.has = false, false
		}
		if err != nil {
			return err
		}
	}
}

// entry reports the difference of two entries of one name, both folders or both not; one may be none.
func (d *differ) entry(a, b *TreeEntry, depth int) error {
	if a.ID == b.ID && a.Mode == b.Mode {
		return nil
	}
	name := a.Name
	if a.Mode == 0 {
		name = b.Name
	}
	length := len(d.path)
	if length > 0 {
		d.path = append(d.path, '/')
	}
	d.path = append(d.path, name...)
	var err error
	if a.Mode != ModeTree && b.Mode != ModeTree {
		err = d.visit(d.path, a.Mode, b.Mode, a.ID, b.ID)
	} else if d.descend == nil || d.descend(d.path) {
		err = d.trees(a.ID, b.ID, depth+1)
	}
	d.path = d.path[:length]
	return err
}

// skipEqual moves both sides, which stand where entries begin, over entries that are the same bytes in both.
func skipEqual(a, b *side) {
	x, y := a.tree[a.at:], b.tree[b.at:]
	same := commonPrefix(x, y)
	if same < len(x) || same < len(y) {
		same = entryStart(x[:same])
	}
	a.at += same
	b.at += same
}

// entryStart gives a place not after len(b) where an entry of a tree begins, near the end, given that one begins at 0
// and b may end anywhere. It needn't parse from there: a NUL ends a name unless it is part of an id, and the 20 bytes
// of an id follow such a NUL, so that a NUL with no other in the 20 bytes before it ends a name.
func entryStart(b []byte) int {
	limit := len(b) - IDSize // a NUL before it has its whole id in b
	if limit <= 0 {
		return 0
	}
	end := bytes.LastIndexByte(b[:limit], 0)
	for end >= 0 {
		before := bytes.LastIndexByte(b[:end], 0)
		if before < 0 || end-before > IDSize {
			break
		}
		end = before
	}
	if end < 0 {
		return 0
	}
	// Entries between there and the difference are equal as well.
	for start := end + 1 + IDSize; ; {
		n := bytes.IndexByte(b[start:], 0)
		if n < 0 || start+n+1+IDSize > len(b) {
			return start
		}
		start += n + 1 + IDSize
	}
}

// commonPrefix gives the number of bytes at the start that a and b have in common.
func commonPrefix(a, b []byte) int {
	const block = 512
	n := min(len(a), len(b))
	i := 0
	for i+block <= n && bytes.Equal(a[i:i+block], b[i:i+block]) {
		i += block
	}
	for ; i+8 <= n; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}
