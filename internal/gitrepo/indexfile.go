package gitrepo

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The index is one file of a repository in the user's own cache folder, so that what comes with a repository, in a
// copied folder, an archive or a shared workspace, brings no facts. It is only ever a shortcut: without it, with an
// old one, or with a damaged one, the same answers come out, later. It has named sections (indexsections.go has the
// format); what is in a section, and for which version of writ, is its owner's business.
const (
	cacheName  = "writ"           // the folder of all indexes
	indexEnd   = ".index"         // of their names
	foldersEnd = ".folders"       // of the names of folders beside them
	staleLock  = 10 * time.Minute // a lock this old was left by a run that was killed
	maxIndex   = 1 << 30

	unused    = 60 * 24 * time.Hour // an index that nobody read or wrote for so long is dropped
	usedAgain = 24 * time.Hour      // how old its time may be until a reader renews it
)

// userCache is the folder for what a program keeps, by the rules of os.UserCacheDir; "" where the environment names
// none.
func userCache(system string, getenv func(string) string) string {
	below := func(key string, rest ...string) string {
		if v := getenv(key); filepath.IsAbs(v) {
			return filepath.Join(append([]string{v}, rest...)...)
		}
		return ""
	}
	switch system {
	case "windows":
		return below("LocalAppData")
	case "darwin", "ios":
		return below("HOME", "Library", "Caches")
	case "plan9":
		return below("home", "lib", "cache")
	}
	if getenv("XDG_CACHE_HOME") != "" {
		return below("XDG_CACHE_HOME")
	}
	return below("HOME", ".cache")
}

// chooseIndex finds the place of the repository's index. There is none where the environment names no cache folder, or
// one inside the repository, which others write to.
func (r *Repo) chooseIndex(getenv func(string) string) {
	cache := userCache(runtime.GOOS, getenv)
	if cache == "" {
		return
	}
	common := resolved(r.CommonDir)
	for _, own := range []string{common, r.Root} {
		if rel, err := filepath.Rel(own, resolved(cache)); own != "" && err == nil && filepath.IsLocal(rel) {
			return
		}
	}
	name := sha256.Sum256([]byte(common))
	r.index = filepath.Join(cache, cacheName, hex.EncodeToString(name[:16])+indexEnd)
}

// IndexPath returns where the repository's index is, or will be; "" where none is kept.
func (r *Repo) IndexPath() string { return r.index }

// Folder returns where a folder of a name may be kept beside the index, which isn't there yet unless somebody made
// it; "" where nothing is kept. It is the caller's, as WriteSections drops it only when nothing was put into it or
// taken from it for long.
func (r *Repo) Folder(name string) string {
	if r.index == "" || makePrivate(filepath.Dir(r.index)) != nil {
		return ""
	}
	return filepath.Join(strings.TrimSuffix(r.index, indexEnd)+foldersEnd, name)
}

// private reports whether a folder is there and nobody but its owner can write to it. Windows guards a user's folders
// itself.
func private(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && (runtime.GOOS == "windows" || info.Mode().Perm()&0o022 == 0)
}

// ReadSection returns what WriteSections stored under name, in a slice of the caller's own; false where there is
// nothing, or nothing sound. It reads that section only, so that damage in another one doesn't matter.
func (r *Repo) ReadSection(name string) ([]byte, bool) {
	if r.index == "" || !private(filepath.Dir(r.index)) {
		return nil, false
	}
	f, table := openIndex(r.index)
	if f == nil {
		return nil, false
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && time.Since(info.ModTime()) > usedAgain {
		now := time.Now()
		_ = os.Chtimes(r.index, now, now)
	}
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
	path := r.index
	if path == "" {
		return nil
	}
	if err := makePrivate(filepath.Dir(path)); err != nil {
		return err
	}
	lock := path + ".lock"
	if info, err := os.Lstat(lock); err == nil && time.Since(info.ModTime()) > staleLock {
		_ = os.Remove(lock)
	}
	out, err := os.OpenFile(lock, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
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
		return err
	}
	r.dropOld()
	return nil
}

// makePrivate makes the folder of all indexes, in a cache folder whose own folder is there.
func makePrivate(dir string) error {
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Mkdir(d, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	if !private(dir) {
		return fmt.Errorf("%s is no folder that only its owner can write to", dir)
	}
	return nil
}

// dropOld removes the indexes of repositories that nobody read for long, and the one that earlier versions kept in the
// Git directory. It is nobody's answer: what can't be removed stays.
func (r *Repo) dropOld() {
	old := filepath.Join(r.CommonDir, "writ")
	for _, name := range []string{"index-v1", "index-v1.lock", ""} {
		_ = os.Remove(filepath.Join(old, name))
	}
	folder := filepath.Dir(r.index)
	all, _ := os.ReadDir(folder)
	for _, e := range all {
		info, err := e.Info()
		ours := strings.HasSuffix(e.Name(), indexEnd) || strings.HasSuffix(e.Name(), indexEnd+".lock")
		if err == nil && ours && info.Mode().IsRegular() && time.Since(info.ModTime()) > unused {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
		if err == nil && info.IsDir() && strings.HasSuffix(e.Name(), foldersEnd) {
			dropOldFolders(filepath.Join(folder, e.Name()))
		}
	}
}

// dropOldFolders removes those of the folders of a repository that weren't used for long.
func dropOldFolders(of string) {
	all, _ := os.ReadDir(of)
	for _, e := range all {
		if info, err := e.Info(); err == nil && info.IsDir() && time.Since(info.ModTime()) > unused {
			_ = os.RemoveAll(filepath.Join(of, e.Name()))
		}
	}
	_ = os.Remove(of) // where it is empty
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
