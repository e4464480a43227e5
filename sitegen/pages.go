package sitegen

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// homeDocuments is the largest number of documents that the home page lists; a larger register is a link.
const homeDocuments = 150

// newsDays is how far the home page looks back, and newsMost how many entries it shows before it points to
// the changes page.
const (
	newsDays = 30
	newsMost = 12
)

// frame is what every page carries. Root is the relative address of the site's root.
type frame struct {
	Root    string `json:"root"`
	Section string `json:"section"` // of the navigation
}

type documentPage struct {
	frame
	Sheet         sheetView        `json:"sheet"`
	Doc           docView          `json:"doc"`
	Served        bool             `json:"served"`
	Withheld      string           `json:"withheld"`
	Remarks       []remarkView     `json:"remarks"`
	Against       *againstView     `json:"against"`
	Request       *requestView     `json:"request"`
	Fields        []fieldView      `json:"fields"`
	File          *fileView        `json:"file"`
	PDF           string           `json:"pdf"` // its address, relative to the site's root; "" for none
	Satisfies     []string         `json:"satisfies"`
	Supersedes    []refView        `json:"supersedes"`
	SupersededBy  []refView        `json:"supersededby"`
	Original      *originalView    `json:"original"`
	Translations  []originalView   `json:"translations"`
	Cites         string           `json:"cites"` // HTML, see refList
	CitedBy       string           `json:"citedby"`
	Shown         *Words           `json:"shown"`
	Retirements   []retirementView `json:"retirements"`
	AdoptedReason string           `json:"adoptedreason"`
	Coming        *comingView      `json:"coming"`
	Versions      []versionView    `json:"versions"`
	Reviews       []reviewView     `json:"reviews"`
	Lapses        []lapseView      `json:"lapses"`
	Actions       []refView        `json:"actions"` // open ones that are about the document
	Cite          citeView         `json:"cite"`
	Report        string           `json:"report"` // where a problem is reported; "" for nowhere
}

type remarkView struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Help     string `json:"help"`
	Line     int    `json:"line"`
	Section  string `json:"section"`
	Anchor   string `json:"anchor"`
}

type fieldView struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// fileView is a file that the page offers, as the site's data has it, too.
type fileView struct {
	Name   string `json:"name"`
	Href   string `json:"href"` // relative to the site's root; "" where the site can't offer it
	Bytes  int64  `json:"bytes"`
	Size   string `json:"size"`
	SHA256 string `json:"sha256"`
}

// originalView is the original of a page, or a translation of it.
type originalView struct {
	Ref      []refView `json:"ref"` // one
	Version  string    `json:"version"`
	Now      string    `json:"now"`
	Language string    `json:"language"`
}

type comingView struct {
	Version   string `json:"version"`
	From      string `json:"from"`
	GradeText string `json:"gradetext"`
}

type homePage struct {
	frame
	Figures figures     `json:"figures"`
	Due     []docView   `json:"due"`
	News    []eventView `json:"news"`
	More    bool        `json:"more"` // there is more news than shown
	Kinds   []kindGroup `json:"kinds"`
	Owners  []homeGroup `json:"owners"`  // where there are too many documents to list
	Folders []homeGroup `json:"folders"` // instead, where nobody states an owner
	Sorts   []homeGroup `json:"sorts"`   // the same by kind
	System  []tabView   `json:"system"`
	Head    headView    `json:"head"`
	Welcome bool        `json:"welcome"` // the company's own words come first
}

// figures are counts of documents.
type figures struct {
	InForce    int `json:"inforce"`
	OnRecord   int `json:"onrecord"`
	NotInForce int `json:"notinforce"`
	Overdue    int `json:"overdue"`
	DueSoon    int `json:"duesoon"`

	OnTime string `json:"ontime"` // in percent; "" where nothing is reviewed
	Open   int    `json:"open"`   // actions
	Late   int    `json:"late"`   // of these
}

