package gitrepo

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/writ-docs/writ/internal/gitrepo/patterns"
)

// untracked is what a walk through the working tree found.
type untracked struct {
	files []workFile        // untracked and not ignored, sorted by path; without a blob until somebody asks
	spelt map[string]string // where tracked files are that the disk spells otherwise
}

func (u *untracked) locate(path string) (at int, folder bool) {
	return Locate(len(u.files), func(i int) string { return u.files[i].Path }, path)
}

// findUntracked walks through all folders that aren't ignored.
func (w *WorkTree) findUntracked() (*untracked, error) {
	s := walking{w: w, out: &untracked{spelt: map[string]string{}}, same: w.spelling()}
	if err := s.folder("", w.outerIgnores()); err != nil {
		return nil, err
	}
	slices.SortFunc(s.out.files, func(a, b workFile) int { return strings.Compare(a.Path, b.Path) })
	return s.out, nil
}

// outerIgnores are the patterns from outside of the tree, the weakest first.
func (w *WorkTree) outerIgnores() []patterns.Ignore {
	var all []patterns.Ignore
	for _, file := range []string{w.repo.userFile(w.prefs["core.excludesfile"], "ignore"),
		filepath.Join(w.repo.CommonDir, "info", "exclude")} {
		if text, err := os.ReadFile(file); err == nil {
			all = append(all, patterns.ParseIgnore(text, "", w.fold()))
		}
	}
	return all
}

// fold reports whether paths that differ only in the case of ASCII letters are one file's.
func (w *WorkTree) fold() bool { return w.prefs.on("core.ignorecase", false) }

// spelling returns what paths have in common that name one file; nil where each has only one spelling.
func (w *WorkTree) spelling() func(string) string {
	fold, compose := w.fold(), w.prefs.on("core.precomposeunicode", false)
	if !fold && !compose {
		return nil
	}
	return func(path string) string {
		if compose {
			path = norm.NFC.String(path)
		}
		if fold {
			path = strings.Map(func(r rune) rune {
				if 'A' <= r && r <= 'Z' {
					r += 'a' - 'A'
				}
				return r
			}, path)
		}
		return path
	}
}

// spelt returns where a tracked file lies that isn't at its own path; "" for nowhere.
func (w *WorkTree) spelt(path string) (string, error) {
	if w.spelling() == nil {
		return "", nil
	}
	found, err := w.untracked()
	if err != nil {
		return "", err
	}
	return found.spelt[path], nil
}

type walking struct {
	w     *WorkTree
	out   *untracked
	same  func(string) string // as spelling returns it
	names map[string]string   // tracked files as the index spells them
}

// inGit is the path that Git has for a file on the disk.
func (s *walking) inGit(disk string) string {
	if s.same == nil {
		return disk
	}
	if s.names == nil {
		s.names = make(map[string]string, len(s.w.index.files))
		for _, t := range s.w.index.files {
			s.names[s.same(t.path)] = t.path
		}
	}
	if name, ok := s.names[s.same(disk)]; ok {
		return name
	}
	return disk
}

// folder looks into a folder, whose path is "" or ends in a slash.
func (s *walking) folder(base string, ignores []patterns.Ignore) error {
	entries, err := os.ReadDir(s.w.path(base))
	if err != nil {
		return fmt.Errorf("looking for untracked files: %w", unreadable(cmp.Or(base, "."), err))
	}
	text, err := s.w.ownFile(base+".gitignore", false)
	if err != nil {
		return err
	}
	if text != nil {
		ignores = append(slices.Clip(ignores), patterns.ParseIgnore(text, base, s.w.fold()))
	}
	for _, e := range entries {
		if e.Name() == ".git" || s.w.fold() && strings.EqualFold(e.Name(), ".git") {
			continue
		}
		if err := s.entry(e, base+e.Name(), ignores); err != nil {
			return err
		}
	}
	return nil
}

