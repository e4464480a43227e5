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

// Trail returns the trail of a document of this history.
func (b *Book) Trail(d *history.Document) *Trail { return b.trailOf(d) }

// ByID returns the trail of a document, its id compared without case; nil where there never was one.
func (b *Book) ByID(id string) *Trail { return b.trailOf(b.Document(id)) }

// ByPath returns the trail of what is at a path, or was there last.
func (b *Book) ByPath(path string) *Trail { return b.trailOf(b.DocumentAt(path)) }

// Of returns the trail of the document at path by its id, or by the path where it has none. Where two files claim
// one id, each has the trail of its own path.
func (b *Book) Of(id, path string) *Trail { return b.trailOf(b.DocumentOf(id, path)) }

func (b *Book) trailOf(d *history.Document) *Trail {
	if d == nil {
		return nil
	}
	return b.judge.judged(d)[0]
}

// Limited returns the book with only the trails at paths that keep wants in Trails. All others are still found by id
// and path.
func (b *Book) Limited(keep func(path string) bool) *Book {
	var kept []*history.Document
	for _, d := range b.Documents {
		if keep(d.Path) {
			kept = append(kept, d)
		}
	}
	few := *b
	few.Trails = b.judge.judged(kept...)
	return &few
}

// Err returns the first error that kept evidence from being read when a lazy book was asked for a trail. What was told
// of documents since is no answer.
func (b *Book) Err() error {
	if b == nil {
		return nil
	}
	if l := b.judge.later; l != nil {
		b.judge.judging.Lock()
		defer b.judge.judging.Unlock()
		return l.failed
	}
	return nil
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
