package trail

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// identities follows documents along the main line. A document is its id, compared without case; one without an
// id is its path, followed through exact renames. Where several files claim one id, the one that had it keeps
// the trail.
type identities struct {
	book *Book
	at   map[string]*Trail // what stands at a path now
	byID map[string]*Trail
	all  []*Trail
	free []Change // to take new changes from

	branchOf func(*gitrepo.Step) *branch
}

// fork returns identities that go on for another book. What they change of trails, n's don't see.
func (n *identities) fork(book *Book) *identities {
	own := make([]Trail, len(n.all))
	out := &identities{book: book, branchOf: n.branchOf, at: make(map[string]*Trail, len(n.at)),
		byID: make(map[string]*Trail, len(n.byID)), all: make([]*Trail, len(n.all))}
	for i, t := range n.all {
		t.place = i
		own[i] = *t
		own[i].Changes, own[i].origins = slices.Clip(t.Changes), slices.Clip(t.origins)
		out.all[i] = &own[i]
	}
	of := func(t *Trail) *Trail {
		if t.place < len(n.all) && n.all[t.place] == t {
			return &own[t.place]
		}
		gone := *t // it went into another trail, and only a former id still leads to it
		return &gone
	}
	for path, t := range n.at {
		out.at[path] = of(t)
	}
	for id, t := range n.byID {
		out.byID[id] = of(t)
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

// newIdentities prepares to follow the documents of a book.
func newIdentities(book *Book) *identities {
	most := 0 // the largest step is mostly the import of all documents
	for _, s := range book.Steps {
		most = max(most, len(s.Changes))
	}
	n := &identities{book: book, at: make(map[string]*Trail, most), byID: make(map[string]*Trail, most)}
	book.byID = n.byID
	return n
}

// step adds what step i changed to the trails.
func (n *identities) step(i int, s *gitrepo.Step) {
	if len(s.Changes) == 0 {
		return
	}
	var gone map[*Trail]string // trail → path that it left in this step
	var arrived []gitrepo.Change
	for _, c := range s.Changes {
		if !isMarkdown(c.Path) {
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
				Facts: n.book.FactsAt(c.Blob, c.Path)}))
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
	left := make([]*Trail, 0, len(gone))
	for t := range gone {
		left = append(left, t)
	}
	slices.SortFunc(left, func(a, b *Trail) int { return strings.Compare(gone[a], gone[b]) })
	for _, t := range left {
		if heir := n.heir(t); heir != nil {
			n.inherit(t, heir, &Change{Step: s, Index: i, What: Moved, Path: heir.Path, OldPath: gone[t],
				Blob: heir.lastBlob(), Facts: heir.LastFacts()})
			continue
		}
		n.add(t, &Change{Step: s, Index: i, What: Removed, Path: gone[t]})
	}
}

// leave notes that a trail's file isn't at its path any more.
func (n *identities) leave(t *Trail, path string, gone map[*Trail]string) map[*Trail]string {
	delete(n.at, path)
	t.live = false
	if gone == nil {
		gone = map[*Trail]string{}
	}
	gone[t] = path
	return gone
}

// heir returns another living file with the id of a trail that just lost its own: a move in two commits, first
// the copy and then the removal.
func (n *identities) heir(t *Trail) *Trail {
	if t.ID == "" || n.byID[t.key] != t {
		return nil
	}
	for _, other := range n.all {
		if other != t && other.live && strings.EqualFold(other.ID, t.ID) {
			return other
		}
	}
	return nil
}

func (n *identities) inherit(t, heir *Trail, move *Change) {
	t.comesFrom(heir, move.Index)
	last := t.Last().Index
	for _, c := range heir.Changes {
		if c.Index > last {
			t.Changes = append(t.Changes, c)
		}
	}
	n.all = slices.DeleteFunc(n.all, func(x *Trail) bool { return x == heir })
	n.add(t, move)
}

// stays reports whether the file at a path is still the same document after the change: its id is the one that
// the trail has, it has none (a broken front matter forgets nothing), or it just got its first.
func (n *identities) stays(old *Trail, c gitrepo.Change) bool {
	f := n.book.facts.of(c.Blob)
	if f == nil || f.ID == "" || f.ID == old.ID || strings.EqualFold(f.ID, old.ID) {
		return true
	}
	return old.ID == "" && n.byID[strings.ToLower(f.ID)] == nil
}

// arrive places a file that came to a path: a move of what left in this step, something that comes back, or new.
func (n *identities) arrive(i int, s *gitrepo.Step, c gitrepo.Change, gone map[*Trail]string) {
	f := n.book.FactsAt(c.Blob, c.Path)
	ch := n.change(Change{Step: s, Index: i, What: Added, Path: c.Path, Blob: c.Blob, Facts: f})
	t := n.known(f, c, gone)
	switch from, left := gone[t]; {
	case t == nil:
		t = &Trail{}
		n.all = append(n.all, t)
	case left:
		ch.What, ch.OldPath = Moved, from
		delete(gone, t)
	}
	n.add(t, ch)
}

// known returns the trail that a file which came to a path belongs to; nil for a new one.
func (n *identities) known(f *Facts, c gitrepo.Change, gone map[*Trail]string) *Trail {
	if f != nil && f.ID != "" {
		if t := n.byID[strings.ToLower(f.ID)]; t != nil {
			if t.live {
				return nil // a second file with this id: the first keeps the trail
			}
			return t
		}
	}
	var exact *Trail
	for t, from := range gone {
		if t.lastBlob() != c.Blob || t.ID != "" && (f == nil || !strings.EqualFold(t.ID, f.ID)) {
			continue
		}
		if exact == nil || from < gone[exact] {
			exact = t
		}
	}
	return exact
}

func (t *Trail) lastBlob() gitrepo.ID {
	if len(t.Changes) == 0 {
		return gitrepo.ID{}
	}
	return t.Last().Blob
}

func (n *identities) add(t *Trail, c *Change) {
	c.Day = n.book.Days[c.Index]
	c.Words = c.Facts != nil
	if last := t.LastFacts(); last != nil && c.Facts != nil && !t.Removed { // who brings words back is their author
		c.Words = last.Digest != c.Facts.Digest
	}
	t.Changes = append(t.Changes, c)
	t.Path = c.Path
	t.Removed = c.What == Removed
	t.live = !t.Removed
	if t.Removed {
		return
	}
	if c.What != Changed {
		n.at[c.Path] = t
	}
	if c.Facts == nil || c.Facts.ID == "" || c.Facts.ID == t.ID {
		return
	}
	key := strings.ToLower(c.Facts.ID)
	if holder := n.byID[key]; holder == nil || holder == t {
		n.byID[key] = t
	}
	t.ID, t.key = c.Facts.ID, key
}
