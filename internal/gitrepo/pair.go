package gitrepo

import (
	"context"
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
)

// Pair is two blobs that are one content: a text, and the file that it describes.
type Pair struct{ Text, File ID }

// ID names the pair as Git names a tree that holds just these two, called "text" and "file". No such object need
// exist: `git mktree` prints the same id.
func (p Pair) ID() ID {
	tree := "100644 file\x00" + string(p.File[:]) + "100644 text\x00" + string(p.Text[:])
	h := sha1.New()
	fmt.Fprintf(h, "tree %d\x00%s", len(tree), tree)
	return ID(h.Sum(nil))
}

// Pair returns the id of a pair. From now on, who reads the blob of this id reads the pair's text.
func (r *Repo) Pair(p Pair) ID {
	id := p.ID()
	r.pairs.Store(id, p)
	return id
}

// PairOf returns the pair that an id names; false of an id that Pair never returned.
func (r *Repo) PairOf(id ID) (Pair, bool) {
	p, ok := r.pairs.Load(id)
	if !ok {
		return Pair{}, false
	}
	return p.(Pair), true
}

// KnowPairs has r know the pairs that another opening of the same repository knows.
func (r *Repo) KnowPairs(other *Repo) {
	other.pairs.Range(func(id, pair any) bool {
		r.pairs.Store(id, pair)
		return true
	})
}

// Widen adds to steps, and to their side commits, what they changed among paths that their walk didn't ask for.
func (r *Repo) Widen(ctx context.Context, steps []*Step, f Filter) error {
	w := &walker{repo: r, trees: map[ID]ID{}}
	var all []*Step
	for _, s := range steps {
		for _, s := range append([]*Step{s}, s.Side...) {
			all = append(all, s)
			w.trees[s.ID] = s.Tree
		}
	}
	return r.share(ctx, len(all), 64, func(rd *Reader, i int) error {
		s := all[i]
		var old ID
		if len(s.Parents) > 0 {
			var err error
			if old, err = w.treeOf(rd, s.Parents[0]); err != nil {
				return err
			}
		}
		if old == s.Tree {
			return nil
		}
		changes, err := rd.diff(old, s.Tree, f)
		if err != nil || len(changes) == 0 {
			return err
		}
		if len(s.Parents) > 1 {
			if err := w.markOwnOf(rd, &Step{Commit: s.Commit, Changes: changes}); err != nil {
				return err
			}
		}
		s.Changes = slices.Concat(s.Changes, changes)
		slices.SortFunc(s.Changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
		return nil
	})
}

// treeOf returns the root tree of a commit.
func (w *walker) treeOf(rd *Reader, commit ID) (ID, error) {
	if tree, ok := w.trees[commit]; ok {
		return tree, nil
	}
	c, err := rd.Commit(commit)
	if err != nil {
		return ID{}, err
	}
	return c.Tree, nil
}
