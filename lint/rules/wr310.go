package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr310() *lint.Rule {
	return &lint.Rule{
		ID: "WR310", Name: "approval-written-by-author", Scope: lint.History, Severity: lint.Off,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "An unsigned approval was typed by an author of the version",
		Text: `Anybody can type somebody else's name after ` + "`Approved-by:`" + `. Where the author of the words
typed it, the approval rests on the author's word. Many companies work so, with the approver in the same room; others
want to know. The rule is off unless ` + "`rules: {WR310: warning}`" + ` turns it on.

**What counts.** An unsigned ` + "`Approved-by:`" + ` line that counts for the words in force or for newer ones, on a
commit that an author of the version made.

**What doesn't.** Signed approvals, merges, and lines that somebody recorded who wrote none of the words.

**How to fix it.** The approver approves the words themself, best with a signature.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR310"), Good: good("WR310"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if !controlled(p.Input, t) {
					continue
				}
				for _, c := range current(t) {
					if c.Approval == nil {
						continue
					}
					for _, e := range c.Approval.By {
						if e.Kind == trail.ByTrailer && e.Grade == trail.Named && !e.ByForge &&
							wroteSome(p.Input.Config, c, e.Recorder) {
							p.Report(onField(p.Input, t, "status", lint.Found{Anchor: "typed " + e.Line,
								Commit: e.Commit,
								Message: fmt.Sprintf("the approval of %s by %s (`%s` in %s) was typed by %s, who "+
									"wrote some of it",
									t.ID, e.Person.Name, short(e.Line), commit(e.Commit), e.Recorder.Name),
								Help: fmt.Sprintf("%s approves it themself: %s", e.Person.Name, signed(p.Input, t))}))
						}
					}
				}
			}
			return nil
		},
		Seed: seedTypedByAuthor,
	}
}

// wroteSome reports whether somebody is an author of the version that a content belongs to.
func wroteSome(cfg *config.Config, c *trail.Content, who history.Who) bool {
	p, known := cfg.PersonByEmail(who.Email)
	for _, ch := range c.Version.Changes {
		for _, a := range ch.Authors {
			other, ok := cfg.PersonByEmail(a.Email)
			if ch.Words && (a.Email == who.Email || known && ok && other.Key == p.Key) {
				return true
			}
		}
	}
	return false
}
