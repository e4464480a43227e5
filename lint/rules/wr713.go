package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr713() *lint.Rule {
	return &lint.Rule{
		ID: "WR713", Name: "action-perhaps-lost", Scope: lint.Register, Severity: lint.Warning,
		Title: "An action of the last management review without a number isn't found again",
		Text: `Without a number only words say that two rows are one action, and words change. So this is a warning: the
action may be there.

**What counts.** An action without a number that was open at the end of the last review of the same ` + "`series`" + `,
where no row of this review's previous actions, decisions, or of a log is about the same: at least two words, and 60 %
of those of the shorter text. The finding names the row that comes nearest.

**What doesn't.** Decisions; actions with a number (WR706); a review whose day is still to come; drafts, retired
documents, adopted words.

**How to fix it.** Give actions numbers, and carry them over with these; or use the same words.`,
		Clause: "ISO27001:9.3.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR713"), Good: good("WR713"),
		Find: func(p *lint.Pass) error {
			return eachLost(p, func(f isms.Following, c isms.Carried, found lint.Found) {
				if c.ID != "" {
					return
				}
				found.Anchor = "action " + c.Words()
				found.Message = fmt.Sprintf("nothing here or in a log is in the words of the action %s of %s",
					quoted(c.Words()), f.Last.Key())
				found.Help = "say under the actions from previous reviews what became of it; give actions numbers, so that " +
					"they are found again"
				if c.Near != nil {
					found.Help = fmt.Sprintf("if %s is meant, use the same words or a number; else say under the actions "+
						"from previous reviews what became of it", quoted(c.Near.Words()))
				}
				p.Report(found)
			})
		},
		Seed: func(s lint.Scratch) error { return seedLost(s, false) },
	}
}
