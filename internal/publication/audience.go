package publication

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/sitegen"
)

// readers is who a site is for, and what they may not know of. Without audiences, everybody reads everything.
type readers struct {
	of    *config.Audience // nil for everybody
	steps map[int]bool     // of the main line, that changed a document which they don't read
	names map[string][]string
}

// audience picks the audience of a site. Where the configuration names audiences, one has to be chosen: a site for
// everybody would show what only some may read.
func (s Source) audience() (*config.Audience, error) {
	var names []string
	for _, a := range s.Config.Site.Audiences {
		names = append(names, a.Name)
	}
	slices.Sort(names)
	known := strings.Join(names, ", ")
	switch a := s.Config.Site.Audience(s.Audience); {
	case a != nil:
		return a, nil
	case s.Audience != "" && known == "":
		return nil, fmt.Errorf("--audience %s: site.audiences of writ.yaml names none; name it there, with the "+
			"classifications that it reads", s.Audience)
	case s.Audience != "":
		return nil, fmt.Errorf("--audience %s: site.audiences of writ.yaml has no such audience; it has %s", s.Audience,
			known)
	case known != "":
		return nil, fmt.Errorf("site.audiences of writ.yaml names who reads what: say for whom the site is with "+
			"--audience NAME, one of %s", known)
	}
	return nil, nil
}

// limit leaves out of the register what the audience doesn't read: a document of which today's words, or those that
// are valid, have another classification or none.
func (f *filler) limit() error {
	of, err := f.Source.audience()
	if err != nil || of == nil {
		return err
	}
	f.readers = readers{of: of, steps: map[int]bool{}, names: map[string][]string{}}
	seen := map[*history.Document]bool{}
	visible := map[*register.Entry]bool{}
	for _, e := range f.Register.All() {
		is, err := f.view.Document(e)
		if err != nil {
			return err
		}
		reads := of.Reads(e.Front.Text("classification"))
		if reads && is.Change != nil && is.Change.Blob != e.Blob {
			if reads, err = f.reads(is.Change.Blob); err != nil {
				return err
			}
		}
		if visible[e] = reads; reads {
			if is.Trail != nil {
				seen[is.Trail.Document] = true
			}
			continue
		}
		f.hide(e.ID, e.Path, is.Title)
	}
	for _, d := range f.Book.Documents {
		if !seen[d] {
			for _, c := range d.Changes {
				f.steps[c.Index] = true
			}
		}
	}
	f.Register = f.Register.Only(func(e *register.Entry) bool { return visible[e] })
	f.view = standing.NewView(f.Register, f.Book)
	return nil
}

// reads reports whether the audience may read the words of a blob.
func (f *filler) reads(blob gitrepo.ID) (bool, error) {
	if f.of == nil {
		return true, nil
	}
	text, err := f.Repo.ReadBlob(blob)
	if err != nil {
		return false, err
	}
	front, _ := document.ParseFront(text, f.Config.Fields)
	return f.of.Reads(front.Text("classification")), nil
}

// hide adds names that no text may hold.
func (r *readers) hide(names ...string) {
	for _, n := range names {
		n = strings.ToLower(n)
		if words := strings.FieldsFunc(n, between); len(words) > 0 {
			r.names[words[0]] = append(r.names[words[0]], n)
		}
	}
}

func between(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// mayKnow reports whether a text names no document that the readers don't know of.
func (r *readers) mayKnow(text string) bool {
	if r.of == nil {
		return true
	}
	text = strings.ToLower(text)
	for _, word := range strings.FieldsFunc(text, between) {
		if slices.ContainsFunc(r.names[word], func(n string) bool { return strings.Contains(text, n) }) {
			return false
		}
	}
	return true
}

// remarks are what the linter finds in a document of a preview, as far as the readers may know it.
func (f *filler) remarks(path string) []sitegen.Remark {
	all := f.Remarks[path]
	if f.of == nil {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r sitegen.Remark) bool {
		return !f.mayKnow(r.Message + " " + r.Help)
	})
}

// subject is the subject of a commit, as far as the readers may know it: of one that changed a document which they
// don't read, they may not.
func (f *filler) subject(index int, text string) string {
	if f.steps[index] || !f.mayKnow(text) {
		return ""
	}
	return f.private(text)
}

// known leaves out ids of documents that the readers don't know of.
func (f *filler) known(ids []string) []string {
	return slices.DeleteFunc(ids, func(id string) bool { return !f.mayKnow(id) })
}
