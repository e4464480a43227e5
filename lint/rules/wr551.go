package rules

import (
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

func wr551() *lint.Rule {
	return &lint.Rule{
		ID: "WR551", Name: "risk-owner-approval-missing", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "An owner of a risk hasn't approved the treatment plan",
		Text: `Each owner of a risk approves how it is treated, and accepts the risk that is left. The approval of somebody
else doesn't replace that.

**What counts.** A plan whose words are in force, and an owner of one of its rows who approved neither these words nor a
closed record that the row names under accepted. A role stands for who held it on the day of the approval; of several
owners in a row each is asked.

**What doesn't.** An approval by an owner who may not approve for the company, or who wrote the plan, counts here. Plans
that nobody approved (WR301), with an edit that nobody approved (WR302), or that the company adopted; owners whom
writ.yaml doesn't know (WR550).

**How to fix it.** Let the owner approve: ` + "`writ approve RT-001`" + `. Or name the closed record under accepted.`,
		Clause: "ISO27001:6.1.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR551"), Good: good("WR551"),
		Find: func(p *lint.Pass) error {
			missing := map[*register.Entry]map[records.Named][]*isms.Treatment{}
			system, err := sharedSystem(p.Input)
			if err != nil {
				return err
			}
			err = eachTreatment(p, func(t *isms.Treatment) error {
				evidence, ok, err := system.PlanApproval(t.Entry)
				if !ok || err != nil {
					return err
				}
				all, err := system.Acceptances(t, evidence)
				for _, a := range all {
					if a.Person == nil {
						if missing[t.Entry] == nil {
							missing[t.Entry] = map[records.Named][]*isms.Treatment{}
						}
						missing[t.Entry][a.Owner] = append(missing[t.Entry][a.Owner], t)
					}
				}
				return err
			})
			for e, owners := range missing {
				for owner, rows := range owners {
					reportOwner(p, system, e, owner, rows)
				}
			}
			return err
		},
		Seed: seedUnaccepted,
	}
}

// reportOwner reports an owner who accepted none of some rows, once.
func reportOwner(p *lint.Pass, system *isms.System, e *register.Entry, owner records.Named, rows []*isms.Treatment) {
	var names []string
	for _, t := range rows {
		names = append(names, treatmentName(t))
	}
	p.Report(onTreatment(rows[0], "owner", lint.Found{Anchor: owner.Role + owner.Person, Message: fmt.Sprintf(
		"%s owns %s and hasn't approved %s, which is in force, nor a closed record that the row names",
		partyName(p.Config, owner), few(once(names)), e.Key()), Help: howToAccept(p, e, system.Meant(owner, p.Today))}))
}

// howToAccept says how people accept the risks of a plan.
func howToAccept(p *lint.Pass, e *register.Entry, people []*config.Person) string {
	const orRecord = "; or name the closed record with the acceptance under accepted"
	demand := p.Config.Demand(p.Config.KindsAt(e.Path, e.Front.Text("kind")), e.Front.Text("approver"), "").Names()
	var may, others []string
	for _, x := range people {
		held := append(p.Config.RolesOf(x.Key, p.Today), x.Key)
		if len(x.Emails) > 0 && slices.ContainsFunc(held, func(r string) bool { return slices.Contains(demand, r) }) {
			may = append(may, fmt.Sprintf("%s <%s>", x.Name, x.Emails[0]))
		} else {
			others = append(others, x.Name)
		}
	}
	switch {
	case len(may) > 0:
		return fmt.Sprintf("%s can approve it with `writ approve %s`", oneOf(may), argument(e.Key())) + orRecord
	case len(others) > 0:
		return fmt.Sprintf("add a role of %s to `kinds.%s.approvers`, so that they can approve it", oneOf(others),
			e.Kind.Name) + orRecord
	}
	return "name an owner who is with the company" + orRecord
}

// partyName is the title of a role, or the name of a person.
func partyName(c *config.Config, n records.Named) string {
	if r := c.Roles[n.Role]; r != nil && r.Title != "" {
		return r.Title
	}
	if p := c.People[n.Person]; p != nil {
		return p.Name
	}
	return n.Role + n.Person
}

// seedUnaccepted brings a plan into force with an owner who didn't approve it.
func seedUnaccepted(s lint.Scratch) error {
	var by []*config.Person
	owner := ""
	var t *sheet
	d, err := pick(s, func(d *draft) bool {
		if !isms.New(d.in.View()).Is(d.kind, isms.TreatmentPlan) || !d.approval() {
			return false
		}
		if t = d.sheetOf(namedTable(isms.TreatmentsTable)); t == nil || !d.valid() {
			return false
		}
		by = d.approvers()
		owner = d.other(by)
		return len(by) > 0 && owner != ""
	})
	if err != nil {
		return err
	}
	d.drop("effective_date")
	t.set(0, map[string]string{"owner": owner, "accepted": ""})
	d.body += t.text()
	return d.commit(s, lint.Stranger(), approvedBy(by...))
}

// other returns the key of a person who is none of some people; "" where there is none.
func (d *draft) other(people []*config.Person) string {
	for _, key := range slices.Sorted(maps.Keys(d.in.Config.People)) {
		if p := d.in.Config.People[key]; p.Present(d.in.Today) && !slices.Contains(people, p) {
			return key
		}
	}
	return ""
}
