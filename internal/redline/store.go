package redline

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/document"
)

// Keeper keeps named data between runs. What it loses is made again.
type Keeper interface {
	ReadSection(name string) ([]byte, bool)
	WriteSections(map[string][]byte) error
}

// Store keeps redlines by the contents that they compare, so that the same pair is compared once. It may be used by
// several goroutines.
type Store struct {
	keeper Keeper
	names  string // what a redline depends on besides both contents
	kept   *compact.Store
}

const (
	storeSection = "redlines"
	storeFormat  = "redlines 2"
	storeSpare   = 128 << 20 // bytes that may be kept of redlines that weren't asked for
)

// OpenStore opens what a keeper has. names are the aliases of fields with which documents are parsed.
func OpenStore(keeper Keeper, names map[string]string) *Store {
	var all strings.Builder
	fmt.Fprintf(&all, "%s\n%s\n", Version, document.FactsFormat)
	for _, k := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintf(&all, "%q=%q\n", k, names[k])
	}
	data, _ := keeper.ReadSection(storeSection)
	return &Store{keeper, all.String(), compact.OpenStore(storeFormat, string(data))}
}

func (s *Store) key(a, b [20]byte) compact.Key {
	h := sha256.New()
	io.WriteString(h, s.names)
	h.Write(a[:])
	h.Write(b[:])
	return compact.Key(h.Sum(nil))
}

// Get returns the redline of two contents, by the ids of their blobs (of sidecars those of their pairs). compare makes
// it where it isn't kept.
func (s *Store) Get(a, b [20]byte, compare func() (*Redline, error)) (*Redline, error) {
	return compact.Get(s.kept, s.key(a, b), decode, func() (*Redline, []byte, error) {
		r, err := compare()
		if err != nil {
			return nil, nil, err
		}
		return r, encode(r), nil
	})
}

// Save keeps what was compared since OpenStore. The error says why it couldn't; no redline depends on it.
func (s *Store) Save() error {
	if s.kept.Fresh() == 0 {
		return nil
	}
	return s.keeper.WriteSections(map[string][]byte{storeSection: s.kept.Bytes(storeSpare)})
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
func decompressed(data string) ([]byte, bool) {
	r := decompressors.Get().(io.ReadCloser)
	defer decompressors.Put(r)
	if r.(flate.Resetter).Reset(strings.NewReader(data), nil) != nil {
		return nil, false
	}
	const most = 256 << 20
	out, err := io.ReadAll(io.LimitReader(r, most))
	return out, err == nil && len(out) < most
}
