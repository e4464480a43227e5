package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr760() *lint.Rule {
	return &lint.Rule{
		ID: "WR760", Name: "record-removed-early", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A record was removed within its retention",
		Text: `Records prove that something was done. One that is gone proves nothing, and that somebody removed it proves
worse.

**What counts.** A record of the main branch, open or closed, whose file is gone within ` + "`retention`" + ` of its kind,
counted from the day on which it was closed; one that never was closed, at any time. Without a retention it is kept for
ever.

**What doesn't.** Records that moved or got another id; those whose time was over, which ` + "`writ audit`" + ` lists;
rows of logs (WR728); documents that are no records (WR206).

**How to fix it.** Bring the file back as it was. What must be erased, such as personal data, doesn't belong into Git:
removing a file doesn't take it out of history.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR760"), Good: good("WR760"),
		Find: func(p *lint.Pass) error {
			begun := begunBySteps(p.Book)
			for _, t := range p.Book.Trails {
				if t.ID == "" || !t.Removed || !t.Kind.Record || len(p.Register.ByID(t.ID)) > 0 ||
					!p.Config.MayInclude(t.Path) {
					continue
				}
				gone := t.Last()
				early, since := removedEarly(t, gone)
				if !early || renumbered(t, begun[gone.Index]) != nil {
					continue
				}
				p.Report(lint.Found{Path: t.Path, Anchor: "deleted " + t.ID, Commit: gone.Step.ID,
					Message: fmt.Sprintf("%s is a record %s, and was deleted on %s (%s)", t.ID, since, gone.Day,
						commit(gone.Step.ID)),
					Help: fmt.Sprintf("bring it back as it was: `git checkout %s -- %s`", holder(gone), argument(t.Path))})
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			d, err := pick(s, func(d *draft) bool { return d.kind.Record })
			if err != nil {
				return err
			}
			d.set("status", schema.Open)
			if err := d.commit(s, lint.Stranger(), "Add a record"); err != nil {
				return err
			}
			if err := s.Remove(d.path); err != nil {
				return err
			}
			return s.Commit(s.Input().Today, lint.Stranger(), "Delete it")
		},
	}
}

// removedEarly reports whether a record was removed while it had to be kept, and says why it had to be.
func removedEarly(t *trail.Trail, gone *trail.Change) (early bool, since string) {
	last := t.LastFacts()
	if last == nil || last.Status != schema.Closed && last.Status != schema.Open {
		return false, ""
	}
	if last.Status == schema.Open {
		return true, "that was open"
	}
	closed, _ := standing.ClosedSince(t, gone.Day)
	until := standing.KeptUntil(t, closed)
	if until == day.None {
		return true, fmt.Sprintf("that was closed on %s and is kept for ever", closed)
	}
	return gone.Day < until, fmt.Sprintf("to be kept until %s, %s after it was closed on %s", until, t.Kind.Retention,
		closed)
}
