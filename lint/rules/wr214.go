package rules

import (
	"github.com/writ-docs/writ/lint"
)

func wr214() *lint.Rule {
	return &lint.Rule{
		ID: "WR214", Name: "history-unavailable", Scope: lint.History, Severity: lint.Error, Suppressible: false,
		Title: "The history isn't there",
		Text: `Approvals, versions and what was in force come out of the commits. In a clone without them writ would
have to guess, so it says so instead. All rules that need history are skipped, and named as skipped.

**What counts.** A shallow clone, grafts, a partial clone whose old contents are missing, and objects that are gone or
damaged.

**What doesn't.** A repository without a commit: there is nothing to know yet.

**How to fix it.** ` + "`git fetch --unshallow`" + ` at home; in CI fetch all history: ` + "`fetch-depth: 0`" + ` with
actions/checkout, ` + "`GIT_DEPTH: 0`" + ` with GitLab. This finding can't be suppressed.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0",
		Bad: bad("WR214"), Good: good("WR214"),
		Find: func(p *lint.Pass) error {
			if p.Book == nil && p.Missing != nil {
				p.Report(lint.Found{Whole: true, Anchor: "history", Message: p.Missing.What, Help: p.Missing.Fix})
			}
			return nil
		},
		// A clone that was cut names in the file shallow the commits whose parents it lacks.
		Seed: func(s lint.Scratch) error {
			book := s.Input().Book
			if book == nil || book.Main.Commit.IsZero() {
				return lint.ErrOutOfReach
			}
			return s.Write(".git/shallow", []byte(book.Main.Commit.String()+"\n"))
		},
	}
}
