package publication

import (
	"crypto/sha256"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/search"
	"github.com/writ-docs/writ/sitegen"
)

// The words of documents are kept in the index of the repository, for the next build.
const (
	searchSection = "search"
	searchEvery   = 16      // so many documents that aren't kept yet are worth writing the index anew
	searchSpare   = 1 << 20 // bytes that may be kept of words that no build needs any more
)

// searchable promises the words by which each document is found: those that its page shows.
func (f *filler) searchable(site *sitegen.Site) {
	section, _ := f.Repo.ReadSection(searchSection)
	f.found = search.ReadKept(section)
	for i := range site.Documents {
		f.findable(&site.Documents[i], &f.shown[i])
	}
	site.Searched = func() {
		if f.found.Fresh() >= searchEvery {
			_ = f.Repo.WriteSections(map[string][]byte{searchSection: f.found.Bytes(searchSpare)}) // else they are cut again
		}
	}
}

// findable promises those of one document.
func (f *filler) findable(d *sitegen.Document, s *shown) {
	if d.Prose == nil {
		return
	}
	d.Words = func() (*search.Contribution, error) {
		return f.found.Get(f.searchKey(d, s), func() (*search.Contribution, error) {
			s, err := f.whole(s)
			if err != nil {
				return nil, err
			}
			return search.Cut(s.doc, d.Title)
		})
	}
}

// searchKey names all that the words of a document depend on.
func (f *filler) searchKey(d *sitegen.Document, s *shown) compact.Key {
	h := sha256.New()
	part(h, d.Title, d.Blob)
	if p, ok := f.pair(s); ok {
		part(h, p.File.String(), s.doc.Path)
	}
	return compact.Key(h.Sum(nil))
}
