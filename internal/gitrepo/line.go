package gitrepo

import (
	"context"
	"slices"
)

// Git's modes of tree entries.
const (
	ModeFile      = 0o100644
	ModeExec      = 0o100755
	ModeSymlink   = 0o120000
	ModeSubmodule = 0o160000
	ModeFolder    = 0o40000 // in trees only: a Change is of a file
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

// Filter says which paths matter; the zero Filter wants all. Both functions are called from several goroutines, and
// must not keep their argument.
type Filter struct {
	Match   func(path []byte) bool // of a file; nil for every one
	Descend func(dir []byte) bool  // may anything below this folder match? nil for yes
}

func (f Filter) matches(path []byte) bool { return f.Match == nil || f.Match(path) }

// Walk reads the first-parent chain of tip and the side commits that its merges brought in, and what each of
// them changed against its first parent. When the commit start lies on the chain, the line begins there: newer
// commits are left out. Steps that are known from a walk with the same filter (oldest first) are taken over as far
// as they are on this chain.
func (r *Repo) Walk(ctx context.Context, tip, start ID, f Filter, known []*Step) (*Line, error) {
	w := &walker{repo: r, rd: r.NewReader(), known: known}
	p := newPool(ctx, r, f)
	err := w.readChain(ctx, tip, start, p)
	if err == nil {
		err = w.readSides(ctx, p)
	}
	if err != nil {
		p.fail(err)
	}
	if err := w.finish(ctx, p); err != nil {
		return nil, err
	}
	return &Line{Steps: w.chain, Fresh: len(w.chain) - w.taken}, nil
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

// OnLine reports whether a commit is on the first-parent chain that ends with tip.
func (r *Repo) OnLine(tip, commit ID) (bool, error) {
	rd := r.NewReader()
	for id := tip; ; {
		if id == commit {
			return true, nil
		}
		c, err := rd.Commit(id)
		if err != nil || len(c.Parents) == 0 {
			return false, err
		}
		id = c.Parents[0]
	}
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
