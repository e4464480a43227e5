package sitegen

import (
	"context"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// shown is one document with the words that its page shows.
type shown struct {
	entry   *register.Entry    // as the main line's commit has it
	trail   *trail.Trail       // nil where the trail belongs to another file with the same id
	doc     *document.Document // what is shown
	facts   *trail.Facts
	change  *trail.Change // that brought it
	content *trail.Content
	state   State
}

// choose picks the words of each document and parses those that aren't the register's.
func (f *filler) choose(ctx context.Context) error {
	var old []gitrepo.ID
	var of []int
	f.at = map[string]int{}
	for _, e := range f.Register.Documents {
		if e.Link != "" {
			f.notes = append(f.notes, e.Path+" has no page: it is a symbolic link")
			continue
		}
		if holder := f.holder(e); holder != e.Path {
			f.notes = append(f.notes, e.Path+" has no page: its id "+e.ID+" is that of "+holder)
			continue
		}
		s := shown{entry: e, trail: f.Book.Of(e.ID, e.Path), doc: e.Document}
		f.pick(&s)
		if blob := f.blob(&s); blob != e.Blob && s.served() {
			old, of = append(old, blob), append(of, len(f.shown))
		}
		f.at[e.Path] = len(f.shown)
		f.shown = append(f.shown, s)
	}
	return f.Repo.EachBlob(ctx, old, func(i int, data []byte) error {
		s := &f.shown[of[i]]
		s.doc = document.Parse(s.change.Path, slices.Clone(data), f.Config.Fields)
		return nil
	})
}

// holder returns the path of the file that the id of an entry belongs to: of several, the one that had it first.
func (f *filler) holder(e *register.Entry) string {
	if e.ID == "" {
		return e.Path
	}
	same := f.Register.ByID(e.ID)
	if t := f.Book.ByID(e.ID); t != nil {
		for _, other := range same {
			if other.Path == t.Path {
				return t.Path
			}
		}
	}
	return same[0].Path
}

func (s *shown) served() bool {
	return s.state == InForce || s.state == Merged || s.state == OnRecord
}

func (f *filler) blob(s *shown) gitrepo.ID {
	if s.change == nil {
		return s.entry.Blob
	}
	return s.change.Blob
}

// pick decides what of a document is shown, and as what.
func (f *filler) pick(s *shown) {
	t := s.trail
	s.state = NotInForce
	if t == nil || t.LastFacts() == nil {
		s.facts = trail.ReadFacts(s.entry.Source(), f.Config.Fields).At(f.Config, s.entry.Path)
		return
	}
	s.facts = t.LastFacts()
	s.content = t.Contents[len(t.Contents)-1]
	s.change = s.content.Changes[len(s.content.Changes)-1]
	switch {
	case s.entry.Kind.Record:
		s.state = OnRecord
	case t.Retired != day.None && t.Retired <= f.today:
		s.state = Retired
	case f.serveMerged:
		s.state = Merged
	case t.Current != nil:
		s.state = InForce
		s.content = t.Current
		s.change = s.content.Changes[len(s.content.Changes)-1]
		s.facts = s.change.Facts
	}
}