type kindGroup struct {
	Kind string    `json:"kind"`
	Docs []docView `json:"docs"`
}

type headView struct {
	Commit string `json:"commit"`
	Day    string `json:"day"`
	Main   string `json:"main"`
	Today  string `json:"today"`

	Audience string `json:"audience"`
}

type registerPage struct {
	frame
	Count  int      `json:"count"` // of rows
	Kinds  []string `json:"kinds"`
	Owners []string `json:"owners"`
	States []State  `json:"states"`
}

type changesPage struct {
	frame
	Year  string     `json:"year"`
	Years []yearView `json:"years"`
	Count int        `json:"count"` // of events
	Feed  bool       `json:"feed"`
}

type yearView struct {
	Year string `json:"year"`
	Href string `json:"href"`
}

type evidencePage struct {
	frame
	Head     headView      `json:"head"`
	Grades   []gradeRow    `json:"grades"`
	Count    int           `json:"count"` // of documents that are served
	Rosters  []rosterView  `json:"rosters"`
	Rewrites []rewriteView `json:"rewrites"`
	Notes    []string      `json:"notes"`
	Kept     string        `json:"kept"` // how long records are kept
	// Example is an id that can stand in a command line as it is.
	Example string `json:"example"`
}

type rewriteView struct {
	From      string `json:"from"`
	To        string `json:"to"`
	ShortFrom string `json:"shortfrom"`
	ShortTo   string `json:"shortto"`
	Reason    string `json:"reason"`
}

type rosterView struct {
	Day      string   `json:"day"`
	Commit   string   `json:"commit"`
	Short    string   `json:"short"`
	By       string   `json:"by"`
	Counts   string   `json:"counts"`
	What     []string `json:"what"`
	Approved []string `json:"approved"` // or why nobody had to, or it doesn't count
}

type exceptionsPage struct {
	frame
	Exceptions []exceptionView `json:"exceptions"`
}

type exceptionView struct {
	Rule    string  `json:"rule"`
	Title   string  `json:"title"`
	Doc     refView `json:"doc"`
	Message string  `json:"message"`
	Reason  string  `json:"reason"`
	Until   string  `json:"until"`
	Where   string  `json:"where"`
}

type gradeRow struct {
	Grade string `json:"grade"`
	Count int    `json:"count"`
}

// pagesOf lists the pages of a document.
func (p *press) pagesOf(i int) ([]page, error) {
	d := &p.docs[i]
	view := p.document(i)
	from := origin{d.Path, d.Blob, d.Commit}
	own := view
	var err error
	if own.Cites, err = p.refList(view.Root, d.Cites); err != nil {
		return nil, err
	}
	if own.CitedBy, err = p.refList(view.Root, d.CitedBy); err != nil {
		return nil, err
	}
	out := []page{{layout: "document", file: d.address + "/index.html", params: own, origin: from,
		words: p.prose(d.Prose, d.address, view.Served)}}
	if view.Served {
		out[0].text = &p.texts[i]
	}
	view.Root, view.File, view.Remarks, view.PDF = root(d.address+"/history"), nil, nil, ""
	view.Against, view.Request = nil, nil
	out = append(out, page{layout: "history", file: d.address + "/history/index.html", params: view, origin: from,
		words: noWords})
	return slices.Concat(out, p.versionPages(i, view), p.redlinePages(i, view), p.againstPage(i, view)), nil
}

