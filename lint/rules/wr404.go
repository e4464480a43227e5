package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// mostInOneCommit is how many documents one commit may review before it looks like stamping.
const mostInOneCommit = 5

func wr404() *lint.Rule {
	return &lint.Rule{
		ID: "WR404", Name: "review-in-bulk", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "Many documents were reviewed in one commit",
		Text: `Twenty policies that were all read on the evening before the audit were not read. An auditor samples
exactly these.

**What counts.** One commit that records the review of more than 5 documents, as far as these reviews are the newest
ones of documents in force.

**What doesn't.** Several commits that one pull request brings; reviews that newer ones or a new version followed.

**How to fix it.** Record each review when it is done, in a commit of its own. This one stays in history; the next
reviews replace it.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR404"), Good: good("WR404"),
		Find: func(p *lint.Pass) error {
			by := map[gitrepo.ID][]*trail.Trail{}
			var order []gitrepo.ID
			for _, t := range p.Book.Trails {
				r := newestReview(t)
				if r == nil || !controlled(p.Input, t) {
					continue
				}
				if by[r.Commit] == nil {
					order = append(order, r.Commit)
				}
				by[r.Commit] = append(by[r.Commit], t)
			}
			for _, id := range order {
				if len(by[id]) <= mostInOneCommit {
					continue
				}
				var keys []string
				for _, t := range by[id] {
					keys = append(keys, t.ID)
				}
				p.Report(lint.Found{Anchor: id.String(), Commit: id,
					Help: "record each review in a commit of its own, when it is done",
					Message: fmt.Sprintf("%s reviews %s at once: %s", commit(id),
						count(len(keys), "document"), few(keys))})
			}
			return nil
		},
		Seed: seedBulkReview,
	}
}

// newestReview returns the newest review that counts of the content in force; nil for none.
func newestReview(t *trail.Trail) *trail.Review {
	for _, r := range slices.Backward(t.Reviews) {
		if t.Current != nil && r.Counts() && r.Index >= t.Current.First().Index {
			return r
		}
	}
	return nil
}