// ownFile returns a .gitignore or .gitattributes of the tree, which is no link; that of Git's index where a sparse
// checkout leaves it out, or deleted asks for one that was deleted. Nil is returned where there is none. One that can't
// be read is an error, where git warns and goes on: without it other files would count, or with other contents.
func (w *WorkTree) ownFile(path string, deleted bool) ([]byte, error) {
	if info, err := os.Lstat(w.path(path)); err == nil {
		if !info.Mode().IsRegular() {
			return nil, nil
		}
		return w.content(path)
	}
	if i, ok := w.index.find(path); ok && (deleted || w.index.files[i].absent) {
		text, err := w.repo.ReadBlob(w.index.files[i].blob)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return text, nil
	}
	return nil, nil
}

func (s *walking) entry(e fs.DirEntry, disk string, ignores []patterns.Ignore) error {
	if e.IsDir() {
		at, tracked := s.w.index.find(disk)
		if tracked && s.w.index.files[at].mode == ModeSubmodule || patterns.Ignores(ignores, disk, true) ||
			isRepository(s.w.path(disk)) {
			return nil
		}
		return s.folder(disk+"/", ignores)
	}
	path := s.inGit(disk)
	if _, tracked := s.w.index.find(path); tracked {
		if path != disk {
			s.out.spelt[path] = disk
		}
		return nil
	}
	mode := uint32(ModeFile)
	switch {
	case e.Type()&fs.ModeSymlink != 0:
		mode = ModeSymlink
	case !e.Type().IsRegular():
		return nil
	}
	if !patterns.Ignores(ignores, path, false) {
		s.out.files = append(s.out.files, workFile{File: File{Path: path, Mode: mode, Edited: true, Untracked: true},
			disk: disk})
	}
	return nil
}

// isRepository reports whether a folder is the working tree of another repository.
func isRepository(dir string) bool {
	dotGit := filepath.Join(dir, ".git")
	info, err := os.Stat(dotGit)
	if err != nil {
		return false
	}
	if info.IsDir() {
		return isGitDir(dotGit)
	}
	_, err = readGitFile(dotGit)
	return err == nil
}

// readUntracked finds out which blob an untracked file would be.
func (w *WorkTree) readUntracked(f *workFile) (err error) {
	if !f.Blob.IsZero() {
		return nil
	}
	if f.Mode == ModeSymlink {
		target, err := os.Readlink(w.path(f.disk))
		if err != nil {
			return unreadable(f.Path, err)
		}
		f.Blob, f.data = BlobID([]byte(target)), []byte(target)
		return nil
	}
	info, err := os.Lstat(w.path(f.disk))
	if err != nil {
		return unreadable(f.Path, err)
	}
	if info.Size() > maxHeld {
		f.Blob, err = w.hashed(f.disk)
		return err
	}
	if f.data, err = w.content(f.disk); err != nil {
		return err
	}
	f.data, _, err = w.toGit(f.Path, f.data)
	f.Blob = BlobID(f.data)
	return err
}

// Unseen says why something that is on the disk is no part of the working tree.
type Unseen string

// The reasons, as the end of a sentence.
const (
	Ignored     Unseen = "which Git ignores"
	Foreign     Unseen = "which is another repository's"
	EmptyFolder Unseen = "which is a folder without a file, and Git knows none of these"
)

// Unseen says why something at a path of the disk is no part of the tree; "" where nothing is there. It is for
// messages about paths that the tree doesn't have.
func (w *WorkTree) Unseen(path string) Unseen {
	ignores := w.outerIgnores()
	for end := 0; end < len(path); {
		base := path[:end]
		if text, err := w.ownFile(base+".gitignore", false); err == nil && text != nil {
			ignores = append(ignores, patterns.ParseIgnore(text, base, w.fold()))
		}
		at := path
		if next := strings.IndexByte(path[end:], '/'); next >= 0 {
			at = path[:end+next]
		}
		info, err := os.Lstat(w.path(at))
		switch {
		case err != nil:
			return ""
		case patterns.Ignores(ignores, at, info.IsDir()):
			return Ignored
		case info.IsDir() && isRepository(w.path(at)):
			return Foreign
		case info.IsDir() && at == path:
			return EmptyFolder
		}
		end = len(at) + 1
	}
	return ""
}
