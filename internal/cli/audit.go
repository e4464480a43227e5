package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

func (a *app) auditCommand() *cobra.Command {
	var from, to, format string
	cmd := &cobra.Command{
		Use:   "audit --from DATE --to DATE",
		Short: "What happened in a period: versions, approvals, late reviews",
		Example: "writ audit --from 2026-01-01 --to 2026-12-31\n" +
			"writ audit --from 2026-01-01 --to 2026-12-31 --format csv >audit.csv",
		Long: "audit lists for a period, both days included: the versions that came into force, who approved each " +
			"and with " +
			"what grade of evidence; every review, and every lapse with its length; what was retired or removed, " +
			"and who " +
			"approved that; the records that were closed, how long each kind is kept, which records were removed " +
			"and at what age, and which may be; the changes of the roster; the share of changes that their " +
			"own author approved; and the days from the first commit of a version to its " +
			"approval. All of it is read from history; nothing is judged by the calendar of today.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.audit(cmd.Context(), from, to, format) },
	}
	cmd.Flags().StringVar(&from, "from", "", "the first day, as `DATE` (YYYY-MM-DD)")
	cmd.Flags().StringVar(&to, "to", "", "the last day, as `DATE` (YYYY-MM-DD)")
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json, csv, markdown")
	for _, flag := range []string{"from", "to"} {
		_ = cmd.MarkFlagRequired(flag)
	}
	return cmd
}

func (a *app) audit(ctx context.Context, from, to, format string) error {
	print := map[string]func(*audited) error{"text": a.auditText, "json": a.auditJSON, "csv": a.auditCSV,
		"markdown": a.auditMarkdown}[format]
	if print == nil {
		return fmt.Errorf("--format %q is unknown; there are: text, json, csv, markdown", format)
	}
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	book, missing, err := p.readBookAs(ctx, trail.Options{Unremembered: true})
	switch {
	case err != nil:
		return err
	case missing != nil:
		return missing
	}
	x := &audited{book: book, project: p, view: standing.View{Config: standing.Widened(p.config, book), Book: book,
		Today: book.Today}}
	if err := x.choosePeriod(from, to); err != nil {
		return err
	}
	x.retained = x.view.Retained(x.from, x.to)
	for _, t := range book.Trails {
		if err := x.add(t); err != nil {
			return err
		}
	}
	x.sort()
	for _, r := range book.Rosters() {
		if x.in(r.Content.First().Day) {
			x.rosters = append(x.rosters, standing.RosterChangeOf(book, r))
		}
	}
	return print(x)
}

// audited is what happened in a period. Each list is in the order of days, then of documents.
type audited struct {
	book     *trail.Book
	project  *project
	view     standing.View
	from, to day.Day

	versions []versionInForce
	lapses   []lapseInPeriod
	reviews  []reviewInPeriod
	endings  []ending
	closed   []ending

	retained *standing.Retained      // of records
	rosters  []standing.RosterChange // changes of who may approve
	changes  int                     // of words, that reached the main line in the period
	own      int                     // of these, approved by somebody who wrote them
}

// versionInForce is a version that came into force in the period.
type versionInForce struct {
	doc      *standing.Standing
	content  *trail.Content // the words that were, and who approved them
	version  *trail.Version
	interval trail.Interval
	opened   day.Day // of the first commit of its words
	days     int     // from there to its approval; -1 where nobody had to approve
}

// lapseInPeriod is a lapse that lies in the period at least in part.
type lapseInPeriod struct {
	doc   *standing.Standing
	lapse trail.Lapse
	days  int // of it, in the period
}

// reviewInPeriod is a review that counts.
type reviewInPeriod struct {
	doc    *standing.Standing
	review *trail.Review
	late   int // days by which it was; 0 for one that was held in time
}

// ending is the end of a document (retired or removed), or a record that was closed.
type ending struct {
	doc      *standing.Standing
	what     string // "retired", "removed" or "closed"
	day      day.Day
	commit   gitrepo.ID
	approval *trail.Approval // nil where nobody had to approve it
}

// choosePeriod refuses days on which nothing can be known.
func (x *audited) choosePeriod(from, to string) (err error) {
	if x.from, err = day.Parse(from); err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	if x.to, err = day.Parse(to); err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	switch {
	case x.from > x.to:
		return fmt.Errorf("--from %s is after --to %s", x.from, x.to)
	case x.to > x.book.Today:
		return fmt.Errorf("--to %s is after today (%s), and what will happen isn't known", x.to, x.book.Today)
	case len(x.book.Steps) == 0:
		return fmt.Errorf("the main line %s has no commit yet", x.book.Main.Ref)
	case x.to < x.book.Days[0]:
		return fmt.Errorf("--to %s is before the first commit of the main line (%s)", x.to, x.book.Days[0])
	}
	return nil
}

func (x *audited) in(d day.Day) bool { return d != day.None && x.from <= d && d <= x.to }

