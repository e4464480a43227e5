package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr734() *lint.Rule {
	return &lint.Rule{
		ID: "WR734", Name: "log-silent", Scope: lint.History, Severity: lint.Info, Calendar: true,
		Title: "No corrective action was raised for a year",
		Text: `A management system without a single nonconformity in a year isn't perfect: nobody looks, or nobody writes it
down. Auditors ask for it.

**What counts.** No row of any log of corrective actions, and no corrective action in its own file, was raised within
` + "`kinds.corrective-action-log.every`" + `, 12 months where writ.yaml says nothing. A row without a day counts from the
commit that brought it.

**What doesn't.** A repository without such a log; an empty log that is younger than that.

**How to fix it.** Write down what was found: in audits, incidents, reviews, complaints.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR734"), Good: good("WR734"),
		Find: findSilentLogs,
		Seed: func(s lint.Scratch) error {
			system := isms.New(s.Input().View())
			for _, e := range system.Of(isms.CorrectiveLog, isms.CorrectiveFile) {
				if err := s.Remove(e.Path); err != nil {
					return err
				}
			}
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{"raised": (s.Input().Today - 500).String()})
			})
		},
	}
}

func findSilentLogs(p *lint.Pass) error {
	s, err := sharedSystem(p.Input)
	if err != nil {
		return err
	}
	logs := s.Of(isms.CorrectiveLog)
	every := p.Config.Kinds[isms.CorrectiveLog].Interval.Every
	if len(logs) == 0 || every.IsZero() {
		return nil
	}
	courses, err := s.Courses()
	if err != nil {
		return err
	}
	newest := day.None
	for _, e := range s.Of(isms.CorrectiveLog, isms.CorrectiveFile) {
		actions, err := s.ActionsOf(e)
		if err != nil {
			return err
		}
		for _, a := range actions {
			newest = max(newest, courses.Raised(a))
		}
		if t, err := s.TrailOf(e); err != nil {
			return err
		} else if t != nil && len(t.Changes) > 0 && len(actions) == 0 {
			newest = max(newest, t.Changes[0].Day)
		}
	}
	if newest == day.None || newest.Add(every) >= p.Today {
		return nil
	}
	last := logs[len(logs)-1]
	p.Report(lint.Found{Doc: last, Whole: true, Anchor: "silent",
		Message: fmt.Sprintf("no corrective action was raised since %s, which is more than %s (`kinds.%s.every`) ago",
			newest, every, isms.CorrectiveLog),
		Help: "write down what audits, incidents, reviews and complaints found"})
	return nil
}
