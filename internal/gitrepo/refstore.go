package gitrepo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// refStore reads refs as the files backend keeps them (gitrepository-layout(5)): one file each, or a line of
// packed-refs. A file counts before the line. Safe for concurrent use.
type refStore struct {
	gitDir, commonDir string

	mu     sync.Mutex
	packed []byte      // packed-refs as last read, with a newline at both ends
	info   os.FileInfo // of that file; nil where there is none
}

// refValue is what a ref holds: an object, or the name of another ref.
type refValue struct {
	id     ID
	target string // of a symbolic ref
}

// maxRefFile is the size in bytes of the largest file that is taken for a ref.
const maxRefFile = 4096

// read returns what the ref of this full name holds; false where there is no such ref.
func (s *refStore) read(name string) (refValue, bool, error) {
	if !soundRef(name) {
		return refValue{}, false, nil
	}
	v, ok, err := readRefFile(s.path(name))
	if ok || err != nil {
		return v, ok, err
	}
	packed, err := s.readPacked()
	if err != nil {
		return refValue{}, false, err
	}
	at := bytes.Index(packed, []byte(" "+name+"\n"))
	if at < 2*objects.IDSize {
		return refValue{}, false, nil
	}
	id, err := objects.ParseHex(string(packed[at-2*objects.IDSize : at]))
	return refValue{id: id}, err == nil, err
}

// path returns the file of a ref. Some belong to one working tree, all others to the clone.
func (s *refStore) path(name string) string {
	dir := s.commonDir
	for _, own := range []string{"refs/bisect/", "refs/worktree/", "refs/rewritten/"} {
		if strings.HasPrefix(name, own) {
			dir = s.gitDir
		}
	}
	if !strings.Contains(name, "/") {
		dir = s.gitDir // HEAD and its like
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// readRefFile reads the file of a ref; false where there is none.
func readRefFile(path string) (refValue, bool, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), err == nil && info.IsDir():
		return refValue{}, false, nil
	case err != nil:
		return refValue{}, false, err
	case info.Mode()&fs.ModeSymlink != 0: // how symbolic refs once were written
		if target, err := os.Readlink(path); err == nil && strings.HasPrefix(filepath.ToSlash(target), "refs/") {
			return refValue{target: filepath.ToSlash(target)}, true, nil
		}
		if info, err = os.Stat(path); err != nil {
			return refValue{}, false, err
		}
	}
	if info.Size() > maxRefFile || !info.Mode().IsRegular() {
		return refValue{}, false, fmt.Errorf("%s isn't the file of a ref", path)
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return refValue{}, false, nil // packed just now
	}
	if err != nil {
		return refValue{}, false, err
	}
	text := strings.TrimRight(string(b), " \t\r\n")
	if target, ok := strings.CutPrefix(text, "ref:"); ok {
		return refValue{target: strings.TrimSpace(target)}, true, nil
	}
	id, err := objects.ParseHex(text)
	if err != nil {
		return refValue{}, false, fmt.Errorf("%s holds neither an object id nor the name of a ref", path)
	}
	return refValue{id: id}, true, nil
}

// readPacked returns packed-refs between two newlines. It reads the file again when that has changed, for a running
// gc moves refs into it.
func (s *refStore) readPacked() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := filepath.Join(s.commonDir, "packed-refs")
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		s.packed, s.info = nil, nil
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s.info != nil && os.SameFile(s.info, info) && s.info.ModTime().Equal(info.ModTime()) &&
		s.info.Size() == info.Size() {
		return s.packed, nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s.packed, s.info = make([]byte, 0, len(b)+2), info
	s.packed = append(append(append(s.packed, '\n'), b...), '\n')
	return s.packed, nil
}

// soundRef reports whether a name may be looked for below the Git directory (git-check-ref-format(1), as far as it
// keeps names from leaving that folder).
func soundRef(name string) bool {
	if name == "" || strings.HasSuffix(name, ".lock") || strings.ContainsAny(name, "\\ ~^:?*[\x7f") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' || strings.Contains(part, "..") || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' })
}
