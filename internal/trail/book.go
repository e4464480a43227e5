package trail

import (
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// Book is history with the trails of its documents.
type Book struct {
	*history.History
	Roster bool // the configuration names people and roles; without it nobody is entitled

	// Trails are those of all documents, in the order of Documents. Where trails are judged when somebody asks for
	// them, they are those that Limited chose.
	Trails []*Trail

	// Unused are approval lines that approve nothing. A lazy book has those of a proposal, and of documents that were
	// asked for; the same goes for Odd.
	Unused []Unused

	NotesSeen bool  // refs/notes/writ is in this clone; neither clone nor CI fetches it by itself
	Odd       []Odd // tags and captures that name something else than they are on, or can't be read

	Before *Book // the same main line without the proposal; nil where there is none

	judge *judge
}

// Trail returns the trail of a document of this history; nil for a nil document. It is judged now where nobody asked
// for it before, and the error is of what couldn't be read for that.
func (b *Book) Trail(d *history.Document) (*Trail, error) {
	if d == nil {
		return nil, nil
	}
	trails, err := b.judge.judged(d)
	if err != nil {
		return nil, err
	}
	return trails[0], nil
}

// Limited returns the book with only the trails of documents at paths that keep wants in Trails. Those of others can
// still be asked for.
func (b *Book) Limited(keep func(path string) bool) (*Book, error) {
	var kept []*history.Document
	for _, d := range b.Documents {
		if keep(d.Path) {
			kept = append(kept, d)
		}
	}
	few := *b
	var err error
	few.Trails, err = b.judge.judged(kept...)
	return &few, err
}

// Holder returns the document that has the id of another one: d itself, but where its file claims an id that another
// document had before and still has.
func (b *Book) Holder(d *history.Document) *history.Document { return b.judge.holder(d) }

func (j *judge) holder(d *history.Document) *history.Document {
	h := j.Document(d.ID)
	if d.Key == "" || h == nil || h == d {
		return d
	}
	if !j.cfg.MayInclude(h.Path) {
		return d // that file is no document
	}
	return h
}

// Pending reports whether an approval counts only once the proposal is merged.
func (b *Book) Pending(a *Approval) bool { return b.Proposed >= 0 && a != nil && a.Index == b.Proposed }

// Proposes reports whether a snapshot's blob of the document (the zero ID: the snapshot doesn't have it) is beyond
// what the main line held where HEAD builds on it. A nil trail is of a document that history doesn't know.
func (b *Book) Proposes(t *Trail, blob gitrepo.ID) bool {
	if t == nil {
		return !blob.IsZero()
	}
	c := t.Document.At(b.Fork)
	if c == nil || c.What == history.Removed {
		return !blob.IsZero()
	}
	return c.Blob != blob
}
