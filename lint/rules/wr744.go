package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr744() *lint.Rule {
	return &lint.Rule{
		ID: "WR744", Name: "auditor-not-independent", Scope: lint.Register, Severity: lint.Error,
		Ground: lint.NeedsRoster | lint.NeedsHistory,
		Title:  "An auditor audited documents of their own",
		Text: `Audits are objective and impartial (9.2.2): nobody audits what they answer for. That is what certifiers look
at first, with the names in the report and in the documents.

**What counts.** On the day of the audit the auditor, or a role that they held on that day, was the owner of a document
which the report links or names by its id. Owner is who the main branch said on that day.

**What doesn't.** External auditors; documents that satisfy 9.2, audit programmes and reports; corrective actions with
files of their own; documents that came later, or of which history knows nothing on that day; reports without a day;
adopted words; closed records of the main branch (WR764).

**How to fix it.** Let somebody else audit it, in the company or from outside, and mark who is from outside:
` + "`auditor: Mia Hart (external)`" + `. Independence within the company is your own definition: say it in the
programme. Without a roster this rule is skipped.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR744"), Good: good("WR744"),
		Find: func(p *lint.Pass) error {
			return eachAudit(p, func(s *isms.System, a *isms.Audit) error { return findPartial(p, s, a) })
		},
		Seed: seedPartialAuditor,
	}
}

// findPartial reports auditors of what they own.
func findPartial(p *lint.Pass, system *isms.System, a *isms.Audit) error {
	on := a.When.Last
	said, names, err := system.Auditors(a)
	if err != nil || on == day.None || !a.Internal {
		return err
	}
	docs, err := system.Audited(a)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, name := range names {
		if name.Outside {
			continue
		}
		for _, n := range name.Known {
			for _, who := range system.Meant(n, on) {
				if who.External || told[who.Key] {
					continue
				}
				told[who.Key] = true
				owned, err := system.OwnedBy(who, docs, on)
				if err != nil {
					return err
				}
				if err := partial(p, a, saidAt(a.Entry, "auditor", said), who, owned); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func partial(p *lint.Pass, a *isms.Audit, span document.Span, who *config.Person, owned []isms.Owned) error {
	if len(owned) == 0 {
		return nil
	}
	f := lint.Found{Doc: a.Entry, Span: span, Anchor: "auditor " + who.Key,
		Help: "let somebody audit it who doesn't answer for it; who is from outside is marked, as in `Mia Hart (external)`"}
	var names []string
	for _, o := range owned {
		names = append(names, o.Document.Key())
		there, err := lint.RelatedAt(o.Document.Document, at(o.Document, "owner"), "its owner was "+o.Owner)
		if err != nil {
			return err
		}
		f.Related = append(f.Related, there)
	}
	f.Message = fmt.Sprintf("%s audited, and was on %s the owner of %s, which the report cites", who.Name, a.When.Last,
		few(names))
	if o := owned[0]; o.Role != "" {
		f.Message += fmt.Sprintf(" (as %s)", p.Config.Roles[o.Role].Title)
	}
	p.Report(f)
	return nil
}

// seedPartialAuditor commits a policy of somebody, and leaves a report by the same person on it in the working tree.
func seedPartialAuditor(s lint.Scratch) error {
	in := s.Input()
	var who *config.Person
	for _, p := range in.Config.People {
		if p.Present(in.Today) && !p.External && (who == nil || p.Key < who.Key) {
			who = p
		}
	}
	if who == nil {
		return lint.ErrOutOfReach
	}
	var audited *draft
	if err := plant(s, func(d *draft) bool {
		audited = d
		return !in.Config.IsKind(d.kind, isms.InternalAudit) && !in.Config.IsKind(d.kind, isms.AuditProgramme) &&
			!in.Config.IsKind(d.kind, isms.CorrectiveFile)
	}, func(d *draft) { d.set("owner", who.Key) }); err != nil {
		return err
	}
	return plantReport(s, map[string]string{"auditor": who.Key},
		closedReport+"\nThe [document](/"+audited.path+") was read.\n")
}
