package gitrepo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// readGitIndex lists the tracked files that match asks for, and the paths of all, asked for or not, that a sparse
// checkout leaves out. A split index, the rest of which stands elsewhere, is answered by the files of HEAD.
func (r *Repo) readGitIndex(match func(path []byte) bool) (files []trackedFile, absent []string, err error) {
	path := filepath.Join(r.GitDir, "index")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	l := trackedList{match: match, written: info.ModTime().Truncate(time.Second)}
	err = parseGitIndex(data, l.add)
	if errors.Is(err, errSplitIndex) {
		l = trackedList{match: match}
		err = r.addHead(&l)
		return l.files, nil, err
	}
	if err != nil {
		return nil, nil, &Refusal{fmt.Sprintf("Git's index %s can't be read: %v", path, err),
			"remove it and run `git reset` to make it anew"}
	}
	for _, f := range l.folders {
		if err := r.addTree(&l, f); err != nil {
			return nil, nil, err
		}
	}
	return l.files, l.absent, nil
}

type trackedList struct {
	match   func(path []byte) bool
	written time.Time // when the index was, in whole seconds

	files   []trackedFile
	absent  []string
	folders []trackedFile // of a sparse index
}

func (l *trackedList) add(path []byte, f trackedFile) {
	wanted := l.match(path)
	if !wanted && !f.absent && f.mode != modeFolder {
		return
	}
	f.path = string(path)
	if f.mode == modeFolder {
		l.folders = append(l.folders, f)
		return
	}
	if !f.modified.Before(l.written) {
		f.modified = time.Time{} // as new as the index itself: its times prove nothing
	}
	if f.absent {
		l.absent = append(l.absent, f.path)
	}
	if wanted {
		l.files = append(l.files, f)
	}
}

// addHead adds the files of HEAD. Nothing is known of their times.
func (r *Repo) addHead(l *trackedList) error {
	h, err := r.Head()
	if err != nil || h.Unborn {
		return err
	}
	c, err := r.NewReader().Commit(h.Commit)
	if err != nil {
		return err
	}
	return r.addTree(l, trackedFile{blob: c.Tree})
}

// addTree adds the files of the folder f, whose path ends with a slash unless it is the root, and whose blob is its tree.
func (r *Repo) addTree(l *trackedList, f trackedFile) error {
	every := func([]byte) bool { return true }
	files, err := r.NewReader().diff(ID{}, f.blob, Filter{Match: every, Descend: every})
	for _, x := range files {
		l.add([]byte(f.path+x.Path), trackedFile{blob: x.Blob, mode: x.Mode, absent: f.absent})
	}
	return err
}
