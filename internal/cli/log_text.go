package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

// printText writes the trail for people, newest first.
func (l *logged) printText(w io.Writer) error {
	p := &textPrinter{w: w}
	l.header(p)
	if l.proposed {
		f := l.proposal()
		state := "committed, not on the main line yet"
		if l.dirty {
			state = "not committed"
		}
		p.line("proposed  %s  %s  (%s)", orDash(f.Version), orDash(f.Status), state)
		if text := l.awaitedText(); text != "" {
			p.line("  %s", text)
		}
		p.line("")
	}
	if l.Trail == nil {
		p.line("The main line doesn't have this document.")
		return p.err
	}
	for _, v := range slices.Backward(l.Trail.Versions) {
		l.versionText(p, v)
	}
	l.lifeText(p, "before it was this document", l.book.EarlierLife(l.Trail))
	l.lifeText(p, "other files with this id", l.book.OtherFiles(l.Trail))
	l.retirementsText(p)
	l.reviewsText(p)
	l.lapsesText(p)
	l.claimsText(p)
	return p.err
}

// awaitedText says what the proposed words wait for; "" where that isn't known.
func (l *logged) awaitedText() string {
	merged := "once this is merged into " + branchName(l.book.Main.Ref)
	switch w := l.awaited; {
	case w == nil:
		return ""
	case w.Due == standing.ApprovalCame:
		return "approved on this branch; that counts " + merged
	case w.Due == standing.DraftDue:
		return "a draft, which nobody approves yet: `writ release " + l.ID + "` says how it is released"
	case w.Due == standing.ApprovalDue && w.Nobody != "":
		return "approval still due: " + w.Needs + "; " + w.Nobody
	case w.Due == standing.ApprovalDue:
		return fmt.Sprintf("approval still due: %s, by %s", w.Needs, strings.Join(w.By, " or "))
	case w.Due == standing.NothingDue:
		return "no approval is due; it counts " + merged
	}
	return ""
}

type textPrinter struct {
	w   io.Writer
	err error
}

func (p *textPrinter) line(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = report.Visible(s)
		}
	}
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
}

func (l *logged) header(p *textPrinter) {
	path, title := l.Path, l.Title
	if l.ID == "" {
		path = "without an id: followed by its path"
	}
	if title == l.Key() {
		title = ""
	}
	p.line("%s  %s", l.Key(), title)
	p.line("%s", path)
	for _, note := range judgedOn(l.book) {
		p.line("%s", note)
	}
	if !l.book.Roster {
		p.line("no people and roles are configured: nothing beyond grade D can be proved")
	}
	if len(l.config.CaptureBy) > 0 && !l.book.NotesSeen {
		p.line("captured reviews in notes weren't seen: refs/notes/writ isn't in this clone (git fetch origin " +
			"'refs/notes/*:refs/notes/*')")
	}
	if l.Trail != nil && l.Trail.Removed {
		p.line("removed from the tree on %s", l.Trail.Last().Day.String())
	}
	if l.Trail != nil && l.Trail.Left != 0 {
		p.line("outside the register since %s: the configuration looks for no document at this path",
			l.Trail.Left.String())
	}
	if l.Rival != "" {
		p.line("never in force: the id %s is that of %s", l.ID, l.Rival)
	}
	p.line("")
}

func (l *logged) versionText(p *textPrinter, v *trail.Version) {
	status := ""
	if v.Content != nil {
		status = v.Content.Facts().Status
	}
	p.line("version %s  %s  grade %s  %s", orDash(v.Number), status, string(v.Grade), l.forceText(v))
	if v.Content != nil {
		if f := l.fileOf(v.Content.Changes[len(v.Content.Changes)-1]); f != nil {
			p.line("  with %s, SHA-256 %s", f.Path, *f.SHA256)
		}
	}
	for _, text := range l.approvalTexts(v) {
		p.line("  %s", text)
	}
	for _, c := range slices.Backward(v.Changes) {
		p.line("  %s  %s  %-7s  %s", c.Day.String(), short(c.Step.ID), string(c.What), c.Step.Subject())
		if c.OldPath != "" {
			p.line("    from %s to %s", c.OldPath, c.Path)
		}
		p.line("    by %s%s", names(c.Authors), broughtText(c))
	}
	p.line("")
}

// lifeText lists changes that the trail itself doesn't have.
func (l *logged) lifeText(p *textPrinter, title string, changes []*trail.Change) {
	if len(changes) == 0 {
		return
	}
	p.line("%s", title)
	for _, c := range slices.Backward(changes) {
		as := c.Path
		if c.Facts != nil && c.Facts.ID != "" {
			as += " as " + c.Facts.ID
		}
		p.line("  %s  %s  %-7s  %s", c.Day.String(), short(c.Step.ID), string(c.What), c.Step.Subject())
		p.line("    %s, by %s%s", as, names(c.Authors), broughtText(c))
	}
	p.line("")
}

