package objects

import (
	"fmt"
	"io"
	"math"
	"os"
	"sync/atomic"
)

// file is an open file that is mapped into memory where that works, and read by position where it doesn't.
// It may be used by several goroutines.
type file struct {
	path   string
	size   int64
	mapped []byte   // nil when the file is read by position
	f      *os.File // nil when the file is mapped

	lent atomic.Int64 // bytes of the mapping that were handed out since it was last forgotten
}

// mostLent is how many bytes of a mapping are handed out before what was read of it is forgotten: else a process that
// reads all of a large pack counts as large as that.
const mostLent = 32 << 20

// openFile opens path for reading; mapping false keeps it out of memory.
func openFile(path string, mapping bool) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if !info.Mode().IsRegular() {
		f.Close()
		return nil, fmt.Errorf("%s isn't a regular file", path)
	}
	size := info.Size()
	if mapping && size > 0 && size <= math.MaxInt {
		if m, err := mapFile(f, int(size)); err == nil {
			f.Close()
			return &file{path: path, size: size, mapped: m}, nil
		}
	}
	return &file{path: path, size: size, f: f}, nil
}

// bytes gives the bytes from off up to end: a part of the mapping, or read into scratch, which is grown as needed
// and handed back. The caller has checked that they lie in the file.
func (f *file) bytes(off, end int64, scratch []byte) (data, grown []byte, err error) {
	if f.mapped != nil {
		if f.lent.Add(end-off) > mostLent {
			f.lent.Store(0)
			forget(f.mapped)
		}
		return f.mapped[off:end:end], scratch, nil
	}
	n := int(end - off)
	if cap(scratch) < n {
		scratch = make([]byte, n+n/4)
	}
	scratch = scratch[:cap(scratch)]
	if _, err := f.f.ReadAt(scratch[:n], off); err != nil && err != io.EOF {
		return nil, scratch, err
	} else if err == io.EOF {
		return nil, scratch, io.ErrUnexpectedEOF
	}
	return scratch[:n:n], scratch, nil
}

// close gives the mapping or the descriptor back; bytes that were handed out become invalid.
func (f *file) close() error {
	if f.mapped != nil {
		m := f.mapped
		f.mapped = nil
		return unmapFile(m)
	}
	return f.f.Close()
}
