package rewrite

import (
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

// stage writes a content beside the file that it is for, and to the disk, and returns the name of what it wrote. A
// mode of 0 leaves it to the umask.
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
