package trail

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/schema"
)

// review finds the periodic reviews of a document: a change of review fields alone, or a commit that changes
// nothing and names the document, with a Reviewed-by line of its owner or of somebody who may approve it.
func (j *judge) review(t *Trail) error {
	for _, c := range t.Contents {
		changes := c.Changes
		if c.resumes = t.resumed(c); c.resumes != nil {
			changes = slices.Concat(c.resumes.Changes[len(c.resumes.Changes)-1:], changes)
		}
		for i := 1; i < len(changes); i++ {
			before, ch := changes[i-1], changes[i]
			if !statesReview(before.Facts) || before.Facts.Review == ch.Facts.Review &&
				before.Facts.LastReviewed == ch.Facts.LastReviewed {
				continue
			}
			if err := j.changedReview(t, c, ch); err != nil {
				return err
			}
		}
	}
	if err := j.emptyReviews(t); err != nil {
		return err
	}
	slices.SortStableFunc(t.Reviews, func(x, y *Review) int { return x.Index - y.Index })
	return nil
}

// resumed returns the content that another one takes up again: approved words that come back after edits which nobody
// approved. Whoever takes an edit back reviews nothing, so that the review date that counted goes on counting.
func (t *Trail) resumed(c *Content) *Content {
	before := c.replaces
	if c.Approval == nil || before == nil || before.Digest != c.Digest || c.anew || c.lifeFrom >= before.First().Index {
		return nil
	}
	return before
}

func (j *judge) changedReview(t *Trail, c *Content, ch *Change) error {
	next := NextReview(ch.Facts, t.cycle, ch.Day, j.Today)
	found := false
	steps := append([]*gitrepo.Step{ch.Step}, ch.Step.Side...)
	for _, s := range steps {
		trailers := gitrepo.Trailers(s.Message)
		lines := readApproval(trailers)
		seals := newSeals(lines.seals, []target{{doc: t.Document, facts: ch.Facts}}, s.Committer.When)
		for _, line := range trailers {
			if !line.Is(KeyReviewedBy) {
				continue
			}
			found = true
			r := &Review{Change: ch, Index: ch.Index, Commit: s.ID, Day: ch.Day, Next: next, of: c}
			if err := j.judgeReview(r, t, ch.Facts, history.ParseWho(line.Value), s, seals); err != nil {
				return err
			}
			t.Reviews = append(t.Reviews, r)
		}
	}
	// A date that moves before the words are approved is part of what is approved: it claims no review.
	if approved := c.Approval != nil && (c.Approval.Index < ch.Index || c.resumes != nil); approved && !found {
		t.Reviews = append(t.Reviews, &Review{Change: ch, Index: ch.Index, Commit: ch.Step.ID, Day: ch.Day, Next: next,
			Verdict: Verdict{Why: because(NobodyReviewed)}})
	}
	return nil
}

// emptyReviews reads the commits that change no document and confirm one by name and blob.
func (j *judge) emptyReviews(t *Trail) error {
	for _, r := range j.emptyReviewsOf[strings.ToLower(t.ID)] {
		c := t.reviewable(r.index, r.facts.Digest)
		if c == nil {
			continue
		}
		next := NextReview(c.Facts(), t.cycle, j.Days[r.index], j.Today)
		seals := newSeals(r.seals, []target{{doc: t.Document, facts: c.Facts()}}, r.carrier.Committer.When)
		review := &Review{Index: r.index, Commit: r.carrier.ID, Day: j.Days[r.index], Next: next, of: c}
		if err := j.judgeReview(review, t, c.Facts(), r.by, r.carrier, seals); err != nil {
			return err
		}
		t.Reviews = append(t.Reviews, review)
	}
	return nil
}

// emptyReview is a Reviewed-by line of a commit that names the document and the blob that was reviewed.
type emptyReview struct {
	by      history.Who
	facts   *history.Facts
	index   int
	carrier *gitrepo.Step
	seals   []seal
}

// findEmptyReviews reads them all, by the document's id in lower case.
func (j *judge) findEmptyReviews() {
	j.emptyReviewsOf = map[string][]emptyReview{}
	for i, s := range j.Steps {
		if j.Named(i) == nil {
			continue
		}
		for _, carrier := range append([]*gitrepo.Step{s}, s.Side...) {
			if len(carrier.Changes) > 0 || !strings.Contains(strings.ToLower(carrier.Message), "reviewed-blob") {
				continue
			}
			var by, blobs []string
			trailers := gitrepo.Trailers(carrier.Message)
			for _, t := range trailers {
				switch {
				case t.Is(KeyReviewedBy):
					by = append(by, t.Value)
				case t.Is(KeyReviewBlob):
					blobs = append(blobs, strings.ToLower(t.Value))
				}
			}
			if why := tooMany(len(by), len(blobs)); why.Code != "" {
				j.addOdd(Odd{Where: "commit " + carrier.ID.String()[:7], Commit: carrier.ID, Index: i, Why: why})
				continue
			}
			seals := readApproval(trailers).seals
			for _, hex := range blobs {
				f := j.FactsNamed(hex)
				if f == nil || f.ID == "" {
					continue
				}
				key := strings.ToLower(f.ID)
				for _, w := range by {
					j.emptyReviewsOf[key] = append(j.emptyReviewsOf[key],
						emptyReview{history.ParseWho(w), f, i, carrier, seals})
				}
			}
		}
	}
}

