package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr749() *lint.Rule {
	return &lint.Rule{
		ID: "WR749", Name: "audit-date", Scope: lint.Document, Severity: lint.Error,
		Title: "A closed audit is dated in the future",
		Text: `A report that is closed before the audit took place reports nothing.

**What counts.** A closed report whose audit date is after today. Of several days the last one counts; a month or a
quarter is in the future when its first day is.

**What doesn't.** Open reports, which may be planned; reports without a date, for which WR106 asks; adopted words; closed
records of the main branch (WR764).

**How to fix it.** Correct the date, or leave the report open until the audit is over.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR749"), Good: good("WR749"),
		Find: func(p *lint.Pass) error {
			_, a, err := audited(p)
			if a == nil || p.Doc.Status() != schema.Closed || lastOf(a.When) <= p.Today {
				return err
			}
			p.Report(lint.Found{Span: at(p.Doc, "status"), Anchor: "audit_date",
				Message: fmt.Sprintf("the report is closed, and the audit is dated %s, after today (%s)", lastOf(a.When), p.Today),
				Help:    "correct the audit date, or leave the report open until the audit is over"})
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantReport(s, map[string]string{"audit_date": (s.Input().Today + 10).String()}, closedReport)
		},
	}
}

// lastOf is the last of several days, and the first one of a longer period, such as a quarter.
func lastOf(w records.When) day.Day {
	const week = 6 // from its first day to its last
	if w.Form == records.Period && w.Last-w.First >= week {
		return w.First
	}
	return w.Last
}
