package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr750() *lint.Rule {
	return &lint.Rule{
		ID: "WR750", Name: "report-approved-late", Scope: lint.History, Severity: lint.Warning,
		Ground: lint.NeedsRoster | lint.NeedsHistory,
		Title:  "The report of an audit waits for its approval",
		Text: `Results of an audit go to the managers of what was audited. A report that lies for months helps nobody.

**What counts.** An open report of a kind that needs an approval, whose words aren't approved, when the kind's
` + "`approve_within`" + ` (30 days) is over since the last day of the audit.

**What doesn't.** Closed reports, of which WR301 asks for the approval; reports without a day; kinds without
` + "`approve_within`" + `; adopted words. The length is a convention of the company: the standard names none.

**How to fix it.** Finish the report, and have it approved: ` + "`writ approve ID`" + `. A longer time is
` + "`kinds: {internal-audit: {approve_within: 60 days}}`" + ` in writ.yaml.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Calendar: true,
		Bad: bad("WR750"), Good: good("WR750"),
		Find: func(p *lint.Pass) error {
			return eachAudit(p, func(system *isms.System, a *isms.Audit) error {
				e, within := a.Entry, a.Entry.Kind.Interval.ApproveWithin
				if e.Status() != schema.Open || !e.Kind.Approval || within.IsZero() || a.When.Last == day.None {
					return nil
				}
				due := a.When.Last.Add(within)
				if p.Today <= due {
					return nil
				}
				s, err := system.Document(e)
				if err != nil || s.Approval() != nil {
					return err
				}
				p.Report(lint.Found{Doc: e, Span: at(e, "status"), Anchor: "approval",
					Message: fmt.Sprintf("the audit ended on %s, and its report isn't approved, %s after the %s that %s", a.When.Last,
						count(int(p.Today-due), "day"), within, intervalOf(p, e, "approve_within")),
					Help: "finish it, give it a version, and let who may approve the kind approve it"})
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			if !s.Input().Config.HasRoster() {
				return lint.ErrOutOfReach
			}
			return plant(s, func(d *draft) bool {
				k := d.kind
				return d.in.Config.IsKind(k, isms.InternalAudit) && k.Approval && !k.Interval.ApproveWithin.IsZero()
			}, func(d *draft) {
				d.set("status", schema.Open)
				d.set("audit_date", d.in.Today.AddMonths(-24).String())
			})
		},
	}
}
