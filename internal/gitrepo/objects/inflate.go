package objects

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
)

// MaxSize is the size in bytes of the largest object that is read. It bounds what a wrong size can make us allocate.
const MaxSize = 512 << 20

// inflater unpacks zlib streams (RFC 1950, RFC 1951) whose unpacked size is known, one at a time, and is reused.
// Objects are mostly small, and nearly all of the time that history takes goes into unpacking them: writing straight
// to where the bytes are wanted, without a window and with small tables, takes less than half the time of
// compress/zlib, which streams.
type inflater struct {
	lengths, distances codeTable
	fixed              bool // the tables are those of fixed blocks
	sizes              [maxLengthCodes + maxDistanceCodes]uint8

	src  []byte
	at   int    // how much of src has gone into bits
	bits uint64 // the next bits of src, the first one lowest; above the lowest n they may be anything that follows
	n    uint
	dst  []byte
	out  int // how much of dst is filled
}

var (
	errInflateHead  = errors.New("it isn't a zlib stream")
	errInflateShort = errors.New("the packed data ends too early")
	errInflateSmall = errors.New("fewer bytes are packed than the size says")
	errInflateBig   = errors.New("more bytes are packed than the size says")
	errInflateTail  = errors.New("bytes follow the packed data")
	errInflateSum   = errors.New("the checksum of the unpacked data doesn't match")
	errInflateCode  = errors.New("the packed data is corrupt")
)

// all unpacks src, which must be one whole stream of exactly len(dst) bytes with the right checksum.
func (f *inflater) all(dst, src []byte) error {
	full, err := f.run(dst, src)
	switch {
	case err != nil:
		return err
	case full:
		return errInflateBig
	case f.out < len(dst):
		return errInflateSmall
	}
	f.at -= int(f.n >> 3) // whole bytes that weren't needed
	switch rest := f.src[f.at:]; {
	case len(rest) < 4:
		return errInflateShort
	case binary.BigEndian.Uint32(rest) != adler32.Checksum(dst):
		return errInflateSum
	case len(rest) > 4:
		return errInflateTail
	}
	return nil
}

// first unpacks up to len(dst) bytes of src and says how many there were; no checksum is compared.
func (f *inflater) first(dst, src []byte) (int, error) {
	_, err := f.run(dst, src)
	return f.out, err
}

// run unpacks src until it ends or more would come than dst holds: then full is true, and dst is filled.
func (f *inflater) run(dst, src []byte) (full bool, err error) {
	f.src, f.at, f.bits, f.n, f.dst, f.out = src, 2, 0, 0, dst, 0
	if len(src) < 2 || src[0]&15 != 8 || src[0]>>4 > 7 || src[1]&0x20 != 0 || (int(src[0])<<8|int(src[1]))%31 != 0 {
		return false, errInflateHead
	}
	for last := false; !last; {
		head, ok := f.take(3)
		if !ok {
			return false, errInflateShort
		}
		last = head&1 != 0
		switch head >> 1 {
		case 0:
			full, err = f.stored()
		case 1:
			f.setFixed()
			full, err = f.block()
		case 2:
			if err = f.readCodes(); err == nil {
				full, err = f.block()
			}
		default:
			err = errInflateCode
		}
		if full || err != nil {
			return full, err
		}
	}
	return false, nil
}

// refill makes sure of 56 bits or more, or all that is left.
func (f *inflater) refill() {
	if f.at+8 <= len(f.src) {
		f.bits |= binary.LittleEndian.Uint64(f.src[f.at:]) << f.n
		f.at += int((63 - f.n) >> 3)
		f.n |= 56
		return
	}
	for f.n <= 56 && f.at < len(f.src) {
		f.bits = f.bits&(1<<f.n-1) | uint64(f.src[f.at])<<f.n
		f.at++
		f.n += 8
	}
}

// take reads up to 32 bits.
func (f *inflater) take(n uint) (uint32, bool) {
	if f.n < n {
		f.refill()
		if f.n < n {
			return 0, false
		}
	}
	v := uint32(f.bits & (1<<n - 1))
	f.bits >>= n
	f.n -= n
	return v, true
}

