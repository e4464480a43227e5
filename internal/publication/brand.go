package publication

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/palette"
	"github.com/writ-docs/writ/internal/picture"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/sitegen"
)

// brand reads the company's own face from what is published. What it can't be is a fault of the configuration, which
// is reported when that is read.
func (f *filler) brand() (sitegen.Brand, error) {
	site := &f.Config.Site
	b := sitegen.Brand{Contact: site.Contact, Issues: site.Issues}
	for _, l := range site.Links {
		b.Links = append(b.Links, sitegen.OutLink(l))
	}
	face := f.Preview
	if face == nil {
		face = snapshot.Commit(f.Repo, f.Book.Steps[len(f.Book.Steps)-1].ID)
	}
	if site.Logo != "" {
		data, err := snapshot.Read(face, site.Logo)
		if err != nil {
			return b, fmt.Errorf("site.logo: %w", err)
		}
		width, height, fault := picture.Logo(site.Logo, data)
		if fault != "" {
			return b, fmt.Errorf("site.logo: %s: %s", site.Logo, fault)
		}
		b.Logo = &sitegen.Logo{Name: path.Base(site.Logo), Data: data, Width: width, Height: height}
	}
	if site.CSS != "" {
		data, err := snapshot.Read(face, site.CSS)
		if err != nil {
			return b, fmt.Errorf("site.css: %w", err)
		}
		style, faults := palette.Parse(strings.TrimPrefix(string(data), "\ufeff"))
		if len(faults) > 0 {
			return b, fmt.Errorf("site.css: %s: %s", site.CSS, faults[0].Message)
		}
		b.Style = style
	}
	if site.Home != "" {
		home, read, err := f.companyPage(face, "", site.Home)
		if err != nil {
			return b, fmt.Errorf("site.home: %w", err)
		}
		if read {
			b.Home = home.Prose
		}
	}
	for _, p := range site.Pages {
		page, read, err := f.companyPage(face, p.Name, p.Path)
		if err != nil {
			return b, fmt.Errorf("site.pages: %w", err)
		}
		if read {
			b.Pages, f.company = append(b.Pages, page), append(f.company, p)
		}
	}
	return b, nil
}

// companyPage reads a page that nobody approves. Every audience reads one, save where its front matter states a
// classification that the audience doesn't read: then it isn't shown.
func (f *filler) companyPage(face snapshot.Snapshot, name, file string) (p sitegen.CompanyPage, read bool, err error) {
	at, err := snapshot.At(face, file)
	if err != nil {
		return p, false, err
	}
	data, err := snapshot.Read(face, file)
	if err != nil {
		return p, false, err
	}
	doc := document.Parse(file, data, f.Config.Fields)
	if class := doc.Front.Text("classification"); f.of != nil && class != "" && !f.of.Reads(class) {
		return p, false, nil
	}
	p = sitegen.CompanyPage{Name: name, Title: cmp.Or(doc.Front.Text("title"), firstHeading(doc), name), Path: file}
	if at.Regular() {
		p.Blob = at.Blob.String()
	}
	s := &shown{entry: f.Register.Loose(doc), doc: doc, path: file, from: file, files: face, title: p.Title,
		facts: &history.Facts{}}
	p.Prose = &sitegen.Prose{Make: func(at string, put func(string, []byte) error) (sitegen.Text, error) {
		return f.companyText(s, at, put)
	}}
	return p, true, nil
}

// companyText renders such a page.
func (f *filler) companyText(s *shown, at string, put putFile) (sitegen.Text, error) {
	carrier := f.carrier(nil, s, at, put)
	renderer := carrier.renderer()
	renderer.SkipTitle, renderer.ShiftTitles = s.title, true
	html, unread := s.doc.HTML(renderer)
	return sitegen.Text{HTML: html, Notes: carrier.notes}, cmp.Or(unread, carrier.err)
}

// companyLink finds the page that nobody approves to which a link leads.
func (f *filler) companyLink(s *shown, target string) (name, fragment string, ok bool) {
	to := s.entry.Resolve(s.path, target)
	if !to.Local || to.Path == "" {
		return "", "", false
	}
	for _, p := range f.company {
		if slices.Contains(slices.Collect(to.Files()), p.Path) {
			if i := strings.IndexByte(target, '#'); i >= 0 {
				fragment = target[i:]
			}
			return p.Name, fragment, true
		}
	}
	return "", "", false
}

// firstHeading is the document's heading of level 1; "" for none.
func firstHeading(doc *document.Document) string {
	for _, h := range doc.Headings() {
		if h.Level == 1 {
			return h.Text
		}
	}
	return ""
}
