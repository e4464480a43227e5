package rewrite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Change is what a file is to hold instead of what it holds.
type Change struct {
	Path string // relative to the root, with slashes
	Was  []byte // nil for a file that must not be there
	Now  []byte
}

// ChangedError is the error of All where a file doesn't hold what its Change says.
type ChangedError struct{ Path string }

func (e *ChangedError) Error() string {
	return e.Path + " isn't what was read: it changed meanwhile, or git is told not to look at it; nothing was written"
}

// All replaces files below a root: all of them, or none. Each keeps its mode. Before the first one is replaced, each
// is looked at: it has to hold what its Change says, and be a file that may be written, at the path itself and not
// behind a link. A file that wasn't there gets the folders on its way. Where one can't be replaced, those before it
// get their content back. lock is a file that keeps another run out; one that a run left behind which has ended does
// not.
func All(ctx context.Context, root, lock string, changes []Change) error {
	release, err := acquire(lock)
	if err != nil {
		return err
	}
	defer release()
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	r := &replacing{dir: dir}
	defer r.cleanUp()
	if err := r.prepare(ctx, changes); err != nil {
		return err
	}
	return r.swap(ctx, changes)
}

// replacing is one run of All.
type replacing struct {
	dir    *os.Root
	staged []string // what is to be put into the places of the changes
	made   []string // folders that weren't there, the outer ones first
}

// prepare writes the new contents beside the files, and looks at each file after that.
func (r *replacing) prepare(ctx context.Context, changes []Change) error {
	for _, c := range changes {
		if err := ctx.Err(); err != nil {
			return err
		}
		mode, err := r.modeOf(c)
		if err == nil && c.Was == nil {
			err = r.makeFolders(filepath.Dir(filepath.FromSlash(c.Path)))
		}
		if err != nil {
			return err
		}
		temp, err := stage(r.dir, filepath.FromSlash(c.Path), c.Now, mode)
		if err != nil {
			return fmt.Errorf("writing %s: %w; nothing was written", c.Path, err)
		}
		r.staged = append(r.staged, temp)
	}
	for _, c := range changes {
		if err := r.unchanged(c); err != nil {
			return err
		}
	}
	return nil
}

// modeOf returns the mode that a file has, 0 for one that isn't there yet. An error names what is in the way.
func (r *replacing) modeOf(c Change) (fs.FileMode, error) {
	if c.Was != nil {
		return writable(r.dir, c.Path)
	}
	_, err := r.dir.Lstat(filepath.FromSlash(c.Path))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err == nil:
		err = fmt.Errorf("%s is there meanwhile; nothing was written, run the command again", c.Path)
	}
	return 0, err
}

// makeFolders makes the folders on the way to a new file. None of them may be a link.
func (r *replacing) makeFolders(folder string) error {
	if folder == "." {
		return nil
	}
	if err := r.makeFolders(filepath.Dir(folder)); err != nil {
		return err
	}
	info, err := r.dir.Lstat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err = r.dir.Mkdir(folder, 0o777); err == nil {
			r.made = append(r.made, folder)
		}
	case err == nil && !info.IsDir():
		err = fmt.Errorf("%s is a %s, and a folder is due; nothing was written", filepath.ToSlash(folder),
			kindOf(info.Mode()))
	}
	return err
}

// unchanged refuses a file that holds something else than it has to.
func (r *replacing) unchanged(c Change) error {
	if c.Was == nil {
		_, err := r.modeOf(c)
		return err
	}
	if now, err := r.dir.ReadFile(filepath.FromSlash(c.Path)); err != nil || !bytes.Equal(now, c.Was) {
		return errors.Join(err, &ChangedError{c.Path})
	}
	return nil
}

// swap puts what is prepared into its places, and looks at each file once more before.
func (r *replacing) swap(ctx context.Context, changes []Change) error {
	for i, c := range changes {
		err := errors.Join(ctx.Err(), r.unchanged(c))
		if err == nil {
			if err = r.dir.Rename(r.staged[i], filepath.FromSlash(c.Path)); err != nil {
				err = fmt.Errorf("writing %s: %w", c.Path, err)
			}
		}
		if err != nil {
			return errors.Join(err, putBack(r.dir, changes[:i]))
		}
	}
	return nil
}

func (r *replacing) cleanUp() {
	for _, temp := range r.staged {
		_ = r.dir.Remove(temp) // gone already where it was put into its place
	}
	for _, folder := range slices.Backward(r.made) {
		_ = r.dir.Remove(folder) // fails where something is in it, as it should
	}
}

// putBack gives files the content that they had.
func putBack(dir *os.Root, changes []Change) error {
	var failed error
	for _, c := range changes {
		var err error
		if name := filepath.FromSlash(c.Path); c.Was == nil {
			err = dir.Remove(name)
		} else {
			err = place(dir, name, c.Was, 0)
		}
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s couldn't be put back: %w; `git checkout -- %s` does", c.Path,
				err, c.Path))
		}
	}
	return failed
}
