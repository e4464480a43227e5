package isms

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/schema"
)

// What was read from the tables of documents is kept in the index, for the next run. The key of a reading is a digest
// of all that it depends on: the blob, the kind's tables, the roster, the calendar, the built-in words and the way in
// which writ reads. So nothing that is kept is ever out of date; what no run needs any more is dropped in time.
const (
	readingsSection = "readings"
	readingsEvery   = 32      // so many readings that aren't kept yet are worth writing the index anew
	readingsSpare   = 1 << 20 // bytes that may be kept of readings that the run doesn't need
)

// readings are those that are kept.
func (s *System) readings() *compact.Store {
	return s.kept.of(func() *compact.Store {
		data, _ := s.Book.Kept(readingsSection)
		return compact.OpenStore(records.KeptFormat, string(data))
	})
}

// keyOf names the reading of a document as a kind has it; false for one that isn't kept.
func (s *System) keyOf(e *register.Entry, k *config.Kind) (compact.Key, bool) {
	if s.Book == nil || e.File != nil || e.Sheet != nil || e.Link != "" || e.Blob.IsZero() {
		return compact.Key{}, false
	}
	with, err := s.with.of(k, func() ([]byte, error) { return s.readWith(k) })
	if err != nil {
		return compact.Key{}, false
	}
	sum := sha256.Sum256(append(slices.Clip(with), e.Blob[:]...))
	return compact.Key(sum[:]), true
}

// readWith is a digest of what the readings of a kind depend on besides the blob.
func (s *System) readWith(k *config.Kind) ([]byte, error) {
	return digestOf(document.FactsFormat, schema.WordsDigest(), k.Tables, s.Config.People,
		s.Config.Roles, s.Config.Fields, s.Config.Organization.FiscalYear, fmt.Sprint(s.Config.Organization.Timezone))
}

// Keep stores what was read from documents for the next run, where that is worth it. No answer depends on it. It is
// called once, when nobody asks any more.
func (s *System) Keep() {
	if s.Book == nil {
		return
	}
	if k := s.readings(); k.Fresh() >= readingsEvery {
		s.Book.Keep(readingsSection, k.Bytes(readingsSpare))
	}
}
