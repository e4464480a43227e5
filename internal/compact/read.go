package compact

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

// Open returns what Seal got; ok is false for what was damaged since.
func Open(sealed string) (data string, ok bool) {
	n := len(sealed) - SumSize
	if n < 0 || crc32.ChecksumIEEE([]byte(sealed[:n])) != binary.LittleEndian.Uint32([]byte(sealed[n:])) {
		return "", false
	}
	return sealed[:n], true
}

// Reader reads what a Writer wrote from In, of which texts are parts. The first fault makes everything after it empty.
type Reader struct {
	In    string // what remains
	Limit int    // no place lies beyond it
	Bad   bool   // there was a fault

	at int
}

// Fail says that what remains can't be read.
func (r *Reader) Fail() { r.Bad, r.In = true, "" }

// Done reports whether all was read, and without a fault.
func (r *Reader) Done() bool { return !r.Bad && r.In == "" }

func (r *Reader) varint() uint64 {
	var n uint64
	for i := 0; i < len(r.In) && i < binary.MaxVarintLen64; i++ {
		c := r.In[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.In = r.In[i+1:]
			return n
		}
	}
	r.Fail()
	return 0
}

// Uint reads a number that is at most limit.
func (r *Reader) Uint(limit int) int {
	n := r.varint()
	if n > uint64(limit) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Left reads a number of bytes, or of things that take a byte or more each; more than follow is a fault.
func (r *Reader) Left() int {
	n := r.varint()
	if n > uint64(len(r.In)) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Int reads a number.
func (r *Reader) Int() int {
	n := r.varint()
	return int(n>>1) ^ -int(n&1)
}

// Cut reads a number of bytes.
func (r *Reader) Cut(n int) string {
	if n > len(r.In) {
		r.Fail()
		return ""
	}
	s := r.In[:n]
	r.In = r.In[n:]
	return s
}

// Str reads a text.
func (r *Reader) Str() string { return r.Cut(r.Left()) }

// Byte reads a byte.
func (r *Reader) Byte() byte {
	if b := r.Cut(1); b != "" {
		return b[0]
	}
	return 0
}

// Float reads a number with a fraction.
func (r *Reader) Float() float64 {
	if b := r.Cut(8); b != "" {
		return math.Float64frombits(binary.LittleEndian.Uint64([]byte(b)))
	}
	return 0
}

// Place reads where something starts and ends.
func (r *Reader) Place() (start, end int) {
	start = r.at + r.Int()
	n := r.Uint(r.Limit)
	if r.Bad || start < 0 || start > r.Limit-n {
		r.Fail()
		return 0, 0
	}
	r.at = start
	return start, start + n
}

// ReadAll reads a list, of which each thing takes a byte or more.
func ReadAll[T any](r *Reader, read func(*T)) []T {
	n := r.Left()
	if n == 0 {
		return nil
	}
	all := make([]T, n)
	for i := range all {
		if read(&all[i]); r.Bad {
			return nil
		}
	}
	return all
}
