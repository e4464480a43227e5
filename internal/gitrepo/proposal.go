package gitrepo

import (
	"context"
	"slices"
	"strings"
)

// Proposal is what HEAD, and with it the working tree, have beyond a commit that they build on.
type Proposal struct {
	Base    ID
	Tips    []ID     // the newest commits of the branch; what is reachable from them and not from Base is proposed
	Merge   *Commit  // HEAD where it merges Tips into Base: it is no part of the branch; else nil
	Changes []Change // of all files against Base, by path; Own where none of Tips has the result

	edited map[ID]File // contents that may not be in the object database
	read   func(File) ([]byte, error)
}

// ReadProposal compares files, as they are on top of HEAD, with the commit base; nil stands for those of HEAD itself.
// read returns the content of an edited one.
func (r *Repo) ReadProposal(base ID, head Head, files []File, read func(File) ([]byte, error)) (*Proposal, error) {
	a := &Proposal{Base: base, edited: map[ID]File{}, read: read}
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
	if files == nil {
		a.Changes, err = r.Changes(base, head.Commit, Filter{})
	} else {
		var before []File
		if before, err = r.Files(base, Filter{}); err == nil {
			a.compare(before, files)
		}
	}
	if err != nil {
		return nil, err
	}
	return a, a.markOwn(rd)
}

// compare lists how files differ from those before. Both are sorted by path.
func (a *Proposal) compare(before, files []File) {
	gone := func(was File) {
		a.Changes = append(a.Changes, Change{Path: was.Path, OldBlob: was.Blob, OldMode: was.Mode, Own: true})
	}
	for _, f := range files {
		for len(before) > 0 && before[0].Path < f.Path {
			gone(before[0])
			before = before[1:]
		}
		var was File
		if len(before) > 0 && before[0].Path == f.Path {
			was, before = before[0], before[1:]
		}
		if f.Blob == was.Blob && f.Mode == was.Mode {
			continue
		}
		if f.Edited {
			a.edited[f.Blob] = f
		}
		a.Changes = append(a.Changes, Change{Path: f.Path, OldBlob: was.Blob, Blob: f.Blob, OldMode: was.Mode,
			Mode: f.Mode, Own: true})
	}
	for _, was := range before {
		gone(was)
	}
}

// markOwn clears Own where one of the tips has the very result.
func (a *Proposal) markOwn(rd *Reader) error {
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

// Edited returns a content that no commit has, and false of others.
func (a *Proposal) Edited(id ID) (data []byte, ok bool, err error) {
	f, ok := a.edited[id]
	if ok {
		data, err = a.read(f)
	}
	return data, ok, err
}

// IsEdited reports whether a content is that of an edited file of the working tree.
func (a *Proposal) IsEdited(id ID) bool {
	_, ok := a.edited[id]
	return ok
}

// Lend returns a content of the snapshot that is compared, as Reader.Lend does.
func (a *Proposal) Lend(rd *Reader, id ID) ([]byte, error) {
	if data, ok, err := a.Edited(id); ok {
		return data, err
	}
	return rd.Lend(id)
}

// At returns the change of a path.
func (a *Proposal) At(path string) (Change, bool) {
	i, ok := slices.BinarySearchFunc(a.Changes, path, func(c Change,
		path string) int {
		return strings.Compare(c.Path, path)
	})
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
