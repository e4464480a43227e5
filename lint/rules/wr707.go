package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr707() *lint.Rule {
	return &lint.Rule{
		ID: "WR707", Name: "nonconformity-disagrees", Scope: lint.Register, Severity: lint.Error,
		Title: "A management review and the log disagree about a nonconformity",
		Text: `Top management decides on what the minutes say. Where they call closed what the log calls open, one of
both is wrong, and nobody knows which.

**What counts.** A row of a review's nonconformities whose id no log of corrective actions has, as its id or as another
id of a row (` + "`NC ID`" + `); the finding names the row in the same words. A row whose status is of another class
than each that the log had on the main branch from 14 days before the review to 14 days after it: open, done or
verified, dropped. A row without an id that no words of a log resemble is a warning.

**What doesn't.** Ids that match ` + "`external_ids`" + `; days before history had the log; statuses that nothing
knows (WR507); a review whose day is still to come; drafts, retired documents, adopted words.

**How to fix it.** Write the log's id, or correct the status where it is wrong: here or in the log.`,
		Clause: "ISO27001:9.3.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR707"), Good: good("WR707"),
		Find: findDisagreements,
		Seed: func(s lint.Scratch) error {
			return plantMinutesSheet(s, "nonconformities", func(_ *draft, t *sheet) {
				t.rows[0][t.column(isID)] = "SEED-9"
			})
		},
	}
}

func findDisagreements(p *lint.Pass) error {
	system, err := sharedSystem(p.Input)
	if err != nil {
		return err
	}
	for _, e := range system.Of(isms.Review) {
		m, err := minutesOf(p.Input, e)
		if err != nil {
			return err
		}
		if m == nil || m.Day() == day.None || m.Day() > p.Today && m.Status() != schema.Closed {
			continue
		}
		all, err := system.Nonconformities(m)
		if err != nil {
			return err
		}
		if len(all) > 0 && len(system.Of(isms.CorrectiveLog, isms.CorrectiveFile)) == 0 {
			p.Report(lint.Found{Doc: e, Span: all[0].Table.Pieces[0].Span, Anchor: "log", Weight: lint.Warning,
				Message: "no log of corrective actions is here in which these nonconformities could be followed",
				Help: "keep one, or state the form of your tracker's ids under " +
					"`external_ids` in writ.yaml"})
			continue
		}
		for _, n := range all {
			if err := reportDisagreement(p, m, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func reportDisagreement(p *lint.Pass, m *isms.Minutes, n isms.Nonconformity) error {
	row := n.Table.Rows[n.Row]
	status := n.Table.Cell(row, "status")
	name := n.ID
	if name == "" {
		name = n.Table.Cell(row, "description").Text
	}
	f := lint.Found{Doc: m.Entry, Span: row.Span, Anchor: cellAnchor(n.Table, n.Row, "status")}
	if n.Logged != nil {
		there, err := lint.RelatedAt(n.Logged.Entry.Document, n.Logged.Span, "the row of the log")
		if err != nil {
			return err
		}
		f.Related = []lint.Related{there}
	}
	if n.ID == "" {
		f.Weight = lint.Warning
	}
	switch {
	case n.Logged == nil && !n.Gone:
		f.Message = fmt.Sprintf("no log of corrective actions has %s", quoted(name))
		f.Help = "write the id that the log has, or add the row to the log"
	case n.Alike && n.ID != "":
		f.Message = fmt.Sprintf("no log of corrective actions has %s; %s of %s is in the same words", n.ID,
			n.Logged.Name(), n.Logged.Entry.Key())
		f.Help = fmt.Sprintf("write %s here, or give that row a column `NC ID` with %s", n.Logged.Name(), n.ID)
	case !n.Agrees():
		f.Span = status.Span
		f.Message = fmt.Sprintf("%s is %s here, and within 14 days of %s the log never said so", quoted(name),
			quoted(status.Text), m.Day())
		f.Help = "correct what is wrong: the status here, or the log"
		for _, s := range n.Then {
			f.Message = fmt.Sprintf("%s is %s here, and the log called it %s around %s", quoted(name),
				quoted(status.Text), quoted(s.Texts["status"]), m.Day())
			if s.Change != nil {
				f.Message += " (" + commit(s.Change.Step.ID) + ")"
			}
		}
	default:
		return nil
	}
	p.Report(f)
	return nil
}
