package sitegen

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// branchOf reads what lies in a child of a folder. Of the thousands of folders of a site it asks the system for
// nothing but the names.
func branchOf(dir string, child fs.DirEntry) (branch, error) {
	first := leaf{name: child.Name(), folder: child.IsDir()}
	if !first.folder {
		return branch{first}, nil // without its number: there are few
	}
	b, buf := branch{first}, make([]byte, 1<<12)
	for i := 0; i < len(b); i++ {
		if !b[i].folder {
			continue
		}
		var err error
		if b, err = readFolder(b, dir, b[i].name, buf); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// readFolder adds what a folder holds.
func readFolder(b branch, dir, name string, buf []byte) (branch, error) {
	full := filepath.Join(dir, name)
	fd, err := again(func() (int, error) {
		return unix.Open(full, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: full, Err: err}
	}
	defer unix.Close(fd)
	for {
		n, err := again(func() (int, error) { return unix.ReadDirent(fd, buf) })
		if err != nil {
			return nil, &fs.PathError{Op: "readdirent", Path: full, Err: err}
		}
		if n == 0 {
			return b, nil
		}
		for rest := buf[:n]; len(rest) > 0; {
			var x leaf
			var is byte
			x.name, x.inode, is, rest = nextEntry(rest)
			if x.name == "." || x.name == ".." {
				continue
			}
			x.name = name + "/" + x.name
			if x.folder = is == unix.DT_DIR; is == unix.DT_UNKNOWN {
				info, err := os.Lstat(filepath.Join(dir, x.name))
				if err != nil {
					return nil, err
				}
				x.folder = info.IsDir()
			}
			b = append(b, x)
		}
	}
}

// nextEntry reads a struct linux_dirent64: an inode, an offset, its own length, what the entry is, and its name up to
// a zero.
func nextEntry(b []byte) (name string, inode uint64, is byte, rest []byte) {
	const inodeAt, lengthAt, isAt, nameAt = 0, 16, 18, 19
	length := binary.NativeEndian.Uint16(b[lengthAt:])
	text, _, _ := bytes.Cut(b[nameAt:length], []byte{0})
	return string(text), binary.NativeEndian.Uint64(b[inodeAt:]), b[isAt], b[length:]
}

// again repeats a call that a signal interrupted.
func again(call func() (int, error)) (n int, err error) {
	for {
		if n, err = call(); err != unix.EINTR {
			return n, err
		}
	}
}