func (b *book) document(i int) documentPage {
	d := &b.docs[i]
	p := documentPage{
		frame: frame{root(d.address), "register"}, Sheet: b.documentSheet(d), Doc: b.views[i],
		Served: d.served && d.Prose != nil, Withheld: d.Withheld,
		Fields: fieldsOf(d), Satisfies: d.Satisfies, Supersedes: b.refs(d.Supersedes),
		SupersededBy: b.refs(d.SupersededBy),
		Shown:        b.shown(d), Retirements: retirementsOf(d), AdoptedReason: d.AdoptedReason,
		Versions: versionsOf(d, b.Today), Reviews: reviewsOf(d), Lapses: lapsesOf(d),
		Actions: b.open[strings.ToLower(d.Key())], Against: d.againstView(), Request: b.requestOf(d),
	}
	if p.Served {
		p.File = fileOf(d.File)
	}
	p.Cite = b.cite(d, p.Doc, p.Versions)
	p.Report = b.report(p.Doc, d.Version, d.Path, d.Commit, d.address)
	p.PDF = b.pdfOf(d)
	if o := d.Original; o != nil {
		p.Original = &originalView{Ref: b.refs([]string{o.Key}), Version: o.Version, Now: o.Now}
	}
	for _, t := range d.Translations {
		p.Translations = append(p.Translations, originalView{Ref: b.refs([]string{t.Key}), Version: t.Version,
			Language: t.Language})
	}
	for _, r := range d.Remarks {
		p.Remarks = append(p.Remarks, remarkView(r))
	}
	if d.Coming != nil {
		p.Coming = &comingView{d.Coming.Version, d.Coming.From.String(), d.Coming.GradeText}
	}
	return p
}

func (b *book) head() headView {
	return headView{b.Head, b.HeadDay.String(), b.Main.Ref, b.Today.String(), b.Audience}
}

func (b *book) home(events []event) homePage {
	p := homePage{frame: frame{"./", "home"}, Head: b.head(), Welcome: b.Brand.Home != nil}
	for i := range b.docs {
		p.Figures.count(&b.docs[i])
		if d := &b.docs[i]; d.served && (d.Overdue || d.DueSoon) {
			p.Due = append(p.Due, b.views[i])
		}
	}
	slices.SortStableFunc(p.Due, func(x, y docView) int { return cmp.Compare(x.Review, y.Review) })
	for _, e := range events {
		if b.Today-e.day > newsDays {
			break
		}
		if p.More = len(p.News) == newsMost; p.More {
			break
		}
		p.News = append(p.News, b.eventView(e))
	}
	p.Figures.OnTime = b.onTime()
	p.Figures.Open, p.Figures.Late = b.openActions()
	p.System = b.systemLinks()
	if len(b.docs) <= homeDocuments {
		p.Kinds = b.byKind()
	} else {
		p.Owners, p.Sorts = b.owners(), b.kinds()
		p.Folders = b.folders(p.Owners)
	}
	return p
}

func (f *figures) count(d *Document) {
	switch d.State {
	case InForce:
		f.InForce++
	case OnRecord:
		f.OnRecord++
	case NotInForce, NotYet:
		f.NotInForce++
	}
	if d.served && d.Overdue {
		f.Overdue++
	} else if d.served && d.DueSoon {
		f.DueSoon++
	}
}

// byKind groups the documents that are served by their kinds, in the order of the kinds' titles.
func (b *book) byKind() []kindGroup {
	var out []kindGroup
	at := map[string]int{}
	for i, v := range b.views {
		if !b.docs[i].served {
			continue
		}
		if _, ok := at[v.Kind]; !ok {
			at[v.Kind] = len(out)
			out = append(out, kindGroup{Kind: v.Kind})
		}
		out[at[v.Kind]].Docs = append(out[at[v.Kind]].Docs, v)
	}
	slices.SortStableFunc(out, func(x, y kindGroup) int {
		return cmp.Or(cmp.Compare(kindRank(x.Docs), kindRank(y.Docs)), cmp.Compare(x.Kind, y.Kind))
	})
	return out
}

func (b *book) register() registerPage {
	p := registerPage{frame: frame{"../", "register"}, Count: len(b.views)}
	for _, v := range b.views {
		p.Kinds = append(p.Kinds, v.Kind)
		p.Owners = append(p.Owners, v.Owner)
		p.States = append(p.States, v.State)
	}
	p.Kinds, p.Owners, p.States = distinct(p.Kinds), distinct(p.Owners), distinct(p.States)
	return p
}

