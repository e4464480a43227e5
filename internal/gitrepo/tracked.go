package gitrepo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sort"
	"strings"
	"time"
)

// Index is what Git's index holds: what the next commit will be made of.
type Index struct {
	repo     *Repo
	files    []trackedFile // sorted by path; of a conflict our side
	conflict string        // a path that has one; "" for none
	split    bool          // the rest of the index is in another file: files are those of HEAD
	written  uint32        // the second in which the index was; 0 where it proves nothing
}

// readIndex reads Git's index. Of a split index, the rest of which is in another file, the files are those of HEAD.
func (r *Repo) readIndex() (*Index, error) {
	x := &Index{repo: r}
	data, written, err := readWithTime(r.indexFile)
	if errors.Is(err, fs.ErrNotExist) {
		return x, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading Git's index: %w", err)
	}
	x.written = uint32(written.Unix())
	err = parseGitIndex(data, x.add)
	switch {
	case errors.Is(err, errSplitIndex):
		*x = Index{repo: r, split: true}
		err = x.addHead()
	case err != nil:
		err = &Refusal{fmt.Sprintf("Git's index %s can't be read: %v", r.indexFile, err),
			"remove it and run `git reset` to make it anew"}
	default:
		err = x.expand()
	}
	return x, err
}

// Staged reads Git's index as the files of the next commit. A *Refusal says why nothing could be committed from it.
func (r *Repo) Staged() (*Index, error) {
	if r.Root == "" {
		return nil, fmt.Errorf("%s is a bare repository: nothing is staged in it", r.GitDir)
	}
	x, err := r.readIndex()
	switch {
	case err != nil:
		return nil, err
	case x.split:
		return nil, &Refusal{"Git's index is split into several files, which writ doesn't read",
			"run `git update-index --no-split-index`, and see `git config core.splitIndex`"}
	case x.conflict != "":
		return nil, &Refusal{fmt.Sprintf("%s has a merge conflict, so that nothing can be committed", x.conflict),
			"resolve it, and `git add` it"}
	}
	x.files = slices.DeleteFunc(x.files, func(f trackedFile) bool { return f.intended })
	return x, nil
}

// readWithTime reads a file, and returns when it was written.
func readWithTime(path string) ([]byte, time.Time, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, time.Time{}, err
	}
	data := make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, info.ModTime(), err
}

func (x *Index) add(path []byte, f trackedFile) {
	f.path = string(path)
	if f.stage != 0 && x.conflict == "" {
		x.conflict = f.path
	}
	if f.stage == 0 || f.stage == oursStage {
		x.files = append(x.files, f)
	}
}

// addHead adds the files of HEAD. Nothing is known of their times.
func (x *Index) addHead() error {
	h, err := x.repo.Head()
	if err != nil || h.Unborn {
		return err
	}
	c, err := x.repo.NewReader().Commit(h.Commit)
	if err != nil {
		return err
	}
	x.files, err = x.below(trackedFile{blob: c.Tree})
	return err
}

// expand puts the files of the folders of a sparse index in place of these.
func (x *Index) expand() error {
	if !slices.ContainsFunc(x.files, func(f trackedFile) bool { return f.mode == ModeFolder }) {
		return nil
	}
	var all []trackedFile
	for _, f := range x.files {
		if f.mode != ModeFolder {
			all = append(all, f)
			continue
		}
		files, err := x.below(f)
		if err != nil {
			return err
		}
		all = append(all, files...)
	}
	x.files = all
	return nil
}

// below returns the files of the folder f, whose path ends with a slash unless it is the root, and whose blob is its
// tree.
func (x *Index) below(f trackedFile) ([]trackedFile, error) {
	found, err := x.repo.NewReader().diff(ID{}, f.blob, Filter{})
	all := make([]trackedFile, len(found))
	for i, c := range found {
		all[i] = trackedFile{path: f.path + c.Path, blob: c.Blob, mode: c.Mode, absent: f.absent}
	}
	return all, err
}

// Files lists the files of the index that the filter asks for, sorted by path. Submodules are left out.
func (x *Index) Files(f Filter) ([]File, error) {
	var all []File
	for _, i := range x.matching(f) {
		all = append(all, x.files[i].file())
	}
	return all, nil
}

// matching returns the places of the files that the filter asks for.
func (x *Index) matching(f Filter) []int {
	var at []int
	var path []byte
	for i := range x.files {
		if t := &x.files[i]; t.mode != ModeSubmodule {
			if path = append(path[:0], t.path...); f.matches(path) {
				at = append(at, i)
			}
		}
	}
	return at
}

func (t *trackedFile) file() File { return File{Path: t.path, Mode: t.mode, Blob: t.blob} }

// Entry returns what is at a path: see Reader.Entry.
func (x *Index) Entry(path string) (File, error) {
	i, folder := x.locate(path)
	switch {
	case folder || path == ".":
		return File{Path: path, Mode: ModeFolder}, nil
	case i < 0:
		return File{}, nil
	}
	return x.files[i].file(), nil
}

// Each reads files, as Repo.EachFile does.
func (x *Index) Each(ctx context.Context, files []File, visit func(i int, data []byte) error) error {
	return x.repo.EachFile(ctx, files, visit)
}

// find returns the place of a path in files, or where it would be.
func (x *Index) find(path string) (at int, ok bool) {
	return slices.BinarySearchFunc(x.files, path, func(f trackedFile,
		path string) int {
		return strings.Compare(f.path, path)
	})
}

func (x *Index) locate(path string) (at int, folder bool) {
	return Locate(len(x.files), func(i int) string { return x.files[i].path }, path)
}

// Locate finds a path among n that are sorted: the place of the one that is equal or, where it isn't a folder of
// others, of the one that is a folder on the way to it; -1 for neither.
func Locate(n int, pathAt func(i int) string, path string) (at int, folder bool) {
	find := func(path string) int { return sort.Search(n, func(i int) bool { return pathAt(i) >= path }) }
	if i := find(path); i < n && pathAt(i) == path {
		return i, false
	}
	if i := find(path + "/"); i < n && strings.HasPrefix(pathAt(i), path+"/") {
		return -1, true
	}
	for end := strings.LastIndexByte(path, '/'); end > 0; end = strings.LastIndexByte(path[:end], '/') {
		if i := find(path[:end]); i < n && pathAt(i) == path[:end] {
			return i, false
		}
	}
	return -1, false
}
