package search

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"sync"
)

// Key names what a contribution was cut from.
type Key [20]byte

// Kept are the contributions of earlier builds, by what they were cut from, and those of this one. It is safe for
// concurrent use.
type Kept struct {
	mu    sync.Mutex
	old   map[Key][]byte
	now   map[Key][]byte // that this build needed
	fresh int
}

// ReadKept reads what Bytes wrote. Whatever else it gets holds nothing.
func ReadKept(data []byte) *Kept {
	k := &Kept{old: map[Key][]byte{}, now: map[Key][]byte{}}
	rest, ours := bytes.CutPrefix(data, []byte(Format+"\n"))
	for ours && len(rest) > len(Key{}) {
		size, n := binary.Uvarint(rest[len(Key{}):])
		from := len(Key{}) + n
		if n <= 0 || size > uint64(len(rest)-from) {
			break
		}
		end := from + int(size)
		k.old[Key(rest[:len(Key{})])] = rest[from:end:end]
		rest = rest[end:]
	}
	return k
}

// Get returns a contribution, cut by make where none is kept.
func (k *Kept) Get(key Key, make func() (*Contribution, error)) (*Contribution, error) {
	k.mu.Lock()
	data, known := k.old[key]
	k.mu.Unlock()
	if known {
		if c, err := Decode(data); err == nil {
			k.keep(key, data, false)
			return c, nil
		}
	}
	c, err := make()
	if err != nil {
		return nil, err
	}
	k.keep(key, c.Encode(), true)
	return c, nil
}

func (k *Kept) keep(key Key, data []byte, fresh bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, twice := k.now[key]; !twice && fresh {
		k.fresh++
	}
	k.now[key] = data
}

// Worth reports whether the contributions differ from those that were read by so many that they should be written.
func (k *Kept) Worth(many int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.fresh >= many || len(k.old) > 2*len(k.now)+many
}

// Bytes writes the contributions that this build needed, for ReadKept.
func (k *Kept) Bytes() []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	size := len(Format) + 1
	for _, data := range k.now {
		size += len(Key{}) + binary.MaxVarintLen32 + len(data)
	}
	out := append(make([]byte, 0, size), Format+"\n"...)
	for _, key := range slices.SortedFunc(maps.Keys(k.now), func(a, b Key) int { return bytes.Compare(a[:], b[:]) }) {
		out = binary.AppendUvarint(append(out, key[:]...), uint64(len(k.now[key])))
		out = append(out, k.now[key]...)
	}
	return out
}
