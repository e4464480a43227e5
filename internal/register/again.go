package register

import (
	"context"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// Again returns the register of a snapshot that has the same files, of which only some documents were written since:
// the others aren't read. ok is false where that doesn't tell all: where a path isn't that of a document any more, or
// its document has another id, or one that others have, or lies beside a file that it describes.
func (r *Register) Again(ctx context.Context, s snapshot.Snapshot,
	paths []string) (again *Register, ok bool, err error) {
	files := make([]gitrepo.File, len(paths))
	for i, path := range paths {
		e := r.byPath[path]
		if e == nil || e.Link != "" || config.SidecarOf(path) != "" {
			return nil, false, nil
		}
		if files[i], err = snapshot.At(s, path); err != nil || !files[i].Regular() {
			return nil, false, err
		}
	}
	read := newReading(s, r.Config, keptFiles{}, files)
	if err := read.all(ctx); err != nil {
		return nil, false, err
	}
	all := slices.Clone(r.Documents)
	for i, e := range read.entries {
		was := r.byPath[paths[i]]
		if e == nil || e.ID != was.ID || len(r.ByID(e.ID)) > 1 {
			return nil, false, nil
		}
		e.targets = &targets{known: was.targets.known, links: was.targets.links}
		at, _ := slices.BinarySearchFunc(all, e, byPlace)
		all[at] = e
	}
	again = collect(r.Config, all)
	again.snapshot = s
	return again, true, nil
}
