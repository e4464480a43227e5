package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr401() *lint.Rule {
	return &lint.Rule{
		ID: "WR401", Name: "review-overdue", Scope: lint.Register, Severity: lint.Error,
		Title: "A valid document is past its review date",
		Text: `Words that nobody has read for longer than planned may have become wrong, and each day shows as a lapse
in the trail.

**What counts.** A document in force whose review date lies before today. The date is the one at its approval, or at a
later review that its owner or an approver recorded with ` + "`Reviewed-by:`" + `; without a date, the last approval
or review plus the cycle. A date that was just moved in the file doesn't count, and the finding says so. A document
that claims to be approved and isn't in force is judged by its own date, and so is every document where history can't
be read.

**What doesn't.** Drafts, retired documents, records, and a review that is due today.

**How to fix it.** Read it. If nothing has to change, record the review; else write a new version. The lapse stays in
history.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Calendar: true,
		Bad: bad("WR401"), Good: good("WR401"),
		Find: func(p *lint.Pass) error {
			all, err := reviews(p.Input)
			for _, r := range all {
				if r.Overdue > 0 {
					p.Report(lint.Found{Doc: r.entry, Span: reviewPlace(r.entry), Anchor: "review_date",
						Help: r.howToReview(),
						Message: r.withMoved(fmt.Sprintf("the review was due on %s, %s ago", r.Due,
							count(r.Overdue, "day")))})
				}
			}
			return err
		},
		Seed: func(s lint.Scratch) error { return seedReview(s, -1) },
	}
}
