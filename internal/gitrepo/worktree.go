package gitrepo

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// WorkFile is a file of the working tree: tracked, or untracked and not ignored.
type WorkFile struct {
	Path    string
	Mode    uint32
	Tracked bool
	Indexed ID     // the blob in Git's index; zero for an untracked file
	Size    int64  // of the file on the disk, in bytes
	Link    string // where a symbolic link points; it is never followed
	Clean   bool   // the file's size and times are those that the index remembers: its content is Indexed
	Absent  bool   // left out of this sparse checkout: its content is Indexed, and isn't on the disk
}

// WorkTree is the files of the working tree that a filter asked for.
type WorkTree struct {
	Files  []WorkFile // sorted by path
	Absent []string   // every path, asked for or not, that this sparse checkout leaves out
}

// WorkFiles lists the files of the working tree that the filter asks for. Symbolic links are listed and not
// followed; ignored files, other repositories and submodules are left out.
func (r *Repo) WorkFiles(f Filter) (*WorkTree, error) {
	if r.Root == "" {
		return nil, fmt.Errorf("%s is a bare repository: it has no working tree", r.GitDir)
	}
	tracked, absent, err := r.readGitIndex(f.Match)
	if err != nil {
		return nil, err
	}
	w := worktree{repo: r, filter: f, seen: map[string]bool{}, absent: absent}
	if err := w.listTracked(tracked); err != nil {
		return nil, err
	}
	if err := w.walk("", w.excludes()); err != nil {
		return nil, err
	}
	slices.SortFunc(w.files, func(a, b WorkFile) int { return strings.Compare(a.Path, b.Path) })
	return &WorkTree{w.files, w.absent}, nil
}

// ReadWork returns the content of a file of the working tree.
func (r *Repo) ReadWork(w WorkFile) ([]byte, error) {
	if w.Absent {
		return r.NewReader().Blob(w.Indexed)
	}
	return os.ReadFile(filepath.Join(r.Root, filepath.FromSlash(w.Path)))
}

// BlobID returns the id that Git gives to the content as a blob.
func BlobID(data []byte) ID {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return ID(h.Sum(nil))
}

// SameContent reports whether data is the content of the blob, line ends aside: a checkout may have turned them
// into CRLF.
func SameContent(data []byte, blob ID) bool {
	return BlobID(data) == blob || bytes.Contains(data, []byte("\r\n")) && BlobID(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == blob
}

type worktree struct {
	repo   *Repo
	filter Filter
	seen   map[string]bool
	files  []WorkFile
	absent []string
}

// listTracked lists the files of the index that are there. Each is looked at on the disk, by all cores: most of the time
// goes into that.
func (w *worktree) listTracked(tracked []trackedFile) error {
	tracked = slices.DeleteFunc(tracked, func(t trackedFile) bool { return t.mode == ModeSubmodule })
	for _, t := range tracked {
		w.seen[t.path] = true
	}
	files := make([]WorkFile, len(tracked)) // without a path where nothing is there
	workers := max(1, min(runtime.GOMAXPROCS(0), 8, len(tracked)/256))
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() {
			from, to := k*len(tracked)/workers, (k+1)*len(tracked)/workers
			look := onDisk{w.repo.Root, map[string]bool{}}
			for i := from; i < to && errs[k] == nil; i++ {
				files[i], errs[k] = look.file(tracked[i])
			}
		})
	}
	wg.Wait()
	w.files = slices.DeleteFunc(files, func(f WorkFile) bool { return f.Path == "" })
	return errors.Join(errs...)
}

// onDisk looks at tracked files. It belongs to one goroutine.
type onDisk struct {
	root string
	dirs map[string]bool // whether a path is a real folder
}

// file describes a tracked file; one without a path where it was deleted in the working tree.
func (d onDisk) file(t trackedFile) (WorkFile, error) {
	f := WorkFile{Path: t.path, Mode: t.mode, Tracked: true, Indexed: t.blob}
	if t.absent {
		f.Absent = true
		return f, nil
	}
	info, err := d.lstat(t.path)
	if err != nil || info == nil {
		return WorkFile{}, err
	}
	if err := describe(d.root, &f, info); err != nil {
		return WorkFile{}, err
	}
	f.Size = info.Size()
	f.Clean = f.Link == "" && !t.modified.IsZero() && info.ModTime().Equal(t.modified) && info.Size() == int64(t.size)
	return f, nil
}

// lstat looks at a tracked file; nil where it, or a real folder on the way to it, isn't there.
func (d onDisk) lstat(path string) (fs.FileInfo, error) {
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		real, known := d.dirs[path[:i]]
		if !known {
			info, err := os.Lstat(d.root + "/" + path[:i])
			real = err == nil && info.IsDir()
			d.dirs[path[:i]] = real
		}
		if !real {
			return nil, nil
		}
	}
	info, err := os.Lstat(d.root + "/" + path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && info.IsDir() {
		return nil, nil
	}
	return info, err
}

func describe(root string, f *WorkFile, info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(filepath.Join(root, f.Path))
		if err != nil {
			return err
		}
		f.Mode, f.Link = ModeSymlink, target
	case f.Mode == 0 || f.Mode == ModeSymlink:
		f.Mode = ModeFile
	}
	return nil
}

func (w *worktree) excludes() []gitignore.Pattern {
	b, _ := os.ReadFile(filepath.Join(w.repo.CommonDir, "info", "exclude"))
	return parseIgnore(b, nil)
}

func parseIgnore(b []byte, domain []string) []gitignore.Pattern {
	var out []gitignore.Pattern
	for _, l := range strings.Split(string(b), "\n") {
		l = strings.TrimSuffix(l, "\r")
		if l == "" || l[0] == '#' {
			continue
		}
		out = append(out, gitignore.ParsePattern(l, domain))
	}
	return out
}

// walk looks for untracked files below dir.
func (w *worktree) walk(dir string, patterns []gitignore.Pattern) error {
	entries, err := os.ReadDir(filepath.Join(w.repo.Root, dir))
	if err != nil {
		return fmt.Errorf("looking for untracked files: %w", err)
	}
	var parts []string
	if dir != "" {
		parts = strings.Split(dir, "/")
	}
	if b, err := os.ReadFile(filepath.Join(w.repo.Root, dir, ".gitignore")); err == nil {
		patterns = append(slices.Clip(patterns), parseIgnore(b, parts)...)
	}
	ignored := gitignore.NewMatcher(patterns)
	for _, e := range entries {
		path := e.Name()
		if dir != "" {
			path = dir + "/" + path
		}
		if err := w.entry(e, path, append(slices.Clip(parts), e.Name()), ignored, patterns); err != nil {
			return err
		}
	}
	return nil
}

func (w *worktree) entry(e fs.DirEntry, path string, parts []string, ignored gitignore.Matcher, patterns []gitignore.Pattern) error {
	if e.Name() == ".git" {
		return nil
	}
	if e.IsDir() {
		if !w.filter.Descend([]byte(path)) || ignored.Match(parts, true) {
			return nil
		}
		if _, err := os.Lstat(filepath.Join(w.repo.Root, path, ".git")); err == nil {
			return nil // another repository, or a submodule
		}
		return w.walk(path, patterns)
	}
	if w.seen[path] || !w.filter.Match([]byte(path)) || ignored.Match(parts, false) {
		return nil
	}
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() && info.Mode()&fs.ModeSymlink == 0 {
		return nil // gone meanwhile, or a socket or device
	}
	f := WorkFile{Path: path, Size: info.Size()}
	if err := describe(w.repo.Root, &f, info); err != nil {
		return err
	}
	w.files = append(w.files, f)
	return nil
}
