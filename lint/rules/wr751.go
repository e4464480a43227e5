package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr751() *lint.Rule {
	return &lint.Rule{
		ID: "WR751", Name: "audit-not-reviewed", Scope: lint.Register, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "A management review doesn't name an audit that was closed before it",
		Text: `Results of audits are an input of the management review (9.3.2 d), and what 9.2.2 asks to be reported to the
management.

**What counts.** A report that the main branch got as closed between the last two management reviews of a series, and
that the later one names neither by a link nor by its id or title.

**What doesn't.** A report that another review after that day names; reports on suppliers; the first review, and reviews
whose day is to come; a report that came into history closed, long after its audit; adopted words; minutes that are
closed on the main branch (WR764).

**How to fix it.** Name the report in the review's section on audit results: ` + "`[AUD-003](internal-audit-3.md)`" + `.
Minutes that are closed gain an addendum.`,
		Clause: "ISO27001:9.3.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR751"), Good: good("WR751"),
		Find: func(p *lint.Pass) error {
			var audits []*isms.Audit
			system, err := sharedSystem(p.Input)
			if err == nil {
				err = eachAudit(p, func(_ *isms.System, a *isms.Audit) error {
					if a.Entry.Front.Text("type") != "supplier" {
						audits = append(audits, a)
					}
					return nil
				})
			}
			if err != nil {
				return err
			}
			reviews, err := sharedMinutes(p.Input)
			if err != nil {
				return err
			}
			all, err := system.Unreviewed(audits, reviews)
			if err != nil {
				return err
			}
			for _, u := range all {
				there, err := lint.RelatedAt(u.Audit.Entry.Document, at(u.Audit.Entry, "status"), "closed here")
				if err != nil {
					return err
				}
				p.Report(lint.Found{Doc: u.Review.Entry, Span: saidAt(u.Review.Entry, "date", u.Review.Held),
					Anchor: "audit " + u.Audit.Entry.Key(), Related: []lint.Related{there},
					Message: fmt.Sprintf("%s was closed on %s, before this review, which doesn't name it", u.Audit.Entry.Key(),
						u.Closed),
					Help: "name it among the results of audits, by its id or by a link"})
			}
			return nil
		},
		Seed: seedUnreviewed,
	}
}

// seedUnreviewed commits a closed report, and leaves the minutes of a review before it and of one after it, which
// don't name it, in the working tree.
func seedUnreviewed(s lint.Scratch) error {
	today := s.Input().Today
	report, err := reportDraft(s, map[string]string{"audit_date": (today - 2).String()}, closedReport)
	if err != nil {
		return err
	}
	report.path = strings.TrimSuffix(report.path, ".md") + "-report.md"
	report.set("id", report.values["id"]+"7")
	report.set("title", "Report on an audit")
	if err := s.Write(report.path, report.text()); err != nil {
		return err
	}
	if err := s.Commit(today-1, lint.Stranger(), "Close a report"); err != nil {
		return err
	}
	for _, held := range []day.Day{today - 2, today} {
		d, err := pick(s, func(d *draft) bool { return isMinutes(s, d) })
		if err != nil {
			return err
		}
		if held < today {
			d.path = strings.TrimSuffix(d.path, ".md") + "-before.md"
			d.set("id", d.values["id"]+"9")
		}
		d.set("series", "seeded")
		d.set("date", held.String())
		if err := s.Write(d.path, d.text()); err != nil {
			return err
		}
	}
	return nil
}
