package standing

import (
	"cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
)

// complete fills in what the words that count say. e is the document's file; nil where it is gone.
func (v View) complete(s *Standing, e *register.Entry) (err error) {
	switch {
	case s.Facts != nil:
	case e != nil:
		s.Facts = v.Facts(e)
	default:
		s.Facts = cmp.Or(s.Trail.LastFacts(), &history.Facts{})
	}
	f := s.Facts
	s.Version, s.Status, s.Effective = f.Version, f.Status, f.Effective
	s.Owner = v.Party(cmp.Or(f.Owner, s.Kind.Owner))
	s.Approver = v.Party(cmp.Or(f.Approver, s.Kind.Approver))
	s.Review = v.review(s)
	s.Title, err = v.title(s, e)
	return err
}

// title is what the words that count call themselves.
func (v View) title(s *Standing, e *register.Entry) (string, error) {
	if s.Facts.Title != "" {
		return s.Facts.Title, nil
	}
	var headings []document.Heading
	switch {
	case e != nil && (s.Change == nil || s.Change.Blob == e.Blob):
		headings = e.Headings()
	case s.Change != nil:
		src, err := v.Book.Text(s.Change.Blob)
		if err != nil {
			return "", err
		}
		headings = document.Parse(s.Change.Path, src, v.Config.Fields).Headings()
	}
	for _, h := range headings {
		if h.Text != "" {
			return h.Text, nil
		}
	}
	return s.Path, nil
}

// Party is whoever a document names as owner or approver.
type Party struct {
	Key     string           // as the words state it, else as the kind does; "" for none
	Role    string           // the key of the role that is meant; "" for none
	Person  string           // the key of the person who is meant; "" for none
	Title   string           // of the role, or the person's name; "" where there is none
	Holders []*config.Person // who holds the role on the day; of a person, that person while they are there
}

// Vacant reports whether the roster knows the name and nobody is behind it on the day.
func (p Party) Vacant() bool { return (p.Role != "" || p.Person != "") && len(p.Holders) == 0 }

// Party finds out who is meant by a name on the day.
func (v View) Party(name string) Party {
	p := Party{Key: name}
	p.Role, p.Person, _ = v.Config.KnownOwner(name)
	switch {
	case p.Role != "":
		p.Title, p.Holders = v.Config.Roles[p.Role].Title, v.Config.HoldersOn(p.Role, v.Today)
	case p.Person != "":
		one := v.Config.People[p.Person]
		p.Title = one.Name
		if one.Present(v.Today) {
			p.Holders = []*config.Person{one}
		}
	}
	return p
}
