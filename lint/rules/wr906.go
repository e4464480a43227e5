package rules

import (
	"fmt"
	"slices"

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
		Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR906"), Good: good("WR906"),
		After: func(p *lint.Pass, o *lint.Outcome) error {
			if len(o.Outdated) == 0 {
				return nil
			}
			fix, err := shrinking(p.Input, o.Outdated)
			if err != nil {
				return err
			}
			var related []lint.Related
			var what []string
			for _, e := range o.Outdated {
				if len(related) < mostOutdated {
					related = append(related, lint.Related{Path: e.Path, Message: e.Rule + " no longer occurs"})
				}
				what = append(what, e.Rule+" in "+short(e.Path))
			}
			message := fmt.Sprintf("%d entries of the baseline no longer occur: %s", len(o.Outdated), few(what))
			if len(o.Outdated) == 1 {
				message = "an entry of the baseline no longer occurs: " + what[0]
			}
			if more := len(o.Outdated) - len(related); more > 0 {
				related = append(related, lint.Related{Message: fmt.Sprintf("%d more no longer occur", more)})
			}
			p.Report(lint.Found{Path: p.Baseline.Path, Anchor: "outdated", Related: related, Message: message, Fix: fix,
				Help: "run `writ lint --write-baseline`, which takes out what no longer occurs"})
			return nil
		},
		Seed: seedOutdated,
	}
}

// mostOutdated is how many outdated entries are shown by themselves.
const mostOutdated = 3

// shrinking is the fix that takes outdated entries out of the baseline, as `writ lint --write-baseline` does.
func shrinking(in *lint.Input, outdated []lint.BaselineEntry) (*lint.Fix, error) {
	src, err := in.Register.Read(in.Baseline.Path)
	if err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(slices.Clone(in.Baseline.Entries()), func(e lint.BaselineEntry) bool {
		return slices.Contains(outdated, e)
	})
	text := lint.NewBaseline(in.Baseline.Path, kept).Bytes()
	return &lint.Fix{Title: "take out what no longer occurs", Why: whyKept, Safe: true,
		Edits: []lint.Edit{lint.EditFile(in.Baseline.Path, src, text)}}, nil
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
