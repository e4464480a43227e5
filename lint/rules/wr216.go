package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

func wr216() *lint.Rule {
	return &lint.Rule{
		ID: "WR216", Name: "clock-off", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A commit's date is out of order, or lies in the future",
		Text: `When a version came into force follows from the dates of commits. One that is days older than the commit below it,
or not here yet, was made with a wrong clock, or with a date that somebody chose.

**What counts.** A commit of the main branch that changed a document, and whose own date falls on another day than the
one that its place in history gives it; or whose day lies after today.

**What doesn't.** Differences within a day; commits that change no document; the dates of commits on branches, which
decide nothing; a pull request, whose merge gets a date of its own.

**How to fix it.** Nothing fixes history: writ takes the day of the commit below. Set the clock of the machine that made
it. A date in the future passes by itself.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR216"), Good: good("WR216"),
		Find: func(p *lint.Pass) error {
			for _, i := range p.Book.ClockOff {
				s := p.Book.Steps[i]
				own := day.In(s.Committer.When, p.Config.Organization.Timezone)
				if i != p.Book.Proposed && len(s.Changes) > 0 && own != p.Book.Days[i] {
					p.Report(lint.Found{Anchor: s.ID.String(), Commit: s.ID,
						Message: fmt.Sprintf("%s is dated %s, between commits of %s; it counts as of that day", commit(s.ID), own, p.Book.Days[i]),
						Help:    "set the clock of the machine that made it; the date itself stays in history"})
				}
			}
			for i, s := range p.Book.Steps {
				if i != p.Book.Proposed && len(s.Changes) > 0 && p.Book.Days[i] > p.Today {
					p.Report(lint.Found{Anchor: s.ID.String(), Commit: s.ID,
						Message: fmt.Sprintf("%s is dated %s, which is after today, %s", commit(s.ID), p.Book.Days[i], p.Today),
						Help:    "set the clock of the machine that made it"})
				}
			}
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
