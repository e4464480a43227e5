package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/lint"
)

func wr103() *lint.Rule {
	return &lint.Rule{
		ID: "WR103", Name: "owner-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "The document has no owner",
		Text: `Somebody has to answer for each document: keep it right, and read it again in time. A document without an
owner is one that nobody reviews.

**What counts.** No ` + "`owner`" + `, or an empty one, in a kind that asks for it and has no default owner.

**What doesn't.** A kind with ` + "`owner:`" + ` in writ.yaml gives it to all of its documents. A kind whose
` + "`required:`" + ` list leaves out the owner isn't asked for one.

**How to fix it.** Name a role rather than a person: roles outlive people.`,
		Clause: "ISO27001:5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR103"), Good: good("WR103"),
		Find: func(p *lint.Pass) error {
			e := p.Doc
			if !judged(e) || !asks(e, "owner") || has(e, "owner") || e.Kind.Owner != "" {
				return nil
			}
			p.Report(lint.Found{Span: at(e, "owner"), Anchor: "owner",
				Fix: restoring(p, "owner", func(f *history.Facts) string { return f.Owner }),
				Message: fmt.Sprintf("no owner: nobody answers for this %s, and the kind names no default",
					e.Kind.Name),
				Help: fmt.Sprintf("add the field owner with the role or person that answers for it%s, or `owner:` to "+
					"`kinds.%s` in writ.yaml",
					knownOwners(p), e.Kind.Name)})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool { return d.asks("owner") && d.kind.Owner == "" },
				func(d *draft) { d.drop("owner") })
		},
	}
}
