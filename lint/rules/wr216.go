package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/lint"
)

func wr216() *lint.Rule {
	return &lint.Rule{
		ID: "WR216", Name: "clock-off", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A commit's date is out of order, or lies in the future",
		Text: `When a version came into force follows from the dates of commits. One that is days older than the
commit below it, or not here yet, was made with a wrong clock, or with a date that somebody chose.

**What counts.** A commit of the main branch that changed a document or carries an approval or a review, and whose
date is before the day of the commit below it, or after today. It counts as of the day of the commit below; approvals
and reviews that a commit brings whose date is after today don't count. An entry of ` + "`clock`" + ` in
` + "`writ.yaml`" + ` that can't be followed.

**What doesn't.** Differences within a day; commits that change no document; the dates of commits on branches, which
decide nothing; a pull request, whose merge gets a date of its own.

**How to fix it.** Set the clock of the machine that made it. History can't be changed, so state the day of the commit
whose date is wrong: the finding gives the line for the one that most later commits contradict.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR216"), Good: good("WR216"),
		Find: func(p *lint.Pass) error {
			findAhead(p)
			findOutOfOrder(p)
			findClockFaults(p)
			return nil
		},
		Seed: func(s lint.Scratch) error {
			d, err := pick(s, anywhere)
			if err != nil {
				return err
			}
			if err := s.Write(d.path, d.text()); err != nil {
				return err
			}
			return s.Commit(s.Input().Today+40, lint.Stranger(), "Add a document tomorrow")
		},
	}
}

// findAhead reports commits that are dated after today.
func findAhead(p *lint.Pass) {
	for _, off := range p.Book.ClockOff {
		s := p.Book.Steps[off.Index]
		if !off.Ahead || off.Index == p.Book.Proposed || !tells(s) {
			continue
		}
		p.Report(lint.Found{Anchor: s.ID.String(), Commit: s.ID,
			Message: fmt.Sprintf("%s is dated %s, which is after today, %s; it counts as of %s, and the approvals "+
				"that it brings don't count",
				commit(s.ID), off.Date, p.Today, p.Book.Days[off.Index]),
			Help: fmt.Sprintf("set the clock of the machine that made it; to have it count, state the day on which "+
				"it was made, from %s on, under `clock` in writ.yaml: {commit: %s, day: …, reason: …}",
				p.Book.Days[off.Index], s.ID)})
	}
}

// findOutOfOrder reports commits that are dated before the one below them. Where the one below is what later commits
// agree against, so that its own date seems to be wrong, the finding is about it.
func findOutOfOrder(p *lint.Pass) {
	// step that gave the day → steps that are dated before it, and that another day of it would suit
	against := map[int][]history.OffClock{}
	for _, off := range p.Book.ClockOff {
		if off.Ahead || off.Under < 0 || off.Index == p.Book.Proposed {
			continue
		}
		if mayBe := p.Book.Days[max(0, off.Under-1)]; off.Under == 0 || off.Date >= mayBe {
			against[off.Under] = append(against[off.Under], off)
		} else if s := p.Book.Steps[off.Index]; tells(s) {
			p.Report(lint.Found{Anchor: s.ID.String(), Commit: s.ID,
				Message: fmt.Sprintf("%s is dated %s, and the commit below it is of %s; it counts as of that day",
					commit(s.ID), off.Date, p.Book.Days[off.Index]),
				Help: "set the clock of the machine that made it; the date itself stays in history"})
		}
	}
	for under, s := range p.Book.Steps {
		if contradicting := against[under]; len(contradicting) > 0 {
			reportContradicted(p, s, p.Book.Days[under], contradicting)
		}
	}
}

// reportContradicted reports a commit that later ones contradict, where it matters for one of them.
func reportContradicted(p *lint.Pass, s *gitrepo.Step, is day.Day, by []history.OffClock) {
	first, matters := by[0], false
	for _, off := range by {
		matters = matters || tells(p.Book.Steps[off.Index])
		if off.Date < first.Date {
			first = off
		}
	}
	if !matters {
		return
	}
	others := "a later commit is"
	if len(by) > 1 {
		others = fmt.Sprintf("%d later commits are", len(by))
	}
	p.Report(lint.Found{Anchor: s.ID.String(), Commit: s.ID,
		Message: fmt.Sprintf("%s is dated %s, and %s dated before that, from %s (%s) on; what is before it counts "+
			"as of %s",
			commit(s.ID), is, others, first.Date, commit(p.Book.Steps[first.Index].ID), is),
		Help: fmt.Sprintf("if it is this date that is wrong, state the day in writ.yaml: `clock: [{commit: %s, day: "+
			"%s, reason: \"…\"}]`", s.ID, first.Date)})
}

// findClockFaults reports entries of clock that can't be followed.
func findClockFaults(p *lint.Pass) {
	for _, set := range p.Book.ClockSet {
		found := lint.Found{Anchor: "clock " + set.Commit}
		switch {
		case set.Index < 0:
			found.Message = fmt.Sprintf("clock states the day of %s, which isn't a commit of the main branch",
				set.Commit)
			found.Help = "correct the commit's id, or remove the entry"
		case p.Book.Days[set.Index] != set.Day:
			found.Commit = p.Book.Steps[set.Index].ID
			found.Message = fmt.Sprintf("clock says that %s is of %s, and it counts as of %s: no commit is of a day "+
				"before that of the one below it, or after today",
				commit(found.Commit), set.Day, p.Book.Days[set.Index])
			found.Help = "correct the day, or remove the entry"
		default:
			continue
		}
		p.Report(found)
	}
}

// tells reports whether a commit changed a file that counts, or says that somebody approved or reviewed.
func tells(s *gitrepo.Step) bool {
	message := strings.ToLower(s.Message)
	return len(s.Changes) > 0 || strings.Contains(message, "approved-by:") || strings.Contains(message, "reviewed-by:")
}
