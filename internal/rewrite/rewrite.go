package rewrite

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// newMode is the mode of files that weren't there, before the umask.
const newMode fs.FileMode = 0o666

// File replaces the file at a path of the system, or makes it. A link there is replaced, too. The mode is the new
// one's; 0 keeps that of the file that is there.
func File(path string, content []byte, mode fs.FileMode) error {
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return place(dir, filepath.Base(path), content, mode)
}

// Below replaces a file at a path relative to a root, with slashes, or makes it with the folders on the way. A folder
// that is a link isn't followed out of the root.
func Below(root, path string, content []byte) error {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	name := filepath.FromSlash(path)
	if info, err := dir.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is a %s, and a file is due", path, kindOf(info.Mode()))
	}
	if err := dir.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := place(dir, name, content, 0); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}

// Change is what a file is to hold instead of what it holds.
type Change struct {
	Path     string // relative to the root, with slashes
	Was, Now []byte
}

// ChangedError is the error of All where a file doesn't hold what its Change says.
type ChangedError struct{ Path string }

func (e *ChangedError) Error() string {
	return e.Path + " isn't what was read: it changed meanwhile, or git is told not to look at it; nothing was written"
}

// All replaces files below a root: all of them, or none. Each keeps its mode. Before the first one is replaced, each is
// looked at: it has to hold what its Change says, and be a file that may be written, at the path itself and not behind
// a link. Where one can't be replaced, those before it get their content back.
func All(root string, changes []Change) (err error) {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	staged := make([]string, 0, len(changes))
	defer func() {
		for _, temp := range staged {
			_ = dir.Remove(temp) // gone already where it was put into its place
		}
	}()
	for _, c := range changes {
		mode, err := writable(dir, c.Path)
		if err != nil {
			return err
		}
		temp, err := stage(dir, filepath.FromSlash(c.Path), c.Now, mode)
		if err != nil {
			return fmt.Errorf("writing %s: %w; nothing was written", c.Path, err)
		}
		staged = append(staged, temp)
	}
	for _, c := range changes {
		if now, err := dir.ReadFile(filepath.FromSlash(c.Path)); err != nil || !bytes.Equal(now, c.Was) {
			return errors.Join(err, &ChangedError{c.Path})
		}
	}
	for i, c := range changes {
		if err := dir.Rename(staged[i], filepath.FromSlash(c.Path)); err != nil {
			return errors.Join(fmt.Errorf("writing %s: %w", c.Path, err), putBack(dir, changes[:i]))
		}
	}
	return nil
}

// putBack gives files the content that they had.
func putBack(dir *os.Root, changes []Change) error {
	var failed error
	for _, c := range changes {
		if err := place(dir, filepath.FromSlash(c.Path), c.Was, 0); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s couldn't be put back: %w", c.Path, err))
		}
	}
	return failed
}

// writable returns the mode of a file that may be replaced. An error names what is in the way.
func writable(dir *os.Root, path string) (fs.FileMode, error) {
	var info fs.FileInfo
	for end := 0; end <= len(path); end++ {
		if end < len(path) && path[end] != '/' {
			continue
		}
		var err error
		if info, err = dir.Lstat(filepath.FromSlash(path[:end])); err != nil {
			return 0, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return 0, fmt.Errorf("%s is a symbolic link, which isn't followed; nothing was written", path[:end])
		}
	}
	switch {
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("%s is a %s, and a file is due; nothing was written", path, kindOf(info.Mode()))
	case info.Mode().Perm()&0o200 == 0:
		return 0, fmt.Errorf("%s is read-only; nothing was written. `chmod u+w` it, or leave it out", path)
	}
	return info.Mode().Perm(), nil
}

func kindOf(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "folder"
	case m&fs.ModeSymlink != 0:
		return "symbolic link"
	}
	return "special file"
}

func place(dir *os.Root, name string, content []byte, mode fs.FileMode) error {
	if info, err := dir.Lstat(name); mode == 0 && err == nil && info.Mode().IsRegular() {
		mode = info.Mode().Perm()
	}
	temp, err := stage(dir, name, content, mode)
	if err == nil {
		if err = dir.Rename(temp, name); err != nil {
			_ = dir.Remove(temp)
		}
	}
	return err
}

// stage writes a content beside the file that it is for, and to the disk, and returns the name of what it wrote. A mode
// of 0 leaves it to the umask.
func stage(dir *os.Root, name string, content []byte, mode fs.FileMode) (temp string, err error) {
	f, temp, err := beside(dir, name)
	if err != nil {
		return "", err
	}
	if _, err = f.Write(content); err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = dir.Remove(temp)
		return "", err
	}
	return temp, nil
}

// mostLeft is how many files that killed runs left behind are passed over.
const mostLeft = 1000

// beside makes a new file in the folder of another.
func beside(dir *os.Root, name string) (f *os.File, temp string, err error) {
	for i := range mostLeft {
		temp = filepath.Join(filepath.Dir(name), fmt.Sprintf(".writ-%d-%d.tmp", os.Getpid(), i))
		f, err = dir.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, newMode)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, strings.TrimPrefix(temp, "."+string(filepath.Separator)), err
}
