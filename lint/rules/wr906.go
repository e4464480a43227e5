package rules

import (
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr906() *lint.Rule {
	return &lint.Rule{
		ID: "WR906", Name: "baseline-outdated", Scope: lint.Config, Severity: lint.Warning,
		Title: "The baseline holds what no longer occurs",
		Text: `The baseline lists what a repository started with, so that it can only get better. An entry that is
left behind would hide the same fault when it comes back.

**What counts.** Entries of the baseline that no finding has.

**What doesn't.** Entries of rules that did not run, because they are off or because their ground is missing.

**How to fix it.** ` + "`writ lint --write-baseline`" + ` takes them out, and adds nothing.`,
		Since: "0.1.0", Suppressible: true,
		Bad: bad("WR906"), Good: good("WR906"),
		After: func(p *lint.Pass, o *lint.Outcome) error {
			if len(o.Outdated) == 0 {
				return nil
			}
			var related []lint.Related
			var what []string
			for _, e := range o.Outdated {
				if len(related) < mostTwins {
					related = append(related, lint.Related{Path: e.Path, Message: e.Rule + " no longer occurs"})
				}
				what = append(what, e.Rule+" in "+short(e.Path))
			}
			message := fmt.Sprintf("%d entries of the baseline no longer occur: %s", len(o.Outdated), few(what))
			if len(o.Outdated) == 1 {
				message = "an entry of the baseline no longer occurs: " + what[0]
			}
			p.Report(lint.Found{Path: p.Baseline.Path, Anchor: "outdated", Related: related, Message: message,
				Help: "run `writ lint --write-baseline`, which takes out what no longer occurs"})
			return nil
		},
		Seed: seedOutdated,
	}
}

// seedOutdated puts an entry into the baseline that nothing can have.
func seedOutdated(s lint.Scratch) error {
	in := s.Input()
	path, entries := in.Config.Baseline, in.Baseline.Entries()
	b := lint.NewBaseline(path, append(entries[:len(entries):len(entries)], lint.BaselineEntry{
		Fingerprint: "5eed000000000000000000000000000000000000000000000000000000005eed", Rule: "WR103",
		Path: "seeded-defect.md"}))
	if err := s.Write(path, b.Bytes()); err != nil {
		return err
	}
	return s.Commit(in.Today, lint.Stranger(), "Seed an outdated entry of the baseline")
}
