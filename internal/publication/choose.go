package publication

import (
	"cmp"
	"context"
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// shown is one document with the words that its page shows.
type shown struct {
	standing.Standing
	entry  *register.Entry    // as the main line's commit has it
	doc    *document.Document // what is shown; of a document whose text isn't, what its metadata is read from
	path   string             // of the file that holds the words
	title  string             // of the words; "" for the document's
	file   *sitegen.File      // that the words describe; nil for none
	facts  *history.Facts
	change *trail.Change // that brought it; nil where the main line doesn't have it

	files snapshot.Snapshot // whose images belong to the words
	from  string            // where the document was in them; "" for nowhere
}

// choose picks the words of each document and parses those that aren't the register's.
func (f *filler) choose(ctx context.Context) error {
	var old []gitrepo.ID
	var of []int
	f.at = map[string]int{}
	for _, e := range f.Register.Documents {
		s, err := f.pick(e)
		if err != nil {
			return err
		}
		if e.Link != "" && s.change == nil {
			f.notes = append(f.notes, e.Path+" has no page: it is a symbolic link")
			continue
		}
		if s.Rival != "" {
			f.notes = append(f.notes, e.Path+" has no page: its id "+e.ID+" is that of "+s.Rival)
			continue
		}
		if (f.shows(&s) || e.Link != "") && s.change != nil && s.change.Blob != e.Blob {
			old, of = append(old, s.change.Blob), append(of, len(f.shown))
		}
		f.at[e.Path] = len(f.shown)
		f.shown = append(f.shown, s)
	}
	return f.Repo.EachBlob(ctx, old, func(i int, data []byte) error {
		s := &f.shown[of[i]]
		s.path = s.change.Path
		s.doc = document.Parse(s.path, slices.Clone(data), f.Config.Fields).WithoutTree()
		f.withSheet(s)
		return nil
	})
}

// pick decides what of a document is shown: the words that count, or what the main branch holds of a document that
// isn't withdrawn, where the site serves that.
func (f *filler) pick(e *register.Entry) (shown, error) {
	is, err := f.view.Document(e)
	s := shown{Standing: is, entry: e, doc: e.Document, path: e.Path, facts: is.Facts, change: is.Change}
	if f.serve == sitegen.ServeMerged && f.shows(&s) && e.Link == "" {
		s.facts = f.view.Facts(e)
		if is.Trail != nil {
			s.change = is.Trail.Last()
		}
	}
	if f.Preview != nil && f.shows(&s) && e.Link == "" {
		return f.newest(s), err
	}
	if s.change != nil {
		s.files, s.from = snapshot.Commit(f.Repo, s.change.Step.ID), s.change.Path
		commit, from, unread := f.Book.Embedding(is.Trail, is.Content)
		if err = cmp.Or(err, unread); from != "" && s.facts.Digest == is.Facts.Digest {
			s.files, s.from = snapshot.Commit(f.Repo, commit), from
		}
	}
	return s, err
}

// newest is a document as the files of a preview have it, whether anybody committed it or not.
func (f *filler) newest(s shown) shown {
	e := s.entry
	s.facts, s.change, s.files, s.from = f.view.Facts(e), nil, f.Preview, e.Path
	if s.Trail != nil && s.Trail.Last().Blob == e.Blob {
		s.change = s.Trail.Last()
	}
	return s
}

func (f *filler) shows(s *shown) bool { return sitegen.Shows(sitegen.State(s.State), f.serve) }
