package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr544() *lint.Rule {
	return &lint.Rule{
		ID: "WR544", Name: "top-policy-approver", Scope: lint.Register, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsTopManagement,
		Title:  "Nobody of top management approved the top policy",
		Text: `Top management establishes the information security policy (5.1 a, 5.2). An approval by somebody else
doesn't show that.

**What counts.** The policy that satisfies 5.2 is in force, and none of those who approved its words held the role
` + "`top-management`" + ` on the day of the approval.

**What doesn't.** Other policies; words that the company adopted as they were; one approval of top management beside
others. Without a role ` + "`top-management`" + ` in writ.yaml the rule is skipped.

**How to fix it.** Somebody of top management approves the policy. Let writ ask for it:
` + "`kinds: {policy: {approvers: {any_of: [top-management]}}}`" + `.`,
		Clause: clausePolicy, Since: "0.1.0", Suppressible: true,
		Bad: bad("WR544"), Good: good("WR544"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				if asTopPolicy(p.Input, e) == nil {
					continue
				}
				s, err := p.View().Document(e)
				if err != nil {
					return err
				}
				a := s.Approval()
				if s.State != standing.InForce || a == nil || a.Adopted != nil {
					continue
				}
				var names []string
				top := false
				for _, by := range a.By {
					if by.Person != nil {
						names = append(names, by.Person.Name)
						top = top || slices.Contains(p.Config.RolesOf(by.Person.Key, by.Day), schema.TopManagement)
					}
				}
				if top {
					continue
				}
				who := "nobody who is named"
				if len(names) > 0 {
					who = allOf(names) + ", nobody of top management on that day"
				}
				p.Report(lint.Found{Doc: e, Span: at(e, "status"), Anchor: "approver",
					Message: fmt.Sprintf("version %s of the top policy is in force since %s by an approval of %s",
						s.Version, a.Day, who),
					Help: fmt.Sprintf("raise the version, and let a holder of %s approve it", schema.TopManagement)})
			}
			return nil
		},
		Seed: seedWithoutTop,
	}
}
