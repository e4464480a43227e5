package objects

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// maxVerifiedIndex is the size in bytes up to which an index's own checksum is compared when it is opened
// (about a millisecond per MB). Larger ones, from two million objects on, are only checked for their structure.
const maxVerifiedIndex = 64 << 20

// index is a parsed pack index, version 1 or 2. All its tables are parts of the file's bytes.
type index struct {
	count    int
	fanout   []byte // 256 big-endian uint32
	ids      []byte // the first id; the next is stride bytes on
	stride   int    // 20 (version 2) or 24 (version 1)
	crcs     []byte // big-endian uint32 per object; nil in version 1
	offsets  []byte // version 2: big-endian uint32 per object, the high bit points into large
	large    []byte // big-endian uint64 each
	packHash ID     // the pack's own checksum, which its last 20 bytes repeat
}

// parseIndex checks and reads the bytes of an .idx file. It allocates nothing that depends on them.
func parseIndex(data []byte) (*index, error) {
	if len(data) < 4+256*4+2*IDSize {
		return nil, fmt.Errorf("a pack index of %d bytes is too short", len(data))
	}
	if len(data) <= maxVerifiedIndex {
		body := data[:len(data)-IDSize]
		if sum := sha1.Sum(body); !bytes.Equal(sum[:], data[len(body):]) {
			return nil, errors.New("the pack index's checksum doesn't match its bytes")
		}
	}
	x := &index{}
	copy(x.packHash[:], data[len(data)-2*IDSize:])
	tables := data[:len(data)-2*IDSize]
	var err error
	if string(tables[:4]) == "\xfftOc" {
		err = x.parseV2(tables)
	} else {
		err = x.parseV1(tables)
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

func (x *index) parseV2(tables []byte) error {
	if v := binary.BigEndian.Uint32(tables[4:]); v != 2 {
		return fmt.Errorf("pack index version %d isn't known", v)
	}
	rest := tables[8:]
	if err := x.parseFanout(rest); err != nil {
		return err
	}
	rest = rest[256*4:]
	n := int64(x.count)
	if int64(len(rest)) < n*(IDSize+4+4) {
		return fmt.Errorf("the pack index is too short for %d objects", n)
	}
	x.stride = IDSize
	x.ids, rest = rest[:n*IDSize], rest[n*IDSize:]
	x.crcs, rest = rest[:n*4], rest[n*4:]
	x.offsets, x.large = rest[:n*4], rest[n*4:]
	if len(x.large)%8 != 0 || int64(len(x.large)) > n*8 {
		return errors.New("the pack index's table of large offsets has a wrong size")
	}
	return nil
}

func (x *index) parseV1(tables []byte) error {
	if err := x.parseFanout(tables); err != nil {
		return err
	}
	rest := tables[256*4:]
	x.stride = 4 + IDSize
	if int64(len(rest)) != int64(x.count)*int64(x.stride) {
		return fmt.Errorf("the pack index has the wrong size for %d objects", x.count)
	}
	x.offsets = rest
	if x.count > 0 {
		x.ids = rest[4:]
	}
	return nil
}

// parseFanout reads the table of 256 counts, which must not fall.
func (x *index) parseFanout(table []byte) error {
	if len(table) < 256*4 {
		return errors.New("the pack index ends inside its fan-out table")
	}
	x.fanout = table[:256*4]
	last := uint32(0)
	for i := range 256 {
		n := binary.BigEndian.Uint32(x.fanout[i*4:])
		if n < last {
			return errors.New("the pack index's fan-out table isn't in order")
		}
		last = n
	}
	if int64(last) > int64(len(table))/IDSize {
		return fmt.Errorf("the pack index is too short for %d objects", last)
	}
	x.count = int(last)
	return nil
}

// id gives the id at position i.
func (x *index) id(i int) ID { return ID(x.ids[i*x.stride : i*x.stride+IDSize]) }

// bounds gives the positions of the ids that begin with the byte b.
func (x *index) bounds(b byte) (lo, hi int) {
	if b > 0 {
		lo = int(binary.BigEndian.Uint32(x.fanout[(int(b)-1)*4:]))
	}
	return lo, int(binary.BigEndian.Uint32(x.fanout[int(b)*4:]))
}

// search gives the first position whose id is not below id, within the ids of the same first byte.
func (x *index) search(id *ID) (pos, end int) {
	lo, hi := x.bounds(id[0])
	end = hi
	// Ids are spread evenly, so that the next bytes tell nearly where this one is: mostly it is within a window that is
	// twice as wide as the square root of their number.
	if n := hi - lo; n > 64 {
		guess := lo + int(uint64(binary.BigEndian.Uint32(id[1:]))*uint64(n)>>32)
		width := 1 << (bits.Len(uint(n)) / 2)
		from, to := max(lo, guess-width), min(hi-1, guess+width)
		after, before := x.below(from, id), !x.below(to, id)
		if after {
			lo = from + 1
		} else {
			hi = from
		}
		if before {
			hi = min(hi, to)
		} else {
			lo = max(lo, to+1)
		}
	}
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if x.below(mid, id) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, end
}

// below reports whether the id at position i is below id.
func (x *index) below(i int, id *ID) bool {
	at := x.ids[i*x.stride : i*x.stride+IDSize]
	k, key := binary.BigEndian.Uint64(at), binary.BigEndian.Uint64(id[:])
	return k < key || k == key && bytes.Compare(at[8:], id[8:]) < 0
}

// find gives the position of id.
func (x *index) find(id *ID) (int, bool) {
	pos, end := x.search(id)
	if pos < end && string(x.ids[pos*x.stride:pos*x.stride+IDSize]) == string(id[:]) {
		return pos, true
	}
	return 0, false
}

// offset gives where the pack entry at position i begins; false when the index points outside its own table.
func (x *index) offset(i int) (int64, bool) {
	if x.crcs == nil {
		return int64(binary.BigEndian.Uint32(x.offsets[i*x.stride:])), true
	}
	o := binary.BigEndian.Uint32(x.offsets[i*4:])
	if o&(1<<31) == 0 {
		return int64(o), true
	}
	at := int64(o&^(1<<31)) * 8
	if at >= int64(len(x.large)) {
		return 0, false
	}
	big := binary.BigEndian.Uint64(x.large[at:])
	return int64(big), big < 1<<62
}

// crc gives the checksum of the pack entry at position i; false in version 1, which has none.
func (x *index) crc(i int) (uint32, bool) {
	if x.crcs == nil {
		return 0, false
	}
	return binary.BigEndian.Uint32(x.crcs[i*4:]), true
}

// layout is the order of a pack's entries in the file: where each begins and ends, and its position in the index.
type layout struct {
	keys []uint64 // offset << shift | position, ascending
	end  int64    // where the last entry ends
	bits uint     // how many low bits the position has
}

// newLayout orders the entries of x in a pack whose entries lie in [start, end).
func newLayout(x *index, start, end int64) (*layout, error) {
	l := &layout{end: end, bits: uint(bits.Len(uint(x.count)))}
	offsetBits := uint(bits.Len64(uint64(end)))
	if l.bits+offsetBits > 64 {
		return nil, fmt.Errorf("a pack of %d bytes with %d objects is too large", end, x.count)
	}
	l.keys = make([]uint64, x.count)
	for i := range l.keys {
		off, ok := x.offset(i)
		if !ok || off < start || off >= end {
			return nil, errors.New("the pack index points outside the pack")
		}
		l.keys[i] = uint64(off)<<l.bits | uint64(i)
	}
	l.keys = sortKeys(l.keys, l.bits, l.bits+offsetBits)
	for i := 1; i < len(l.keys); i++ {
		if l.keys[i]>>l.bits == l.keys[i-1]>>l.bits {
			return nil, errors.New("the pack index has two objects at one offset")
		}
	}
	return l, nil
}

// sortKeys sorts by the bits from lo to hi, low digits first: linear, which tells in packs of a million objects.
func sortKeys(keys []uint64, lo, hi uint) []uint64 {
	const digit = 11
	other := make([]uint64, len(keys))
	for ; lo < hi; lo += digit {
		var at [1 << digit]int
		for _, k := range keys {
			at[k>>lo&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range at {
			at[i] = sum
			sum += n
		}
		for _, k := range keys {
			d := k >> lo & (1<<digit - 1)
			other[at[d]] = k
			at[d]++
		}
		keys, other = other, keys
	}
	return keys
}

// entry gives the end of the entry that begins at off and its position in the index; false when none begins there.
func (l *layout) entry(off int64) (end int64, pos int, ok bool) {
	key := uint64(off) << l.bits
	lo, hi := 0, len(l.keys)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if l.keys[mid] < key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(l.keys) || l.keys[lo]>>l.bits != uint64(off) {
		return 0, 0, false
	}
	end = l.end
	if lo+1 < len(l.keys) {
		end = int64(l.keys[lo+1] >> l.bits)
	}
	return end, int(l.keys[lo] & (1<<l.bits - 1)), true
}
