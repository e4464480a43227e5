package gitrepo

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// WorkTree is the files of the working tree as git sees them: tracked ones, and untracked ones that aren't ignored. A
// file that git calls unchanged has the content that Git's index names, whatever a checkout made of it on the disk;
// line ends alone are no change. It is safe for concurrent use, and looks at each file once: what it said of one
// stays.
type WorkTree struct {
	repo  *Repo
	index *Index
	prefs preferences

	mu        sync.Mutex
	looked    []*workFile // at the files of the index; nil for those that nobody asked for
	untracked func() (*untracked, error)

	attributes attributeFiles
	noting     sync.Mutex
	notes      []string
}

// workFile is what was found of a file. The zero value stands for one that isn't there.
type workFile struct {
	File
	disk string // where it lies, relative to the root; "" where only its name in Git matters
	data []byte // of an edited file, unless it is large
}

// maxHeld is the size in bytes of the largest edited file whose content is kept.
const maxHeld = 4 << 20

// WorkTree opens the working tree.
func (r *Repo) WorkTree() (*WorkTree, error) {
	if r.Root == "" {
		return nil, fmt.Errorf("%s is a bare repository: it has no working tree", r.GitDir)
	}
	index, err := r.readIndex()
	if err != nil {
		return nil, err
	}
	w := &WorkTree{repo: r, index: index, looked: make([]*workFile, len(index.files))}
	if w.prefs, err = r.readPreferences(); err != nil {
		return nil, err
	}
	w.untracked = sync.OnceValues(w.findUntracked)
	return w, nil
}

// Again is the working tree with a new look at some of its files, which may have been written since. What it said of
// all others stays; so does which files there are.
func (w *WorkTree) Again(paths []string) (*WorkTree, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := &WorkTree{repo: w.repo, index: w.index, prefs: w.prefs, looked: slices.Clone(w.looked), notes: w.Notes()}
	others, err := w.untracked()
	if err != nil {
		return nil, err
	}
	fresh := &untracked{files: slices.Clone(others.files), spelt: others.spelt}
	for _, path := range paths {
		if i, tracked := w.index.find(path); tracked {
			now.looked[i] = nil
		}
		if i, _ := fresh.locate(path); i >= 0 {
			f := &fresh.files[i]
			f.Blob, f.data = ID{}, nil
		}
	}
	now.untracked = func() (*untracked, error) { return fresh, nil }
	return now, nil
}

// Notes are sentences on files whose state can't be told, and how they were taken, for who reads the report.
func (w *WorkTree) Notes() []string {
	w.noting.Lock()
	defer w.noting.Unlock()
	return slices.Sorted(slices.Values(w.notes))
}

