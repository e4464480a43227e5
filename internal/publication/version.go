package publication

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// versionPage promises the page of an approved version: its words with the images and the links of the commit that was
// approved. Versions without a number, or that nobody approved, have none. It returns those words; nil where no page
// shows them.
func (f *filler) versionPage(to *sitegen.Version, d *sitegen.Document, s *shown, v *trail.Version) (*older, error) {
	c := v.Content
	if !hasPage(v) || !f.ofVersions() {
		return nil, nil
	}
	o, err := f.older(s, c)
	if err != nil {
		return nil, err
	}
	then := o.shown()
	to.Title, to.Commit, to.Path = then.facts.Title, then.change.Step.ID.String(), then.path
	if to.Withheld = f.withheld(d, v.Number); to.Withheld != "" {
		return nil, nil
	}
	o.title = to.Title
	if o.file, err = f.file(then); err != nil {
		return nil, err
	}
	to.File = o.file
	to.Prose = &sitegen.Prose{Digest: f.versionInputs(o),
		Whole: func() (bool, error) {
			text, err := f.source(o.shown())
			return err == nil && !bytes.Contains(text, []byte("![")), err
		},
		Make: func(at string, put func(string, []byte) error) (sitegen.Text, error) {
			return f.text(d, o.shown(), at, put)
		}}
	return o, nil
}

// older is the words of a document that the main line held. There are five times as many of them as documents, so that
// it has only what differs.
type older struct {
	of      *shown
	content *trail.Content
	commit  gitrepo.ID // from which their images and links are taken
	repo    *gitrepo.Repo
	from    string        // as that of shown
	title   string        // as that of shown
	file    *sitegen.File // as that of shown
}

func (f *filler) older(s *shown, c *trail.Content) (*older, error) {
	o := &older{of: s, content: c, repo: f.Repo}
	var err error
	if o.commit, o.from, err = f.Book.Embedding(s.Trail, c); o.from == "" {
		last := o.change()
		o.commit, o.from = last.Step.ID, last.Path
	}
	return o, err
}

// change is the one that brought the words last.
func (o *older) change() *trail.Change { return o.content.Changes[len(o.content.Changes)-1] }

// shown is the document with these words.
func (o *older) shown() *shown {
	then := *o.of
	then.facts, then.change, then.doc = o.content.Facts(), o.change(), nil
	then.path, then.title, then.file = then.change.Path, o.title, o.file
	then.files, then.from = snapshot.Commit(o.repo, o.commit), o.from
	return &then
}

// versionInputs is a digest of all that the words of an older version are rendered from, save the program.
func (f *filler) versionInputs(o *older) string {
	if f.Live {
		return ""
	}
	h := sha256.New()
	then := o.shown()
	w := then.words()
	part(h, then.title, then.change.Blob.String(), then.path, o.commit.String(), then.from, w.Path,
		strconv.Itoa(w.Step), f.world())
	return hex.EncodeToString(h.Sum(nil))
}

// world is a digest of which documents there are, where they have been, and where their pages are, and the company's
// own: of all on which links of older words depend.
func (f *filler) world() string {
	f.worldOnce.Do(func() {
		h := sha256.New()
		for i := range f.docs {
			part(h, f.docs[i].Path, f.docs[i].Address())
		}
		for _, p := range f.company {
			part(h, p.Path, p.Name)
		}
		for _, d := range f.Book.Documents {
			at := ""
			for _, c := range d.Changes {
				now := c.Path
				if c.What == history.Removed {
					now = ""
				}
				if now != at {
					part(h, strconv.Itoa(c.Index), now)
					at = now
				}
			}
			part(h, "")
		}
		f.worldSum = hex.EncodeToString(h.Sum(nil))
	})
	return f.worldSum
}

// withheld says why the words of a version aren't shown; "" where they are.
func (f *filler) withheld(d *sitegen.Document, version string) string {
	for _, w := range f.Config.Site.Withheld {
		if (strings.EqualFold(w.Document, d.ID) || w.Document == d.Path) && w.Version == version {
			return w.Reason
		}
	}
	return ""
}
