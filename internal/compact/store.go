package compact

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Key names a record by a digest of all that it is made from. So no record is ever out of date.
type Key [keySize]byte

const (
	keySize  = 20
	maxStore = 1 << 30 // bytes of records
)

// Store has the records that earlier runs kept, and those that this run needs. Several goroutines may use it.
//
// Its bytes are a line that names the form of the records, their number (4 bytes, little-endian), their keys, sorted,
// where each ends (4 bytes each), counted from the first record's start, and the records.
type Store struct {
	form                string
	keys, ends, records string // as they were kept

	mu    sync.Mutex
	now   map[Key]string // that this run needed
	fresh int            // how many of them were made
}

// OpenStore reads what Bytes wrote of records of the same form. Whatever else it gets holds nothing.
func OpenStore(form, data string) *Store {
	s := &Store{form: form + "\n", now: map[Key]string{}}
	rest, ok := strings.CutPrefix(data, s.form)
	if !ok || len(rest) < 4 {
		return s
	}
	n := int64(uint32At(rest, 0))
	if rest = rest[4:]; n > int64(len(rest)/(keySize+4)) {
		return s
	}
	keys, ends, records := rest[:n*keySize], rest[n*keySize:n*(keySize+4)], rest[n*(keySize+4):]
	last := uint32(0)
	for i := range int(n) {
		end := uint32At(ends, i)
		if end < last || int64(end) > int64(len(records)) || i > 0 && keyAt(keys, i-1) >= keyAt(keys, i) {
			return s
		}
		last = end
	}
	s.keys, s.ends, s.records = keys, ends, records
	return s
}

func uint32At(s string, i int) uint32 { return binary.LittleEndian.Uint32([]byte(s[4*i : 4*i+4])) }

func keyAt(keys string, i int) string { return keys[keySize*i : keySize*(i+1)] }

// old returns how many records were kept.
func (s *Store) old() int { return len(s.ends) / 4 }

// record returns one that was kept.
func (s *Store) record(i int) string {
	start := uint32(0)
	if i > 0 {
		start = uint32At(s.ends, i-1)
	}
	return s.records[start:uint32At(s.ends, i)]
}

// Find returns the record of a key, which this run then needs.
func (s *Store) Find(k Key) (record string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if record, ok = s.now[k]; ok {
		return record, true
	}
	i := sort.Search(s.old(), func(i int) bool { return keyAt(s.keys, i) >= string(k[:]) })
	if i == s.old() || keyAt(s.keys, i) != string(k[:]) {
		return "", false
	}
	s.now[k] = s.record(i)
	return s.now[k], true
}

// Get returns what the record of a key says. Where read can't read one, make makes the value and its record.
func Get[T any](s *Store, k Key, read func(record string) (T, bool), make func() (T, []byte, error)) (T, error) {
	if record, ok := s.Find(k); ok {
		if v, ok := read(record); ok {
			return v, nil
		}
	}
	v, record, err := make()
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now[k] = string(record)
		s.fresh++
	}
	return v, err
}

// Fresh returns how many records were made, and aren't kept yet.
func (s *Store) Fresh() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fresh
}

// Bytes writes the records that this run needed, and others until these take spare bytes more than those.
func (s *Store) Bytes(spare int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, room := map[Key]string{}, maxStore
	add := func(k Key, record string) {
		if len(record) <= room {
			all[k], room = record, room-len(record)
		}
	}
	for k, record := range s.now {
		add(k, record)
	}
	room = min(room, maxStore-room+spare)
	for i := range s.old() {
		k := Key([]byte(keyAt(s.keys, i)))
		if _, needed := s.now[k]; !needed {
			add(k, s.record(i))
		}
	}
	keys := slices.SortedFunc(maps.Keys(all), func(a, b Key) int { return bytes.Compare(a[:], b[:]) })
	size := len(s.form) + 4 + len(keys)*(keySize+4)
	for _, record := range all {
		size += len(record)
	}
	out := make([]byte, 0, size)
	out = binary.LittleEndian.AppendUint32(append(out, s.form...), uint32(len(keys)))
	for _, k := range keys {
		out = append(out, k[:]...)
	}
	end := 0
	for _, k := range keys {
		end += len(all[k])
		out = binary.LittleEndian.AppendUint32(out, uint32(end))
	}
	for _, k := range keys {
		out = append(out, all[k]...)
	}
	return out
}
