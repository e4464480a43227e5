//go:build !linux

package sitegen

import (
	"bytes"
	"errors"
	"io"
	"os"
)

// readRegular reads a regular file of a size into an empty buffer; ok is false where there is none. Which file it is
// isn't known here.
func readRegular(buf *bytes.Buffer, name string, size int64) (is fileID, ok bool, err error) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != size {
		return fileID{}, false, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return fileID{}, false, err
	}
	defer f.Close()
	buf.Grow(int(size))
	data := buf.AvailableBuffer()[:size]
	n, err := io.ReadFull(f, data)
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil // it was cut meanwhile
	}
	buf.Write(data[:n])
	return fileID{}, err == nil, err
}

// diskOf returns nothing.
func diskOf(string) uint64 { return 0 }
