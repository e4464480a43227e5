package objects

import "math/bits"

const (
	tableBits        = 9 // codes up to this length are found with one look; of a shorter code, all
	maxCode          = 15
	maxLengthCodes   = 286
	maxDistanceCodes = 30
)

// The entries of a codeTable: the code's length in the lowest four bits, 0 for a code that doesn't exist; how many
// extra bits follow in the next four; flags; and the value in the upper half. An entry with subTable stands for all
// codes that begin with its bits: its value is the place of their own table, whose width is where extra bits are
// counted otherwise.
const (
	literal    = 1 << 8
	endOfBlock = 1 << 9
	subTable   = 1 << 10
)

// codeTable finds the symbol that the next bits begin with.
type codeTable struct {
	entries []uint32 // 1<<bits, and the tables of longer codes after each other
	bits    uint     // tableBits, or the length of the longest code
}

// build makes the table of a code from the lengths of its symbols' codes, 0 for a symbol that isn't used, and from
// their entries without lengths. A code must be complete; one that has a single symbol of length 1, or none, may do
// without where lone is set (zlib's rule).
func (t *codeTable) build(sizes []uint8, symbols []uint32, lone bool) bool {
	var count, next [maxCode + 2]uint16
	var used [maxLengthCodes + 2]uint16 // the symbols that have a code
	k := 0
	for symbol, n := range sizes {
		if n != 0 {
			count[n]++
			used[k] = uint16(symbol)
			k++
		}
	}
	left, longest := 1, 0
	for n := 1; n <= maxCode; n++ {
		left = left<<1 - int(count[n])
		if left < 0 {
			return false
		}
		next[n+1] = (next[n] + count[n]) << 1
		if count[n] > 0 {
			longest = n
		}
	}
	if left > 0 && (!lone || k > 1 || longest > 1) {
		return false
	}
	if t.entries == nil {
		t.entries = make([]uint32, 1<<(tableBits+1))
	}
	t.bits = uint(max(1, min(longest, tableBits)))
	t.entries = t.entries[:1<<t.bits]
	if left > 0 || longest > tableBits {
		clear(t.entries)
	}
	width := uint(longest) - min(uint(longest), t.bits)
	for _, symbol := range used[:k] {
		n := sizes[symbol]
		code := uint(bits.Reverse16(next[n]) >> (16 - n))
		next[n]++
		if e := symbols[symbol] | uint32(n); uint(n) <= t.bits {
			fill(t.entries[:1<<t.bits], code, uint(n), e)
		} else {
			fill(t.under(code&(1<<t.bits-1), width), code>>t.bits, uint(n)-t.bits, e)
		}
	}
	return true
}

// fill enters e wherever the low n bits are code.
func fill(entries []uint32, code, n uint, e uint32) {
	for ; code < uint(len(entries)); code += 1 << n {
		entries[code] = e
	}
}

// under gives the table of the codes that begin with the bits of head.
func (t *codeTable) under(head, width uint) []uint32 {
	if t.entries[head] == 0 {
		start := len(t.entries)
		for range 1 << width {
			t.entries = append(t.entries, 0)
		}
		t.entries[head] = uint32(start)<<16 | uint32(width)<<4 | subTable
	}
	start := t.entries[head] >> 16
	return t.entries[start : start+1<<width]
}

// codeOrder is the order in which a block states the lengths of the codes that its codes' lengths are written in.
var codeOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// lengthSymbols and distanceSymbols are the entries of all symbols, without the lengths of their codes (RFC 1951,
// 3.2.5); those that mean nothing are 0. codeSymbols are those of the code that lengths are written in.
var (
	lengthSymbols   = makeLengthSymbols()
	distanceSymbols = makeDistanceSymbols()
	codeSymbols     = makeCodeSymbols()
)

func makeLengthSymbols() (s [288]uint32) {
	for i := range 256 {
		s[i] = uint32(i)<<16 | literal
	}
	s[256] = endOfBlock
	base := uint32(3)
	for i := range uint32(28) {
		extra := uint32(0)
		if i >= 8 {
			extra = i/4 - 1
		}
		s[257+i] = base<<16 | extra<<4
		base += 1 << extra
	}
	s[285] = 258 << 16
	return s
}

func makeDistanceSymbols() (s [32]uint32) {
	base := uint32(1)
	for i := range uint32(maxDistanceCodes) {
		extra := uint32(0)
		if i >= 4 {
			extra = i/2 - 1
		}
		s[i] = base<<16 | extra<<4
		base += 1 << extra
	}
	return s
}

func makeCodeSymbols() (s [19]uint32) {
	for i := range s {
		s[i] = uint32(i) << 16
	}
	return s
}

// setFixed sets the tables of fixed blocks.
func (f *inflater) setFixed() {
	if f.fixed {
		return
	}
	var sizes [288]uint8
	for i := range sizes {
		switch {
		case i < 144:
			sizes[i] = 8
		case i < 256:
			sizes[i] = 9
		case i < 280:
			sizes[i] = 7
		default:
			sizes[i] = 8
		}
	}
	f.lengths.build(sizes[:], lengthSymbols[:], false)
	for i := range 32 {
		sizes[i] = 5
	}
	f.distances.build(sizes[:32], distanceSymbols[:], false)
	f.fixed = true
}

// readCodes reads the tables of a block that brings its own.
func (f *inflater) readCodes() error {
	f.fixed = false
	head, ok := f.take(14)
	lengths, distances, stated := int(head&31)+257, int(head>>5&31)+1, int(head>>10)+4
	if !ok {
		return errInflateShort
	}
	if lengths > maxLengthCodes || distances > maxDistanceCodes {
		return errInflateCode
	}
	var sizes [19]uint8
	for _, symbol := range codeOrder[:stated] {
		n, ok := f.take(3)
		if !ok {
			return errInflateShort
		}
		sizes[symbol] = uint8(n)
	}
	if !f.lengths.build(sizes[:], codeSymbols[:], false) {
		return errInflateCode
	}
	all := f.sizes[:lengths+distances]
	if err := f.readSizes(all); err != nil {
		return err
	}
	if all[256] == 0 || !f.lengths.build(all[:lengths], lengthSymbols[:], true) || !f.distances.build(all[lengths:], distanceSymbols[:], true) {
		return errInflateCode
	}
	return nil
}

// readSizes reads the lengths of codes, by the code that f.lengths has for the moment.
func (f *inflater) readSizes(sizes []uint8) error {
	for i := 0; i < len(sizes); {
		if f.n < 14 {
			f.refill()
		}
		e := f.lengths.entries[f.bits&(1<<f.lengths.bits-1)]
		used := uint(e & 15)
		if used == 0 {
			return errInflateCode
		}
		if used > f.n {
			return errInflateShort
		}
		f.bits >>= used
		f.n -= used
		symbol := uint8(e >> 16)
		if symbol < 16 {
			sizes[i] = symbol
			i++
			continue
		}
		least, extra, value := 3, uint(symbol-14), uint8(0)
		switch {
		case symbol == 16 && i == 0:
			return errInflateCode
		case symbol == 16:
			value = sizes[i-1]
		case symbol == 18:
			least, extra = 11, 7
		}
		more, ok := f.take(extra)
		if !ok {
			return errInflateShort
		}
		end := i + least + int(more)
		if end > len(sizes) {
			return errInflateCode
		}
		for ; i < end; i++ {
			sizes[i] = value
		}
	}
	return nil
}
