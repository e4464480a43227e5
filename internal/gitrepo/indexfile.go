package gitrepo

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// The index is one file in the Git common directory. It is only ever a shortcut: without it, with an old one, or with
// a damaged one, the same answers come out, later. It has named sections (indexsections.go has the format); what
// stands in a section, and for which version of writ, is its owner's business.
const (
	indexFolder = "writ"
	indexName   = "index-v1"
	staleLock   = 10 * time.Minute // a lock this old was left by a run that was killed
	maxIndex    = 1 << 30
)

func (r *Repo) indexPath() string { return filepath.Join(r.CommonDir, indexFolder, indexName) }

// ReadSection returns what WriteSections stored under name, in a slice of the caller's own; false where there is
// nothing, or nothing sound. It reads that section only, so that damage in another one doesn't matter.
func (r *Repo) ReadSection(name string) ([]byte, bool) {
	f, table := openIndex(r.indexPath())
	if f == nil {
		return nil, false
	}
	defer f.Close()
	s, ok := table[name]
	if !ok {
		return nil, false
	}
	return s.read(f)
}

// WriteSections stores sections for the next run; an empty one is removed, and those that aren't named stay as they
// are, unless they are damaged. Of two runs at once one writes; readers see the old file or the new one. The error
// says why nothing was stored; no answer depends on it.
func (r *Repo) WriteSections(sections map[string][]byte) error {
	r.indexing.Lock()
	defer r.indexing.Unlock()
	path := r.indexPath()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	lock := path + ".lock"
	if info, err := os.Lstat(lock); err == nil && time.Since(info.ModTime()) > staleLock {
		_ = os.Remove(lock)
	}
	out, err := os.OpenFile(lock, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil // another run writes just now
	}
	if err != nil {
		return err
	}
	err = writeIndex(out, path, sections)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(lock, path)
	}
	if err != nil {
		_ = os.Remove(lock)
	}
	return err
}

// writeIndex writes the sections, and the sound ones of the file at old that they don't replace.
func writeIndex(out *os.File, old string, sections map[string][]byte) error {
	w := newSectionWriter(out)
	f, table := openIndex(old)
	if f != nil {
		defer f.Close()
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		if _, replaced := sections[name]; replaced {
			continue
		}
		if data, ok := table[name].read(f); ok {
			w.add(name, data)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		if data := sections[name]; len(data) > 0 {
			w.add(name, data)
		}
	}
	return w.finish()
}