// stored copies a block that isn't compressed.
func (f *inflater) stored() (full bool, err error) {
	f.bits >>= f.n & 7
	f.n &^= 7
	head, ok := f.take(32)
	if !ok {
		return false, errInflateShort
	}
	size := int(head & 0xffff)
	if head>>16 != uint32(size)^0xffff {
		return false, errInflateCode
	}
	f.at -= int(f.n >> 3)
	f.bits, f.n = 0, 0
	room := min(size, len(f.dst)-f.out)
	if len(f.src)-f.at < room {
		return false, errInflateShort
	}
	copy(f.dst[f.out:], f.src[f.at:f.at+room])
	f.out += room
	if room < size {
		return true, nil
	}
	f.at += size
	return false, nil
}

// block unpacks a block by the tables.
func (f *inflater) block() (full bool, err error) {
	src, dst, at, out, bits, n := f.src, f.dst, f.at, f.out, f.bits, f.n
	lengths, distances := f.lengths.entries, f.distances.entries
	lengthBits, distanceBits := f.lengths.bits&15, f.distances.bits&15
	lengthMask, distanceMask := uint64(1)<<lengthBits-1, uint64(1)<<distanceBits-1
	for {
		// As refill does, in place. 48 bits are the most that a length with its distance takes.
		if at+8 <= len(src) {
			bits |= binary.LittleEndian.Uint64(src[at:]) << n
			at += int((63 - n) >> 3)
			n |= 56
		} else if n < 48 {
			f.at, f.bits, f.n = at, bits, n
			f.refill()
			at, bits, n = f.at, f.bits, f.n
		}
		e := lengths[bits&lengthMask]
		if e&subTable != 0 {
			e = lengths[uint64(e>>16)+bits>>lengthBits&(1<<(e>>4&15)-1)]
		}
		used := uint(e & 15)
		bits >>= used
		if used > n || used == 0 {
			return false, f.stopped(used)
		}
		n -= used
		if e&literal != 0 {
			if out == len(dst) {
				f.out = out
				return true, nil
			}
			dst[out] = byte(e >> 16)
			out++
			continue
		}
		if e&endOfBlock != 0 {
			f.at, f.out, f.bits, f.n = at, out, bits, n
			return false, nil
		}
		extra := uint(e >> 4 & 15)
		length := int(e>>16) + int(bits&(1<<extra-1))
		bits >>= extra
		d := distances[bits&distanceMask]
		if d&subTable != 0 {
			d = distances[uint64(d>>16)+bits>>distanceBits&(1<<(d>>4&15)-1)]
		}
		used = uint(d & 15)
		bits >>= used
		more := uint(d >> 4 & 15)
		distance := int(d>>16) + int(bits&(1<<more-1))
		bits >>= more
		if extra+used+more > n || used == 0 {
			return false, f.stopped(used)
		}
		n -= extra + used + more
		if e>>16 == 0 || distance > out || distance == 0 {
			return false, errInflateCode
		}
		if length > len(dst)-out {
			f.out = len(dst)
			repeat(dst[out:], dst[out-distance:], distance)
			return true, nil
		}
		repeat(dst[out:out+length], dst[out-distance:], distance)
		out += length
	}
}

// stopped says why no code could be read.
func (f *inflater) stopped(used uint) error {
	if used == 0 {
		return errInflateCode
	}
	return errInflateShort
}

// repeat fills to with what lies distance back, which from begins with; the two may overlap.
func repeat(to, from []byte, distance int) {
	for len(to) > distance { // what was copied is copied again
		copy(to, from[:distance])
		to = to[distance:]
		distance *= 2
	}
	copy(to, from[:len(to)])
}

// plausible reports whether packed bytes can unpack to size bytes: deflate makes at most 1,032 of one.
func plausible(size int64, packed int) bool {
	return size >= 0 && size <= 1032*int64(packed)+64
}
