package sitegen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
)

// The views are what layouts read. Their keys are lower-case words, because Hugo lowers the keys of a page's
// parameters; addresses in them are percent-encoded and relative to the site's root.

// docView is what every page may say of a document.
type docView struct {
	Key            string `json:"key"`
	ID             string `json:"id"`
	Title          string `json:"title"`
	Kind           string `json:"kind"`
	Path           string `json:"path"`
	Version        string `json:"version"`
	Status         string `json:"status"`
	State          State  `json:"state"`
	Grade          string `json:"grade"`
	GradeText      string `json:"gradetext"`
	Owner          string `json:"owner"`
	Approver       string `json:"approver"`
	Classification string `json:"classification"`
	Effective      string `json:"effective"`
	Review         string `json:"review"`
	Since          string `json:"since"`
	Overdue        bool   `json:"overdue"`
	OverdueDays    int    `json:"overduedays"`
	DueSoon        bool   `json:"duesoon"`
	Adopted        bool   `json:"adopted"`
	Commit         string `json:"commit"`
	Short          string `json:"short"`
	Href           string `json:"href"`

	Lang string `json:"lang"` // of its text, and the way it is written; "" for those of the interface
	Dir  string `json:"dir"`

	OwnerHref string `json:"ownerhref"` // of the page of that role or person; "" for none

	kindName string
}

// refView is a document as another one names it; Href is "" where this site has no such document.
type refView struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Href  string `json:"href"`
}

type versionView struct {
	Href      string         `json:"href"` // of its page; "" for none
	Version   string         `json:"version"`
	Status    string         `json:"status"`
	Grade     string         `json:"grade"`
	GradeText string         `json:"gradetext"`
	Current   bool           `json:"current"`
	OnRecord  bool           `json:"onrecord"`
	Intervals []intervalView `json:"intervals"`
	Digest    string         `json:"digest"`
	Changes   []changeView   `json:"changes"`
	Approvals []approvalView `json:"approvals"`

	Since   string `json:"since"` // the page that compares it with the version before it; "" for none
	Before  string `json:"before"`
	Compare string `json:"compare"` // the page that compares it with the newest other version; "" for none
	With    string `json:"with"`

	compared int // the place of that version
}

type intervalView struct {
	From  string `json:"from"`
	Until string `json:"until"`
	Never string `json:"never"` // why there is no day in it: "same" or "before"; "" where there is one
}

type retirementView struct {
	From      string         `json:"from"`
	Until     string         `json:"until"`
	Short     string         `json:"short"`
	GradeText string         `json:"gradetext"`
	Approvals []approvalView `json:"approvals"`
}

type changeView struct {
	Day     string `json:"day"`
	What    string `json:"what"`
	Commit  string `json:"commit"`
	Short   string `json:"short"`
	Subject string `json:"subject"`
	Authors string `json:"authors"`
}

type approvalView struct {
	By         string `json:"by"`
	Role       string `json:"role"`
	Grade      string `json:"grade"`
	Day        string `json:"day"`
	Commit     string `json:"commit"`
	Short      string `json:"short"`
	Evidence   string `json:"evidence"`
	RecordedBy string `json:"recordedby"`
	Unanchored bool   `json:"unanchored"`
}

type reviewView struct {
	By    string `json:"by"`
	Role  string `json:"role"`
	Day   string `json:"day"`
	Next  string `json:"next"`
	Short string `json:"short"`
}

type lapseView struct {
	From    string `json:"from"`
	Until   string `json:"until"`
	Days    int    `json:"days"`
	EndedBy string `json:"endedby"`
}

// grades are all grades of approval, strongest first.
var grades = []string{"A", "B", "C", "D"}

// book is a Site with its documents in the order of their keys.
type book struct {
	*Site
	docs      []Document
	views     []docView
	byAddress map[string]int // of the page → index into docs
	byKey     map[string]int // id in lower case, or path of one without an id → index into docs

	pdf     *PDF                 // how documents are printed; nil where they aren't
	printer string               // the browser that printed
	lang    string               // of the interface
	words   table                // strings of the interface
	actions map[string]string    // id of an action in lower case → its anchor
	people  map[Who]string       // key of a role or a person → the folder of their page
	open    map[string][]refView // key of a document in lower case → open actions that are about it
}

