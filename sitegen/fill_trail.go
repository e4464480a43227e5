package sitegen

import (
	"net/url"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
)

// fillTrail fills in what history proves of a document.
func (f *filler) fillTrail(d *Document, s *shown) {
	t := s.trail
	if s.content != nil {
		d.Grade = string(trail.Merged)
		if s.state != OnRecord || s.content.Approval != nil {
			d.GradeText = f.gradeText(s.content.Approval)
		}
		if a := s.content.Approval; a != nil {
			d.Grade = string(a.Grade)
			if a.Adopted != nil {
				d.Adopted, d.AdoptedReason = true, a.Adopted.Reason
			}
		}
	}
	switch s.state {
	case InForce:
		d.InForceSince = t.InForceSince()
	case OnRecord:
		d.InForceSince = t.Changes[0].Day
	case Merged:
		if t.Current != nil {
			d.InForceSince = t.InForceSince()
		}
	case Retired:
		d.RetiredOn = t.Retired
	}
	f.fillReview(d, s)
	f.fillComing(d, t)
	for _, v := range slices.Backward(t.Versions) {
		d.History = append(d.History, f.version(t, v))
	}
	for _, r := range slices.Backward(t.Reviews) {
		if r.Counts() {
			d.Reviews = append(d.Reviews, Review{By: f.private(r.By.Name), Role: f.roleTitle(r.Role), Day: r.Day, Next: r.Next, Commit: r.Commit.String()})
		}
	}
	for _, l := range slices.Backward(t.Lapses) {
		lapse := Lapse{From: l.From, Days: l.Days}
		if l.Until != day.None {
			lapse.Until = l.Until
			lapse.EndedBy = "commit " + l.EndedBy.String()[:10]
		}
		d.Lapses = append(d.Lapses, lapse)
	}
}

func (f *filler) fillReview(d *Document, s *shown) {
	if s.state != InForce && s.state != Merged || s.trail.Current == nil {
		return
	}
	due := s.trail.ReviewDue(s.trail.Current, f.today)
	if due == day.None {
		return
	}
	d.ReviewDate = due
	d.Overdue = due < f.today
	if d.Overdue {
		d.OverdueDays = int(f.today - due)
	}
	notice := s.entry.Kind.DueSoon
	d.DueSoon = !d.Overdue && !notice.IsZero() && due <= f.today.Add(notice)
}

// fillComing announces an approved content whose effective date hasn't come.
func (f *filler) fillComing(d *Document, t *trail.Trail) {
	for _, c := range t.Contents {
		if c.Approval != nil && c.Since > f.today && c.Version.Number != d.Version {
			d.Coming = &Coming{Version: c.Version.Number, From: c.Since, GradeText: f.gradeText(c.Approval)}
		}
	}
}

// gradeText says who approved, claiming no more than the grade proves.
func (f *filler) gradeText(a *trail.Approval) string {
	switch {
	case a == nil:
		return "on the main line; nobody entitled is named as approver"
	case a.Adopted != nil:
		return "in force by adoption, as stated by " + f.roleTitle(a.Adopted.By)
	case len(a.By) == 0:
		return "reached the main line; nobody had to approve"
	}
	var parts []string
	for _, e := range a.By {
		parts = append(parts, f.wording(e))
	}
	return strings.Join(parts, "; ")
}

func (f *filler) version(t *trail.Trail, v *trail.Version) Version {
	out := Version{Version: v.Number, Grade: string(v.Grade)}
	if c := v.Content; c != nil {
		out.Status, out.Digest = c.Facts().Status, c.Digest.String()
		out.Blob = c.Changes[len(c.Changes)-1].Blob.String()
		out.GradeText = f.gradeText(c.Approval)
		if c.Approval != nil {
			for _, e := range c.Approval.By {
				out.Approvals = append(out.Approvals, f.approval(e))
			}
		}
	}
	for _, i := range slices.Backward(v.InForce) {
		out.InForce = append(out.InForce, Interval(i.Interval))
	}
	if t.Kind.Record && out.InForce == nil {
		out.InForce = []Interval{{From: v.Changes[0].Day}}
	}
	for _, c := range slices.Backward(v.Changes) {
		change := Change{Day: c.Day, What: string(c.What), Commit: c.Step.ID.String(), Subject: f.private(c.Step.Subject()), Path: c.Path}
		for _, w := range c.Authors {
			change.Authors = append(change.Authors, f.private(w.Name))
		}
		out.Changes = append(out.Changes, change)
	}
	return out
}

func (f *filler) approval(e *trail.Evidence) Approval {
	by := e.By.Name
	if e.Person != nil {
		by = e.Person.Name
	}
	return Approval{By: f.private(by), Role: f.roleTitle(e.Role), Grade: string(e.Grade), Day: e.Day, Commit: e.Commit.String(),
		Evidence: f.evidenceWords(e), RecordedBy: f.private(e.Recorder.Name)}
}

func unescape(link string) string {
	if p, err := url.PathUnescape(link); err == nil {
		return p
	}
	return link
}
