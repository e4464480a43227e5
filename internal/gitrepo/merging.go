package gitrepo

import (
	"context"
	"slices"
)

// Merging returns the step that a merge of head into the line would be, if nothing but head's own commits had come
// since its fork (a place in the line): what head changed since then, and the commits that it brings in. The step has
// no id, people or message of its own.
func (r *Repo) Merging(ctx context.Context, l *Line, fork int, head ID, f Filter) (*Step, error) {
	tip, err := r.NewReader().Commit(head)
	if err != nil {
		return nil, err
	}
	base := l.Steps[fork]
	merge := &Step{Commit: &Commit{Tree: tip.Tree, Parents: []ID{base.ID, head}}}
	w := &walker{repo: r, filter: f, known: len(l.Steps), trees: map[ID]ID{}}
	for _, s := range l.Steps {
		w.trees[s.ID] = s.Tree
		for _, side := range s.Side {
			w.trees[side.ID] = side.Tree
		}
	}
	w.chain = append(slices.Clip(l.Steps), merge)
	if err := w.readSides(ctx); err != nil {
		return nil, err
	}
	return merge, w.diff(ctx)
}
