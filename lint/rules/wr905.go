package rules

import (
	"maps"
	"slices"
	"strconv"

	"github.com/writ-docs/writ/lint"
)

func wr905() *lint.Rule {
	return &lint.Rule{
		ID: "WR905", Name: "not-suppressible", Scope: lint.Document, Severity: lint.Error, Suppressible: false,
		Title: "This rule can't be suppressed",
		Text: `Some findings tell that the others can't be trusted: history that isn't there, a suppression without a
reason, a judge that the change itself alters. To hide these would hide everything.

**What counts.** A rule that can't be suppressed (` + "`writ explain`" + ` says which) in a suppression in a comment
or in ` + "`writ.yaml`" + `, in the baseline, or with another severity under ` + "`rules:`" + `; a rule about
versions, history or approval (2xx and 3xx) in a comment, for whoever writes the words doesn't excuse what history
says of them. It is reported as ever.

**What doesn't.** Its own severity written out.

**How to fix it.** Remove it there, and fix what it reports.`,
		Since: "0.1.0",
		Bad:   bad("WR905"), Good: good("WR905"),
		Find: func(p *lint.Pass) error {
			for _, c := range suppressions(p.Doc) {
				for _, r := range c.Rules {
					f := lint.Found{Span: r.Span, Anchor: "suppression " + r.Text, Message: r.Text +
						" can't be suppressed", Help: fixUnsuppressible(r.Text)}
					switch known := ruleOf(p, r.Text); {
					case known == nil || known.InComments():
						continue
					case known.Suppressible:
						f.Message += " by a comment: whoever writes the words doesn't excuse what history says of them"
						f.Help += "; to accept it, name it under `suppressions` in writ.yaml, or in the baseline"
					}
					p.Report(f)
				}
			}
			return nil
		},
		After: func(p *lint.Pass, _ *lint.Outcome) error {
			for i, c := range p.Config.Suppressions {
				reportUnsuppressible(p, c.Rule, "", "suppressions", strconv.Itoa(i), "rule")
			}
			for _, id := range slices.Sorted(maps.Keys(p.Config.Rules.Severity)) {
				reportUnsuppressible(p, id, p.Config.Rules.Severity[id], "rules", id)
			}
			for i, o := range p.Config.Rules.Overrides {
				for _, id := range slices.Sorted(maps.Keys(o.Rules)) {
					reportUnsuppressible(p, id, o.Rules[id], "rules", "overrides", strconv.Itoa(i), "rules", id)
				}
			}
			for _, e := range p.Baseline.Entries() {
				if unsuppressible(p, e.Rule) {
					p.Report(lint.Found{Path: p.Baseline.Path, Anchor: "baseline " + e.Fingerprint, Message: e.Rule +
						" can't be suppressed, and the baseline has an entry of it",
						Help: "remove the entry with the fingerprint " + e.Fingerprint})
				}
			}
			return nil
		},
	}
}

func unsuppressible(p *lint.Pass, id string) bool {
	r := ruleOf(p, id)
	return r != nil && !r.Suppressible
}

func fixUnsuppressible(id string) string {
	return "remove " + id + " here, and fix what it reports"
}

// reportUnsuppressible reports a setting of the configuration that a rule doesn't follow. severity is what the setting
// gives the rule; "" for a suppression.
func reportUnsuppressible(p *lint.Pass, id, severity string, keys ...string) {
	if !unsuppressible(p, id) || severity == string(ruleOf(p, id).Severity) {
		return
	}
	message := id + " can't be suppressed"
	if severity != "" {
		message += ", and keeps its severity " + string(ruleOf(p, id).Severity)
	}
	path, at, line := p.InConfig(keys...)
	p.Report(lint.Found{Path: path, At: at, Line: line, Anchor: keys[0] + " " + id, Message: message,
		Help: fixUnsuppressible(id)})
}
