package sitegen

import (
	"bytes"
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// readRegular reads a regular file of a size into an empty buffer, and returns which one it is; ok is false where
// there is none. It makes no more calls than it needs, as a site has thousands of files.
func readRegular(buf *bytes.Buffer, name string, size int64) (is fileID, ok bool, err error) {
	fd, err := again(func() (int, error) {
		return unix.Open(name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	})
	if errors.Is(err, fs.ErrNotExist) || err == unix.ELOOP || err == unix.ENOTDIR || err == unix.ENXIO {
		return fileID{}, false, nil
	}
	if err != nil {
		return fileID{}, false, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer unix.Close(fd)
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil || stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Size != size {
		return fileID{}, false, nil
	}
	buf.Grow(int(size))
	data := buf.AvailableBuffer()[:size]
	for len(data) > 0 {
		n, err := again(func() (int, error) { return unix.Read(fd, data) })
		if err != nil {
			return fileID{}, false, &fs.PathError{Op: "read", Path: name, Err: err}
		}
		if n == 0 {
			break // it was cut meanwhile
		}
		data = data[n:]
	}
	buf.Write(buf.AvailableBuffer()[:size-int64(len(data))])
	return fileID{uint64(stat.Dev), stat.Ino}, true, nil
}

// diskOf returns the number of the disk that a folder is on; 0 where that isn't known.
func diskOf(dir string) uint64 {
	var stat unix.Stat_t
	if unix.Lstat(dir, &stat) != nil {
		return 0
	}
	return uint64(stat.Dev)
}
