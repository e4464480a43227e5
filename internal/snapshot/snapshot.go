package snapshot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// Snapshot is the files of a repository at one point. Paths are Git's, relative to the root, and exact in every
// letter; nothing is reached through a symbolic link, in Git's own folder, in an ignored one or in a submodule. A
// snapshot is safe for concurrent use while its repository is open. *gitrepo.WorkTree and *gitrepo.Index are
// snapshots.
type Snapshot interface {
	// Files lists the regular files and symbolic links that the filter asks for, sorted by path.
	Files(f gitrepo.Filter) ([]gitrepo.File, error)

	// Entry returns what is at a clean path, "." for the root: a file, a symbolic link, a folder or a submodule. Where
	// something on the way there is no folder, it returns that, with its own path. Mode 0 stands for nothing.
	Entry(path string) (gitrepo.File, error)

	// Each reads files that Files or Entry returned, and calls visit once for each, with its place in files. Of a
	// symbolic link it is the path where the link points. The data is valid during the call only, and mustn't be
	// changed; visit is called from several goroutines, and in any order.
	Each(ctx context.Context, files []gitrepo.File, visit func(i int, data []byte) error) error
}

var (
	_ Snapshot = (*gitrepo.WorkTree)(nil)
	_ Snapshot = (*gitrepo.Index)(nil)
)

// MaxRead is the size in bytes of the largest file that Read returns.
const MaxRead = 64 << 20

// ErrNoFile is the error of Read where no regular file is.
var ErrNoFile = errors.New("no such file")

// ErrTooLarge is the error of Read for a file of more than MaxRead bytes.
var ErrTooLarge = errors.New("the file is too large")

// At returns what is at a path itself: Mode is 0 also where something on the way is no folder.
func At(s Snapshot, at string) (gitrepo.File, error) {
	at = path.Clean(at)
	if at == ".." || strings.HasPrefix(at, "../") || path.IsAbs(at) {
		return gitrepo.File{}, nil
	}
	f, err := s.Entry(at)
	if err != nil || f.Path != at {
		return gitrepo.File{}, err
	}
	return f, nil
}

// Read returns the content of the regular file at a path; ErrNoFile where none is.
func Read(s Snapshot, path string) ([]byte, error) {
	f, err := At(s, path)
	switch {
	case err != nil:
		return nil, err
	case !f.Regular():
		return nil, ErrNoFile
	}
	data, err := Content(s, f)
	if err == nil && len(data) > MaxRead {
		return nil, fmt.Errorf("%w: %s has %d bytes; at most %d are read", ErrTooLarge, path, len(data), MaxRead)
	}
	return data, err
}

// Files reads regular files of a snapshot by their path, as Read does. The error of a file that isn't there is
// ErrNoFile, and says after the path what is there instead.
func Files(s Snapshot) func(path string) ([]byte, error) {
	return func(at string) ([]byte, error) {
		data, err := Read(s, at)
		if !errors.Is(err, ErrNoFile) {
			return data, err
		}
		f, err := s.Entry(path.Clean(at))
		switch why := Unseen(s, at); {
		case err != nil:
			return nil, err
		case f.Mode == gitrepo.ModeSymlink && f.Path != path.Clean(at):
			return nil, absent("lies behind the symbolic link " + f.Path + ", which isn't followed")
		case f.Mode == gitrepo.ModeSymlink:
			return nil, absent("is a symbolic link, which isn't followed")
		case f.Mode == gitrepo.ModeFolder, why == gitrepo.EmptyFolder:
			return nil, absent("is a folder")
		case f.Mode == gitrepo.ModeSubmodule:
			return nil, absent("is in a submodule, whose files are another repository's")
		case f.Mode == 0 && why != "":
			return nil, absent(fmt.Sprintf("is there, %s, so that no other clone has it", why))
		}
		return nil, absent("isn't there")
	}
}

// absent is what is where no regular file is.
type absent string

func (a absent) Error() string { return string(a) }

// Is makes it an ErrNoFile.
func (a absent) Is(target error) bool { return target == ErrNoFile }

// Content returns the content of a file that Files or Entry returned, in a slice of the caller's own.
func Content(s Snapshot, f gitrepo.File) (data []byte, err error) {
	err = s.Each(context.Background(), []gitrepo.File{f}, func(_ int, read []byte) error {
		data = bytes.Clone(read)
		return nil
	})
	return data, err
}

// Unseen says why something that is on the disk is no part of the snapshot; "" where nothing is there, or the snapshot
// isn't the working tree's.
func Unseen(s Snapshot, path string) gitrepo.Unseen {
	if w := workTree(s); w != nil {
		return w.Unseen(path)
	}
	return ""
}

// Notes are sentences on files of the working tree that were looked at and whose state nobody can tell.
func Notes(s Snapshot) []string {
	if w := workTree(s); w != nil {
		return w.Notes()
	}
	return nil
}

// workTree returns the working tree that a snapshot shows, below an overlay or not; nil for none.
func workTree(s Snapshot) *gitrepo.WorkTree {
	if over, ok := s.(*overlay); ok {
		s = over.below
	}
	w, _ := s.(*gitrepo.WorkTree)
	return w
}
