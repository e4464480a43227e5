package objects

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// MaxSize is the size in bytes of the largest object that is read. It bounds what a wrong size can make us allocate.
const MaxSize = 512 << 20

// inflater unpacks zlib streams, one at a time, and is reused.
type inflater struct {
	src bytes.Reader
	z   zlibReader
	one [1]byte
}

type zlibReader interface {
	io.Reader
	zlib.Resetter
}

// start begins a stream.
func (f *inflater) start(src []byte) error {
	f.src.Reset(src)
	if f.z != nil {
		return f.z.Reset(&f.src, nil)
	}
	z, err := zlib.NewReader(&f.src)
	if err != nil {
		return err
	}
	f.z = z.(zlibReader)
	return nil
}

// all unpacks src, which must be one whole stream of exactly len(dst) bytes with the right checksum.
func (f *inflater) all(dst, src []byte) error {
	if err := f.start(src); err != nil {
		return err
	}
	return f.rest(dst)
}

// rest fills dst and expects the stream to end there, and the source with it.
func (f *inflater) rest(dst []byte) error {
	if n, err := io.ReadFull(f.z, dst); err != nil {
		return fmt.Errorf("%d of %d bytes could be unpacked: %w", n, len(dst), err)
	}
	switch n, err := f.z.Read(f.one[:]); {
	case n > 0:
		return errors.New("more bytes are packed than the size says")
	case err != io.EOF:
		return err
	case f.src.Len() > 0:
		return errors.New("bytes follow the packed data")
	}
	return nil
}

// first unpacks up to len(dst) bytes of src and says how many there were; no checksum is compared.
func (f *inflater) first(dst, src []byte) (int, error) {
	if err := f.start(src); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(f.z, dst)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}

// plausible reports whether packed bytes can unpack to size bytes: deflate makes at most 1,032 of one.
func plausible(size int64, packed int) bool {
	return size >= 0 && size <= 1032*int64(packed)+64
}
