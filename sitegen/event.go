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
}

type eventView struct {
	Day       string  `json:"day"`
	What      string  `json:"what"`
	Doc       refView `json:"doc"`
	Version   string  `json:"version"`
	GradeText string  `json:"gradetext"`
	Subject   string  `json:"subject"`
	By        string  `json:"by"`
}

// events lists what happened to all documents up to today, newest first.
func (b *book) events() []event {
	var out []event
	for i := range b.docs {
		for _, e := range eventsOf(&b.docs[i]) {
			if e.day != day.None && e.day <= b.Today {
				e.doc = i
				out = append(out, e)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y event) int { return cmp.Compare(y.day, x.day) })
	return out
}

func eventsOf(d *Document) []event {
	var out []event
	if d.State == Retired {
		out = append(out, event{day: d.RetiredOn, what: eventRetired, version: d.Version})
	}
	what := map[State]string{OnRecord: eventOnRecord, Merged: eventMerged}[d.State]
	for _, v := range d.History {
		e := event{what: firstOf(what, eventInForce), version: v.Version, gradeText: v.GradeText}
		if len(v.Changes) > 0 {
			e.subject = v.Changes[0].Subject
		}
		for _, in := range v.InForce {
			e.day = in.From
			out = append(out, e)
		}
		if len(v.InForce) == 0 && d.State == Merged && len(v.Changes) > 0 {
			e.day = v.Changes[0].Day
			out = append(out, e)
		}
	}
	for _, r := range d.Reviews {
		out = append(out, event{day: r.Day, what: eventReviewed, version: d.Version, by: r.By})
	}
	return out
}

func (b *book) eventView(e event) eventView {
	v := b.views[e.doc]
	return eventView{
		Day: e.day.String(), What: e.what, Doc: refView{Key: v.Key, Title: v.Title, Href: v.Href},
		Version: e.version, GradeText: e.gradeText, Subject: e.subject, By: e.by,
	}
}
