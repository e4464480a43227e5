package gitrepo

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// File is one entry of a snapshot.
type File struct {
	Path string // relative to the root, with slashes
	Mode uint32 // ModeFile, ModeExec, ModeSymlink; of Entry also ModeFolder, ModeSubmodule, and 0 for nothing
	Blob ID     // of its content, or of where the link points; zero of a folder

	Edited    bool // Git's index holds another content, or none
	Untracked bool // Git's index doesn't have the file
}

// Regular reports whether the entry is a file with a content, and no symbolic link.
func (f File) Regular() bool { return f.Mode == ModeFile || f.Mode == ModeExec }

// Files lists the files of a commit that the filter asks for, sorted by path. Submodules are left out.
func (r *Repo) Files(commit ID, f Filter) ([]File, error) {
	rd := r.NewReader()
	c, err := rd.Commit(commit)
	if err != nil {
		return nil, err
	}
	changes, err := rd.diff(ID{}, c.Tree, f)
	if err != nil {
		return nil, err
	}
	files := make([]File, len(changes))
	for i, c := range changes {
		files[i] = File{Path: c.Path, Mode: c.Mode, Blob: c.Blob}
	}
	return files, nil
}

// Lookup returns the file at path in a commit; mode 0 where there is none.
func (rd *Reader) Lookup(commit ID, path string) (mode uint32, id ID, err error) {
	tree, err := rd.treeOf(commit)
	if err != nil {
		return 0, ID{}, err
	}
	return rd.lookup(tree, path)
}

func (rd *Reader) lookup(tree ID, path string) (uint32, ID, error) {
	f, err := rd.Entry(tree, path)
	if err != nil || f.Mode == ModeFolder || f.Path != path {
		return 0, ID{}, err
	}
	return f.Mode, f.Blob, nil
}

// Entry returns what is at a path of a tree. Where something on the way there is no folder but a file, a symbolic link
// or a submodule, it returns that. Mode is 0 for nothing.
func (rd *Reader) Entry(tree ID, path string) (File, error) {
	if path == "." {
		return File{Path: path, Mode: ModeFolder}, nil
	}
	for end := 0; ; {
		name, _, deeper := strings.Cut(path[end:], "/")
		raw, err := rd.read(tree, objects.Tree)
		if err != nil {
			return File{}, err
		}
		mode, id, ok := findEntry(raw, name)
		end += len(name)
		switch {
		case !ok:
			return File{}, nil
		case mode == ModeFolder && !deeper:
			return File{Path: path, Mode: mode}, nil
		case mode != ModeFolder:
			return File{Path: path[:end], Mode: mode, Blob: id}, nil
		}
		tree, end = id, end+1
	}
}

// findEntry searches a raw tree: "mode name NUL id" after each other.
func findEntry(raw []byte, name string) (mode uint32, id ID, ok bool) {
	for len(raw) > 0 {
		head, rest, found := bytes.Cut(raw, []byte{0})
		if !found || len(rest) < len(id) {
			return 0, id, false
		}
		octal, entry, _ := bytes.Cut(head, []byte{' '})
		if string(entry) == name {
			m, err := strconv.ParseUint(string(octal), 8, 32)
			copy(id[:], rest)
			return uint32(m), id, err == nil
		}
		raw = rest[len(id):]
	}
	return 0, id, false
}

// EachBlob reads blobs with several workers and calls visit once for each, with its place in ids. The data is
// valid during the call only; visit is called from several goroutines, and in any order.
func (r *Repo) EachBlob(ctx context.Context, ids []ID, visit func(i int, data []byte) error) error {
	return r.eachBlob(ctx, ids, visit, func(_ int, err error) error { return err })
}

// EachFile reads the contents of files that have blobs, as EachBlob does. Errors name the file.
func (r *Repo) EachFile(ctx context.Context, files []File, visit func(i int, data []byte) error) error {
	ids := make([]ID, len(files))
	for i, f := range files {
		ids[i] = f.Blob
	}
	return r.eachBlob(ctx, ids, visit, func(i int, err error) error { return fmt.Errorf("%s: %w", files[i].Path, err) })
}

func (r *Repo) eachBlob(ctx context.Context, ids []ID, visit func(i int, data []byte) error,
	failed func(i int, err error) error) error {
	order := r.store.Order(ids)
	return r.share(ctx, len(ids), 256, func(rd *Reader, n int) error {
		data, err := rd.read(ids[order[n]], objects.Blob)
		if err != nil {
			return failed(order[n], err)
		}
		return visit(order[n], data)
	})
}

// share calls work for each of [0,n) with several readers, until one of them fails or the context is done. Neighbours
// are given to one reader, size at once.
func (r *Repo) share(ctx context.Context, n, size int, work func(rd *Reader, i int) error) error {
	take := fromBothEnds(n, size)
	workers := min(runtime.GOMAXPROCS(0), 8, (n+size-1)/size)
	group, ctx := errgroup.WithContext(ctx)
	for k := range workers {
		group.Go(func() error {
			rd := r.NewReader()
			for lo, hi := take(k%2 == 0); lo < hi; lo, hi = take(k%2 == 0) {
				for i := lo; i < hi; i++ {
					if err := ctx.Err(); err != nil {
						return err
					}
					if err := work(rd, i); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return group.Wait()
}
