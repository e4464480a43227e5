package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr217() *lint.Rule {
	return &lint.Rule{
		ID: "WR217", Name: "effective-before-approval", Scope: lint.History, Severity: lint.Warning,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "It was to be in force before it was approved",
		Text: `From the effective date on people are held to the words. Until the approval, nobody with the authority
had agreed to them.

**What counts.** In the newest approved version: an ` + "`effective_date`" + ` that came with it and lies before the
day on which its first approval was complete.

**What doesn't.** A date that the document had in an earlier version and keeps; one before the words were written, which
is WR212's, and in the first version is that of a text from elsewhere; words that the company adopted as they were.

**How to fix it.** Nothing has to be done: the words count as in force from their approval on. Leave the effective
date out of the next version, or set one that leaves time for the approval:
` + "`writ release ID --effective DATE`" + `.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR217"), Good: good("WR217"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if controlled(p.Input, t) && !t.Kind.Record {
					findEarlyForce(p, t)
				}
			}
			return nil
		},
		Seed: seedEarlyForce,
	}
}

func findEarlyForce(p *lint.Pass, t *trail.Trail) {
	for i, v := range slices.Backward(t.Versions) {
		n := slices.IndexFunc(v.Contents, approvedWords)
		if n < 0 {
			continue
		}
		c := v.Contents[n]
		from := c.First().Facts.Effective
		if c.Approval.Adopted != nil || from == day.None || from >= c.Approval.Day || from < writtenOn(p.Input, v) {
			return
		}
		for _, before := range t.Versions[:i] {
			if slices.ContainsFunc(before.Changes, func(ch *trail.Change) bool {
				return ch.Facts != nil &&
					ch.Facts.Effective == from
			}) {
				return
			}
		}
		at := approvingCommit(p.Input, c.Approval)
		p.Report(onField(p.Input, t, "effective_date", lint.Found{Anchor: "effective_date " + v.Number, Commit: at,
			Message: fmt.Sprintf("version %s was to be in force from %s, and was approved on %s (%s), %s later",
				short(v.Number), from, c.Approval.Day, commit(at), count(int(c.Approval.Day-from), "day")),
			Help: "it counts as in force from its approval on; leave the effective date out of the next version, or " +
				"set one that leaves time for the approval"}))
		return
	}
}
