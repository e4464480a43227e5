package rules

import (
	"maps"
	"slices"
	"strconv"

	"github.com/writ-docs/writ/lint"
)

func wr904() *lint.Rule {
	return &lint.Rule{
		ID: "WR904", Name: "suppression-unknown-rule", Scope: lint.Document, Severity: lint.Error, Suppressible: false,
		Title: "No such rule",
		Text: `A misspelt rule suppresses nothing, and sets no severity, while everybody believes that it does.

**What counts.** A word that no rule has as its id, in a suppression in a comment or in ` + "`writ.yaml`" + `, under
` + "`rules:`" + ` there, or in the baseline.

**What doesn't.** Small letters: ` + "`wr601`" + ` is WR601. Rules of your own under ` + "`rules.custom`" + `.

**How to fix it.** Write the id of the rule: ` + "`writ rules`" + ` lists all.`,
		Since: "0.1.0",
		Bad:   bad("WR904"), Good: good("WR904"),
		Find: func(p *lint.Pass) error {
			for _, c := range suppressions(p.Doc) {
				for _, r := range c.Rules {
					if message, help := unknownRule(p, r.Text); message != "" {
						p.Report(lint.Found{Span: r.Span, Anchor: "suppression " + r.Text,
							Message: message, Help: help})
					}
				}
			}
			return nil
		},
		After: func(p *lint.Pass, _ *lint.Outcome) error {
			for i, c := range p.Config.Suppressions {
				reportUnknown(p, c.Rule, "suppressions", strconv.Itoa(i), "rule")
			}
			for _, id := range slices.Sorted(maps.Keys(p.Config.Rules.Severity)) {
				reportUnknown(p, id, "rules", id)
			}
			for i, o := range p.Config.Rules.Overrides {
				for _, id := range slices.Sorted(maps.Keys(o.Rules)) {
					reportUnknown(p, id, "rules", "overrides", strconv.Itoa(i), "rules", id)
				}
			}
			for _, e := range p.Baseline.Entries() {
				if message, _ := unknownRule(p, e.Rule); message != "" {
					p.Report(lint.Found{Path: p.Baseline.Path, Anchor: "baseline " + e.Fingerprint, Message: message +
						"; the baseline has an entry of it",
						Help: "remove the entry with the fingerprint " + e.Fingerprint})
				}
			}
			return nil
		},
	}
}

// reportUnknown reports a rule's id in the configuration that no rule has.
func reportUnknown(p *lint.Pass, id string, keys ...string) {
	if message, help := unknownRule(p, id); message != "" {
		path, at, line := p.InConfig(keys...)
		p.Report(lint.Found{Path: path, At: at, Line: line, Anchor: keys[0] + " " + id, Message: message, Help: help})
	}
}
