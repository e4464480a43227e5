package gitrepo

import (
	"context"
	"fmt"
	"slices"
)

// walker reads the commits of a line. Commits are read one after another, for each names the next; what they changed
// is worked out meanwhile by a pool.
type walker struct {
	repo  *Repo
	rd    *Reader
	known []*Step   // from an earlier walk, oldest first
	chain []*Step   // oldest first, once it is read
	taken int       // how many of the oldest steps were taken over from known
	trees map[ID]ID // the root tree of each commit of chain and sides; nil where nothing was merged
	twins []twin    // side commits that changed just what their merges did
}

// twin is a side commit that began where its merge began and ended where it ended, as a branch does that nothing else
// was merged beside. Their trees are compared once.
type twin struct{ merge, side *Step }

// readChain reads the first parents of tip down to a known step or the first commit. Where start is among them, what
// is newer is left out.
func (w *walker) readChain(ctx context.Context, tip, start ID, p *pool) error {
	known := knownSteps{steps: w.known}
	var last *Step
	var mark ID // of a commit at a distance that doubles: in a circle it comes back
	for id, n := tip, 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if id == mark {
			return fmt.Errorf("commit %s is its own ancestor; check the clone with `git fsck`", id)
		}
		if n&(n-1) == 0 {
			mark = id
		}
		if n := known.upTo(id); n > 0 {
			w.takeOver(n, start, last, p)
			return nil
		}
		c, err := w.rd.Commit(id)
		if err != nil {
			return err
		}
		if id == start {
			w.chain, last = w.chain[:0], nil
			p.drop()
		}
		s := &Step{Commit: c}
		w.chain = append(w.chain, s)
		if last != nil {
			p.add(task{last, c.Tree})
		}
		if len(c.Parents) == 0 {
			p.add(task{s, ID{}})
			slices.Reverse(w.chain)
			return nil
		}
		last, id = s, c.Parents[0]
	}
}

// takeOver puts the oldest n known steps below those that were read, of which oldest is the oldest.
func (w *walker) takeOver(n int, start ID, oldest *Step, p *pool) {
	w.taken = n
	if oldest != nil {
		p.add(task{oldest, w.known[n-1].Tree})
	}
	for i, s := range w.known[:n] {
		if s.ID == start {
			w.taken = i + 1
			w.chain = nil
			p.drop()
		}
	}
	slices.Reverse(w.chain)
	w.chain = slices.Concat(w.known[:w.taken], w.chain)
}

// knownSteps finds steps by their ids.
type knownSteps struct {
	steps  []*Step
	misses int
	at     map[ID]int // made when many ids weren't the newest one
}

// upTo returns how many steps there are up to and with the commit id; 0 where it isn't among them.
func (k *knownSteps) upTo(id ID) int {
	n := len(k.steps)
	if n == 0 {
		return 0
	}
	if k.steps[n-1].ID == id {
		return n
	}
	if k.misses++; k.misses <= 32 {
		return slices.IndexFunc(k.steps, func(s *Step) bool { return s.ID == id }) + 1
	}
	if k.at == nil {
		k.at = make(map[ID]int, n)
		for i, s := range k.steps {
			k.at[s.ID] = i + 1
		}
	}
	return k.at[id]
}

// readSides finds for each merge of the chain the commits that are reachable from its other parents and not from
// its first. Going from the oldest merge up, everything reachable from the first parent has been seen already.
func (w *walker) readSides(ctx context.Context, p *pool) error {
	if !slices.ContainsFunc(w.chain[w.taken:], func(s *Step) bool { return len(s.Parents) > 1 }) {
		return nil
	}
	w.trees = make(map[ID]ID, len(w.chain)+len(w.chain)/2)
	for i, s := range w.chain {
		if i >= w.taken && len(s.Parents) > 1 {
			if err := w.readSide(ctx, s); err != nil {
				return err
			}
			for _, side := range s.Side {
				var old ID
				if len(side.Parents) > 0 {
					old = w.trees[side.Parents[0]]
				}
				if side.Tree == s.Tree && old == w.trees[s.Parents[0]] {
					w.twins = append(w.twins, twin{s, side})
					continue
				}
				p.add(task{side, old})
			}
		}
		for _, side := range s.Side {
			w.trees[side.ID] = side.Tree
		}
		w.trees[s.ID] = s.Tree
	}
	return nil
}

// finish waits until what all commits changed is known.
func (w *walker) finish(ctx context.Context, p *pool) error {
	if err := p.close(w.rd); err != nil {
		return err
	}
	for _, t := range w.twins {
		t.side.Changes = slices.Clone(t.merge.Changes)
	}
	return w.markOwn(ctx)
}

// readSide reads the commits that a merge brought. Those below it are in w.trees, and nothing else is.
func (w *walker) readSide(ctx context.Context, s *Step) error {
	stack := slices.Clone(s.Parents[1:])
	for len(stack) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if _, again := w.trees[id]; again {
			continue
		}
		c, err := w.rd.Commit(id)
		if err != nil {
			return err
		}
		w.trees[id] = c.Tree
		s.Side = append(s.Side, &Step{Commit: c})
		stack = append(stack, c.Parents...)
	}
	sortSide(s.Side)
	return nil
}
