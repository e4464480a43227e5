package rules

import (
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/lint"
)

func wr116() *lint.Rule {
	return &lint.Rule{
		ID: "WR116", Name: "approver-unknown", Scope: lint.Register, Severity: lint.Error, Ground: lint.NeedsRoster,
		Title: "The approver is neither a role nor a person of the roster",
		Text: `Where a document names who approves it, and nobody is called so, nobody may approve it.

**What counts.** An ` + "`approver`" + ` that is no key, title or name in writ.yaml, or that fits several of them.

**What doesn't.** Case. No approver at all: the kind's approvers hold then. ` + "`approved_by`" + ` is a claim about
the past, not a demand.

**How to fix it.** Correct the name, or add the role or person under ` + "`roles:`" + ` or ` + "`people:`" + ` in
writ.yaml. Without a roster this rule is skipped.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR116"), Good: good("WR116"),
		Find: findUnknownApprovers,
		Seed: func(s lint.Scratch) error {
			if !s.Input().Config.HasRoster() {
				return lint.ErrOutOfReach
			}
			return plant(s, anywhere, func(d *draft) { d.set("approver", "chief-wizard") })
		},
	}
}

func findUnknownApprovers(p *lint.Pass) error {
	known := append(slices.Sorted(maps.Keys(p.Config.Roles)), slices.Sorted(maps.Keys(p.Config.People))...)
	for _, e := range p.Register.Documents {
		if !judged(e) {
			continue
		}
		f, approver, wrong, ok := single(e, "approver")
		if !ok {
			continue
		}
		if wrong == "" {
			if _, _, found := p.Config.KnownOwner(approver); found {
				continue
			}
			wrong = fmt.Sprintf("the approver %s is neither a role nor a person of writ.yaml", quoted(approver))
			if near := nearest.Word(approver, known); near != "" {
				wrong += fmt.Sprintf("; did you mean %s?", near)
			}
		}
		p.Report(lint.Found{Doc: e, Span: place(f), Anchor: "approver", Message: wrong,
			Help: "name a role or a person of writ.yaml, or remove the field, so that the kind's approvers hold"})
	}
	return nil
}
