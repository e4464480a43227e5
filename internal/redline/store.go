package redline

import (
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/document"
)

// Keeper keeps named data between runs. What it loses is made again.
type Keeper interface {
	ReadSection(name string) ([]byte, bool)
	WriteSections(map[string][]byte) error
}

// Store keeps redlines by the contents that they compare, so that the same pair is compared once. It may be used by
// several goroutines.
//
// The section has a header line, the number of redlines (4 bytes, little-endian), their keys (20 each), sorted, where the
// record of each ends (4 each), counted from the first record's start, and the records, which are compressed.
type Store struct {
	keeper Keeper
	names  string // what a redline depends on besides both contents

	keys, ends, records string // as they were kept

	mu    sync.Mutex
	used  map[storeKey]bool
	fresh map[storeKey][]byte
}

type storeKey [20]byte

const (
	storeSection = "redlines"
	storeFormat  = "redlines 1\n"
	maxStore     = 128 << 20 // bytes of records; beyond that, those that weren't asked for are dropped
)

// OpenStore opens what a keeper has. names are the aliases of fields with which documents are parsed.
func OpenStore(keeper Keeper, names map[string]string) *Store {
	var all strings.Builder
	fmt.Fprintf(&all, "%s\n%s\n", Version, document.FactsFormat)
	for _, k := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintf(&all, "%q=%q\n", k, names[k])
	}
	s := &Store{keeper: keeper, names: all.String(), used: map[storeKey]bool{}, fresh: map[storeKey][]byte{}}
	if data, ok := keeper.ReadSection(storeSection); ok {
		s.parse(string(data))
	}
	return s
}

// parse reads a section. Any doubt makes it of no use.
func (s *Store) parse(data string) {
	rest, ok := strings.CutPrefix(data, storeFormat)
	if !ok || len(rest) < 4 {
		return
	}
	n := int(uint32At(rest, 0))
	rest = rest[4:]
	const each = len(storeKey{})
	if n > len(rest)/(each+4) {
		return
	}
	keys, ends, records := rest[:n*each], rest[n*each:n*(each+4)], rest[n*(each+4):]
	last := uint32(0)
	for i := range n {
		end := uint32At(ends, i)
		if end < last || int64(end) > int64(len(records)) || i > 0 && keys[(i-1)*each:i*each] >= keys[i*each:(i+1)*each] {
			return
		}
		last = end
	}
	s.keys, s.ends, s.records = keys, ends, records
}

func uint32At(s string, i int) uint32 {
	s = s[4*i : 4*i+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func (s *Store) key(a, b [20]byte) storeKey {
	h := sha256.New()
	io.WriteString(h, s.names)
	h.Write(a[:])
	h.Write(b[:])
	return storeKey(h.Sum(nil)[:20])
}

// record returns the kept record of a key; nil for none.
func (s *Store) record(k storeKey) []byte {
	if data, ok := s.fresh[k]; ok {
		return data
	}
	n := len(s.keys) / len(k)
	at := func(i int) string { return s.keys[i*len(k) : (i+1)*len(k)] }
	i := sort.Search(n, func(i int) bool { return at(i) >= string(k[:]) })
	if i == n || at(i) != string(k[:]) {
		return nil
	}
	return []byte(s.numbered(i))
}

func (s *Store) numbered(i int) string {
	start := uint32(0)
	if i > 0 {
		start = uint32At(s.ends, i-1)
	}
	return s.records[start:uint32At(s.ends, i)]
}

// Get returns the redline of two contents, by the ids of their blobs (of sidecars those of their pairs). compare makes
// it where it isn't kept.
func (s *Store) Get(a, b [20]byte, compare func() (*Redline, error)) (*Redline, error) {
	k := s.key(a, b)
	s.mu.Lock()
	data := s.record(k)
	s.used[k] = true
	s.mu.Unlock()
	if data != nil {
		if r, ok := decode(data); ok {
			return r, nil
		}
	}
	r, err := compare()
	if err != nil {
		return nil, err
	}
	data = encode(r)
	s.mu.Lock()
	s.fresh[k] = data
	s.mu.Unlock()
	return r, nil
}

// Save keeps what was compared since OpenStore. The error says why it couldn't; no redline depends on it.
func (s *Store) Save() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.fresh) == 0 {
		return nil
	}
	type kept struct {
		key  storeKey
		data string
		used bool
	}
	var all []kept
	for i := range len(s.keys) / len(storeKey{}) {
		k := storeKey([]byte(s.keys[i*len(storeKey{}) : (i+1)*len(storeKey{})]))
		if _, again := s.fresh[k]; !again {
			all = append(all, kept{k, s.numbered(i), s.used[k]})
		}
	}
	for k, data := range s.fresh {
		all = append(all, kept{k, string(data), true})
	}
	slices.SortFunc(all, func(x, y kept) int { // those that were used first
		return cmp.Or(boolToInt(y.used)-boolToInt(x.used), bytes.Compare(x.key[:], y.key[:]))
	})
	size, n := 0, 0
	for ; n < len(all) && size+len(all[n].data) <= maxStore; n++ {
		size += len(all[n].data)
	}
	all = all[:n]
	slices.SortFunc(all, func(x, y kept) int { return bytes.Compare(x.key[:], y.key[:]) })
	out := binary.LittleEndian.AppendUint32([]byte(storeFormat), uint32(len(all)))
	for _, x := range all {
		out = append(out, x.key[:]...)
	}
	end := 0
	for _, x := range all {
		end += len(x.data)
		out = binary.LittleEndian.AppendUint32(out, uint32(end))
	}
	for _, x := range all {
		out = append(out, x.data...)
	}
	return s.keeper.WriteSections(map[string][]byte{storeSection: out})
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compressors are used again: each takes some hundred kilobytes.
var (
	compressors   = sync.Pool{New: func() any { w, _ := flate.NewWriter(nil, flate.BestSpeed); return w }}
	decompressors = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}
)

func compressed(data []byte) []byte {
	var out bytes.Buffer
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	_, _ = w.Write(data) // to memory, where nothing fails
	_ = w.Close()
	return out.Bytes()
}

// decompressed returns what was compressed; false for anything else.
func decompressed(data []byte) ([]byte, bool) {
	r := decompressors.Get().(io.ReadCloser)
	defer decompressors.Put(r)
	if r.(flate.Resetter).Reset(bytes.NewReader(data), nil) != nil {
		return nil, false
	}
	const most = 256 << 20
	out, err := io.ReadAll(io.LimitReader(r, most))
	return out, err == nil && len(out) < most
}
