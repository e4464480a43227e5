package isms

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// What was read from the tables of documents is kept in the index, for the next run. The key of a reading is a digest of
// all that it depends on: the blob, the kind's tables, the roster, the calendar, the built-in words and the way in which
// writ reads. So nothing that is kept is ever out of date; what no run needs any more is dropped in time.
const (
	readingsSection = "readings"
	readingsEvery   = 32 // so many readings that aren't kept yet are worth writing the index anew
)

// readingKey names a reading.
type readingKey [20]byte

// keptReadings are the readings of earlier runs and those of this one. Several goroutines may use it.
type keptReadings struct {
	mu    sync.Mutex
	old   map[readingKey]string
	now   map[readingKey]string // that this run needed
	fresh int
}

// parseReadings reads what bytes wrote. Whatever else it gets holds nothing.
func parseReadings(data string) *keptReadings {
	k := &keptReadings{old: map[readingKey]string{}, now: map[readingKey]string{}}
	for head := len(readingKey{}) + 4; len(data) > head; {
		size := int64(binary.LittleEndian.Uint32([]byte(data[head-4 : head])))
		if size > int64(len(data)-head) {
			break
		}
		end := head + int(size)
		k.old[readingKey([]byte(data[:head-4]))] = data[head:end]
		data = data[end:]
	}
	return k
}

func (k *keptReadings) get(key readingKey, of schema.Tables, size int) (records.Reading, bool) {
	k.mu.Lock()
	data, known := k.old[key]
	k.mu.Unlock()
	if !known {
		return records.Reading{}, false
	}
	r, ok := records.Decode(data, of, size)
	if ok {
		k.put(key, data, false)
	}
	return r, ok
}

func (k *keptReadings) put(key readingKey, data string, fresh bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.now[key] = data; fresh {
		k.fresh++
	}
}

// bytes writes the readings that this run needed, and those of earlier runs as long as these are fewer.
func (k *keptReadings) bytes() []byte {
	all := maps.Clone(k.now)
	if !k.wasteful() {
		for key, data := range k.old {
			if _, known := all[key]; !known {
				all[key] = data
			}
		}
	}
	var out []byte
	for _, key := range slices.SortedFunc(maps.Keys(all), func(a, b readingKey) int { return bytes.Compare(a[:], b[:]) }) {
		out = binary.LittleEndian.AppendUint32(append(out, key[:]...), uint32(len(all[key])))
		out = append(out, all[key]...)
	}
	return out
}

// wasteful reports whether more readings lie idle than were needed.
func (k *keptReadings) wasteful() bool {
	return len(k.old)-(len(k.now)-k.fresh) > len(k.now)+readingsEvery
}

// readings are those that are kept.
func (s *System) readings() *keptReadings {
	return s.kept.of(func() *keptReadings {
		data, _ := s.Book.Kept(readingsSection)
		return parseReadings(string(data))
	})
}

// keyOf names the reading of a document as a kind has it; false for one that isn't kept.
func (s *System) keyOf(e *register.Entry, k *config.Kind) (readingKey, bool) {
	if s.Book == nil || e.File != nil || e.Sheet != nil || e.Link != "" || e.Blob.IsZero() {
		return readingKey{}, false
	}
	with, err := s.with.of(k, func() ([]byte, error) { return s.readWith(k) })
	if err != nil {
		return readingKey{}, false
	}
	sum := sha256.Sum256(append(slices.Clip(with), e.Blob[:]...))
	return readingKey(sum[:len(readingKey{})]), true
}

// readWith is a digest of what the readings of a kind depend on besides the blob.
func (s *System) readWith(k *config.Kind) ([]byte, error) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, x := range []any{records.KeptFormat, document.FactsFormat, schema.WordsDigest(), k.Tables, s.Config.People,
		s.Config.Roles, s.Config.Fields, s.Config.Organization.FiscalYear, fmt.Sprint(s.Config.Organization.Timezone)} {
		if err := enc.Encode(x); err != nil {
			return nil, err
		}
	}
	return h.Sum(nil), nil
}

// Keep stores what was read from documents for the next run, where that is worth it. No answer depends on it. It is
// called once, when nobody asks any more.
func (s *System) Keep() {
	if s.Book == nil {
		return
	}
	if k := s.readings(); k.fresh >= readingsEvery || k.fresh == 0 && k.wasteful() {
		s.Book.Keep(readingsSection, k.bytes())
	}
}
