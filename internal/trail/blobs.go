package trail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// readBlobs reads every version of every document and configuration once, with several workers. Facts that are
// known needn't be read.
func (b *builder) readBlobs(ctx context.Context, known *index) error {
	docs, configs := b.blobIDs(known)
	facts := make([]*Facts, len(docs))
	var digester document.Digester
	err := b.repo.EachBlob(ctx, docs, func(i int, data []byte) error {
		facts[i] = readFacts(data, b.cfg.Fields, &digester)
		return nil
	})
	if err != nil {
		return err
	}
	b.book.facts = b.book.facts.with(docs, facts)
	b.saveIndex(len(docs))
	parsed := make(map[gitrepo.ID]*config.Config, len(configs))
	var mu sync.Mutex
	err = b.repo.EachBlob(ctx, configs, func(i int, data []byte) error {
		if c, ok := config.LoadLenient(slices.Clone(data)); ok {
			mu.Lock()
			parsed[configs[i]] = c
			mu.Unlock()
		}
		return nil
	})
	if err != nil {
		return err
	}
	for k := range b.configVersions {
		b.configVersions[k].config = parsed[b.configVersions[k].blob]
	}
	if err := b.readRosters(); err != nil {
		return err
	}
	b.book.Roster = b.cfg.HasRoster() || len(b.rosters.states) > 0
	if err := b.readNamedBlobs(0, b.book.Steps); err != nil {
		return err
	}
	b.joins = newJoins(b.rosters)
	return b.readMailmaps(0)
}

// blobIDs lists the blobs of documents that the line's steps name and whose facts aren't known, and those of
// configurations, each once. It takes over the facts that are known.
func (b *builder) blobIDs(known *index) (docs, configs []gitrepo.ID) {
	first := 0
	if n := len(known.steps); n > 0 && n <= len(b.book.Steps) && n == len(b.line.Steps)-b.line.Fresh {
		first, b.book.facts = n, known.facts // of the very steps that this line begins with
	}
	var again []gitrepo.ID
	var facts []*Facts
	seen := map[gitrepo.ID]bool{{}: true}
	once := func(id gitrepo.ID) {
		if seen[id] || b.book.facts.of(id) != nil {
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
			if !isMarkdown(c.Path) || c.Mode == gitrepo.ModeSymlink {
				continue
			}
			once(c.Blob)
			if len(s.Parents) > 0 && c.OldMode != gitrepo.ModeSymlink {
				once(c.OldBlob)
			}
		}
	}
	for i, s := range b.book.Steps {
		if i >= first {
			for _, side := range s.Side {
				each(side)
			}
			each(s)
		}
		for _, c := range s.Changes {
			if c.Path == config.File && c.Mode != 0 && c.Mode != gitrepo.ModeSymlink {
				if !seen[c.Blob] {
					seen[c.Blob] = true
					configs = append(configs, c.Blob)
				}
				b.configVersions = append(b.configVersions, configVersion{index: i, blob: c.Blob})
			}
		}
	}
	b.book.facts = b.book.facts.with(again, facts)
	return docs, configs
}

// readNamedBlobs notes which blobs the trailers of steps name, the line's from step first on or those that come on top
// of it. It reads those that the line doesn't hold: the approved words of a branch whose commits a squash dropped. One
// that isn't in the clone any more proves nothing.
func (b *builder) readNamedBlobs(first int, steps []*gitrepo.Step) error {
	rd := b.repo.NewReader()
	for i, s := range steps {
		err := b.readNamedBlobsOf(rd, first+i, s.Message)
		for _, side := range s.Side {
			err = errors.Join(err, b.readNamedBlobsOf(rd, first+i, side.Message))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) readNamedBlobsOf(rd *gitrepo.Reader, i int, message string) error {
	if !namesBlobs(message) {
		return nil
	}
	blocks := append(gitrepo.InnerBlocks(message), gitrepo.Trailers(message))
	for _, t := range slices.Concat(blocks...) {
		id, err := objects.ParseHex(strings.ToLower(t.Value))
		if err != nil || !t.Is(KeyBlob) && !t.Is(KeyReviewBlob) {
			continue
		}
		b.naming[i] = append(b.naming[i], id)
		if b.book.facts.of(id) != nil {
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
		b.book.facts.put(id, ReadFacts(data, b.cfg.Fields))
	}
	return nil
}

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

func (b *builder) namedFacts(hex string) *Facts {
	id, err := objects.ParseHex(hex)
	if err != nil {
		return nil
	}
	return b.book.facts.of(id)
}