// Files lists the files that the filter asks for, sorted by path. Symbolic links are listed and not followed; ignored
// files, other repositories and submodules are left out.
func (w *WorkTree) Files(f Filter) ([]File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	at := w.index.matching(f)
	if err := w.look(at); err != nil {
		return nil, err
	}
	var all []File
	for _, i := range at {
		if found := w.looked[i]; found.Mode != 0 {
			all = append(all, found.File)
		}
	}
	others, err := w.untracked()
	if err != nil {
		return nil, err
	}
	for i := range others.files {
		if x := &others.files[i]; f.matches([]byte(x.Path)) {
			if err := w.readUntracked(x); err != nil {
				return nil, err
			}
			all = append(all, x.File)
		}
	}
	slices.SortFunc(all, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

// Entry returns what is at a path: see Reader.Entry.
func (w *WorkTree) Entry(path string) (File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if path == "." {
		return File{Path: path, Mode: ModeFolder}, nil
	}
	i, folder := w.index.locate(path)
	if folder {
		there, err := w.holds(path)
		if there || err != nil {
			return File{Path: path, Mode: ModeFolder}, err
		}
	}
	if i >= 0 {
		t := &w.index.files[i]
		if t.mode == ModeSubmodule {
			return t.file(), nil
		}
		if err := w.look([]int{i}); err != nil {
			return File{}, err
		}
		if found := w.looked[i]; found.Mode != 0 {
			return found.File, nil
		}
	}
	others, err := w.untracked()
	if err != nil {
		return File{}, err
	}
	i, folder = others.locate(path)
	switch {
	case folder:
		return File{Path: path, Mode: ModeFolder, Untracked: true}, nil
	case i < 0:
		return File{}, nil
	}
	err = w.readUntracked(&others.files[i])
	return others.files[i].File, err
}

// holds reports whether a tracked file below a folder is on the disk.
func (w *WorkTree) holds(folder string) (bool, error) {
	for i, _ := w.index.find(folder + "/"); i < len(w.index.files) && strings.HasPrefix(w.index.files[i].path,
		folder+"/"); i++ {
		if err := w.look([]int{i}); err != nil || w.looked[i].Mode != 0 {
			return true, err
		}
	}
	return false, nil
}

// look looks at files of the index, by all cores: most of the time goes into that.
func (w *WorkTree) look(at []int) error {
	at = slices.DeleteFunc(slices.Clone(at), func(i int) bool { return w.looked[i] != nil })
	workers := max(1, min(runtime.GOMAXPROCS(0), 8, len(at)/64))
	var group errgroup.Group
	for k := range workers {
		part := at[k*len(at)/workers : (k+1)*len(at)/workers]
		group.Go(func() error {
			look := onDisk{w, map[string]bool{}}
			for _, i := range part {
				found, err := look.file(&w.index.files[i])
				if err != nil {
					return err
				}
				w.looked[i] = &found
			}
			return nil
		})
	}
	return group.Wait()
}

// onDisk looks at tracked files. It belongs to one goroutine.
type onDisk struct {
	*WorkTree
	dirs map[string]bool // whether a path is a real folder
}

// file describes a tracked file.
func (d onDisk) file(t *trackedFile) (workFile, error) {
	f := workFile{File: t.file()}
	if t.assumed || t.absent && !d.prefs.on("core.sparsecheckout", false) || t.mode == ModeSubmodule {
		return f, nil
	}
	f.disk = t.path
	info, err := d.lstat(t.path)
	if err == nil && info == nil {
		if f.disk, err = d.spelt(t.path); f.disk != "" && err == nil {
			info, err = d.lstat(f.disk)
		}
	}
	switch {
	case err != nil:
		return f, unreadable(t.path, err)
	case info == nil && t.absent:
		return workFile{File: f.File}, nil
	case info == nil:
		return workFile{}, nil
	}
	return d.described(f, t, info)
}

// described compares a file on the disk with what the index has of it.
func (d onDisk) described(f workFile, t *trackedFile, info fs.FileInfo) (workFile, error) {
	switch link := info.Mode()&fs.ModeSymlink != 0; {
	case link:
		target, err := os.Readlink(d.path(f.disk))
		if err != nil {
			return f, unreadable(t.path, err)
		}
		return f.linkedTo([]byte(target), t), nil
	case !info.Mode().IsRegular():
		return workFile{}, nil
	case t.mode == ModeSymlink && !d.prefs.on("core.symlinks", true):
		target, err := d.content(f.disk) // of links, a checkout made files there
		return f.linkedTo(target, t), err
	case t.mode == ModeSymlink:
		f.Mode = ModeFile
	}
	if !t.intended && d.index.unchanged(t, info, d.prefs) {
		return f, nil
	}
	return d.compared(f, t, info)
}

// linkedTo describes a symbolic link.
func (f workFile) linkedTo(target []byte, t *trackedFile) workFile {
	f.Mode, f.Blob, f.data = ModeSymlink, BlobID(target), target
	f.Edited = f.Blob != t.blob || t.mode != ModeSymlink
	return f
}

// compared reads a file that may have been edited.
func (d onDisk) compared(f workFile, t *trackedFile, info fs.FileInfo) (workFile, error) {
	if info.Size() > maxHeld {
		id, err := d.hashed(f.disk)
		f.Edited, f.Blob = id != t.blob, id
		return f, err
	}
	data, err := d.content(f.disk)
	if err != nil {
		return f, err
	}
	same := func(data []byte) bool { return !t.intended && sameContent(data, t.blob) }
	if same(data) {
		return f, nil
	}
	data, why, err := d.toGit(t.path, data)
	if err != nil {
		return f, err
	}
	if why != "" {
		d.noting.Lock()
		defer d.noting.Unlock()
		d.notes = append(d.notes, t.path+" "+why+": what is staged of it is judged; `git add` it after an edit")
		return f, nil
	}
	if same(data) {
		return f, nil
	}
	f.Edited, f.Blob, f.data = true, BlobID(data), data
	return f, nil
}

// sameContent reports whether data is the content of the blob, line ends aside: a checkout may have turned them into
// CRLF.
func sameContent(data []byte, blob ID) bool {
	return BlobID(data) == blob || bytes.Contains(data, []byte("\r\n")) &&
		BlobID(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == blob
}

// lstat looks at a path; nil where it, or a real folder on the way to it, isn't there, or it is a folder.
func (d onDisk) lstat(path string) (fs.FileInfo, error) {
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		real, known := d.dirs[path[:i]]
		if !known {
			info, err := os.Lstat(d.path(path[:i]))
			real = err == nil && info.IsDir()
			d.dirs[path[:i]] = real
		}
		if !real {
			return nil, nil
		}
	}
	info, err := os.Lstat(d.path(path))
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return nil, nil
	}
	return info, err
}

// path is the place of a file on the disk.
func (w *WorkTree) path(path string) string {
	return filepath.Join(w.repo.Root, filepath.FromSlash(path))
}

// content reads a file on the disk.
func (w *WorkTree) content(disk string) ([]byte, error) {
	data, err := os.ReadFile(w.path(disk))
	if err != nil {
		return nil, unreadable(disk, err)
	}
	return data, nil
}

// hashed is the id of a file's content as it is on the disk.
func (w *WorkTree) hashed(disk string) (ID, error) {
	f, err := os.Open(w.path(disk))
	if err != nil {
		return ID{}, unreadable(disk, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return ID{}, unreadable(disk, err)
	}
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", info.Size())
	if _, err := io.Copy(h, f); err != nil {
		return ID{}, unreadable(disk, err)
	}
	return ID(h.Sum(nil)), nil
}

// unreadable names a file of the tree that can't be read, without its place on the disk.
func unreadable(path string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s can't be read: %w", path, err)
}

// BlobID returns the id that Git gives to the content as a blob.
func BlobID(data []byte) ID {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return ID(h.Sum(nil))
}

// Each reads files that Files or Entry returned, and calls visit once for each, with its place in files. The data is
// valid during the call only, and mustn't be changed; visit is called from several goroutines, and in any order.
func (w *WorkTree) Each(ctx context.Context, files []File, visit func(i int, data []byte) error) error {
	return w.repo.share(ctx, len(files), 64, func(rd *Reader, i int) error {
		data, err := w.read(rd, files[i])
		if err != nil {
			return err
		}
		return visit(i, data)
	})
}

// read returns the content of a file. What the disk has is taken where it is the very content that was promised.
func (w *WorkTree) read(rd *Reader, f File) ([]byte, error) {
	found := w.find(f)
	if found.data != nil {
		return found.data, nil
	}
	if found.disk != "" {
		data, err := os.ReadFile(w.path(found.disk))
		if err == nil && BlobID(data) == f.Blob {
			return data, nil
		}
		if f.Edited {
			return nil, cmp.Or(err, fmt.Errorf("%s was changed while it was read; run this again", f.Path))
		}
	}
	data, err := rd.Blob(f.Blob)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, err)
	}
	return data, nil
}

// find returns what is known of a file.
func (w *WorkTree) find(f File) workFile {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i, ok := w.index.find(f.Path); ok && w.looked[i] != nil && w.looked[i].File == f {
		return *w.looked[i]
	}
	if others, err := w.untracked(); err == nil {
		if i, _ := others.locate(f.Path); i >= 0 && others.files[i].File == f {
			return others.files[i]
		}
	}
	return workFile{}
}
