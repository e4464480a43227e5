package publication

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/sitegen"
)

// requested leaves out of the register what the request of a preview leaves alone, and out of the request what the
// readers may not know of.
func (f *filler) requested() error {
	if f.Request == nil {
		return nil
	}
	now := *f.Request
	now.Documents = nil
	here := map[string]bool{}
	for _, p := range f.Request.Documents {
		may, err := f.mayRead(&p)
		if err != nil {
			return err
		}
		if !may {
			f.hide(p.Key, p.Path, p.Title)
			continue
		}
		now.Documents = append(now.Documents, p)
		here[p.Path] = true
	}
	now.Remarks = slices.DeleteFunc(slices.Clone(now.Remarks), func(r sitegen.Elsewhere) bool {
		return !f.mayKnow(r.Path + " " + r.Message + " " + r.Help)
	})
	f.Request = &now
	f.Register = f.Register.Only(func(e *register.Entry) bool { return here[e.Path] })
	f.view = standing.NewView(f.Register, f.Book)
	return nil
}

// mayRead reports whether the readers may know what the request does to a document: they read what it makes of it and
// what the main line holds.
func (f *filler) mayRead(p *sitegen.Proposed) (bool, error) {
	e := f.Register.ByPath(p.Path)
	switch {
	case f.of == nil:
		return true, nil
	case p.What == sitegen.Dropped:
		return f.of.Reads(p.Classification), nil
	case e == nil:
		return false, nil
	}
	t, err := f.view.TrailOf(e)
	if err != nil || t == nil || len(t.Contents) == 0 {
		return err == nil, err
	}
	last := t.Contents[len(t.Contents)-1]
	return f.reads(last.Changes[len(last.Changes)-1].Blob)
}

// ofVersions reports whether approved versions have pages. Who reviews a request reads what changes: the main line's
// site has the rest.
func (f *filler) ofVersions() bool {
	return f.Config.Site.Versions == config.VersionsApproved && f.Request == nil
}
