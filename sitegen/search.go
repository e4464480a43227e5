package sitegen

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/search"
	"github.com/writ-docs/writ/schema"
)

// searchFolder is where the files of the search are, relative to the site's root.
const searchFolder = "search/"

// searched reports whether a document can be searched for: its page shows words that are in force, on record, or meant
// to be. Drafts never can, whatever the site serves.
func (d *Document) searched() bool {
	status := d.Status
	if d.Shown != nil {
		status = d.Shown.Status
	}
	return d.served && d.Words != nil && status != schema.Draft && status != schema.InReview
}

// search puts out the index of the documents that the site serves.
func (p *press) search(ctx context.Context) error {
	index := search.New(p.Language, func(name string, data []byte) error { return p.out.put(searchFolder+name, data) })
	type cut struct {
		entry search.Entry
		words *search.Contribution
	}
	ready := make(chan cut)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(ready)
		cutting, ctx := errgroup.WithContext(ctx)
		cutting.SetLimit(runtime.GOMAXPROCS(0))
		for i := range p.docs {
			d := &p.docs[i]
			if !d.searched() {
				continue
			}
			cutting.Go(func() error {
				words, err := d.Words()
				if err != nil {
					return err
				}
				select {
				case ready <- cut{p.searchEntry(i), words}:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			})
		}
		return cutting.Wait()
	})
	group.Go(func() error {
		for c := range ready {
			if err := index.Add(c.entry, c.words); err != nil {
				return err
			}
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return err
	}
	if _, err := index.Close(); err != nil {
		return err
	}
	if p.Searched != nil {
		p.Searched()
	}
	return nil
}

// searchEntry is what results show of a document.
func (p *press) searchEntry(i int) search.Entry {
	d, v := &p.docs[i], p.views[i]
	also := slices.Clone(d.Satisfies)
	for _, f := range d.Fields {
		also = append(also, f.Value)
	}
	return search.Entry{Key: v.Key, Title: v.Title, Address: d.address + "/", Kind: v.Kind, Owner: v.Owner,
		Version: v.Version, Also: also}
}
