package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr402() *lint.Rule {
	return &lint.Rule{
		ID: "WR402", Name: "review-due-soon", Scope: lint.Register, Severity: lint.Warning,
		Title: "A valid document's review is due soon",
		Text: `A review takes some days. This notice comes before the date, so that it needn't become a lapse.

**What counts.** A document in force whose review date is today or within the kind's ` + "`due_soon`" + ` (30 days
unless you say otherwise). Which date counts is told under WR401.

**What doesn't.** Drafts, retired documents, records, and a date that has passed, which is WR401's.

**How to fix it.** Read it, and record the review or write a new version.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR402"), Good: good("WR402"),
		Find: func(p *lint.Pass) error {
			all, err := reviews(p.Input)
			for _, r := range all {
				if !r.Soon {
					continue
				}
				when := "today"
				if n := int(r.Due - p.Today); n > 0 {
					when = "in " + count(n, "day")
				}
				p.Report(lint.Found{Doc: r.entry, Span: reviewPlace(r.entry), Anchor: "review_date",
					Help:    r.howToReview(),
					Message: r.withMoved(fmt.Sprintf("the review is due %s, on %s", when, r.Due))})
			}
			return err
		},
		Seed: func(s lint.Scratch) error { return seedReview(s, 1) },
	}
}