func newBook(s *Site) (*book, error) {
	b := &book{Site: s, docs: slices.Clone(s.Documents), byKey: map[string]int{}, byAddress: map[string]int{}}
	if err := b.prepare(); err != nil {
		return nil, err
	}
	for i := range b.docs {
		settle(&b.docs[i], s.Serve)
	}
	slices.SortFunc(b.docs, func(x, y Document) int {
		return cmp.Or(compareKeys(x.Key(), y.Key()), cmp.Compare(x.Path, y.Path))
	})
	pages := places{}
	b.views = make([]docView, len(b.docs))
	for i := range b.docs {
		d := &b.docs[i]
		if d.address == "" {
			return nil, fmt.Errorf("%s: its page has no address", d.Path)
		}
		if other, free := pages.take(d.address, d.Path); !free {
			return nil, fmt.Errorf("%s: its page has the address %q, and so has that of %s", d.Path, d.address, other)
		}
		b.views[i], b.byAddress[d.address] = b.view(d), i
		if d.ID != "" {
			b.byKey[strings.ToLower(d.ID)] = i
		} else {
			b.byKey[d.Path] = i
		}
	}
	for i := range b.docs {
		b.docs[i].assignVersions(pages)
		b.docs[i].assignRedlines(pages)
		b.docs[i].assignAgainst(pages)
	}
	return b, nil
}

// view is what every page may say of a document.
func (b *book) view(d *Document) docView {
	v := viewOf(d)
	v.Status, v.OwnerHref = b.status(d.Status), b.ownerHref(d)
	v.Lang, v.Dir = b.written(d.Language)
	return v
}

// ownerHref is the address of the page of a document's owner; "" for none.
func (b *book) ownerHref(d *Document) string {
	return firstOf(b.personHref(Who{Role: d.Owner}), b.personHref(Who{Person: d.Owner}))
}

// find returns the place of the document that a key names.
func (b *book) find(key string) (i int, ok bool) {
	if i, ok = b.byKey[key]; !ok {
		i, ok = b.byKey[strings.ToLower(key)]
	}
	return i, ok
}

// settle holds the words of closed lists to those lists, in a copy: an unknown grade is none, and a document
// in an unknown state shows no text.
func settle(d *Document, serve string) {
	d.served = Shows(d.State, serve)
	if !slices.Contains(States(), d.State) {
		d.State = NotInForce
	}
	d.Grade = knownGrade(d.Grade)
	d.History = slices.Clone(d.History)
	for i := range d.History {
		v := &d.History[i]
		v.Grade = knownGrade(v.Grade)
		v.Approvals = slices.Clone(v.Approvals)
		for j := range v.Approvals {
			v.Approvals[j].Grade = knownGrade(v.Approvals[j].Grade)
		}
	}
	d.Retirements = slices.Clone(d.Retirements)
	for i := range d.Retirements {
		r := &d.Retirements[i]
		r.Approvals = slices.Clone(r.Approvals)
		for j := range r.Approvals {
			r.Approvals[j].Grade = knownGrade(r.Approvals[j].Grade)
		}
	}
}

func knownGrade(grade string) string {
	if slices.Contains(grades, grade) {
		return grade
	}
	return ""
}

func viewOf(d *Document) docView {
	since := ""
	if d.State == InForce || d.State == OnRecord {
		since = d.Since.String()
	}
	return docView{
		kindName: d.Kind,
		Key:      d.Key(), ID: d.ID, Title: d.title(), Kind: d.kindTitle(), Path: d.Path, Version: d.Version,
		Status: d.Status, State: d.State, Grade: d.Grade, GradeText: d.GradeText, Owner: d.ownerTitle(),
		Approver: d.approverTitle(), Classification: d.Classification, Effective: d.EffectiveDate.String(),
		Review: d.ReviewDate.String(), Since: since, Overdue: d.Overdue,
		OverdueDays: d.OverdueDays, DueSoon: d.DueSoon, Adopted: d.Adopted, Commit: d.Commit,
		Short: short(d.Commit), Href: escapePath(d.address) + "/",
	}
}

// status is the word of a field status as readers of the site's language know it; one that isn't built in is as
// stated.
func (b *book) status(stated string) string { return firstOf(b.words["status_"+stated], stated) }

// shown is what the words that a page shows say of themselves; nil where they are those of the document.
func (b *book) shown(d *Document) *Words {
	if d.Shown == nil {
		return nil
	}
	return &Words{Version: d.Shown.Version, Status: b.status(d.Shown.Status)}
}

