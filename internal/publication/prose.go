package publication

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/redline"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/sitegen"
)

// putFile publishes a file that a page shows.
type putFile = func(name string, data []byte) error

// prose promises the words of a page. They are rendered when the page is made: thousands of them are never in memory
// together.
func (f *filler) prose(d *sitegen.Document, s *shown) (*sitegen.Prose, error) {
	digest := ""
	if !f.Live {
		var err error
		if digest, err = f.inputs(d, s); err != nil {
			return nil, err
		}
	}
	return &sitegen.Prose{Digest: digest, Whole: func() (bool, error) { return !showsImage(s.doc), nil },
		Make: func(at string, put func(string, []byte) error) (sitegen.Text, error) {
			text, err := f.text(d, s, at, put)
			if err != nil {
				return text, err
			}
			text.Changed, err = f.provenance(s)
			return text, err
		}}, nil
}

// showsImage reports whether words show an image, which alone may be left out.
func showsImage(doc *document.Document) bool {
	return slices.ContainsFunc(doc.Links(), func(l document.Link) bool { return l.Image })
}

// inputs is a digest of all that words are rendered from, save the program: what they say, where their links lead,
// which images they show, and how their tables are read.
func (f *filler) inputs(d *sitegen.Document, s *shown) (string, error) {
	h := sha256.New()
	calendar := f.Config.Organization
	tables, err := json.Marshal([]any{s.Kind.Tables.Tables, calendar.Timezone, calendar.FiscalYear})
	if err != nil {
		return "", err
	}
	part(h, d.Title, d.Blob, s.path, string(tables))
	if err := f.chained(h, s); err != nil {
		return "", err
	}
	s.doc.EachTarget(func(target string) {
		href, _, failed := f.href(d, s, d.Address(), target)
		image, unread := f.imageID(s, target)
		err = cmp.Or(err, failed, unread)
		part(h, target, href, image)
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// chained adds the versions before to a digest: contents lists name those in which sections changed.
func (f *filler) chained(h hash.Hash, s *shown) error {
	chain, err := f.chain(s)
	for _, x := range chain {
		part(h, x.change.Blob.String(), x.facts.Version)
	}
	part(h, redline.Version)
	return err
}

// part adds texts to a digest so that no two lists of texts are one.
func part(h hash.Hash, texts ...string) {
	for _, t := range texts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(t), t)
	}
}

// whole returns the document with its words parsed anew. The parts that facts don't hold take 40 times the room of its
// text: here they go when its page is done.
func (f *filler) whole(s *shown) (*shown, error) {
	text, err := f.source(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.path, err)
	}
	now := *s
	now.doc = document.Parse(s.path, text, f.Config.Fields)
	f.withSheet(&now)
	return &now, nil
}

// source is the file that holds the words: of a preview perhaps one that Git doesn't have.
func (f *filler) source(s *shown) ([]byte, error) {
	switch {
	case s.change != nil:
		return f.Repo.ReadBlob(s.change.Blob)
	case f.Preview != nil:
		return snapshot.Read(f.Preview, s.path)
	}
	return f.Repo.ReadBlob(s.entry.Blob)
}

// text renders words of a document for a page at an address, and puts the files that they show.
func (f *filler) text(d *sitegen.Document, s *shown, at string, put putFile) (sitegen.Text, error) {
	s, err := f.whole(s)
	if err != nil {
		return sitegen.Text{}, err
	}
	look, err := f.looks(s)
	if err != nil {
		return sitegen.Text{}, err
	}
	carrier := f.carrier(d, s, at, put)
	renderer := carrier.renderer()
	renderer.Look, renderer.SkipTitle, renderer.ShiftTitles = look, cmp.Or(s.title, d.Title), true
	html, unread := s.doc.HTML(renderer)
	if err := cmp.Or(unread, carrier.err); err != nil {
		return sitegen.Text{}, err
	}
	out := sitegen.Text{Notes: carrier.notes}
	table, more, err := f.sheet(s, look)
	if err != nil {
		return sitegen.Text{}, err
	}
	out.HTML, out.MoreRows = html+table, more
	for _, h := range s.doc.Contents() {
		out.Contents = append(out.Contents, sitegen.Heading{Level: h.Level, Text: h.Text, Anchor: h.Anchor})
	}
	return out, f.putFile(s, put)
}

// carrier carries the links and the images of words to a page.
type carrier struct {
	*filler
	d     *sitegen.Document
	s     *shown
	at    string
	put   putFile
	notes []string // what was left out
	err   error    // the first one
}

func (f *filler) carrier(d *sitegen.Document, s *shown, at string, put putFile) *carrier {
	return &carrier{filler: f, d: d, s: s, at: at, put: put}
}

func (c *carrier) renderer() document.Renderer {
	return document.Renderer{
		Words: c.words,
		Link: func(target string) (string, bool) {
			href, ok, failed := c.href(c.d, c.s, c.at, target)
			if c.err = cmp.Or(c.err, failed); !ok && (c.of != nil || c.Request != nil) {
				return "", true // it may be that of a document which they don't read, or that is on another site
			}
			return href, ok
		},
		Image: func(target string) (string, bool) {
			address, note, failed := c.image(c.s, target, c.put)
			c.err = cmp.Or(c.err, failed)
			if note != "" {
				c.notes = append(c.notes, note)
			}
			return sitegen.Up(c.at) + address, address != ""
		},
	}
}

// href is where a link of a page leads on the site: to the page of the document that it means, to one of the company's
// own, or to what its target says; ok is false for a path that no page stands for.
func (f *filler) href(d *sitegen.Document, s *shown, at, target string) (href string, ok bool, err error) {
	to, fragment, ok, err := f.target(s, target)
	switch {
	case err != nil:
		return "", false, err
	case ok && &f.docs[to] == d && s.file != nil && s.file.Address != "" && f.isFile(s, target):
		return sitegen.Up(at) + s.file.Address, true, nil
	case ok:
		return sitegen.Link(at, &f.docs[to]) + fragment, true, nil
	}
	if name, fragment, ok := f.companyLink(s, target); ok {
		return sitegen.Up(at) + sitegen.CompanyFolder + name + "/" + fragment, true, nil
	}
	if strings.HasPrefix(target, "#") || register.HasScheme(target) {
		return target, true, nil
	}
	return target, false, nil
}
