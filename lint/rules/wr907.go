package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr907() *lint.Rule {
	return &lint.Rule{
		ID: "WR907", Name: "judge-changed", Scope: lint.Change, Severity: lint.Warning, Ground: lint.NeedsProposal,
		Title: "The change touches what judges it",
		Text: `Whoever may write the rules can pass any check. So a pull request is judged by the configuration that
it starts from, and one that changes this configuration says so.

**What counts.** With ` + "`--base`" + `: a change of writ.yaml, a file of a kind, the signers file, the keyring, the
list of revoked keys, the baseline, .mailmap or CODEOWNERS. The whole register is judged by both configurations, and
each finding on which they differ is listed. An error where documents leave force or aren't seen any more without the
roster's approvers, where the people and roles go, or where ` + "`main:`" + ` names a branch that lacks what the
change builds on; pending where somebody gains or less is asked; a warning where findings are lost; else information.

**What doesn't.** A full run. The first writ.yaml judges itself, and is named. It also judges what only the change
includes.

**How to fix it.** Let somebody who answers for the configuration look at it. It judges from
the next pull request on, so bring it in a request of its own first.`,
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
	told := false // what the change does to the judge, at the first of its files
	for _, path := range c.Judges {
		f := lint.Found{Path: path, Anchor: "judge", Message: path + " decides how documents are judged, and this " +
			"change touches it",
			Help: "let somebody who answers for the configuration look at it; it judges from the next pull request on"}
		if !told && (path == config.File || path == p.Config.Baseline || p.Book != nil && p.Book.IsRosterFile(path)) {
			told = true
			weighJudge(p, &f)
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

// weighJudge says what a change of the judge does to the whole register, and how much that weighs: an error where
// documents leave force, or the roster goes, without its approvers; pending where somebody gains or less is asked; a
// warning where findings are lost; else information.
func weighJudge(p *lint.Pass, f *lint.Found) {
	c, lost := p.Proposal, 0
	for _, v := range c.Verdicts {
		if v.Lost() {
			lost++
		}
	}
	f.Weight, f.Related = lint.Info, disagreements(c.Verdicts)
	state := proposedRoster(p.Input)
	approved := state != nil && state.Basis != trail.RosterUnmade
	switch n := len(c.Verdicts); {
	case n > 0:
		f.Message += fmt.Sprintf("; over the whole register, the configuration below it and its own differ on %s",
			count(n, "finding"))
	case c.Own != nil && len(c.Leaving) == 0:
		f.Message += "; over the whole register, the findings are the same by the configuration below it and by its own"
	}
	if lost > 0 {
		f.Weight = lint.Warning
		f.Message += fmt.Sprintf("; lost by its own: %d", lost)
	}
	if state != nil && !approved {
		f.Message += "; it changes who may approve, or how (" + rosterParts(state) + "), which counts once " +
			"somebody entitled approved it"
		f.Help = approveRoster(p.Input)
		if p.Config.Approval.RequiredBeforeMerge {
			f.Weight = lint.Error
		}
	}
	weighMainMove(p, f, state)
	if len(c.Leaving) > 0 {
		if f.Message += "; " + leavingWords(c.Leaving); !approved {
			f.Weight = lint.Error
		}
		for _, x := range c.Leaving {
			f.Related = append(f.Related, lint.Related{Path: x.Path,
				Message: leavingName(x) + " leaves force by the change's own configuration"})
		}
	}
	if c.Own != nil && p.Config.HasRoster() && !c.Own.HasRoster() {
		f.Weight = lint.Error
		f.Message += "; it takes away the people and roles by which approvals are judged"
		f.Help = "bring writ.yaml back with its people and roles"
	}
}

// weighMainMove says that a change names another main branch: an error where that one is known to lack what the
// change builds on, or where this clone doesn't have it and nobody entitled approved the roster on the branch.
func weighMainMove(p *lint.Pass, f *lint.Found, state *trail.RosterState) {
	m := p.Proposal.Main
	if m == nil {
		return
	}
	f.Message += fmt.Sprintf("; it names another main branch, %s in place of %s", m.To, m.From)
	switch {
	case !p.Config.HasRoster():
	case m.Known && m.Holds:
		f.Message += ", whose line holds what this change builds on"
	case m.Known || state == nil || state.Basis != trail.ByApproval:
		lacks := "isn't in this clone"
		if m.Known {
			lacks = "lacks what this change builds on"
		}
		f.Weight = lint.Error
		f.Message += ", whose line " + lacks + ": its own people and roles would count from then on"
		f.Help = fmt.Sprintf("make %s from the branch that this change is for, fetch it, and have the roster "+
			"approved: `writ approve roster`", m.To)
	}
}

// proposedRoster is the roster that a change brings; nil where it leaves it as it is.
func proposedRoster(in *lint.Input) *trail.RosterState {
	if in.Book == nil || in.Book.Proposed < 0 {
		return nil
	}
	all := in.Book.Rosters()
	if n := len(all); n > 0 && all[n-1].Index() == in.Book.Proposed && all[n-1].Below != nil {
		return all[n-1]
	}
	return nil
}

func rosterParts(s *trail.RosterState) string {
	var all []string
	for _, c := range s.Changes {
		all = append(all, c.String())
	}
	return strings.Join(all, "; ")
}

// maxNamed is how many documents a message names.
const maxNamed = 5

func leavingWords(all []lint.Leaving) string {
	var names []string
	for _, x := range all[:min(maxNamed, len(all))] {
		names = append(names, leavingName(x))
	}
	text := strings.Join(names, ", ")
	if len(all) > maxNamed {
		text += fmt.Sprintf(" and %d more", len(all)-maxNamed)
	}
	return fmt.Sprintf("%s would leave force or not be seen any more: %s", count(len(all), "document"), text)
}

func leavingName(x lint.Leaving) string { return cmp.Or(x.Document, x.Path) }

func disagreements(all []lint.Verdict) []lint.Related {
	var out []lint.Related
	for _, v := range all {
		f := v.Finding
		out = append(out, lint.Related{Path: f.Path, Range: f.Range,
			Message: fmt.Sprintf("%s below the change, %s by its own configuration: %s %s", orNothing(v.Below),
				orNothing(v.Effective), f.Rule.ID, f.Message)})
	}
	return out
}

func orNothing(s lint.Severity) string {
	if s == "" {
		return "nothing"
	}
	return string(s)
}
