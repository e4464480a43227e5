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
// approved. Versions without a number, or that nobody approved, have none. It returns those words; nil where no page shows
// them.
func (f *filler) versionPage(to *sitegen.Version, d *sitegen.Document, s *shown, v *trail.Version) (*shown, error) {
	c := v.Content
	if !hasPage(v) || !f.ofVersions() {
		return nil, nil
	}
	then, commit, err := f.older(s, c)
	if err != nil {
		return nil, err
	}
	to.Title, to.Commit, to.Path = then.facts.Title, then.change.Step.ID.String(), then.path
	if to.Withheld = f.withheld(d, v.Number); to.Withheld != "" {
		return nil, nil
	}
	then.title = to.Title
	if then.file, err = f.file(then); err != nil {
		return nil, err
	}
	to.File = then.file
	to.Prose = &sitegen.Prose{Digest: f.versionInputs(then, commit),
		Whole: func() (bool, error) {
			text, err := f.source(then)
			return err == nil && !bytes.Contains(text, []byte("![")), err
		},
		Make: func(at string, put func(string, []byte) error) (sitegen.Text, error) {
			return f.text(d, then, at, put)
		}}
	return then, nil
}

// older are words of a document that the main line held, with the commit from which their images and links are taken.
func (f *filler) older(s *shown, c *trail.Content) (*shown, gitrepo.ID, error) {
	then := *s
	then.facts, then.change, then.doc, then.file = c.Facts(), c.Changes[len(c.Changes)-1], nil, nil
	then.path = then.change.Path
	commit, from, err := f.Book.Embedding(s.Trail, c)
	if err != nil {
		return nil, commit, err
	}
	if from == "" {
		commit, from = then.change.Step.ID, then.path
	}
	then.files, then.from = snapshot.Commit(f.Repo, commit), from
	return &then, commit, nil
}

// versionInputs is a digest of all that the words of an older version are rendered from, save the program.
func (f *filler) versionInputs(then *shown, commit gitrepo.ID) string {
	if f.Live {
		return ""
	}
	h := sha256.New()
	w := then.words()
	part(h, then.title, then.change.Blob.String(), then.path, commit.String(), then.from, w.Path,
		strconv.Itoa(w.Step), f.world())
	return hex.EncodeToString(h.Sum(nil))
}

// world is a digest of which documents there are, where they have been, and where their pages are, and the company's own:
// of all on which links of older words depend.
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
