package sitegen

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// folder writes files below a directory. Files that are in it from the start are those of an earlier site, too, by
// links: they are replaced, and never written to.
type folder struct {
	dir   string
	there map[string]leaf // what is in it from the start, with slashes
	disk  uint64          // that it is on; 0 where that isn't known

	mu   sync.Mutex
	made map[string]bool // folders that are there
	used map[string]bool // those in which files were put
}

func newFolder(dir string, there listing) *folder {
	f := &folder{dir: dir, there: map[string]leaf{}, made: map[string]bool{}, used: map[string]bool{}, disk: diskOf(dir)}
	for _, b := range there {
		for _, x := range b {
			f.there[filepath.ToSlash(x.name)] = x
			if x.folder {
				f.made[filepath.Join(dir, x.name)] = true
			}
		}
	}
	return f
}

// path returns where a file lies, whose folder is there.
func (f *folder) path(name string) (string, error) {
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	parent := filepath.Dir(file)
	f.mu.Lock()
	made := f.made[parent]
	for at := parent; len(at) > len(f.dir) && !f.used[at]; at = filepath.Dir(at) {
		f.used[at] = true
	}
	f.mu.Unlock()
	if made {
		return file, nil
	}
	if os.Mkdir(parent, 0o755) != nil { // mostly the folder above is there: see os.MkdirAll, which looks first
		f.clear(path.Dir(name))
		if err := os.MkdirAll(parent, 0o755); err != nil {
			return "", err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.made[parent] = true
	return file, nil
}

// clear removes the file that was there in the place of a folder, or of one above it.
func (f *folder) clear(name string) {
	for ; name != "."; name = path.Dir(name) {
		if x, ok := f.there[name]; ok && !x.folder {
			_ = os.Remove(filepath.Join(f.dir, filepath.FromSlash(name))) // else making the folder fails
		}
	}
}

// create begins a file.
func (f *folder) create(name string) (io.WriteCloser, error) {
	file, err := f.path(name)
	if err != nil {
		return nil, err
	}
	var out *os.File
	err = f.replacing(file, func() (err error) {
		out, err = os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// link adds a file that lies elsewhere, where the file system has links.
func (f *folder) link(from, name string) error {
	file, err := f.path(name)
	if err != nil {
		return err
	}
	return f.replacing(file, func() error { return os.Link(from, file) })
}

// replacing makes a file, and once more without what was in its place from the start.
func (f *folder) replacing(file string, make func() error) error {
	err := make()
	f.mu.Lock()
	used := f.used[file]
	f.mu.Unlock()
	if used || !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.RemoveAll(file); err != nil {
		return err
	}
	return make()
}

// fileID tells a file from all others that are there.
type fileID struct{ disk, inode uint64 }

// has reports whether a file was there from the start and is the one that lies elsewhere, too.
func (f *folder) has(name string, elsewhere fileID) bool {
	mine := f.there[name].inode
	return mine != 0 && elsewhere == fileID{f.disk, mine}
}