// reviewable returns the content with the given words that a review which step index brought can confirm: those that
// the main line has then, or the newest approved ones, which stay in force below edits that nobody approved. Nil for
// others.
func (t *Trail) reviewable(index int, words history.Digest) *Content {
	for _, c := range slices.Backward(t.Contents) {
		switch {
		case c.First().Index > index:
		case c.Digest == words:
			return c
		case c.Approval != nil && c.Approval.Index <= index:
			return nil
		}
	}
	return nil
}

// judgeReview decides whether the reviewer was entitled, the document's owner or somebody who may approve it, and
// which grade the evidence has that this person reviewed. carrier is the commit that says so.
func (j *judge) judgeReview(r *Review, t *Trail, f *history.Facts, by history.Who, carrier *gitrepo.Step,
	seals *seals) error {
	r.Verdict = Verdict{By: by, Grade: Named}
	switch date := j.DateAhead(r.Index); {
	case date != day.None:
		r.Why = because(InFuture, date)
		return nil
	case f.LastReviewed > j.Today:
		r.Why = because(SaysFuture, f.LastReviewed)
		return nil
	case !j.book.Roster:
		return nil
	}
	s := &Source{Kind: ByTrailer, Named: by, Commit: r.Commit, Index: r.Index, Day: r.Day, below: r.Index,
		signed: carrier.Signed, Recorder: history.WhoOf(carrier.Committer), author: history.WhoOf(carrier.Author),
		pinnedRaw: f, review: true, seals: seals}
	judge, stated := j.rosters.inForce(r.Index), j.rosters.stated(r.Index)
	v, err := j.judgeReviewBy(judge, t, r, s, r.Verdict)
	r.Verdict = v
	if err != nil || judge == stated {
		return err
	}
	newer, err := j.judgeReviewBy(stated, t, r, s, v)
	switch {
	case err != nil:
		return err
	case v.Counts() && !newer.Counts(): // what takes away counts at once
		r.Verdict = newer
	case !v.Counts() && newer.Counts():
		r.Why = because(RosterUnapproved, stated.Content.First().Step.ID.String()[:7])
		if stated.Counts != never {
			r.Verdict, r.Day = newer, max(r.Day, j.Days[stated.Counts])
		}
	}
	return nil
}

// judgeReviewBy judges a review by one roster. What that can't tell is as in the verdict before.
func (j *judge) judgeReviewBy(by *RosterState, t *Trail, r *Review, s *Source, before Verdict) (Verdict, error) {
	v, cfg := before, by.Config
	v.Why = Why{}
	p, ok := cfg.PersonByEmail(v.By.Email)
	if !ok {
		v.Why = because(AddressUnknown, v.By.Email)
		return v, nil
	}
	v.Person = p
	asked := j.reviewing(t, r.of).demand(by, r.Index)
	if v.Role = j.reviewerRole(cfg, asked, t, s.pinnedRaw, p, r.Day); v.Role == "" {
		v.Why = because(NeitherOwner, p.Name, s.pinnedRaw.Owner, r.Day)
		return v, nil
	}
	until := NothingBefore
	if r.Next != day.None {
		until = After(r.Next.String())
	}
	e := &Evidence{Source: s, Verdict: Verdict{By: v.By, Person: p, Grade: Named}}
	err := j.verify(e, by, sealed{after: []After{until}})
	if v.Grade, v.Signature = e.Grade, e.Signature; string(v.Grade) > asked.LeastGrade {
		v.Why = because(GradeTooLow, v.Grade, asked.Asks[0].Kind.Name, asked.LeastGrade)
	}
	return v, err
}

// reviewing is who may approve words that are reviewed: those whom they name themselves, once they are approved.
func (j *judge) reviewing(t *Trail, c *Content) asking {
	if c.Approval != nil {
		return asking{j, t, c, c}
	}
	return asking{j, t, c, c.replaces}
}

func (j *judge) reviewerRole(cfg *config.Config, asked config.Demand, t *Trail, f *history.Facts, p *config.Person,
	on day.Day) string {
	owner := cmp.Or(f.Owner, cfg.KindFor(t.Path, f.Kind).Owner)
	role, person, _ := cfg.KnownOwner(owner)
	switch {
	case !p.Present(on):
		return ""
	case person != "" && person == p.Key:
		return person
	case role != "" && slices.Contains(cfg.RolesOf(p.Key, on), role):
		return role
	}
	return asked.Role(p.Key, on)
}

