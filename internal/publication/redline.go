package publication

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/redline"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// versionSide is a version whose words a page shows.
type versionSide struct {
	*older
	at     int // in the document's History
	digest string
}

// redlines promises the pages that compare versions: each with the one before it, and each of the site.compare newest
// ones before the current one with that. sides are the newest first; those that are withheld aren't among them.
func (f *filler) redlines(d *sitegen.Document, s *shown, sides []versionSide) {
	now := -1
	for k, x := range sides {
		if s.Valid() && x.content.Facts().Digest == s.facts.Digest {
			now = k
		}
	}
	for k, to := range sides {
		for n := 1; k+n < len(sides) && (n == 1 || k == now && n <= f.Config.Site.Compare); n++ {
			from := sides[k+n]
			d.Redlines = append(d.Redlines, sitegen.Redline{From: from.at, To: to.at, Prose: &sitegen.Prose{
				Digest: comparedInputs(from.digest, to.digest),
				Make: func(at string, put func(string, []byte) error) (sitegen.Text, error) {
					return f.redlineText(d, from.shown(), to.shown(), at, put)
				}}})
		}
	}
}

// comparedInputs is a digest of all that a comparison is rendered from, save the program, of the digests of both
// sides' inputs; "" where nobody knows.
func comparedInputs(from, to string) string {
	if from == "" || to == "" {
		return ""
	}
	h := sha256.New()
	part(h, redline.Version, from, to)
	return hex.EncodeToString(h.Sum(nil))
}

// redlineText renders what is different between two versions, with the images and links of each one's commit.
func (f *filler) redlineText(d *sitegen.Document, from, to *shown, at string, put putFile) (sitegen.Text, error) {
	r, err := f.compared(from, to)
	if err != nil {
		return sitegen.Text{}, err
	}
	r = f.knownTo(r)
	old, now := f.carrier(d, from, at, put), f.carrier(d, to, at, put)
	page := redline.Page{Words: redline.Words(f.words), Old: old.renderer(), New: now.renderer()}
	page.New.SkipTitle = cmp.Or(to.title, d.Title)
	out := sitegen.Text{HTML: redline.HTML(r, page)}
	out.Notes = append(old.notes, now.notes...)
	return out, cmp.Or(old.err, now.err)
}

// compared returns the redline of two versions, from those that are kept.
func (f *filler) compared(a, b *shown) (*redline.Redline, error) {
	compare := func() (*redline.Redline, error) {
		x, err := f.readText(a)
		if err != nil {
			return nil, err
		}
		y, err := f.readText(b)
		if err != nil {
			return nil, err
		}
		return redline.Compare(x, y), nil
	}
	if b.change == nil {
		return compare() // they will be others soon
	}
	return f.kept.Get(a.change.Blob, b.change.Blob, compare)
}

// knownTo leaves out fields that name documents which the readers don't know of.
func (f *filler) knownTo(r *redline.Redline) *redline.Redline {
	few := *r
	few.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(x redline.Field) bool {
		return x.Old != nil && !f.mayKnow(*x.Old) || x.New != nil && !f.mayKnow(*x.New)
	})
	if len(few.Fields) == len(r.Fields) {
		return r
	}
	few.Changes = slices.Clone(r.Changes)
	if few.Changes[0].Count = len(few.Fields); len(few.Fields) == 0 {
		few.Changes = few.Changes[1:]
	}
	return &few
}

// besides gives words that are the sidecar of a file which is no sheet that file's sum.
func (f *filler) besides(s *shown) error {
	p, ok := f.pair(s)
	if !ok || s.doc.Sheet != nil {
		return nil
	}
	data, err := f.readFile(s, p)
	if err != nil {
		return err
	}
	sum := document.Sum(sha256.Sum256(data))
	s.doc.Beside = &sum
	return nil
}

// chain lists the versions of a document that were approved and that the readers may read, oldest first, up to the
// words shown.
func (f *filler) chain(s *shown) ([]*shown, error) {
	if s.Trail == nil || s.change == nil || !f.ofVersions() {
		return nil, nil
	}
	var out []*shown
	for _, v := range s.Trail.Versions {
		if v.Content == nil || v.Content.Digest == s.facts.Digest {
			break
		}
		if hasPage(v) {
			then := *s
			then.facts, then.change = v.Content.Facts(), v.Content.Changes[len(v.Content.Changes)-1]
			then.path, then.doc = then.change.Path, nil
			reads, err := f.reads(then.change.Blob)
			if err != nil {
				return nil, err
			}
			if reads {
				out = append(out, &then)
			}
		}
	}
	return append(out, s), nil
}

// hasPage reports whether a version has a number and was approved, and not only as a draft or while it was in review.
func hasPage(v *trail.Version) bool {
	c := v.Content
	return v.Number != "" && c != nil && c.Settled() != nil && (c.Approval != nil || c.Since != day.None)
}

// provenance says by the anchors of its headings in which version each section of the words shown last changed;
// nothing where there is one version only.
func (f *filler) provenance(s *shown) (map[string]string, error) {
	chain, err := f.chain(s)
	if err != nil {
		return nil, err
	}
	var all []*redline.Redline
	for i := 1; i < len(chain); i++ {
		r, err := f.compared(chain[i-1], chain[i])
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	out := map[string]string{}
	for anchor, i := range redline.Provenance(all) {
		out[anchor] = chain[i].facts.Version
	}
	return out, nil
}
