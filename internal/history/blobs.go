package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// readBlobs reads every version of every document once, with several workers, and returns how many: a file beside a
// document counts as one for each 16 kB. Facts that are
// known needn't be read.
func (h *History) readBlobs(ctx context.Context, known *index) (int, error) {
	docs := h.blobIDs(known)
	facts := make([]*Facts, len(docs))
	var digester document.Digester
	var large atomic.Int64 // bytes of files, each reading of which costs more than that of a document
	err := h.repo.EachBlob(ctx, docs, func(i int, data []byte) error {
		var file *document.Sum
		if p, ok := h.repo.PairOf(docs[i]); ok {
			var err error
			var size int
			if file, size, err = h.sum(h.repo.NewReader(), p.File); err != nil {
				return err
			}
			large.Add(int64(size))
		}
		facts[i] = readFacts(data, h.cfg.Fields, &digester, file)
		return nil
	})
	if err != nil {
		return 0, err
	}
	h.facts = h.facts.with(docs, facts)
	return len(docs) + int(large.Load()>>14), nil
}

// blobIDs lists the blobs of documents that the line's steps name and whose facts aren't known, each once. It takes
// over the facts that are known.
func (h *History) blobIDs(known *index) (docs []gitrepo.ID) {
	first := 0
	if n := len(known.steps); n > 0 && n <= len(h.Steps) && n == len(h.line.Steps)-h.line.Fresh {
		first, h.facts = n, known.facts // of the very steps that this line begins with
	}
	if h.rejoined {
		first = 0
	}
	var again []gitrepo.ID
	var facts []*Facts
	seen := map[gitrepo.ID]bool{{}: true}
	once := func(id gitrepo.ID) {
		if seen[id] || h.Facts(id) != nil {
			return
		}
		seen[id] = true
		if f := known.facts.of(id); f != nil {
			again, facts = append(again, id), append(facts, f)
			return
		}
		docs = append(docs, id)
	}
	each := func(s *gitrepo.Step) {
		for _, c := range s.Changes {
			if !config.IsMarkdown(c.Path) || c.Mode == gitrepo.ModeSymlink {
				continue
			}
			once(c.Blob)
			if len(s.Parents) > 0 && c.OldMode != gitrepo.ModeSymlink {
				once(c.OldBlob)
			}
		}
	}
	for _, s := range h.Steps[first:] {
		for _, side := range s.Side {
			each(side)
		}
		each(s)
	}
	h.facts = h.facts.with(again, facts)
	return docs
}

// readNamedBlobs notes which blobs the trailers of steps name, the line's from step first on or those that come on top
// of it. It reads those that the line doesn't hold: the approved words of a branch whose commits a squash dropped. One
// that isn't in the clone any more proves nothing.
func (h *History) readNamedBlobs(first int, steps []*gitrepo.Step) error {
	rd := h.repo.NewReader()
	for i, s := range steps {
		err := h.readNamedBlobsOf(rd, first+i, s.Message)
		for _, side := range s.Side {
			err = errors.Join(err, h.readNamedBlobsOf(rd, first+i, side.Message))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *History) readNamedBlobsOf(rd *gitrepo.Reader, i int, message string) error {
	if !namesBlobs(message) {
		return nil
	}
	blocks := append(gitrepo.InnerBlocks(message), gitrepo.Trailers(message))
	for _, t := range slices.Concat(blocks...) {
		id, err := objects.ParseHex(strings.ToLower(t.Value))
		if err != nil || !t.Is(KeyBlob) && !t.Is(KeyReviewBlob) {
			continue
		}
		h.naming[i] = append(h.naming[i], id)
		if h.Facts(id) != nil {
			continue
		}
		typ, err := rd.TypeOf(id)
		if err == nil && typ != "blob" {
			continue // another object, or none: what names it approves nothing
		}
		var data []byte
		if err == nil {
			data, err = rd.Blob(id)
		}
		if err != nil {
			return fmt.Errorf("reading the blob that an approval names: %w", err)
		}
		h.facts.put(id, ReadFacts(data, h.cfg.Fields))
	}
	return nil
}

// The keys of trailers that name a blob.
const (
	KeyBlob       = "Approved-Blob"
	KeyReviewBlob = "Reviewed-Blob"
)

// namesBlobs reports whether a message may have a trailer whose key ends with "-Blob".
func namesBlobs(message string) bool {
	const end = "-blob"
	for {
		i := strings.IndexByte(message, '-')
		if i < 0 || len(message)-i < len(end) {
			return false
		}
		if strings.EqualFold(message[i:i+len(end)], end) {
			return true
		}
		message = message[i+1:]
	}
}

// FactsNamed returns the facts of the blob that a message names; nil where that is none that history knows.
func (h *History) FactsNamed(hex string) *Facts {
	id, err := objects.ParseHex(hex)
	if err != nil {
		return nil
	}
	return h.Facts(id)
}

// Facts returns what is known of a blob that was read; nil for another.
func (h *History) Facts(blob gitrepo.ID) *Facts { return h.facts.of(blob) }

// FactsAt returns what is known of a blob that is at a path.
func (h *History) FactsAt(blob gitrepo.ID, path string) *Facts {
	return h.facts.of(blob).At(h.cfg, path)
}

// Named returns the blobs that the messages of a step name, and those of its side commits.
func (h *History) Named(step int) []gitrepo.ID { return h.naming[step] }
