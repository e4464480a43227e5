package gitrepo

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
)

// Ahead is what HEAD, and with it the working tree, have beyond a commit that they build on.
type Ahead struct {
	Base    ID
	Tips    []ID          // the newest commits of the branch; what is reachable from them and not from Base is proposed
	Merge   *Commit       // HEAD where it merges Tips into Base: it is no part of the branch; else nil
	Changes []Change      // of all files against Base, by path; Own where none of Tips has the result
	Work    map[ID][]byte // contents of the working tree that may not be in the object database
	Tree    *WorkTree     // all files of the working tree; nil of a bare repository
}

// ReadAhead compares what is checked out with the commit base: the working tree with its untracked files, or the
// commit at HEAD of a bare repository.
func (r *Repo) ReadAhead(base ID, head Head) (*Ahead, error) {
	a := &Ahead{Base: base, Work: map[ID][]byte{}}
	rd := r.NewReader()
	c, err := rd.Commit(head.Commit)
	if err != nil {
		return nil, err
	}
	switch {
	case head.Commit == base:
	case len(c.Parents) > 1 && c.Parents[0] == base:
		a.Merge, a.Tips = c, c.Parents[1:]
	default:
		a.Tips = []ID{head.Commit}
	}
	every := Filter{Match: func([]byte) bool { return true }, Descend: func([]byte) bool { return true }}
	if r.Root == "" {
		a.Changes, err = r.Changes(base, head.Commit, every)
	} else {
		err = r.workChanges(a, every)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(a.Changes, func(x, y Change) int { return cmp.Compare(x.Path, y.Path) })
	return a, a.markOwn(rd)
}

// workChanges lists what the working tree has otherwise than the base, and keeps the contents that it read.
func (r *Repo) workChanges(a *Ahead, every Filter) (err error) {
	before, err := r.Files(a.Base, every)
	if err != nil {
		return err
	}
	slices.SortFunc(before, func(x, y File) int { return strings.Compare(x.Path, y.Path) }) // as they mostly are
	if a.Tree, err = r.WorkFiles(every); err != nil {
		return err
	}
	gone := func(was File) {
		a.Changes = append(a.Changes, Change{Path: was.Path, OldBlob: was.Blob, OldMode: was.Mode, Own: true})
	}
	for i := range a.Tree.Files { // both are sorted by path
		w := &a.Tree.Files[i]
		for len(before) > 0 && before[0].Path < w.Path {
			gone(before[0])
			before = before[1:]
		}
		var was File
		if len(before) > 0 && before[0].Path == w.Path {
			was, before = before[0], before[1:]
		}
		if w.Clean && w.Indexed == was.Blob && w.Mode == was.Mode {
			continue
		}
		blob, data, err := r.workBlob(*w)
		if err != nil {
			return err
		}
		if blob == was.Blob && w.Mode == was.Mode {
			continue
		}
		if data != nil {
			a.Work[blob] = data
		}
		a.Changes = append(a.Changes, Change{Path: w.Path, OldBlob: was.Blob, Blob: blob, OldMode: was.Mode, Mode: w.Mode, Own: true})
	}
	for _, was := range before {
		gone(was)
	}
	return nil
}

// workBlob returns the blob that a file of the working tree is, and its content where Git's index has another.
func (r *Repo) workBlob(w WorkFile) (ID, []byte, error) {
	if w.Link != "" {
		data := []byte(w.Link)
		return BlobID(data), data, nil
	}
	if w.Clean || w.Absent {
		return w.Indexed, nil, nil
	}
	data, err := r.ReadWork(w)
	if err != nil {
		return ID{}, nil, err
	}
	if SameContent(data, w.Indexed) {
		return w.Indexed, nil, nil
	}
	return BlobID(data), data, nil
}

// markOwn clears Own where one of the tips has the very result.
func (a *Ahead) markOwn(rd *Reader) error {
	for _, tip := range a.Tips {
		for i := range a.Changes {
			c := &a.Changes[i]
			if !c.Own {
				continue
			}
			mode, id, err := rd.Lookup(tip, c.Path)
			if err != nil {
				return err
			}
			c.Own = mode != c.Mode || id != c.Blob
		}
	}
	return nil
}

// Blob returns a content of the snapshot that is compared.
func (a *Ahead) Blob(rd *Reader, id ID) ([]byte, error) {
	if data, ok := a.Work[id]; ok {
		return bytes.Clone(data), nil
	}
	return rd.Blob(id)
}

// At returns the change of a path.
func (a *Ahead) At(path string) (Change, bool) {
	i, ok := slices.BinarySearchFunc(a.Changes, path, func(c Change, path string) int { return strings.Compare(c.Path, path) })
	if !ok {
		return Change{}, false
	}
	return a.Changes[i], true
}

// Branch returns the commits that are reachable from tips and not from the end of a line, oldest first, with what
// each of them changed.
func (r *Repo) Branch(ctx context.Context, l *Line, tips []ID, f Filter) ([]*Step, error) {
	if len(tips) == 0 || len(l.Steps) == 0 {
		return nil, nil
	}
	end := l.Steps[len(l.Steps)-1]
	merge := &Step{Commit: &Commit{Tree: end.Tree, Parents: append([]ID{end.ID}, tips...)}}
	w := &walker{repo: r, rd: r.NewReader(), taken: len(l.Steps)}
	w.chain = append(slices.Clip(l.Steps), merge)
	p := newPool(ctx, r, f)
	if err := w.readSides(ctx, p); err != nil {
		p.fail(err)
	}
	if err := w.finish(ctx, p); err != nil {
		return nil, err
	}
	return merge.Side, nil
}
