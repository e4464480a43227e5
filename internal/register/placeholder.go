package register

import (
	"sync"

	"github.com/writ-docs/writ/schema"
)

// MayHoldPlaceholder reports quickly whether a text may hold one of schema.Placeholders or of schema.Examples: whether
// one of them, or its beginning, is in it, in any case of letters.
func MayHoldPlaceholder(text []byte) bool { return placeholders().in(text) }

// placeholders is made once, and never changed.
var placeholders = sync.OnceValue(func() *watch {
	w := &watch{starts: map[[2]byte][]string{}}
	for _, p := range schema.Placeholders() {
		w.add(p.Text)
	}
	for _, s := range schema.Examples() {
		w.add(s)
	}
	return w
})

// watch is a set of texts to look for, in any case of ASCII letters.
type watch struct {
	starts map[[2]byte][]string // by the first two bytes; all in small letters
	pairs  [1 << 16 / 64]uint64 // which first two bytes there are
}

func (w *watch) add(text string) {
	b := []byte(text)
	for i := range b {
		b[i] = small(b[i])
	}
	first := [2]byte{b[0], b[1]}
	w.starts[first] = append(w.starts[first], string(b))
	n := uint(first[0])<<8 | uint(first[1])
	w.pairs[n/64] |= 1 << (n % 64)
}

func (w *watch) in(text []byte) bool {
	var n uint16
	for i, c := range text {
		n = n<<8 | uint16(small(c))
		if w.pairs[n/64]&(1<<(n%64)) != 0 && i > 0 && w.starting(text[i-1:]) {
			return true
		}
	}
	return false
}

func (w *watch) starting(text []byte) bool {
	for _, s := range w.starts[[2]byte{small(text[0]), small(text[1])}] {
		if len(text) >= len(s) && sameSmall(text[:len(s)], s) {
			return true
		}
	}
	return false
}

func sameSmall(text []byte, s string) bool {
	for i, c := range text {
		if small(c) != s[i] {
			return false
		}
	}
	return true
}

func small(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
