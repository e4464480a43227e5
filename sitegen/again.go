package sitegen

import (
	"slices"
	"strings"
)

// Again returns the files of a site that differs from this one in what some documents say, named by their paths, and
// in what is told of all documents together: nothing else is worked out anew. ok is false where addresses aren't the
// same.
func (l *Live) Again(site Site, paths []string) (again *Live, ok bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	made := &memory{files: map[string][]byte{}}
	p, err := newPressOf(site, newOutput(made.create), func(s *Site) (*book, error) { return l.press.again(s, paths) })
	if err != nil || p.book == nil {
		return nil, false, err
	}
	return &Live{press: p, made: made}, true, nil
}

// again is the book of such a site; nil where addresses aren't the same.
func (b *book) again(s *Site, paths []string) (*book, error) {
	now := &book{Site: s, docs: slices.Clone(b.docs), views: slices.Clone(b.views), byAddress: b.byAddress,
		byKey: b.byKey}
	if err := now.prepare(); err != nil || len(s.Documents) != len(b.docs) {
		return nil, err
	}
	for i := range s.Documents {
		d := &s.Documents[i]
		at, ok := b.byAddress[d.address]
		if !ok || b.docs[at].Path != d.Path || b.docs[at].ID != d.ID {
			return nil, nil
		}
		if slices.Contains(paths, d.Path) {
			if ok = now.replace(at, d); !ok {
				return nil, nil
			}
			continue
		}
		to := &now.docs[at]
		to.Cites, to.CitedBy, to.SupersededBy, to.Original, to.Translations, to.Remarks = d.Cites, d.CitedBy, d.SupersededBy,
			d.Original, d.Translations, d.Remarks
		now.views[at].OwnerHref = now.ownerHref(to)
	}
	return now, nil
}

// replace puts a document in the place of one with the same page. It reports whether its other pages have addresses
// that are no other document's.
func (b *book) replace(at int, d *Document) bool {
	now := *d
	settle(&now, b.Serve)
	now.Redlines = slices.Clone(now.Redlines)
	pages := places{}
	pages.take(now.address, now.Path)
	now.assignVersions(pages)
	now.assignRedlines(pages)
	now.assignAgainst(pages)
	if strings.Contains(now.address, "/") && !sameAddresses(&b.docs[at], &now) {
		return false // the folders of other documents may lie in this one's
	}
	b.docs[at], b.views[at] = now, b.view(&now)
	return true
}

// sameAddresses reports whether the pages of a document are where they were.
func sameAddresses(was, now *Document) bool {
	return slices.EqualFunc(was.History, now.History, func(x, y Version) bool { return x.address == y.address }) &&
		slices.EqualFunc(was.Redlines, now.Redlines, func(x, y Redline) bool { return x.address == y.address }) &&
		(was.Against != nil) == (now.Against != nil)
}

// Unfilled is a document of which nothing is known but which it is, and where its page is.
func (d *Document) Unfilled() Document { return Document{ID: d.ID, Path: d.Path, address: d.address} }
