package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/lint"
)

func wr403() *lint.Rule {
	return &lint.Rule{
		ID: "WR403", Name: "review-without-evidence", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "The review date moved, and nobody entitled reviewed",
		Text: `A date is moved in a second. That somebody read the document and found it still right is what the audit
asks for.

**What counts.** A document in force whose newest change of ` + "`review_date`" + ` or ` + "`last_reviewed`" + ` puts
the next review off, without a ` + "`Reviewed-by:`" + ` line of its owner or of somebody who may approve it. The old
date still counts.

**What doesn't.** A date that comes nearer; a new version, whose approval carries its date; a later review that counts.

**How to fix it.** Let the owner read it, and record that with the command that the finding gives.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR403"), Good: good("WR403"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if t.Current == nil || len(t.Reviews) == 0 || !controlled(p.Input, t) {
					continue
				}
				r := t.Reviews[len(t.Reviews)-1]
				due := p.View().ReviewOf(t, t.Current).Due
				if r.Counts() || r.Change == nil || !slices.Contains(t.Current.Changes, r.Change) || due == day.None ||
					r.Next <= due {
					continue
				}
				e := entryOf(p.Input, t)
				help := "let its owner read it, and record that with a `Reviewed-by:` line"
				if e != nil {
					help = review{entry: e, trail: t}.howToReview()
				}
				p.Report(onField(p.Input, t, "review_date", lint.Found{Anchor: "review_date", Commit: r.Commit,
					Help: help,
					Message: fmt.Sprintf("the review date moved from %s to %s in %s without a review: %s", due, r.Next,
						commit(r.Commit), r.Why)}))
			}
			return nil
		},
		Seed: seedMovedReview,
	}
}