// add gathers what happened to one document.
func (x *audited) add(t *trail.Trail) error {
	if !x.view.WasControlled(t.Document) {
		return nil
	}
	doc, err := x.view.History(t)
	if err != nil {
		return err
	}
	for _, v := range t.Versions {
		for _, p := range v.InForce {
			if x.in(p.From) {
				x.versions = append(x.versions,
					x.measured(versionInForce{doc: &doc, version: v, content: p.Content,
						interval: p.Interval, days: -1}))
			}
		}
	}
	for _, l := range t.Lapses {
		if n := l.Within(x.from, x.to); n > 0 {
			x.lapses = append(x.lapses, lapseInPeriod{&doc, l, n})
		}
	}
	for _, r := range t.Retirements {
		if x.in(r.From) {
			x.endings = append(x.endings, ending{&doc, "retired", r.From, r.Commit, r.Approval})
		}
	}
	for _, r := range t.Reviews {
		if r.Counts() && x.in(r.Day) {
			x.reviews = append(x.reviews, reviewInPeriod{&doc, r, daysLate(t, r)})
		}
	}
	x.addChanges(&doc)
	x.retained.Add(&doc)
	for _, c := range t.Contents {
		if x.in(c.First().Day) {
			x.changes++
			if x.approvedByAuthor(t, c) {
				x.own++
			}
		}
	}
	return nil
}

// daysLate is how many days late a review was: the length of the lapse that it ended.
func daysLate(t *trail.Trail, r *trail.Review) int {
	for _, l := range t.Lapses {
		if l.EndedBy == r.Commit {
			return l.Days
		}
	}
	return 0
}

func (x *audited) addChanges(doc *standing.Standing) {
	t, status := doc.Trail, ""
	for _, ch := range t.Changes {
		if ch.Left && x.in(ch.Day) {
			x.endings = append(x.endings, ending{doc, "removed", ch.Day, ch.Step.ID, nil})
		}
		if ch.Facts == nil {
			if ch.What == history.Removed && x.in(ch.Day) {
				x.endings = append(x.endings, ending{doc, "removed", ch.Day, ch.Step.ID, nil})
			}
			continue
		}
		if t.Kind.Record && ch.Facts.Status == schema.Closed && status != schema.Closed && x.in(ch.Day) {
			x.closed = append(x.closed, ending{doc, "closed", ch.Day, ch.Step.ID,
				standing.WordsAt(t, ch.Index).Approval})
		}
		status = ch.Facts.Status
	}
}

// measured adds the time from the first commit of the words, on a branch too, to their approval. Words that were
// approved under the same number before are no part of it.
func (x *audited) measured(v versionInForce) versionInForce {
	first := v.version.Changes[0]
	for _, c := range v.version.Contents[:slices.Index(v.version.Contents, v.content)] {
		if c.Approval != nil && c.Digest != v.content.Digest {
			first = v.version.Changes[slices.Index(v.version.Changes, c.Changes[len(c.Changes)-1])+1]
		}
	}
	when := first.Step.Author.When
	for _, s := range first.Step.Side {
		if slices.ContainsFunc(s.Changes, func(c gitrepo.Change) bool {
			return c.Path == first.Path ||
				c.Path == first.OldPath
		}) {
			when = s.Author.When
			break
		}
	}
	v.opened = min(day.In(when, x.book.Zone(first.Index)), first.Day)
	if a := v.content.Approval; a != nil && len(a.By) > 0 {
		approved := day.None
		for _, e := range a.By {
			approved = max(approved, e.Day)
		}
		v.days = max(0, int(approved-v.opened))
	}
	return v
}

// approvedByAuthor reports whether somebody who wrote the words is among those who approved them, whether that counted
// (the kind allows it) or not.
func (x *audited) approvedByAuthor(t *trail.Trail, c *trail.Content) bool {
	for _, e := range t.Claims {
		if e.Why.Code == trail.IsAuthor && e.Pinned == c.Digest {
			return true
		}
	}
	if c.Approval == nil {
		return false
	}
	return slices.ContainsFunc(c.Approval.By, func(e *trail.Evidence) bool { return x.book.IsAuthor(e, t, c) })
}

func (x *audited) sort() {
	slices.SortStableFunc(x.versions, func(a, b versionInForce) int {
		return cmp.Or(cmp.Compare(a.interval.From, b.interval.From), strings.Compare(a.doc.Key(), b.doc.Key()))
	})
	slices.SortStableFunc(x.lapses, func(a, b lapseInPeriod) int {
		return cmp.Or(cmp.Compare(a.lapse.From, b.lapse.From), strings.Compare(a.doc.Key(), b.doc.Key()))
	})
	slices.SortStableFunc(x.reviews, func(a, b reviewInPeriod) int {
		return cmp.Or(cmp.Compare(a.review.Day, b.review.Day), strings.Compare(a.doc.Key(), b.doc.Key()))
	})
	for _, list := range [][]ending{x.endings, x.closed} {
		slices.SortStableFunc(list, func(a, b ending) int {
			return cmp.Or(cmp.Compare(a.day, b.day), strings.Compare(a.doc.Key(), b.doc.Key()))
		})
	}
}

// share is the part of the period's changes that their own author approved, in whole percents; none without changes.
func (x *audited) share() (percent int, ok bool) {
	if x.changes == 0 {
		return 0, false
	}
	return (x.own*200 + x.changes) / (2 * x.changes), true
}

// median is the middle of the days from open to approval (of two in the middle the later); none without an approval.
func (x *audited) median() (days int, ok bool) {
	var all []int
	for _, v := range x.versions {
		if v.days >= 0 {
			all = append(all, v.days)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return all[len(all)/2], true
}

// grade is that of the words which were in force.
func (v versionInForce) grade() string {
	if v.content.Approval == nil {
		return string(trail.Merged)
	}
	return string(v.content.Approval.Grade)
}
