package publication

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/sitegen"
)

// Publication is a site with what it was worked out from. Its methods, and what the site promises, aren't for use at
// the same time.
type Publication struct {
	*filler
	site  sitegen.Site
	noted []string // while documents were filled
}

// Site is what it says now.
func (p *Publication) Site() sitegen.Site { return p.site }

// Together works out what is told of all documents together.
func (p *Publication) Together() (err error) {
	f, s := p.filler, &p.site
	f.notes = slices.Clone(p.noted)
	for _, set := range f.Book.ClockSet {
		if set.Index >= 0 {
			f.notes = append(f.notes, fmt.Sprintf("commit %s is dated %s, and counts as of %s, as the configuration "+
				"states: %s",
				set.Commit[:10], set.Own, f.Book.Days[set.Index], set.Reason))
		}
	}
	note, err := f.view.Unadopted()
	if err != nil {
		return err
	}
	if note != "" {
		f.notes = append(f.notes, note)
	}
	s.Rosters, s.Exceptions, s.Rewrites = f.rosters(), f.exceptions(), nil
	for _, w := range f.Config.Rewritten {
		if f.mayKnow(w.Reason) {
			s.Rewrites = append(s.Rewrites, sitegen.Rewrite{From: w.From, To: w.To, Reason: w.Reason})
		}
	}
	if f.of != nil {
		s.Audience = f.of.Name
		f.notes = slices.DeleteFunc(f.notes, func(n string) bool { return !f.mayKnow(n) })
	}
	if f.Request == nil {
		if s.Records, err = f.records(); err != nil {
			return err
		}
	}
	slices.Sort(f.notes)
	s.Notes = slices.Compact(f.notes)
	return nil
}

// Limited reports whether it is for an audience that doesn't read everything.
func (p *Publication) Limited() bool { return p.of != nil }

// Again takes other words of some documents, named by their paths, from a register and a preview that differ in
// nothing else, of a publication that isn't limited. What is told of all documents together stays as it was: see
// Together. After an error it is of no use any more.
func (p *Publication) Again(reg *register.Register, preview snapshot.Snapshot, paths []string) (err error) {
	f := p.filler
	f.Register, f.Preview = reg, preview
	f.view = standing.NewView(reg, f.Book)
	f.links = f.links.In(f.view)
	for _, path := range paths {
		i, ok := f.at[path]
		if !ok {
			continue
		}
		if f.shown[i], err = f.pick(reg.ByPath(path)); err != nil {
			return err
		}
		d := &p.site.Documents[i]
		*d = d.Unfilled()
		if err := f.fill(d, &f.shown[i]); err != nil {
			return err
		}
		f.leads[i] = nil
		f.findable(d, &f.shown[i])
	}
	return f.citations(p.site.Documents)
}

// Remark tells what the linter finds in the documents of a preview, by path, and what somebody set aside.
func (p *Publication) Remark(remarks map[string][]sitegen.Remark, setAside []sitegen.Exception) {
	p.Remarks, p.SetAside = remarks, setAside
	for i := range p.site.Documents {
		d := &p.site.Documents[i]
		d.Remarks = p.remarks(d.Path)
	}
	p.site.Exceptions = p.exceptions()
}
