package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr302() *lint.Rule {
	return &lint.Rule{
		ID: "WR302", Name: "approval-outdated", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "Approved once, edited since",
		Text: `An approval holds for the words that were read, not for those that came later. An edit after it,
however small, is one that nobody approved, and the approved words stay in force.

**What counts.** The main branch's newest words have the status approved and aren't approved, and earlier words of the
same version are.

**What doesn't.** Changes of the status or of review dates, line ends, and a new version that is still a draft or in
review. Words that were put back exactly as they were approved.

**How to fix it.** Raise the version and have it approved; or have the edited words approved as they are; or take the
edit back.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Pending: true,
		Bad: bad("WR302"), Good: good("WR302"),
		Find: func(p *lint.Pass) error {
			return eachUnapproved(p, editedSince, func(u unapproved) {
				i := u.before()
				v := u.content.Version
				edits := editsAfter(v, i)
				p.Report(onField(p.Input, u.t, "status", lint.Found{Anchor: "status",
					Commit: edits[0], Newest: edits[len(edits)-1],
					Message: fmt.Sprintf("%s %s and was edited after that in %s; the edit isn't approved", u.name(),
						becameValid(p.Input, v.Contents[i]), commits(edits)),
					Help: "raise the version" + releaseSays(u.t.ID) + " and have it approved, or take the edit back; " +
						"to keep the version, " + u.howToApprove()}))
			})
		},
		Seed: seedEditAfterApproval,
	}
}
