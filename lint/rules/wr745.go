package rules

import (
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr745() *lint.Rule {
	return &lint.Rule{
		ID: "WR745", Name: "auditor-unknown", Scope: lint.Register, Severity: lint.Warning, Ground: lint.NeedsRoster,
		Title: "Nobody knows the auditor",
		Text: `Whether an auditor is independent is known only of somebody whom the roster has, or who is from outside.

**What counts.** An auditor whom the roster doesn't have, and who isn't marked as from outside; one who was with the
company on another day, but not on that of the audit; a role that nobody held on that day.

**What doesn't.** "(external)" behind the name, a company instead of a name or behind it, ` + "`external: true`" + `
of a person in writ.yaml; reports whose ` + "`type`" + ` is external or supplier; template words (WR121); adopted words;
closed records of the main branch (WR764).

**How to fix it.** Correct the name, add the person under ` + "`people:`" + ` in writ.yaml, or mark who is from outside:
` + "`auditor: Mia Hart (external)`" + `. Without a roster this rule is skipped.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR745"), Good: good("WR745"),
		Find: func(p *lint.Pass) error {
			return eachAudit(p, func(s *isms.System, a *isms.Audit) error { return findUnknownAuditor(p, s, a) })
		},
		Seed: func(s lint.Scratch) error {
			if !s.Input().Config.HasRoster() {
				return lint.ErrOutOfReach
			}
			return plantReport(s, map[string]string{"auditor": "Nobody Whoever"}, closedReport)
		},
	}
}

func findUnknownAuditor(p *lint.Pass, system *isms.System, a *isms.Audit) error {
	said, names, err := system.Auditors(a)
	if err != nil || !a.Internal {
		return err
	}
	for _, name := range names {
		f := lint.Found{Doc: a.Entry, Span: saidAt(a.Entry, "auditor", said), Anchor: "auditor " + name.Text,
			Help: "correct the name, add it under `people:` in writ.yaml, or mark who is from outside: `" + name.Text +
				" (external)`"}
		switch {
		case name.Outside:
			continue
		case len(name.Known) == 0:
			f.Message = fmt.Sprintf("the auditor %s is nobody of writ.yaml, and isn't marked as external", quoted(name.Text))
			if near := nearest.Word(name.Text, peopleNames(slices.Collect(maps.Values(p.Config.People)))); near != "" {
				f.Message += fmt.Sprintf("; did you mean %s?", near)
			}
		default:
			if f.Message = away(system, name, a.When.Last); f.Message == "" {
				continue
			}
			f.Help = "correct the name or the day of the audit, or the dates under `people:` and `roles:` in writ.yaml"
		}
		p.Report(f)
	}
	return nil
}

// away says which of the known auditors wasn't there on a day; "" for none.
func away(system *isms.System, name records.Name, on day.Day) string {
	for _, n := range name.Known {
		switch {
		case on == day.None || len(system.Meant(n, on)) > 0 || system.Config.IsExternal(n.Person):
		case n.Role != "":
			return fmt.Sprintf("the auditor is %s, and nobody held that role on %s", system.Config.Roles[n.Role].Title, on)
		default:
			return fmt.Sprintf("%s audited, and wasn't with the company on %s", system.Config.People[n.Person].Name, on)
		}
	}
	return ""
}
