package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// fromBothEnds hands out ranges of [0,n), from the end or from the start, until they meet.
func fromBothEnds(n, size int) func(newest bool) (lo, hi int) {
	var mu sync.Mutex
	lo, hi := 0, n
	return func(newest bool) (int, int) {
		mu.Lock()
		defer mu.Unlock()
		k := min(size, hi-lo)
		if newest {
			hi -= k
			return hi, hi + k
		}
		lo += k
		return lo - k, lo
	}
}

// markOwn clears Own in the changes of merges where another parent has the very result.
func (w *walker) markOwn(ctx context.Context) error {
	var merges []*Step
	for _, s := range w.chain[w.taken:] {
		for _, side := range s.Side {
			if len(side.Parents) > 1 && len(side.Changes) > 0 {
				merges = append(merges, side)
			}
		}
		if len(s.Parents) > 1 && len(s.Changes) > 0 {
			merges = append(merges, s)
		}
	}
	return w.repo.share(ctx, len(merges), 64, func(rd *Reader, i int) error { return w.markOwnOf(rd, merges[i]) })
}

func (w *walker) markOwnOf(rd *Reader, s *Step) error {
	for _, p := range s.Parents[1:] {
		tree, err := w.treeOf(rd, p)
		if err != nil {
			return err
		}
		for i := range s.Changes {
			c := &s.Changes[i]
			if !c.Own {
				continue
			}
			if tree == s.Tree { // as mostly where a branch was up to date
				c.Own = false
				continue
			}
			mode, id, err := rd.lookup(tree, c.Path)
			if err != nil {
				return err
			}
			if mode == c.Mode && id == c.Blob {
				c.Own = false
			}
		}
	}
	return nil
}

// diff lists the changed paths between two trees; the zero ID is the empty tree. All changes are marked Own. A
// submodule is as good as nothing, as in lists of files: a file that became one was removed.
func (rd *Reader) diff(a, b ID, f Filter) ([]Change, error) {
	var out []Change
	visit := func(path []byte, oldMode, newMode uint32, oldID, newID ID) error {
		if oldMode == ModeSubmodule {
			oldMode, oldID = 0, ID{}
		}
		if newMode == ModeSubmodule {
			newMode, newID = 0, ID{}
		}
		if oldMode == 0 && newMode == 0 || !f.matches(path) {
			return nil
		}
		out = append(out, Change{Path: string(path), OldBlob: oldID, Blob: newID, OldMode: oldMode, Mode: newMode,
			Own: true})
		return nil
	}
	err := rd.fast.DiffTrees(a, b, visit, f.Descend)
	if err == nil {
		return out, nil
	}
	var missing *objects.MissingError
	if errors.As(err, &missing) {
		return nil, &MissingError{missing.ID, objects.Tree.String(), missing.Absent}
	}
	if errors.As(err, new(*objects.DamagedError)) {
		return nil, fmt.Errorf("%w; check the clone with `git fsck`, and fetch or clone it anew", err)
	}
	return nil, err
}
