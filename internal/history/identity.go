package history

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// identities follows documents along the main line. A document is its id, compared without case; one without an
// id is its path, followed through exact renames. Where several files claim one id, the one that had it stays
// the document.
type identities struct {
	line *History
	at   map[string]*Document // what is at a path now
	byID map[string]*Document
	all  []*Document
	file map[string]*Document // what happened to the files that may have a sidecar, by path; no documents of the line
	free []Change             // to take new changes from
}

// fork returns identities that go on for another history. What they change of documents, n's don't see.
func (n *identities) fork(line *History) *identities {
	own := make([]Document, len(n.all))
	out := &identities{line: line, at: make(map[string]*Document, len(n.at)),
		byID: make(map[string]*Document, len(n.byID)), all: make([]*Document, len(n.all)),
		file: make(map[string]*Document, len(n.file))}
	for i, d := range n.all {
		d.place = i
		own[i] = *d
		own[i].Changes, own[i].origins = slices.Clip(d.Changes), slices.Clip(d.origins)
		out.all[i] = &own[i]
	}
	of := func(d *Document) *Document {
		if d.place < len(n.all) && n.all[d.place] == d {
			return &own[d.place]
		}
		gone := *d // it became another document, and only a former id still leads to it
		return &gone
	}
	for path, d := range n.at {
		out.at[path] = of(d)
	}
	for path, d := range n.file {
		own := *d
		own.Changes = slices.Clip(d.Changes)
		out.file[path] = &own
	}
	for id, d := range n.byID {
		out.byID[id] = of(d)
	}
	return out
}

// change gives a change to fill in.
func (n *identities) change(c Change) *Change {
	if len(n.free) == 0 {
		n.free = make([]Change, 256)
	}
	out := &n.free[0]
	n.free = n.free[1:]
	*out = c
	return out
}

// newIdentities prepares to follow the documents of a line.
func newIdentities(line *History) *identities {
	most := 0 // the largest step is mostly the import of all documents
	for _, s := range line.Steps {
		most = max(most, len(s.Changes))
	}
	n := &identities{line: line, at: make(map[string]*Document, most), byID: make(map[string]*Document, most),
		file: map[string]*Document{}}
	line.byID = n.byID
	return n
}

// step adds what step i changed to the documents.
func (n *identities) step(i int, s *gitrepo.Step) {
	if len(s.Changes) == 0 {
		return
	}
	var gone map[*Document]string // document → path that it left in this step
	var arrived []gitrepo.Change
	for _, c := range s.Changes {
		if !config.IsMarkdown(c.Path) {
			n.addFile(i, s, c)
			continue
		}
		old := n.at[c.Path]
		switch {
		case c.Mode == 0:
			if old != nil {
				gone = n.leave(old, c.Path, gone)
			}
		case old != nil && n.stays(old, c):
			n.add(old, n.change(Change{Step: s, Index: i, What: Changed, Path: c.Path, Blob: c.Blob,
				Facts: n.line.FactsAt(c.Blob, c.Path)}))
		default:
			if old != nil {
				gone = n.leave(old, c.Path, gone)
			}
			arrived = append(arrived, c)
		}
	}
	if len(arrived) > 0 {
		l := n.leaving(s, gone)
		for _, c := range arrived {
			n.arrive(i, s, c, gone)
			n.keepLife(i, c, l)
		}
	}
	if len(gone) == 0 {
		return
	}
	left := make([]*Document, 0, len(gone))
	for d := range gone {
		left = append(left, d)
	}
	slices.SortFunc(left, func(a, b *Document) int { return strings.Compare(gone[a], gone[b]) })
	for _, d := range left {
		if heir := n.heir(d); heir != nil {
			n.inherit(d, heir, &Change{Step: s, Index: i, What: Moved, Path: heir.Path, OldPath: gone[d],
				Blob: heir.lastBlob(), Facts: heir.LastFacts()})
			continue
		}
		n.add(d, &Change{Step: s, Index: i, What: Removed, Path: gone[d]})
	}
}

