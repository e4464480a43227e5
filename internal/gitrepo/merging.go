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
	w := &walker{repo: r, rd: r.NewReader(), taken: len(l.Steps)}
	w.chain = append(slices.Clip(l.Steps), merge)
	p := newPool(ctx, r, f)
	p.add(task{merge, base.Tree})
	if err := w.readSides(ctx, p); err != nil {
		p.fail(err)
	}
	if err := p.close(w.rd); err != nil {
		return nil, err
	}
	return merge, w.markOwn(ctx)
}
