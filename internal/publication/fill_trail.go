package publication

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// fillTrail fills in what history proves of a document.
func (f *filler) fillTrail(d *sitegen.Document, s *shown) error {
	t := s.Trail
	if a := s.Approval(); s.Content != nil && (a != nil || s.State != standing.OnRecord) {
		d.GradeText = f.gradeText(a)
	}
	if a := s.Adopted(); a != nil {
		d.Adopted = true
		if f.mayKnow(a.Reason) {
			d.AdoptedReason = a.Reason
		}
	}
	if c := s.Coming; c != nil {
		d.Coming = &sitegen.Coming{Version: c.Version.Number, From: c.Since, GradeText: f.gradeText(c.Approval)}
	}
	var sides []versionSide
	for _, v := range slices.Backward(t.Versions) {
		if c := v.Content; c != nil {
			if reads, err := f.reads(c.Changes[len(c.Changes)-1].Blob); err != nil || !reads {
				if err != nil {
					return err
				}
				continue
			}
		}
		out := f.version(v)
		then, err := f.versionPage(&out, d, s, v)
		if err != nil {
			return err
		}
		if then != nil {
			sides = append(sides, versionSide{then, len(d.History), out.Prose.Digest})
		}
		d.History = append(d.History, out)
	}
	f.redlines(d, s, sides)
	for _, r := range slices.Backward(t.Reviews) {
		if r.Counts() {
			d.Reviews = append(d.Reviews, sitegen.Review{By: f.private(r.By.Name), Role: f.roleTitle(r.Role),
				Day: r.Day, Next: r.Next, Commit: r.Commit.String(),
				Version: standing.WordsAt(t, r.Index).Version.Number})
		}
	}
	for _, l := range slices.Backward(t.Lapses) {
		lapse := sitegen.Lapse{From: l.From, Until: l.Until, Days: l.Days}
		if l.Until != day.None {
			lapse.EndedBy = f.words.Text("commit") + " " + l.EndedBy.String()[:10]
		}
		d.Lapses = append(d.Lapses, lapse)
	}
	for _, r := range slices.Backward(t.Retirements) {
		out := sitegen.Retirement{From: r.From, Until: r.Until, Commit: r.Commit.String(),
			GradeText: f.words.Text("approval_not_asked")}
		if r.Approval != nil {
			out.GradeText = f.gradeText(r.Approval)
			for _, e := range r.Approval.By {
				out.Approvals = append(out.Approvals, f.approval(e))
			}
		}
		d.Retirements = append(d.Retirements, out)
	}
	return nil
}

// gradeText says who approved, claiming no more than the grade proves.
func (f *filler) gradeText(a *trail.Approval) string {
	switch {
	case a == nil:
		return f.words.Text("approval_nobody")
	case a.Adopted != nil:
		return f.words.Say("approval_adopted", -1, "{who}", f.roleTitle(a.Adopted.By))
	case len(a.By) == 0:
		return f.words.Text("approval_merged")
	}
	var parts []string
	for _, e := range a.By {
		parts = append(parts, f.wording(e))
	}
	return strings.Join(parts, "; ")
}

func (f *filler) version(v *trail.Version) sitegen.Version {
	out := sitegen.Version{Version: v.Number, Grade: string(v.Grade)}
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
		out.InForce = append(out.InForce, sitegen.Interval{From: i.From, Until: i.Until,
			Subject:   f.subject(i.Content.First().Index, i.Content.First().Step.Reason(i.Content.First().Path)),
			GradeText: f.gradeText(i.Content.Approval)})
	}
	for _, c := range slices.Backward(v.Changes) {
		change := sitegen.Change{Day: c.Day, What: string(c.What), Commit: c.Step.ID.String(),
			Subject: f.subject(c.Index, c.Step.Reason(c.Path)), Path: c.Path}
		for _, w := range c.Authors {
			change.Authors = append(change.Authors, f.private(w.Name))
		}
		out.Changes = append(out.Changes, change)
	}
	return out
}

func (f *filler) approval(e *trail.Evidence) sitegen.Approval {
	by := e.By.Name
	if e.Person != nil {
		by = e.Person.Name
	}
	return sitegen.Approval{By: f.private(by), Role: f.roleTitle(e.Role), Grade: string(e.Grade), Day: e.Day,
		Commit:   e.Commit.String(),
		Evidence: f.evidenceWords(e), RecordedBy: f.private(e.Recorder.Name)}
}