// NextReview returns the review date that a document's fields give: review_date, else last_reviewed plus its interval,
// else the day of the last approval or review plus the cycle (the document's, or the one that the configuration states
// for its kind); None where nothing gives one. A last_reviewed after today counts as if it were the last approval's or
// review's day.
func NextReview(f *history.Facts, ofKind day.Cycle, last, today day.Day) day.Day {
	cycle := f.ReviewCycle
	if cycle.IsZero() {
		cycle = ofKind
	}
	if f.LastReviewed != day.None {
		if f.LastReviewed <= today {
			last = f.LastReviewed
		}
		if !f.ReviewIn.IsZero() {
			cycle = f.ReviewIn
		}
	}
	switch {
	case f.Review != day.None:
		return f.Review
	case last != day.None && !cycle.IsZero():
		return last.Add(cycle)
	}
	return day.None
}

// statesReview reports whether the front matter says when the document is to be reviewed, or was.
func statesReview(f *history.Facts) bool { return f.ReviewText != "" || f.LastReviewed != day.None }

// due is a review date and the day from which it counts.
type due struct {
	from, date day.Day
	by         gitrepo.ID
}

// findDues lists the review dates that counted while a content was in force: that of its approval, or the one that
// counted for the same words before an edit which was taken back; then each that an evidenced review set.
func (j *judge) findDues(t *Trail, c *Content) {
	at := c.First()
	if was := c.resumes; was != nil && len(was.dues) > 0 {
		last := was.dues[len(was.dues)-1]
		c.dues = []due{{c.Since, last.date, last.by}}
	} else {
		for _, ch := range c.Changes {
			if ch.Index <= c.Approval.Index || !statesReview(at.Facts) {
				at = ch // of words that were approved without a date, the first one stated counts
			}
		}
		c.dues = []due{{c.Since, NextReview(at.Facts, t.cycle, c.Approval.Day, j.Today), at.Step.ID}}
	}
	for _, r := range t.Reviews {
		if r.Counts() && r.of == c && r.Index >= at.Index {
			c.dues = append(c.dues, due{max(r.Day, c.Since), r.Next, r.Commit})
		}
	}
}

// ReviewDue returns the review date that counts on a day for words that are in force on it; None where there is none.
func (t *Trail) ReviewDue(c *Content, on day.Day) day.Day {
	if c == nil {
		return day.None
	}
	date := day.None
	for _, d := range c.dues {
		if d.from <= on {
			date = d.date
		}
	}
	return date
}

// lapse finds the days on which the document was in force past its review date.
func (j *judge) lapse(t *Trail) {
	for k, c := range t.Contents {
		if c.Since == day.None {
			continue
		}
		j.findDues(t, c)
		if c.Valid().Empty() {
			continue
		}
		for i, d := range c.dues {
			last, by := c.Until, t.enderOf(k)
			if i+1 < len(c.dues) {
				last, by = c.dues[i+1].from-1, c.dues[i+1].by
			}
			j.addLapse(t, d, last, by, i == 0 && c.resumes != nil)
		}
	}
}

// addLapse adds the days after a review date up to the last one on which it counted, which is None while it does.
// Where the words go on, so does their lapse.
func (j *judge) addLapse(t *Trail, d due, last day.Day, by gitrepo.ID, goesOn bool) {
	if d.date == day.None {
		return
	}
	l := Lapse{Interval: Interval{max(d.date+1, d.from), last}, EndedBy: by}
	if n := len(t.Lapses); goesOn && n > 0 && t.Lapses[n-1].Until == l.From-1 {
		l.From = t.Lapses[n-1].From
		t.Lapses = t.Lapses[:n-1]
	}
	if last == day.None || last >= j.Today {
		l.Until, l.EndedBy, last = day.None, gitrepo.ID{}, j.Today
	}
	if l.Days = int(last-l.From) + 1; l.Days > 0 {
		t.Lapses = append(t.Lapses, l)
	}
}

// enderOf returns the commit that took a content out of force: that of the content which followed it, or the
// removal or retirement.
func (t *Trail) enderOf(k int) gitrepo.ID {
	c := t.Contents[k]
	for _, later := range t.Contents[k+1:] {
		if later.Since != day.None && later.Since == c.Until+1 {
			return later.First().Step.ID
		}
	}
	for _, ch := range t.Changes {
		gone := ch.What == history.Removed || ch.Left || ch.Facts != nil && ch.Facts.Status == schema.Retired
		if ch.Day > c.Until && gone {
			return ch.Step.ID
		}
	}
	return gitrepo.ID{}
}
