package sitegen

import (
	"cmp"
	"slices"

	"github.com/writ-docs/writ/internal/day"
)

// What happened to a document on a day, as the changes page and the feed tell it.
const (
	eventInForce  = "in-force"
	eventOnRecord = "on-record"
	eventMerged   = "merged"
	eventChanged  = "changed"
	eventReviewed = "reviewed"
	eventRetired  = "retired"
)

// event is one entry of the changes page.
type event struct {
	day       day.Day
	what      string
	doc       int
	version   string
	gradeText string
	subject   string
	by        string
	redline   string // the address of the page that says what changed; "" for none
}

type eventView struct {
	Day       string  `json:"day"`
	What      string  `json:"what"`
	Doc       refView `json:"doc"`
	Version   string  `json:"version"`
	GradeText string  `json:"gradetext"`
	Subject   string  `json:"subject"`
	By        string  `json:"by"`
	Redline   string  `json:"redline"` // what changed; "" for none
}

// events lists what happened to all documents up to today, newest first.
func (b *book) events() []event {
	var out []event
	for i := range b.docs {
		for _, e := range b.eventsOf(&b.docs[i]) {
			if e.day != day.None && e.day <= b.Today {
				e.doc = i
				out = append(out, e)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y event) int { return cmp.Compare(y.day, x.day) })
	return out
}

// eventsOf lists what happened to one document, newest first where days are equal.
func (b *book) eventsOf(d *Document) []event {
	var out []event
	for _, r := range d.Retirements {
		out = append(out, event{day: r.From, what: eventRetired, gradeText: r.GradeText})
	}
	if d.State == OnRecord || b.Serve == ServeMerged {
		out = append(out, changesOf(d)...)
	}
	for n, v := range d.History {
		for _, in := range v.InForce {
			if b.Serve != ServeMerged && !in.never() {
				out = append(out, event{day: in.From, what: eventInForce, version: v.Version, gradeText: in.GradeText,
					subject: in.Subject, redline: d.changedIn(n)})
			}
		}
	}
	for _, r := range d.Reviews {
		out = append(out, event{day: r.Day, what: eventReviewed, version: r.Version, by: r.By})
	}
	return out
}

// changesOf lists each change of a document that is shown as the main line holds it, newest first.
func changesOf(d *Document) []event {
	what := eventMerged
	if d.State == OnRecord {
		what = eventOnRecord
	}
	var out []event
	for _, v := range d.History {
		for _, c := range v.Changes {
			if (c.What == "added" || c.What == "changed") && (what == eventMerged || c.Day >= d.Since) {
				out = append(out, event{day: c.Day, what: eventChanged, version: v.Version, subject: c.Subject})
			}
		}
	}
	if len(out) > 0 {
		out[len(out)-1].what = what
	}
	return out
}

func (b *book) eventView(e event) eventView {
	v := b.views[e.doc]
	return eventView{
		Day: e.day.String(), What: e.what, Doc: refView{Key: v.Key, Title: v.Title, Href: v.Href},
		Version: e.version, GradeText: e.gradeText, Subject: e.subject, By: e.by, Redline: hrefOf(e.redline),
	}
}