// approvalTexts says who approved, in words that claim no more than the grade proves.
func (l *logged) approvalTexts(v *trail.Version) []string {
	switch c := v.Content; {
	case c != nil && c.Approval != nil:
	case c == nil || len(c.Partial) == 0:
		return []string{"not approved: no counted evidence names an entitled approver of these words"}
	default:
		return l.partialTexts(c)
	}
	a := v.Content.Approval
	switch {
	case a.Adopted != nil:
		return []string{fmt.Sprintf("in force by adoption (%s: %s)", a.Adopted.By, a.Adopted.Reason)}
	case len(a.By) == 0:
		return []string{"reached the main line on " + a.Day.String() + "; nobody had to approve"}
	}
	return evidenceTexts(a.By)
}

// partialTexts says what counts for words and isn't enough.
func (l *logged) partialTexts(c *trail.Content) []string {
	text := "not approved; so far:"
	if c == l.Trail.Contents[len(l.Trail.Contents)-1] {
		a := standing.ApprovingOf(l.book, l.Trail, l.book.Today)
		text = "not approved, still needed: " + a.StillNeeded() + "; so far:"
		if a.TooWeak {
			text = "not approved, too weak for what " + a.Kinds() + " asks for; so far:"
		}
	}
	return append([]string{text}, evidenceTexts(c.Partial)...)
}

func evidenceTexts(by []*trail.Evidence) (out []string) {
	for _, e := range by {
		late := ""
		if e.LateRoll {
			late = "; roster written later"
		}
		out = append(out, fmt.Sprintf("%s on %s (%s; commit %s%s)", trail.Wording(e), e.Day, evidenceText(e),
			short(e.Commit), late))
	}
	return out
}

func (l *logged) forceText(v *trail.Version) string {
	var parts []string
	for _, p := range v.InForce {
		parts = append(parts, standing.PeriodText(p.Interval, l.book.Today))
	}
	if len(parts) == 0 {
		if l.Trail.Kind.Record {
			return string(standing.OnRecord)
		}
		return "never in force"
	}
	return strings.Join(parts, ", ")
}

func (l *logged) retirementsText(p *textPrinter) {
	for _, r := range slices.Backward(l.Trail.Retirements) {
		days := "since " + r.From.String()
		if r.Until != day.None {
			days = r.From.String() + " until " + r.Until.String()
		}
		p.line("retired  %s  in %s", days, short(r.Commit))
		if r.Approval == nil {
			p.line("  nobody had to approve it")
			continue
		}
		for _, text := range evidenceTexts(r.Approval.By) {
			p.line("  %s", text)
		}
	}
}

func (l *logged) reviewsText(p *textPrinter) {
	for _, r := range slices.Backward(l.Trail.Reviews) {
		who := r.By.Name
		if r.Role != "" {
			who += " (" + r.Role + ")"
		}
		if r.Counts() {
			words := "reviewed by " + who
			if r.Grade > trail.Recorded {
				words = who + " named as reviewer, unsigned"
			}
			p.line("review   %s  %s  %s; next by %s", r.Day.String(), short(r.Commit), words, orDash(r.Next.String()))
			continue
		}
		p.line("review   %s  %s  doesn't count: %s", r.Day.String(), short(r.Commit), r.Why.String())
	}
}

func (l *logged) lapsesText(p *textPrinter) {
	for _, x := range slices.Backward(l.Trail.Lapses) {
		if x.Until == day.None {
			p.line("lapse    since %s: %d days past its review date, and still open", x.From.String(), x.Days)
			continue
		}
		p.line("lapse    %s until %s: %d days past its review date, ended by %s", x.From.String(), x.Until.String(),
			x.Days, short(x.EndedBy))
	}
}

func (l *logged) claimsText(p *textPrinter) {
	claimsText(p, l.Trail)
}

func claimsText(p *textPrinter, t *trail.Trail) {
	for _, e := range t.Claims {
		p.line("claim    %s  %s  doesn't count: %s", short(e.Commit), e.Line, e.Why.String())
	}
}

func broughtText(c *trail.Change) string {
	if len(c.Step.Side) == 0 {
		return ""
	}
	n := len(c.Step.Side)
	if n == 1 {
		return "; merged with commit " + short(c.Step.Side[0].ID)
	}
	return fmt.Sprintf("; merged with %d commits up to %s", n, short(c.Step.Side[n-1].ID))
}

func names(people []history.Who) string {
	var out []string
	for _, w := range people {
		out = append(out, w.Name+" <"+w.Email+">")
	}
	return strings.Join(out, ", ")
}

func short(id gitrepo.ID) string { return id.String()[:10] }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
