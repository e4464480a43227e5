package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Git's modes of tree entries.
const (
	ModeFile      = 0o100644
	ModeExec      = 0o100755
	ModeSymlink   = 0o120000
	ModeSubmodule = 0o160000
)

// Change is what a commit did to one path, against its first parent. A side that isn't there has the zero ID
// and mode 0.
type Change struct {
	Path          string
	OldBlob, Blob ID
	OldMode, Mode uint32
	Own           bool // the result is in none of the parents: the commit itself made it (a merge's resolution)
}

// Step is one commit with what it changed among the paths that the walk asked for.
type Step struct {
	*Commit
	Changes []Change
	Side    []*Step // of a main-line merge: the commits that it brought in, oldest first
}

// Line is a first-parent chain.
type Line struct {
	Steps []*Step // oldest first
	Fresh int     // how many of the newest steps this walk read itself; the others were known
}

// Filter says which paths matter. Both functions are called from several goroutines, and must not keep their
// argument.
type Filter struct {
	Match   func(path []byte) bool // of a file
	Descend func(dir []byte) bool  // may anything below this folder match?
}

// Walk reads the first-parent chain of tip and the side commits that its merges brought in, and what each of
// them changed against its first parent. When the commit start lies on the chain, the line begins there: newer
// commits are left out. Steps that are known from a walk with the same filter (oldest first) are taken over as far
// as they are on this chain.
func (r *Repo) Walk(ctx context.Context, tip, start ID, f Filter, known []*Step) (*Line, error) {
	w := &walker{repo: r, filter: f, trees: map[ID]ID{}}
	if err := w.readChain(ctx, tip, known); err != nil {
		return nil, err
	}
	w.cutTo(start)
	if err := w.readSides(ctx); err != nil {
		return nil, err
	}
	if err := w.diff(ctx); err != nil {
		return nil, err
	}
	return &Line{Steps: w.chain, Fresh: len(w.chain) - w.known}, nil
}

type walker struct {
	repo   *Repo
	filter Filter
	chain  []*Step
	known  int       // how many of the oldest steps were known
	trees  map[ID]ID // root tree of each commit read: main line and side commits
}

// cutTo leaves out what is newer than start, where start is on the chain.
func (w *walker) cutTo(start ID) {
	for i, s := range w.chain {
		if s.ID == start {
			w.chain = w.chain[:i+1]
			w.known = min(w.known, len(w.chain))
		}
	}
}

func (w *walker) readChain(ctx context.Context, tip ID, known []*Step) error {
	rd := w.repo.NewReader()
	at := make(map[ID]int, len(known))
	for i, s := range known {
		at[s.ID] = i
	}
	for id := tip; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, again := w.trees[id]; again {
			return fmt.Errorf("commit %s is its own ancestor; check the clone with `git fsck`", id)
		}
		if i, ok := at[id]; ok {
			w.takeOver(known[:i+1])
			return nil
		}
		c, err := rd.Commit(id)
		if err != nil {
			return err
		}
		w.trees[id] = c.Tree
		w.chain = append(w.chain, &Step{Commit: c})
		if len(c.Parents) == 0 {
			slices.Reverse(w.chain)
			return nil
		}
		id = c.Parents[0]
	}
}

// takeOver puts the known steps below those that were read.
func (w *walker) takeOver(known []*Step) {
	w.known = len(known)
	slices.Reverse(w.chain)
	w.chain = slices.Concat(known, w.chain)
	for _, s := range known {
		w.trees[s.ID] = s.Tree
		for _, side := range s.Side {
			w.trees[side.ID] = side.Tree
		}
	}
}

// readSides finds for each merge of the chain the commits that are reachable from its other parents and not from
// its first. Going from the oldest merge up, everything reachable from the first parent has been seen already.
func (w *walker) readSides(ctx context.Context) error {
	rd := w.repo.NewReader()
	onLine := make(map[ID]int, len(w.chain))
	for i, s := range w.chain {
		onLine[s.ID] = i
	}
	seen := map[ID]bool{}
	for i, s := range w.chain {
		if i < w.known {
			for _, side := range s.Side {
				seen[side.ID] = true
			}
			continue
		}
		if len(s.Parents) < 2 {
			continue
		}
		reached := func(id ID) bool {
			at, ok := onLine[id]
			return ok && at < i || seen[id]
		}
		stack := slices.Clone(s.Parents[1:])
		for len(stack) > 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			id := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if reached(id) {
				continue
			}
			seen[id] = true
			c, err := rd.Commit(id)
			if err != nil {
				return err
			}
			w.trees[id] = c.Tree
			s.Side = append(s.Side, &Step{Commit: c})
			stack = append(stack, c.Parents...)
		}
		sortSide(s.Side)
	}
	return nil
}

// sortSide puts parents before their children; among those that don't depend on each other, older ones and then
// smaller ids first.
func sortSide(side []*Step) {
	slices.SortFunc(side, func(a, b *Step) int {
		if c := a.Committer.When.Compare(b.Committer.When); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
	at := make(map[ID]*Step, len(side))
	for _, s := range side {
		at[s.ID] = s
	}
	done := make(map[ID]bool, len(side))
	out := make([]*Step, 0, len(side))
	for _, s := range side {
		stack := []*Step{s}
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			wait := false
			for _, p := range top.Parents {
				if q := at[p]; q != nil && !done[p] {
					stack = append(stack, q)
					wait = true
				}
			}
			if wait {
				continue
			}
			stack = stack[:len(stack)-1]
			if !done[top.ID] {
				done[top.ID] = true
				out = append(out, top)
			}
		}
	}
	copy(side, out)
}

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

// Changes lists what differs between the trees of two commits.
func (r *Repo) Changes(from, to ID, f Filter) ([]Change, error) {
	rd := r.NewReader()
	a, err := rd.Commit(from)
	if err != nil {
		return nil, err
	}
	b, err := rd.Commit(to)
	if err != nil {
		return nil, err
	}
	return rd.diff(a.Tree, b.Tree, f)
}

// Fork returns the place in the line of the newest commit that is reachable from head; -1 where none is.
func (l *Line) Fork(r *Repo, head ID) (int, error) {
	at := make(map[ID]int, len(l.Steps))
	for i, s := range l.Steps {
		at[s.ID] = i
	}
	rd := r.NewReader()
	newest := -1
	seen := map[ID]bool{head: true}
	for stack := []ID{head}; len(stack) > 0; {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if i, ok := at[id]; ok {
			newest = max(newest, i)
			continue
		}
		c, err := rd.Commit(id)
		if err != nil {
			return -1, err
		}
		for _, p := range c.Parents {
			if !seen[p] {
				seen[p] = true
				stack = append(stack, p)
			}
		}
	}
	return newest, nil
}