// distinct sorts values and drops empty and repeated ones.
func distinct[T ~string](values []T) []T {
	slices.Sort(values)
	values = slices.Compact(values)
	if len(values) > 0 && values[0] == "" {
		return values[1:]
	}
	return values
}

// servedViews are those of the documents whose text is shown.
func (b *book) servedViews() []docView {
	var out []docView
	for i := range b.docs {
		if b.docs[i].served {
			out = append(out, b.views[i])
		}
	}
	return out
}

func (p *press) evidence() evidencePage {
	e := evidencePage{frame: frame{"../", "evidence"}, Head: p.head(), Notes: append(slices.Clone(p.Notes), p.notes...),
		Kept: p.kept()}
	counts := map[string]int{}
	for i, v := range p.views {
		if p.docs[i].served {
			counts[v.Grade]++
			e.Count++
			if e.Example == "" && addressable(v.ID) {
				e.Example = v.ID
			}
		}
	}
	for _, g := range grades {
		e.Grades = append(e.Grades, gradeRow{g, counts[g]})
	}
	for _, w := range p.Rewrites {
		e.Rewrites = append(e.Rewrites, rewriteView{w.From, w.To, short(w.From), short(w.To), w.Reason})
	}
	for _, r := range p.Rosters {
		v := rosterView{Day: r.Day.String(), Commit: r.Commit, Short: short(r.Commit), By: strings.Join(r.By, ", "),
			Counts: r.Counts.String(), What: append([]string{}, r.What...), Approved: r.Approved}
		if len(v.Approved) == 0 {
			v.Approved = []string{r.Why}
		}
		e.Rosters = append(e.Rosters, v)
	}
	return e
}

// exceptions leaves out what a finding says of a document whose text isn't shown: it may quote it.
func (b *book) exceptions() exceptionsPage {
	p := exceptionsPage{frame: frame{"../", "evidence"}}
	for _, e := range b.Exceptions {
		v := exceptionView{Rule: e.Rule, Title: e.Title, Reason: e.Reason, Until: e.Until.String(), Where: e.Where}
		if e.Document != "" {
			v.Doc = b.refs([]string{e.Document})[0]
		}
		if i, ok := b.find(e.Document); !ok && e.Document == "" || ok && b.docs[i].served {
			v.Message = e.Message
		}
		p.Exceptions = append(p.Exceptions, v)
	}
	return p
}

// changes makes a page for each year with events; the newest one is changes/ itself, which is there even when
// nothing has happened yet.
func (p *press) changes(events []event) []page {
	var years []changesPage
	var rows [][]eventView
	for _, e := range events {
		year := strconv.Itoa(e.day.Time().Year())
		if n := len(years); n == 0 || years[n-1].Year != year {
			years, rows = append(years, changesPage{Year: year}), append(rows, nil)
		}
		last := len(years) - 1
		years[last].Count++
		rows[last] = append(rows[last], p.eventView(e))
	}
	if len(years) == 0 {
		years, rows = []changesPage{{Year: yearOf(p.Today)}}, [][]eventView{nil}
	}
	var nav []yearView
	for i, y := range years {
		href := "changes/"
		if i > 0 {
			href += y.Year + "/"
		}
		nav = append(nav, yearView{y.Year, href})
	}
	var out []page
	for i, y := range years {
		y.Years, y.Feed = nav, p.BaseURL != ""
		y.frame = frame{root(nav[i].Href[:len(nav[i].Href)-1]), "changes"}
		out = append(out, page{layout: "changes", file: nav[i].Href + "index.html", params: y,
			words: rowsOf(p.parts, "row_change.html", y.Root, rows[i])})
	}
	return out
}

func yearOf(d day.Day) string {
	if d == day.None {
		return ""
	}
	return strconv.Itoa(d.Time().Year())
}
