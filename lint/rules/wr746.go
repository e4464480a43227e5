package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr746() *lint.Rule {
	return &lint.Rule{
		ID: "WR746", Name: "audit-standard-outdated", Scope: lint.Document, Severity: lint.Warning,
		Title: "An audit is held against an edition that wasn't current",
		Text: `Certificates of ISO/IEC 27001:2013 ended on 31 October 2025. An audit against it after that day says nothing
about what holds.

**What counts.** A report whose criteria (` + "`standard`" + `) name an edition that expired before the day of the
audit, or that came out after it.

**What doesn't.** An audit of a day on which the edition was current, such as one of 2021 against that of 2013; criteria
without a year; EN ISO/IEC 27001:2023 and the national editions, which are that of 2022 under the year in which they were
adopted; reports without a day; standards of which writ has no data; adopted words; closed records of the main branch
(WR764).

**How to fix it.** Audit against the edition that holds, and name it: ` + "`standard: ISO/IEC 27001:2022`" + `.`,
		Clause: clauseAudit, Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR746"), Good: good("WR746"),
		Find: func(p *lint.Pass) error {
			_, a, err := audited(p)
			if a == nil || a.When.Last == day.None {
				return err
			}
			for _, of := range a.Against {
				edition, ok := of.EditionIn(a.Criteria.Text)
				if !ok {
					continue
				}
				current := fmt.Sprintf("audit against %s, and name it", of.Title)
				switch {
				case edition.Until != "" && a.When.First.String() > edition.Until:
					outdated(p, a.Criteria.Span, of, edition, fmt.Sprintf("expired on %s, before the audit of %s",
						edition.Until, a.When.First), current)
				case a.When.Last.String() < edition.From:
					outdated(p, a.Criteria.Span, of, edition, fmt.Sprintf("came out on %s, after the audit of %s",
						edition.From, a.When.Last), "correct the edition, or the day of the audit")
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantReport(s, map[string]string{"standard": "ISO/IEC 27001:2013"}, closedReport)
		},
	}
}

func outdated(p *lint.Pass, span document.Span, of *schema.Standard, edition schema.Edition, why, help string) {
	p.Report(lint.Found{Span: span, Anchor: "edition " + of.Name + " " + edition.Year, Help: help,
		Message: fmt.Sprintf("the edition of %s of %s %s", edition.Year, of.Name, why)})
}
