package publication

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/phrases"
	"github.com/writ-docs/writ/internal/redline"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/search"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// Source is what a site is worked out from: the register of the main line's commit and its trails.
type Source struct {
	Repo     *gitrepo.Repo
	Config   *config.Config
	Register *register.Register
	Book     *trail.Book
	// Preview is what the register was read from, for a site of the newest words; nil for one of what is in force.
	Preview  snapshot.Snapshot
	Remarks  map[string][]sitegen.Remark // about documents of a preview, by path
	Past     bool                        // it is of an earlier day
	Audience string                      // for whom the site is; "" for everybody
	Live     bool                        // pages are made when they are asked for: nobody asks for the digests of their words
	SetAside []sitegen.Exception         // findings that somebody set aside
	Request  *sitegen.Request            // that the preview is of: the site has its documents alone; nil for all
}

// serve says what is served: as a flag or a variable says, else as the newest roster that counts states. Nobody has
// alone what nobody approved published.
func (s Source) serve() string {
	if counting := s.Book.ConfigCounting(); counting != nil && s.Config.SetBy("site.serve") == "" {
		return counting.Site.Serve
	}
	return s.Config.Site.Serve
}

// From works out what the site of a repository says. Documents are shown as they are in force (or, without a
// roster, as the main line holds them): the words shown may be older than those of the register.
func From(ctx context.Context, src Source) (sitegen.Site, error) {
	p, err := New(ctx, src)
	if err != nil {
		return sitegen.Site{}, err
	}
	return p.site, nil
}

