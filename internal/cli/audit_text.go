package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

// section is one list of an audit, as a table.
type section struct {
	title string
	none  string // what is said where the list is empty
	head  []string
	rows  []auditRow
}

// auditRow is a row of a table. Its last column, where it has one for people, names each on a line of its own.
type auditRow struct{ cells, people []string }

// sections are the lists of an audit, for people.
func (x *audited) sections() []section {
	versions := section{title: "Versions that came into force", none: "None.",
		head: []string{"DAY", "UNTIL", "ID", "VERSION", "GRADE", "OPENED", "DAYS TO APPROVAL", "TITLE", "APPROVED"}}
	for _, v := range x.versions {
		days := "–"
		if v.days >= 0 {
			days = strconv.Itoa(v.days)
		}
		versions.rows = append(versions.rows, auditRow{
			cells: []string{v.interval.From.String(), v.until(), v.doc.Key(), orDash(v.version.Number), v.grade(),
				v.opened.String(), days, v.doc.Title},
			people: v.approved()})
	}
	lapses := section{title: "Lapses (in force past the review date)", none: "None.",
		head: []string{"FROM", "ID", "UNTIL", "DAYS", "IN THE PERIOD", "ENDED BY", "TITLE"}}
	for _, l := range x.lapses {
		until, by := "still open", "–"
		if l.lapse.Until != day.None {
			until = l.lapse.Until.String()
		}
		if !l.lapse.EndedBy.IsZero() {
			by = short(l.lapse.EndedBy)
		}
		lapses.rows = append(lapses.rows, auditRow{cells: []string{l.lapse.From.String(), l.doc.Key(), until,
			strconv.Itoa(l.lapse.Days), strconv.Itoa(l.days), by, l.doc.Title}})
	}
	reviews := section{title: "Reviews", none: "None.", head: []string{"DAY", "ID", "BY", "NEXT", "HELD", "TITLE"}}
	for _, r := range x.reviews {
		held := "in time"
		if r.late > 0 {
			held = counted(r.late, "day", "days") + " late"
		}
		reviews.rows = append(reviews.rows, auditRow{cells: []string{r.review.Day.String(), r.doc.Key(), r.by(),
			orDash(r.review.Next.String()), held, r.doc.Title}})
	}
	all := []section{versions, lapses, reviews, endingSection("Retired and removed", x.endings),
		endingSection("Records closed", x.closed), x.rosterSection()}
	return append(all, x.retentionSections()...)
}

