package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/lint"
)

func wr907() *lint.Rule {
	return &lint.Rule{
		ID: "WR907", Name: "judge-changed", Scope: lint.Change, Severity: lint.Warning, Ground: lint.NeedsProposal,
		Title: "The change touches what judges it",
		Text: `Whoever may write the rules can pass any check. So a pull request is judged by the configuration that it starts from,
and one that changes this configuration says so.

**What counts.** With ` + "`--base`" + `: a change of writ.yaml, of a kind's file, of the signers file, the keyring or the list of revoked keys, of the baseline, of
.mailmap or of CODEOWNERS. Where the configuration that the change brings comes to other findings than the one below it,
each of them is listed with both verdicts.

**What doesn't.** A full run. The first writ.yaml judges itself, for there is no other, and is named. Documents in
places that only the change includes are judged by its own configuration.

**How to fix it.** Nothing is wrong by itself: let somebody who answers for the configuration look at it. It judges from
the next pull request on. To be judged by it, bring it in a request of its own first.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: false,
		Bad: bad("WR907"), Good: good("WR907"),
		Find: findJudges,
		Seed: func(s lint.Scratch) error {
			if s.Input().Book == nil || len(s.Input().Book.Steps) == 0 {
				return lint.ErrOutOfReach
			}
			old, _ := s.Read(".mailmap")
			by := lint.Stranger()
			if err := s.Write(".mailmap", fmt.Appendf(old, "%s <%s>\n", by.Name, by.Email)); err != nil {
				return err
			}
			return s.Commit(s.Input().Today, by, "Change what judges")
		},
	}
}

func findJudges(p *lint.Pass) error {
	c := p.Proposal
	for _, path := range c.Judges {
		f := lint.Found{Path: path, Anchor: "judge", Message: path + " decides how documents are judged, and this change touches it",
			Help: "let somebody who answers for the configuration look at it; it judges from the next pull request on"}
		if path == config.File || c.Own == nil || path == p.Config.Baseline {
			f.Message += verdicts(c)
			f.Related = disagreements(c.Verdicts)
		}
		if at, err := p.Register.At(path); err != nil {
			return err
		} else if at.Mode != 0 && !at.Regular() {
			f.Message += "; it is no file any more, and is read as if it weren't there"
		}
		p.Report(f)
	}
	return nil
}

// verdicts says what the two configurations make of the change.
func verdicts(c *lint.Proposal) string {
	switch n := len(c.Verdicts); {
	case c.Own == nil:
		return ""
	case n == 0:
		return "; by the configuration below it and by its own the verdict is the same"
	default:
		return fmt.Sprintf("; the configuration below it and its own differ on %s", count(n, "finding"))
	}
}

func disagreements(all []lint.Verdict) []lint.Related {
	var out []lint.Related
	for _, v := range all {
		f := v.Finding
		out = append(out, lint.Related{Path: f.Path, Range: f.Range, Message: fmt.Sprintf("%s below the change, %s by its own configuration: %s %s",
			orNothing(v.Below), orNothing(v.Effective), f.Rule.ID, f.Message)})
	}
	return out
}

func orNothing(s lint.Severity) string {
	if s == "" {
		return "nothing"
	}
	return string(s)
}
