package objects

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zlib"
)

// MaxSize is the size in bytes of the largest object that is read. It bounds what a wrong size can make us allocate.
const MaxSize = 512 << 20

// inflater unpacks zlib streams (RFC 1950) whose unpacked size is known, one at a time, and is reused.
type inflater struct {
	src bytes.Reader
	z   io.ReadCloser // nil until the first stream
	end [1]byte
}

var (
	errInflateShort = errors.New("fewer bytes are packed than the size says")
	errInflateBig   = errors.New("more bytes are packed than the size says")
	errInflateTail  = errors.New("bytes follow the packed data")
)

// open begins a stream.
func (f *inflater) open(src []byte) (err error) {
	f.src.Reset(src)
	if f.z == nil {
		f.z, err = zlib.NewReader(&f.src)
		return err
	}
	return f.z.(zlib.Resetter).Reset(&f.src, nil)
}

// all unpacks src, which must be one whole stream of exactly len(dst) bytes with the right checksum.
func (f *inflater) all(dst, src []byte) error {
	n, err := f.first(dst, src)
	switch {
	case err != nil:
		return err
	case n < len(dst):
		return errInflateShort
	}
	switch _, err := io.ReadFull(f.z, f.end[:]); { // the checksum is compared when the end is read
	case err == nil:
		return errInflateBig
	case err != io.EOF:
		return err
	case f.src.Len() > 0:
		return errInflateTail
	}
	return nil
}

// first unpacks up to len(dst) bytes of src and returns how many there were. The checksum is compared only where the
// stream has fewer.
func (f *inflater) first(dst, src []byte) (int, error) {
	if err := f.open(src); err != nil {
		return 0, err
	}
	n := 0
	for n < len(dst) {
		m, err := f.z.Read(dst[n:])
		n += m
		if err == io.EOF {
			break
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// plausible reports whether packed bytes can unpack to size bytes: deflate makes at most 1,032 of one.
func plausible(size int64, packed int) bool {
	return size >= 0 && size <= 1032*int64(packed)+64
}
