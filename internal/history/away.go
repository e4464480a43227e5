package history

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// Away is a document that the commits of a proposal take away and bring back, so that their merge leaves it as it was.
// Where they land one by one, as by a rebase or a fast-forward, it has a gap.
type Away struct {
	*Document
	Taken, Back *gitrepo.Step
}

// AwayAndBack lists the documents that a proposal's commits take away and bring back: removed, under another id, no
// file with words of its own, or at a path that isn't seen.
func (h *History) AwayAndBack(seen func(path string) bool) []Away {
	if h.Proposed < 0 {
		return nil
	}
	b := beside{h: h, seen: seen, at: map[string]*Document{}, byKey: map[string]*Document{},
		taken: map[*Document]*Away{}}
	for _, d := range h.Documents {
		if c := d.At(h.Proposed - 1); c != nil && c.What != Removed && seen(c.Path) {
			b.at[c.Path] = d
			if d.Key != "" {
				b.byKey[d.Key] = d
			}
		}
	}
	for _, s := range h.Steps[h.Proposed].Side {
		b.step(s)
	}
	var out []Away
	for _, d := range h.Documents {
		if x := b.taken[d]; x != nil && x.Back != nil && !d.Removed {
			out = append(out, *x)
		}
	}
	return out
}

// beside follows documents along the commits of a branch.
type beside struct {
	h     *History
	seen  func(string) bool
	at    map[string]*Document // by the path at which a document is
	byKey map[string]*Document
	taken map[*Document]*Away
}

func (b *beside) step(s *gitrepo.Step) {
	left := map[gitrepo.ID]*Document{} // by the words that left
	var gone []*Document
	for _, c := range s.Changes {
		if d := b.at[c.Path]; d != nil && !b.is(d, c) {
			delete(b.at, c.Path)
			left[c.OldBlob] = d
			gone = append(gone, d)
		}
	}
	for _, c := range s.Changes {
		if d := b.brings(c, left); d != nil && b.seen(c.Path) {
			b.at[c.Path] = d
			gone = slices.DeleteFunc(gone, func(x *Document) bool { return x == d })
			if x := b.taken[d]; x != nil {
				x.Back = s
			}
		}
	}
	for _, d := range gone {
		if b.taken[d] == nil {
			b.taken[d] = &Away{Document: d, Taken: s}
		}
		b.taken[d].Back = nil
	}
}

// is reports whether a file is a document after a change at its path.
func (b *beside) is(d *Document, c gitrepo.Change) bool {
	f := b.h.FactsAt(regular(c.Mode, c.Blob), c.Path)
	return f != nil && strings.ToLower(f.ID) == d.Key
}

// brings returns the document that a changed file is now: by its id, or without one by words that left, or by the
// path.
func (b *beside) brings(c gitrepo.Change, left map[gitrepo.ID]*Document) *Document {
	f := b.h.FactsAt(regular(c.Mode, c.Blob), c.Path)
	switch {
	case f == nil:
		return nil
	case f.ID != "":
		return b.byKey[strings.ToLower(f.ID)]
	case left[c.Blob] != nil:
		return left[c.Blob]
	}
	for d := range b.taken {
		if d.Key == "" && d.At(b.h.Proposed-1).Path == c.Path {
			return d
		}
	}
	return nil
}
