package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// diff fills in the changes of all commits. Workers take from both ends: neighbours share the objects that
// deltas are built on.
func (w *walker) diff(ctx context.Context) error {
	var tasks []*Step
	for _, s := range w.chain[w.known:] {
		tasks = append(tasks, s.Side...)
		tasks = append(tasks, s)
	}
	take := fromBothEnds(len(tasks), 64)
	workers := min(runtime.GOMAXPROCS(0), 8, 1+len(tasks)/128)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for n := range workers {
		wg.Go(func() {
			d := differ{walker: w, rd: w.repo.NewReader()}
			for {
				lo, hi := take(n%2 == 0)
				if lo == hi {
					return
				}
				for _, s := range tasks[lo:hi] {
					if err := errors.Join(ctx.Err(), d.step(s)); err != nil {
						errs[n] = err
						return
					}
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

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

type differ struct {
	*walker
	rd *Reader
}

func (d *differ) step(s *Step) error {
	var old ID
	if len(s.Parents) > 0 {
		old = d.trees[s.Parents[0]]
	}
	if old == s.Tree {
		return nil
	}
	changes, err := d.rd.diff(old, s.Tree, d.filter)
	if err != nil {
		return fmt.Errorf("reading what commit %s changed: %w", s.ID, err)
	}
	if len(s.Parents) > 1 && len(changes) > 0 {
		if err := d.markOwn(s, changes); err != nil {
			return err
		}
	}
	s.Changes = changes
	return nil
}

// markOwn clears Own where another parent of the merge has the very result.
func (d *differ) markOwn(s *Step, changes []Change) error {
	for _, p := range s.Parents[1:] {
		for i := range changes {
			c := &changes[i]
			if !c.Own {
				continue
			}
			tree, ok := d.trees[p]
			if !ok {
				parent, err := d.rd.Commit(p)
				if err != nil {
					return err
				}
				tree = parent.Tree
			}
			mode, id, err := d.rd.lookup(tree, c.Path)
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

// diff lists the changed paths between two trees; the zero ID is the empty tree. All changes are marked Own.
func (rd *Reader) diff(a, b ID, f Filter) ([]Change, error) {
	var out []Change
	visit := func(path []byte, oldMode, newMode uint32, oldID, newID ID) error {
		if oldMode == ModeSubmodule || newMode == ModeSubmodule || !f.Match(path) {
			return nil
		}
		out = append(out, Change{Path: string(path), OldBlob: oldID, Blob: newID, OldMode: oldMode, Mode: newMode, Own: true})
		return nil
	}
	err := rd.fast.DiffTrees(a, b, visit, f.Descend)
	if err == nil {
		return out, nil
	}
	if errors.As(err, new(*objects.MissingError)) || errors.As(err, new(*objects.DamagedError)) {
		return nil, fmt.Errorf("%w; check the clone with `git fsck`, and fetch or clone it anew", err)
	}
	return nil, err
}