// addFile notes what a step did to a file that has a sidecar, or will have one: who wrote it before wrote what the
// sidecar's approval pins.
func (n *identities) addFile(i int, s *gitrepo.Step, c gitrepo.Change) {
	if !n.line.files[c.Path] {
		return
	}
	d := n.file[c.Path]
	if d == nil {
		d = &Document{Path: c.Path}
		n.file[c.Path] = d
	}
	d.Changes = append(d.Changes, &Change{Step: s, Index: i, Day: n.line.Days[i], What: Changed, Path: c.Path,
		Blob: c.Blob, Words: c.Mode != 0})
}

// leave notes that a document's file isn't at its path any more.
func (n *identities) leave(d *Document, path string, gone map[*Document]string) map[*Document]string {
	delete(n.at, path)
	d.live = false
	if gone == nil {
		gone = map[*Document]string{}
	}
	gone[d] = path
	return gone
}

// heir returns another living file with the id of a document that just lost its own: a move in two commits, first
// the copy and then the removal.
func (n *identities) heir(d *Document) *Document {
	if d.ID == "" || n.byID[d.Key] != d {
		return nil
	}
	for _, other := range n.all {
		if other != d && other.live && strings.EqualFold(other.ID, d.ID) {
			return other
		}
	}
	return nil
}

func (n *identities) inherit(d, heir *Document, move *Change) {
	d.comesFrom(heir, move.Index)
	last := d.Last().Index
	for _, c := range heir.Changes {
		if c.Index > last {
			d.Changes = append(d.Changes, c)
		}
	}
	n.all = slices.DeleteFunc(n.all, func(x *Document) bool { return x == heir })
	n.add(d, move)
}

// stays reports whether the file at a path is still the same document after the change: its id is the one that
// the document has, it has none (a broken front matter forgets nothing), or it just got its first.
func (n *identities) stays(old *Document, c gitrepo.Change) bool {
	f := n.line.Facts(c.Blob)
	if f == nil || f.ID == "" || f.ID == old.ID || strings.EqualFold(f.ID, old.ID) {
		return true
	}
	return old.ID == "" && n.byID[strings.ToLower(f.ID)] == nil
}

// arrive places a file that came to a path: a move of what left in this step, something that comes back, or new.
func (n *identities) arrive(i int, s *gitrepo.Step, c gitrepo.Change, gone map[*Document]string) {
	f := n.line.FactsAt(c.Blob, c.Path)
	ch := n.change(Change{Step: s, Index: i, What: Added, Path: c.Path, Blob: c.Blob, Facts: f})
	d := n.known(f, c, gone)
	switch from, left := gone[d]; {
	case d == nil:
		d = &Document{}
		n.all = append(n.all, d)
	case left:
		ch.What, ch.OldPath = Moved, from
		delete(gone, d)
	}
	n.add(d, ch)
}

// known returns the document that a file is which came to a path; nil for a new one.
func (n *identities) known(f *Facts, c gitrepo.Change, gone map[*Document]string) *Document {
	if f != nil && f.ID != "" {
		if d := n.byID[strings.ToLower(f.ID)]; d != nil {
			if d.live {
				return nil // a second file with this id: the first stays the document
			}
			return d
		}
	}
	var exact *Document
	for d, from := range gone {
		if d.lastBlob() != c.Blob || d.ID != "" && (f == nil || !strings.EqualFold(d.ID, f.ID)) {
			continue
		}
		if exact == nil || from < gone[exact] {
			exact = d
		}
	}
	return exact
}

func (d *Document) lastBlob() gitrepo.ID {
	if len(d.Changes) == 0 {
		return gitrepo.ID{}
	}
	return d.Last().Blob
}

func (n *identities) add(d *Document, c *Change) {
	c.Day = n.line.Days[c.Index]
	c.Words = c.Facts != nil
	if last := d.LastFacts(); last != nil && c.Facts != nil && !d.Removed { // who brings words back is their author
		c.Words = last.Digest != c.Facts.Digest
	}
	d.Changes = append(d.Changes, c)
	d.Path = c.Path
	d.Removed = c.What == Removed
	d.live = !d.Removed
	if d.Removed {
		return
	}
	if c.What != Changed {
		n.at[c.Path] = d
	}
	if c.Facts == nil || c.Facts.ID == "" || c.Facts.ID == d.ID {
		return
	}
	key := strings.ToLower(c.Facts.ID)
	if holder := n.byID[key]; holder == nil || holder == d {
		n.byID[key] = d
	}
	d.ID, d.Key = c.Facts.ID, key
}
