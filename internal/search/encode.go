package search

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"unicode/utf8"
)

// Encode writes the contribution for Decode. Numbers are varints. Each word shares its beginning with the one before,
// and the CRC-32 of it all is at the end.
func (c *Contribution) Encode() []byte {
	b := binary.AppendUvarint(nil, uint64(c.length))
	b = binary.AppendUvarint(b, uint64(len(c.texts)))
	for _, t := range c.texts {
		b = append(binary.AppendUvarint(b, uint64(len(t))), t...)
	}
	b = binary.AppendUvarint(b, uint64(len(c.words)))
	before := ""
	for _, w := range c.words {
		n := shared(before, w.text)
		b = binary.AppendUvarint(b, uint64(n))
		b = append(binary.AppendUvarint(b, uint64(len(w.text)-n)), w.text[n:]...)
		count := uint64(w.count) << 1
		if w.heading {
			count |= 1
		}
		b = append(binary.AppendUvarint(b, count), w.parts)
		before = w.text
	}
	return seal(b)
}

// seal adds the checksum of what comes before it.
func seal(b []byte) []byte { return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)) }

// shared returns the number of bytes with which both texts begin.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

var errDamaged = errors.New("the kept words of a document are damaged")

// Decode reads what Encode wrote. Whatever else it gets is an error.
func Decode(data []byte) (*Contribution, error) {
	n := len(data) - crc32.Size
	if n < 0 || crc32.ChecksumIEEE(data[:n]) != binary.LittleEndian.Uint32(data[n:]) {
		return nil, errDamaged
	}
	r := reader{in: data[:n]}
	c := &Contribution{length: r.number(math.MaxInt32)}
	c.texts = make([][]byte, 0, r.peek())
	for k := r.number(len(r.in)); k > 0; k-- {
		c.texts = append(c.texts, r.bytes(r.number(len(r.in))))
	}
	c.words = make([]word, 0, r.peek())
	before, sum := "", 0
	for k := r.number(len(r.in)); k > 0 && !r.bad; k-- {
		n := r.number(len(before))
		w := word{text: before[:n] + string(r.bytes(r.number(len(r.in))))}
		count := r.number(math.MaxInt32)
		w.count, w.heading = count>>1, count&1 > 0
		w.parts = r.byte()
		sum += w.count
		if w.text <= before || n != shared(before, w.text) || w.count == 0 || !utf8.ValidString(w.text) {
			r.bad = true
		}
		c.words = append(c.words, w)
		before = w.text
	}
	if r.bad || len(r.in) > 0 || sum != c.length {
		return nil, errDamaged
	}
	return c, nil
}

// reader reads what Encode wrote. After the first fault it returns zeros.
type reader struct {
	in  []byte
	bad bool
}

// number reads a number of most at most.
func (r *reader) number(most int) int {
	x, n := binary.Uvarint(r.in)
	if n <= 0 || x > uint64(most) || n > 1 && r.in[n-1] == 0 {
		r.bad, r.in = true, nil
		return 0
	}
	r.in = r.in[n:]
	return int(x)
}

// peek returns the number that number reads next, as far as so many things can follow.
func (r *reader) peek() int {
	x, _ := binary.Uvarint(r.in)
	return int(min(x, uint64(len(r.in))))
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.in) {
		r.bad, r.in = true, nil
		return nil
	}
	b := r.in[:n:n]
	r.in = r.in[n:]
	return b
}

func (r *reader) byte() byte {
	if b := r.bytes(1); len(b) == 1 {
		return b[0]
	}
	return 0
}