// rosterSection lists the changes of who may approve, and how.
func (x *audited) rosterSection() section {
	s := section{title: "Changes of the roster", none: "None.",
		head: []string{"DAY", "COMMIT", "BY", "COUNTS", "WHAT", "APPROVED"}}
	for _, r := range x.rosters {
		ch, counts, what := r.Change, "no: nobody entitled approved it", []string{}
		if r.Since != day.None {
			counts = r.Since.String()
		}
		for _, c := range r.Changes {
			what = append(what, c.String())
		}
		row := auditRow{cells: []string{ch.Day.String(), short(ch.Step.ID), names(ch.Authors), counts,
			strings.Join(what, "; ")}}
		if row.people = approvedBy(&trail.Approval{By: r.Approvals}); len(r.Approvals) == 0 {
			row.people = []string{r.Words()}
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// until is the last day in force.
func (v versionInForce) until() string {
	switch {
	case v.interval.Empty():
		return "replaced the same day"
	case v.interval.Until == day.None:
		return "–"
	}
	return v.interval.Until.String()
}

// by names who reviewed, with the role.
func (r reviewInPeriod) by() string {
	if r.review.Role == "" {
		return r.review.By.Name
	}
	return r.review.By.Name + " (" + r.review.Role + ")"
}

func endingSection(title string, list []ending) section {
	s := section{title: title, none: "None.", head: []string{"DAY", "ID", "WHAT", "COMMIT", "TITLE", "APPROVED"}}
	for _, e := range list {
		s.rows = append(s.rows, auditRow{cells: []string{e.day.String(), e.doc.Key(), e.what, short(e.commit),
			e.doc.Title}, people: e.approved()})
	}
	return s
}

// approved says who approved an ending, each in one line.
func (e ending) approved() []string {
	if e.approval == nil {
		return []string{"–"}
	}
	return approvedBy(e.approval)
}

// approved says who approved the words, each in one line.
func (v versionInForce) approved() []string { return approvedBy(v.content.Approval) }

// approvedBy names who approved, claiming no more than the grade proves.
func approvedBy(a *trail.Approval) []string {
	switch {
	case a == nil:
		return []string{"not approved"}
	case a.Adopted != nil:
		return []string{"in force by adoption (" + a.Adopted.By + ")"}
	case len(a.By) == 0:
		return []string{"nobody had to"}
	}
	var out []string
	for _, e := range a.By {
		out = append(out, fmt.Sprintf("%s on %s in %s", trail.Wording(e), e.Day, short(e.Commit)))
	}
	return out
}

// facts are the figures of the period, one sentence each.
func (x *audited) facts() []string {
	var out []string
	for _, note := range judgedOn(x.book) {
		out = append(out, strings.ToUpper(note[:1])+note[1:]+".")
	}
	if x.from < x.book.Days[0] {
		out = append(out, fmt.Sprintf("History begins on %s; nothing is known of the days before.", x.book.Days[0]))
	}
	for _, set := range x.book.ClockSet {
		if set.Index >= 0 {
			out = append(out, fmt.Sprintf("The commit %s is dated %s, and counts as of %s, as writ.yaml states: %s.",
				set.Commit[:10], set.Own, x.book.Days[set.Index], strings.TrimSuffix(set.Reason, ".")))
		}
	}
	if !x.book.Roster {
		out = append(out, "writ.yaml names no people and roles: nothing beyond grade D can be proved.")
	}
	if unseenNotes(x.project, x.book) {
		out = append(out, notesUnseen)
	}
	if n, ok := x.share(); ok {
		out = append(out, fmt.Sprintf("%s of words; %d approved by their own author (%d %%).",
			counted(x.changes, "change", "changes"), x.own, n))
	} else {
		out = append(out, "No words changed.")
	}
	if n, ok := x.median(); ok {
		out = append(out, fmt.Sprintf("Median time from a version's first commit to its approval: %s.",
			counted(n, "day", "days")))
	}
	return out
}

func (x *audited) title() string { return fmt.Sprintf("Audit from %s to %s", x.from, x.to) }

func (a *app) auditText(x *audited) error {
	out := a.streams.Out
	fmt.Fprintln(out, x.title())
	for _, f := range x.facts() {
		fmt.Fprintln(out, report.Visible(f))
	}
	for _, s := range x.sections() {
		fmt.Fprintf(out, "\n%s\n", s.title)
		if len(s.rows) == 0 {
			fmt.Fprintln(out, "  "+s.none)
			continue
		}
		if err := s.text(out); err != nil {
			return err
		}
	}
	return nil
}

func (s section) text(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(cells []string) {
		for i, c := range cells {
			cells[i] = report.Visible(c)
		}
		fmt.Fprintln(w, "  "+strings.Join(cells, "\t"))
	}
	line(slices.Clone(s.head))
	for _, row := range s.rows {
		cells := slices.Clone(row.cells)
		if len(row.people) == 0 {
			line(cells)
		}
		for _, who := range row.people {
			line(append(cells, who))
			cells = make([]string, len(row.cells))
		}
	}
	return w.Flush()
}

func (a *app) auditMarkdown(x *audited) error {
	out := a.streams.Out
	fmt.Fprintf(out, "# %s\n\n", x.title())
	for _, f := range x.facts() {
		fmt.Fprintln(out, "- "+markdownCell(f))
	}
	for _, s := range x.sections() {
		fmt.Fprintf(out, "\n## %s\n\n", s.title)
		if len(s.rows) == 0 {
			fmt.Fprintln(out, s.none)
			continue
		}
		var rows [][]string
		for _, row := range s.rows {
			cells := row.cells
			if len(row.people) > 0 {
				cells = append(slices.Clone(cells), strings.Join(row.people, "; "))
			}
			rows = append(rows, cells)
		}
		markdownTable(out, s.head, rows)
	}
	return nil
}

// auditCSV prints one table of all lists (RFC 4180), one line for each event.
func (a *app) auditCSV(x *audited) error {
	rows := [][]string{{"event", "day", "until", "id", "path", "title", "kind", "version", "grade", "days",
		"days_in_period", "who", "commit"}}
	add := func(event string, d, until day.Day, s *standing.Standing, rest ...string) {
		rows = append(rows, append([]string{event, d.String(), until.String(), s.ID, s.Path, s.Title, s.Kind.Name},
			rest...))
	}
	for _, v := range x.versions {
		days, commit := "", ""
		if v.days >= 0 {
			days = strconv.Itoa(v.days)
		}
		if ap := v.content.Approval; ap != nil && len(ap.By) > 0 {
			commit = ap.By[0].Commit.String()
		}
		add("in force", v.interval.From, v.interval.Until, v.doc, v.version.Number, v.grade(), days, "",
			strings.Join(v.approved(), "; "), commit)
	}
	for _, l := range x.lapses {
		by := ""
		if !l.lapse.EndedBy.IsZero() {
			by = l.lapse.EndedBy.String()
		}
		add("lapse", l.lapse.From, l.lapse.Until, l.doc, "", "", strconv.Itoa(l.lapse.Days), strconv.Itoa(l.days),
			"", by)
	}
	for _, list := range [][]ending{x.endings, x.closed} {
		for _, e := range list {
			who := ""
			if e.approval != nil {
				who = strings.Join(e.approved(), "; ")
			}
			add(e.what, e.day, day.None, e.doc, "", "", "", "", who, e.commit.String())
		}
	}
	for _, r := range x.reviews {
		add("review", r.review.Day, day.None, r.doc, "", "", strconv.Itoa(r.late), "", r.by(), r.review.Commit.String())
	}
	return a.printCSV(rows)
}
