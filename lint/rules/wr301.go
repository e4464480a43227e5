package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr301() *lint.Rule {
	return &lint.Rule{
		ID: "WR301", Name: "approval-missing", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "Status approved, and nothing approves this content",
		Text: `Anybody can type ` + "`status: approved`" + `. Only history shows that somebody with the authority read
exactly these words and agreed. Until then the document isn't in force, whatever its status says.

**What counts.** The main branch's newest words have the status approved (a record: closed; what calls itself a record
in a place for another kind: open, too), their kind requires an approval, and nothing that history names counts for
them. Approvals that it names and that don't count are listed with the reason.

**What doesn't.** Drafts, words in review, retired ones; kinds with ` + "`approval: none`" + `; words that the company
adopted as they were; and what you only propose: it can be approved with its merge. Words that were approved once and
edited since are WR302's. Where somebody approved them who may not, or wrote them, or too few did, or with evidence
that is too weak, WR303 to WR306 say so.

**How to fix it.** Somebody entitled approves the words as they are, with the command that the finding gives. Or set the
status back to in-review.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR301"), Good: good("WR301"),
		Find: findMissingApprovals,
		Seed: seedUnapproved,
	}
}

func findMissingApprovals(p *lint.Pass) error {
	return eachUnapproved(p, byNobody, func(u unapproved) {
		message := fmt.Sprintf("the status is %s, and nothing approves %s as %s asks", u.last.Facts.Status, u.name(),
			u.approving().Kinds())
		claims := u.claims(func(*trail.Evidence) bool { return true })
		if len(claims) > 0 {
			message += "; " + doesNotCount(claims[len(claims)-1])
		}
		p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status", Commit: u.content.First().Step.ID,
			Message: message, Help: u.howToApprove(), Related: related(entryOf(p.Input, u.t), u.t.Path, claims)}))
	})
}
