package history

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// index is what one run remembers for the next: the steps of the main line and the facts of the blobs that they
// touch. Verdicts (days, grades, entitlement) are never stored: they are worked out anew on each run. What only some
// message names isn't stored either, for it may have left the clone since.
type index struct {
	steps []*gitrepo.Step
	facts *factsTable
	pairs []gitrepo.Pair // that the steps' changes name
}

const (
	// indexSection is where the trail keeps what it remembers in the index file.
	indexSection = "trail"

	// indexVersion counts the shapes of the section, and what ofInterest, commits and ReadFacts take up. Whoever
	// changes one of them raises it: an index of another version is of no use.
	indexVersion = 12

	// An index is written anew when this many commits or blobs came since, so that a run with few new ones writes
	// nothing. Reading that much again takes less time than writing all of it.
	indexEvery      = 64
	indexEveryBlobs = 256
)

// indexHeader names the version, what facts depend on besides the blob (the field aliases), and the files that
// the configuration names. A section with another header is of no use.
func indexHeader(cfg *config.Config) string {
	h := sha256.New()
	for _, k := range slices.Sorted(maps.Keys(cfg.Fields)) {
		fmt.Fprintf(h, "%q=%q\n", k, cfg.Fields[k])
	}
	fmt.Fprintf(h, "%q\n", cfg.Files())
	return fmt.Sprintf("writ trail %d, fields %x\n", indexVersion, h.Sum(nil)[:16])
}

// loadIndex takes over what an earlier run remembered. A missing, old or damaged index is as good as none.
func (h *History) loadIndex() *index {
	data, ok := h.repo.ReadSection(indexSection)
	if !ok {
		return &index{}
	}
	x, err := decodeIndex(indexHeader(h.cfg), data)
	if err != nil {
		return &index{}
	}
	for _, p := range x.pairs {
		h.repo.Pair(p)
	}
	return x
}

// saveIndex remembers the whole line for the next run, if enough was read to be worth it, beside what follows. Where
// it can't be written (a read-only Git directory, a full disk), the next run reads history again, and that is all.
func (h *History) saveIndex(blobsRead, every int) {
	whole := len(h.Steps) == len(h.line.Steps)
	if !whole || !h.rejoined && h.line.Fresh < every && blobsRead < indexEveryBlobs {
		return
	}
	header, x := indexHeader(h.cfg), &index{h.line.Steps, h.facts, h.pairsOf(h.line.Steps)}
	h.repo.Beside(func() {
		if data, ok := encodeIndex(header, x); ok {
			_ = h.repo.WriteSections(map[string][]byte{indexSection: data})
		}
	})
}
