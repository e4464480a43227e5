package objects

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// maxLooseHead is the length of the longest header of a loose object, as in Git.
const maxLooseHead = 32

// loosePath is where the object folder dir has the loose object.
func loosePath(dir string, id ID) string {
	hex := id.String()
	return dir + string(filepath.Separator) + hex[:2] + string(filepath.Separator) + hex[2:]
}

// loose reads a loose object, held once for the caller; errNotHere when there is no such file.
// Its bytes are compared with its name.
func (r *Reader) loose(id ID, path string) (*cached, error) {
	packed, err := r.readFile(path, MaxSize+MaxSize/8)
	if err != nil {
		return nil, err
	}
	o, err := r.inflateLoose(packed, id)
	if err != nil {
		var large *TooLargeError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, &DamagedError{ID: id, Pack: path, Err: err}
	}
	o.id = id
	r.cache.keep(o)
	return o, nil
}

// readFile reads a file, or the first most bytes of a longer one, into scratch.
func (r *Reader) readFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, errNotHere
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := min(info.Size(), most)
	if !info.Mode().IsRegular() {
		return nil, errors.New("it isn't a regular file")
	}
	if int64(cap(r.packs)) < size {
		r.packs = make([]byte, size+size/4)
	}
	b := r.packs[:size]
	_, err = io.ReadFull(f, b)
	return b, err
}

// inflateLoose unpacks the bytes of a loose object, which must hash to id.
func (r *Reader) inflateLoose(packed []byte, id ID) (*cached, error) {
	typ, size, head, err := r.looseHead(packed)
	if err != nil {
		return nil, err
	}
	if err := checkSize(size, len(packed)); err != nil {
		return nil, err
	}
	// Header and content are unpacked together, then the content is moved to the front of the buffer.
	o := r.cache.make(head + int(size))
	if err := r.z.all(o.data, packed); err != nil {
		r.cache.release(o)
		return nil, err
	}
	if sum := ID(sha1.Sum(o.data)); sum != id {
		r.cache.release(o)
		return nil, fmt.Errorf("its bytes belong to the object %s", sum)
	}
	o.data = o.data[:copy(o.data, o.data[head:])]
	o.typ = typ
	return o, nil
}

// looseHead unpacks and reads the header: its type, the content's size and the header's own length.
func (r *Reader) looseHead(packed []byte) (typ Type, size int64, length int, err error) {
	head := r.head[:]
	n, err := r.z.first(head, packed)
	if err != nil {
		return 0, 0, 0, err
	}
	return parseLooseHead(head[:n])
}

// parseLooseHead reads "type size\0" at the start of b.
func parseLooseHead(b []byte) (typ Type, size int64, length int, err error) {
	end := bytes.IndexByte(b, 0)
	if end < 0 {
		return 0, 0, 0, errors.New("its header has no end")
	}
	name, digits, ok := bytes.Cut(b[:end], []byte(" "))
	if !ok {
		return 0, 0, 0, fmt.Errorf("its header %q has no size", b[:end])
	}
	typ, ok = typeByName(name)
	if !ok {
		return 0, 0, 0, fmt.Errorf("its type %q isn't known", name)
	}
	size, err = strconv.ParseInt(string(digits), 10, 64)
	if err != nil || size < 0 || digits[0] == '+' || digits[0] == '-' || digits[0] == '0' && len(digits) > 1 {
		return 0, 0, 0, fmt.Errorf("its size %q isn't a number", digits)
	}
	return typ, size, end + 1, nil
}
