package gitwrite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Replacement is a file of the working tree that gets another content.
type Replacement struct {
	Path string // relative to the root, with slashes
	Was  []byte // what has to be there; nil for a file that must not be there
	Now  []byte
}

// ReplaceAll replaces files below root: all of them, or none. Each keeps its mode. Links are not followed. A file that
// is read-only, or holds something else than it has to, is an error before anything is written. lock is a file that
// keeps another run out; one that a run left behind which has ended does not.
func ReplaceAll(ctx context.Context, root, lock string, files []Replacement) (err error) {
	unlock, err := acquire(lock)
	if err != nil {
		return err
	}
	defer unlock()
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	r := &replacing{dir: dir}
	defer r.cleanUp()
	for _, f := range files {
		if err := errors.Join(ctx.Err(), r.prepare(f)); err != nil {
			return err
		}
	}
	return r.swap(ctx, files)
}

func name(f Replacement) string { return filepath.FromSlash(f.Path) }

// replacing is one run of ReplaceAll.
type replacing struct {
	dir   *os.Root
	temps []string
	modes []fs.FileMode
}

// swap puts the prepared files into their places. Where one can't be, those before it get back what they held.
func (r *replacing) swap(ctx context.Context, files []Replacement) error {
	for i, f := range files {
		err := ctx.Err()
		if err == nil {
			err = r.unchanged(f)
		}
		if err == nil {
			err = r.dir.Rename(r.temps[i], name(f))
		}
		if err != nil {
			return r.putBack(files[:i], fmt.Errorf("%s: %w", f.Path, err))
		}
	}
	return nil
}

// prepare writes the new content beside a file that may be replaced.
func (r *replacing) prepare(f Replacement) error {
	mode := fs.FileMode(0o666)
	switch info, err := r.dir.Lstat(name(f)); {
	case f.Was == nil && errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("%s: %w", f.Path, err)
	case f.Was == nil:
		return fmt.Errorf("%s is there meanwhile; nothing was written, run the command again", f.Path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file, and links aren't followed; nothing was written", f.Path)
	case info.Mode().Perm()&0o200 == 0:
		return fmt.Errorf("%s is read-only; nothing was written: make it writable (`chmod u+w`), or leave it out",
			f.Path)
	default:
		mode = info.Mode().Perm()
	}
	if err := r.unchanged(f); err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	temp := filepath.FromSlash(path.Join(path.Dir(f.Path), fmt.Sprintf(".writ-%d-%d.tmp", os.Getpid(), len(r.temps))))
	r.temps, r.modes = append(r.temps, temp), append(r.modes, mode)
	return r.create(temp, f.Now, mode, f.Was != nil)
}

// create writes a file; exact gives it the very mode, whatever the process takes from new files.
func (r *replacing) create(name string, content []byte, mode fs.FileMode, exact bool) error {
	if err := r.dir.WriteFile(name, content, mode); err != nil {
		return err
	}
	if exact {
		return r.dir.Chmod(name, mode)
	}
	return nil
}

// unchanged refuses a file that holds something else than it has to.
func (r *replacing) unchanged(f Replacement) error {
	if f.Was == nil {
		return nil
	}
	now, err := r.dir.ReadFile(name(f))
	if err == nil && !bytes.Equal(now, f.Was) {
		err = errors.New("it was changed meanwhile; nothing was written, run the command again")
	}
	return err
}

// putBack gives files that were replaced already what they held.
func (r *replacing) putBack(done []Replacement, cause error) error {
	for i, f := range done {
		var err error
		if f.Was == nil {
			err = r.dir.Remove(name(f))
		} else if err = r.create(r.temps[i], f.Was, r.modes[i], true); err == nil {
			err = r.dir.Rename(r.temps[i], name(f))
		}
		if err != nil {
			cause = fmt.Errorf("%w\nand %s couldn't be put back: %w; `git checkout -- %s` does", cause, f.Path, err, f.Path)
		}
	}
	return cause
}

func (r *replacing) cleanUp() {
	for _, t := range r.temps {
		_ = r.dir.Remove(t) // those that were renamed are gone already
	}
}
