package sitegen

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// output is where the files of a site go as they are finished. It remembers what the manifest says of each, and not
// its bytes. It is safe for concurrent use.
type output struct {
	write func(name string, data []byte) error

	mu      sync.Mutex
	entries map[string]manifestEntry
	bytes   int64
	made    int // pages, other than those that were kept from the previous site
	kept    int
}

func newOutput(write func(name string, data []byte) error) *output {
	return &output{write: write, entries: map[string]manifestEntry{}}
}

// put writes a file that no page is. The same file may be put again.
func (o *output) put(name string, data []byte) error {
	return o.add(manifestEntry{Path: name}, data)
}

func (o *output) add(e manifestEntry, data []byte) error {
	sum := sha256.Sum256(data)
	e.Size, e.SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	fresh, err := o.claim(e)
	if err != nil || !fresh {
		return err
	}
	return o.write(e.Path, data)
}

// claim makes a file known, unless it is known already.
func (o *output) claim(e manifestEntry) (fresh bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if old, known := o.entries[e.Path]; known {
		if old.SHA256 != e.SHA256 {
			return false, fmt.Errorf("two files of the site have the address %s", e.Path)
		}
		return false, nil
	}
	o.entries[e.Path] = e
	o.bytes += e.Size
	return true, nil
}

// files are the manifest's lines, sorted.
func (o *output) files() []manifestEntry {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := make([]manifestEntry, 0, len(o.entries))
	for _, name := range slices.Sorted(maps.Keys(o.entries)) {
		out = append(out, o.entries[name])
	}
	return out
}

// folder writes files below a directory.
type folder struct {
	dir string

	mu   sync.Mutex
	made map[string]bool
}

func newFolder(dir string) *folder { return &folder{dir: dir, made: map[string]bool{}} }

// path returns where a file lies, whose folder is there.
func (f *folder) path(name string) (string, error) {
	file := filepath.Join(f.dir, filepath.FromSlash(name))
	parent := filepath.Dir(file)
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.made[parent] {
		if os.Mkdir(parent, 0o755) != nil { // mostly the folder above is there: see os.MkdirAll, which looks first
			if err := os.MkdirAll(parent, 0o755); err != nil {
				return "", err
			}
		}
		f.made[parent] = true
	}
	return file, nil
}

func (f *folder) write(name string, data []byte) error {
	file, err := f.path(name)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}