// hrefOf is the address of a folder of pages, percent-encoded; "" for none.
func hrefOf(address string) string {
	if address == "" {
		return ""
	}
	return escapePath(address) + "/"
}

// short is the abbreviated form of an object id.
func short(id string) string { return id[:min(len(id), 10)] }

func (b *book) refs(ids []string) []refView {
	out := make([]refView, 0, len(ids))
	for _, id := range ids {
		r := refView{Key: id}
		if i, ok := b.find(id); ok {
			r = refView{Key: b.views[i].Key, Title: b.views[i].Title, Href: b.views[i].Href}
		}
		out = append(out, r)
	}
	return out
}

func fieldsOf(d *Document) []fieldView {
	out := make([]fieldView, 0, len(d.Fields))
	for _, f := range d.Fields {
		out = append(out, fieldView{f.Label, f.Value})
	}
	return out
}

func fileOf(f *File) *fileView {
	if f == nil {
		return nil
	}
	return &fileView{f.Name, f.Address, f.Size, SizeText(f.Size), f.SHA256}
}

// SizeText is a number of bytes as people read it.
func SizeText(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000*1000:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1000/1000)
}

func versionsOf(d *Document, today day.Day) []versionView {
	out := make([]versionView, 0, len(d.History))
	for _, v := range d.History {
		w := versionView{Href: hrefOf(v.address), Version: v.Version, Status: v.Status, Grade: v.Grade,
			GradeText: v.GradeText, Digest: v.Digest,
			OnRecord: d.State == OnRecord}
		for _, in := range v.InForce {
			w.Intervals = append(w.Intervals, intervalViewOf(in))
			w.Current = w.Current || in.From <= today && (in.Until == day.None || today <= in.Until)
		}
		for _, c := range v.Changes {
			w.Changes = append(w.Changes, changeView{
				Day: c.Day.String(), What: c.What, Commit: c.Commit, Short: short(c.Commit), Subject: c.Subject,
				Authors: strings.Join(c.Authors, ", "),
			})
		}
		w.Approvals = approvalsOf(v.Approvals)
		out = append(out, w)
	}
	linkRedlines(d, out)
	return out
}

func intervalViewOf(in Interval) intervalView {
	v := intervalView{From: in.From.String(), Until: in.Until.String()}
	switch {
	case !in.never():
	case in.Until == in.From-1:
		v.Never = "same"
	default:
		v.Never = "before"
	}
	return v
}

func approvalsOf(all []Approval) []approvalView {
	var out []approvalView
	for _, a := range all {
		out = append(out, approvalView{
			By: a.By, Role: a.Role, Grade: a.Grade, Day: a.Day.String(), Commit: a.Commit, Short: short(a.Commit),
			Evidence: a.Evidence, RecordedBy: a.RecordedBy, Unanchored: a.Unanchored,
		})
	}
	return out
}

func retirementsOf(d *Document) []retirementView {
	out := make([]retirementView, 0, len(d.Retirements))
	for _, r := range d.Retirements {
		out = append(out, retirementView{r.From.String(), r.Until.String(), short(r.Commit), r.GradeText,
			approvalsOf(r.Approvals)})
	}
	return out
}

func reviewsOf(d *Document) []reviewView {
	out := make([]reviewView, 0, len(d.Reviews))
	for _, r := range d.Reviews {
		out = append(out, reviewView{By: r.By, Role: r.Role, Day: r.Day.String(), Next: r.Next.String(),
			Short: short(r.Commit)})
	}
	return out
}

func lapsesOf(d *Document) []lapseView {
	out := make([]lapseView, 0, len(d.Lapses))
	for _, l := range d.Lapses {
		out = append(out, lapseView{From: l.From.String(), Until: l.Until.String(), Days: l.Days, EndedBy: l.EndedBy})
	}
	return out
}

// compareKeys orders ids as a reader counts: runs of digits by their value, so that POL-9 comes before
// POL-10; letters without case.
func compareKeys(a, b string) int {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for x != "" && y != "" {
		dx, dy := digits(x), digits(y)
		if dx == 0 || dy == 0 {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		nx, ny := strings.TrimLeft(x[:dx], "0"), strings.TrimLeft(y[:dy], "0")
		if c := cmp.Or(cmp.Compare(len(nx), len(ny)), cmp.Compare(nx, ny)); c != 0 {
			return c
		}
		x, y = x[dx:], y[dy:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