// New is From of a publication of which more can be asked.
func New(ctx context.Context, src Source) (*Publication, error) {
	view := standing.NewView(src.Register, src.Book)
	f := &filler{Source: src, view: view, links: view.Links(), serve: sitegen.ServeInForce}
	if err := f.limit(); err != nil {
		return nil, err
	}
	if err := f.requested(); err != nil {
		return nil, err
	}
	switch {
	case src.Preview != nil:
		f.serve = sitegen.ServePreview
	case !src.Book.Roster || src.serve() == sitegen.ServeMerged:
		f.serve = sitegen.ServeMerged
	}
	s, err := f.begin(ctx)
	if err != nil {
		return nil, err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range f.shown {
		group.Go(func() error {
			return cmp.Or(ctx.Err(), f.fill(&s.Documents[i], &f.shown[i]))
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	f.searchable(&s)
	searched := s.Searched
	s.Searched = func() {
		searched()
		_ = f.kept.Save() // else they are compared again
	}
	p := &Publication{filler: f, site: s, noted: f.notes}
	if err := f.citations(s.Documents); err != nil {
		return nil, err
	}
	return p, p.Together()
}

// begin is a site whose documents have addresses, and nothing else yet.
func (f *filler) begin(ctx context.Context) (sitegen.Site, error) {
	s := sitegen.Site{Title: f.Config.Site.Title, Organization: f.Config.Organization.Name,
		BaseURL:  f.Config.Site.BaseURL,
		Language: f.Config.Site.Language, Accent: f.Config.Site.Accent, Serve: f.serve, NoRoster: !f.Book.Roster,
		Today: f.Book.Today, Main: sitegen.Main{Ref: f.Book.Main.Ref, Commit: f.Book.Main.Commit.String(),
			By: string(f.Book.Main.By)}}
	last := len(f.Book.Steps) - 1
	s.Head, s.HeadDay = f.Book.Steps[last].ID.String(), f.Book.Days[last]
	s.Past, s.Headers, s.Request = f.Past, f.Config.Site.Headers, f.Request
	_, words, err := sitegen.Interface(f.Config.Site.Language)
	if err != nil {
		return s, err
	}
	f.words = words
	f.kept = redline.OpenStore(f.Repo, f.Config.Fields)
	if err := f.choose(ctx); err != nil {
		return s, err
	}
	s.Documents = make([]sitegen.Document, len(f.shown))
	for i, x := range f.shown {
		s.Documents[i].ID, s.Documents[i].Path = x.ID, x.Path
	}
	if err := sitegen.Assign(s.Documents); err != nil {
		return s, err
	}
	f.docs, f.leads = s.Documents, make([][]int, len(f.shown))
	s.Brand, err = f.brand()
	return s, err
}

type filler struct {
	Source
	view  standing.View
	links *standing.Links // of all documents, whoever reads them
	serve string
	readers
	shown []shown
	docs  []sitegen.Document // of shown, one each; their addresses are there from the start
	at    map[string]int     // path of a document in the tree → its place in shown
	leads [][]int            // of shown: the places of the documents to which the words lead; nil while nobody asked

	kept     *redline.Store    // comparisons of versions
	compares texts             // of these
	found    search.Kept       // the words by which documents are found
	company  []config.SitePage // that are shown; there before documents are filled

	words phrases.Table // strings of the interface

	fitting sync.Map // a kind and a header → whether the table may be one of the kind's; see fits

	worldOnce sync.Once
	worldSum  string

	mu    sync.Mutex // guards what follows: pages are filled in parallel
	notes []string
}

func (f *filler) fill(d *sitegen.Document, s *shown) (err error) {
	front := &s.doc.Front
	d.Title, d.Kind, d.KindTitle = s.Title, s.Kind.Name, f.kindTitle(s.Kind)
	d.Version, d.Status, d.State, d.Since, d.Grade = s.Version, s.Status, sitegen.State(s.State), s.Since,
		string(s.Grade)
	d.Owner, d.OwnerTitle = s.Owner.Key, s.Owner.Title
	d.Approver, d.ApproverTitle = s.Approver.Key, s.Approver.Title
	d.EffectiveDate, d.ReviewDate = s.Effective, s.Review.Due
	d.OverdueDays, d.DueSoon = s.Review.Overdue, s.Review.Soon
	d.Overdue = d.OverdueDays > 0
	d.Classification = front.Text("classification")
	for _, of := range s.Kind.Fields {
		if v, ok := front.Field(of.Name); ok && v.Value.String() != "" {
			d.Fields = append(d.Fields, sitegen.Field{Name: of.Name, Label: f.fieldLabel(of), Value: v.Value.String()})
		}
	}
	if o := standing.OriginalIn(front); o.ID != "" && o.ID != s.ID && f.mayKnow(o.ID) {
		d.Original = &sitegen.Original{Key: o.ID, Version: o.Version}
	}
	d.Satisfies, d.Supersedes = list(front, "satisfies"), f.known(list(front, "supersedes"))
	d.Language, d.Remarks = front.Text("language"), f.remarks(s.entry.Path)
	d.Blob, d.Digest = s.entry.Blob.String(), s.facts.Digest.String()
	if s.change != nil {
		d.Blob, d.Commit = s.change.Blob.String(), s.change.Step.ID.String()
	}
	if f.shows(s) {
		if d.Withheld = f.withheld(d, s.facts.Version); d.Withheld == "" {
			if s.file, err = f.file(s); err != nil {
				return err
			}
			d.File = s.file
			if d.Prose, err = f.prose(d, s); err != nil {
				return err
			}
			if err := f.against(d, s); err != nil {
				return err
			}
		}
		if !s.Valid() || s.facts.Digest != s.Facts.Digest {
			d.Shown = &sitegen.Words{Version: s.facts.Version, Status: s.facts.Status}
		}
	}
	if s.Trail != nil {
		return f.fillTrail(d, s)
	}
	return nil
}

// words are those that a page shows, as far as their links depend on them.
func (s *shown) words() standing.Words { return standing.WordsOf(s.Trail, s.facts.Digest, s.path) }

// target finds the document that a link in the words of a page leads to.
func (f *filler) target(s *shown, link string) (to int, fragment string, ok bool, err error) {
	w := s.words()
	lead, err := f.links.Follow(w, s.entry.Resolve(w.Path, link))
	if err == nil && lead.To == nil {
		to, ok = f.sidecar(w.Path, s, link)
		return to, "", ok, nil
	}
	if err != nil {
		return 0, "", false, err
	}
	if i := strings.IndexByte(link, '#'); i >= 0 {
		fragment = link[i:]
	}
	to, ok = f.at[lead.To.Path]
	return to, fragment, ok, nil
}

func list(front *document.Front, name string) []string {
	field, ok := front.Field(name)
	if !ok {
		return nil
	}
	if field.Value.Kind != document.List {
		if t := front.Text(name); t != "" {
			return []string{t}
		}
		return nil
	}
	var out []string
	for _, v := range field.Value.List {
		if v.Text != "" {
			out = append(out, v.Text)
		}
	}
	return out
}

// citations fills in which documents lead to which, from the links of the words shown.
func (f *filler) citations(docs []sitegen.Document) error {
	for i := range docs {
		docs[i].Cites, docs[i].CitedBy, docs[i].SupersededBy, docs[i].Translations = nil, nil, nil, nil
	}
	for i := range f.shown {
		s := &f.shown[i]
		if !f.shows(s) {
			continue
		}
		if err := f.lead(i); err != nil {
			return err
		}
		for _, to := range f.leads[i] {
			docs[i].Cites = append(docs[i].Cites, docs[to].Key())
			docs[to].CitedBy = append(docs[to].CitedBy, docs[i].Key())
		}
		if !f.speaks(s) {
			continue
		}
		if o := docs[i].Original; o != nil {
			f.translated(docs, i, o)
		}
		for _, old := range docs[i].Supersedes {
			if e := f.Register.ByID(old); len(e) > 0 {
				if k, ok := f.at[e[0].Path]; ok {
					docs[k].SupersededBy = appendOnce(docs[k].SupersededBy, docs[i].Key())
				}
			}
		}
	}
	for i := range docs {
		slices.Sort(docs[i].Cites)
		slices.Sort(docs[i].CitedBy)
		docs[i].Cites, docs[i].CitedBy = slices.Compact(docs[i].Cites), slices.Compact(docs[i].CitedBy)
	}
	return nil
}

// lead finds the documents to which the words of one lead, each once.
func (f *filler) lead(i int) error {
	if f.leads[i] != nil {
		return nil
	}
	f.leads[i] = []int{}
	for _, l := range f.shown[i].doc.Links() {
		to, _, ok, err := f.target(&f.shown[i], l.Target)
		if err != nil {
			return err
		}
		if ok && to != i && !l.Image && !slices.Contains(f.leads[i], to) {
			f.leads[i] = append(f.leads[i], to)
		}
	}
	return nil
}

// translated tells the original of its translation, and the translation which version of the original is in force.
func (f *filler) translated(docs []sitegen.Document, i int, o *sitegen.Original) {
	e := f.Register.ByID(o.Key)
	if len(e) == 0 {
		return
	}
	k, ok := f.at[e[0].Path]
	if !ok {
		return
	}
	now := *o
	if now.Key, now.Now = docs[k].Key(), ""; f.shown[k].Valid() && docs[k].Version != o.Version {
		now.Now = docs[k].Version
	}
	docs[i].Original = &now
	docs[k].Translations = append(docs[k].Translations, sitegen.Translation{Key: docs[i].Key(),
		Language: f.shown[i].doc.Front.Text("language"), Version: o.Version})
}

// speaks reports whether the words shown of a document may say on another one's page that they supersede it: somebody
// approved them, or there is nobody in this repository who could.
func (f *filler) speaks(s *shown) bool {
	a := s.Approval()
	return !f.Book.Roster || a != nil && !a.Merged && s.facts.Digest == s.Facts.Digest
}

// exceptions are the findings that somebody set aside, as far as the readers may know them.
func (f *filler) exceptions() []sitegen.Exception {
	var out []sitegen.Exception
	for _, e := range f.SetAside {
		if f.mayKnow(strings.Join([]string{e.Document, e.Message, e.Reason, e.Where}, " ")) {
			out = append(out, e)
		}
	}
	return out
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// roleTitle returns a role's title for readers, or its key.
func (f *filler) roleTitle(key string) string {
	if r := f.Config.Roles[key]; r != nil && r.Title != "" {
		return r.Title
	}
	return key
}

// kindTitle returns a kind's title as the company states it, or that of a built-in one in the site's language.
func (f *filler) kindTitle(k *config.Kind) string {
	if title := f.words["kind_"+k.Name]; title != "" && k.Title == config.BuiltInTitle(k.Name) {
		return title
	}
	return k.Title
}

// fieldLabel returns what a field is called: as its schema states, else in the site's language, if it is a built-in
// one.
func (f *filler) fieldLabel(of config.Field) string {
	if of.Titled() {
		return of.Label()
	}
	return cmp.Or(f.words["field_"+of.Name], of.Label())
}

func (f *filler) wording(e *trail.Evidence) string {
	named := *e
	named.Role = f.roleTitle(e.Role)
	return f.private(trail.WordingIn(f.words, &named))
}

func (f *filler) evidenceWords(e *trail.Evidence) string {
	line := f.words.Say("evidence_quoted", -1, "{text}", e.Line)
	if e.Kind == trail.ByMerge {
		line = ", " + e.Line
	}
	return f.private(e.SourceWordsIn(f.words) + line + trail.SignatureWordsIn(f.words, e))
}

// address matches an e-mail address, with the angle brackets that Git puts around it.
var address = lazyregexp.New(`\s*<[^<>\s]*@[^<>\s]*>|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+`)

// private leaves e-mail addresses out of words that come from commits, unless the site may show them.
func (f *filler) private(s string) string {
	if f.Config.Site.Emails || !strings.Contains(s, "@") {
		return s
	}
	return address.ReplaceAllStringFunc(s, func(found string) string {
		if strings.Contains(found, "<") {
			return ""
		}
		return f.words.Text("address_left_out")
	})
}
