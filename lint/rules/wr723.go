package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr723() *lint.Rule {
	return &lint.Rule{
		ID: "WR723", Name: "action-overdue", Scope: lint.Register, Severity: lint.Error, Calendar: true,
		Title: "An action of a log is open past its due date",
		Text: `The day was promised, and an auditor reads the log on the day of the audit.

**What counts.** A row of a log of corrective or other actions, or an action in its own file, that isn't done, verified
or void, and whose due date has passed: a quarter by its last day, a time such as "30 days" from the day it was raised. A
status that nobody knows doesn't close a row. ` + "`kinds.KIND.grace`" + ` gives some days more.

**What doesn't.** Actions without a due date (WR509), or with one that can't be read (WR507); a row of a closed log that
another log carries on. It comes with time: it never blocks a pull request.

**How to fix it.** Do it and say so; or agree on a new day, and move the date (WR727 keeps count of that).`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR723"), Good: good("WR723"),
		Find: func(p *lint.Pass) error {
			return eachAction(p, func(s *isms.System, a *isms.Action) error {
				late := a.Overdue(s)
				if late == 0 {
					return nil
				}
				if on, err := carriedOn(p.Input, a); on || err != nil {
					return err
				}
				p.Report(onAction(a, "due", lint.Found{
					Message: fmt.Sprintf("%s was due on %s, %s ago, and is open", actionName(a), a.Due(),
						count(late, "day")),
					Help: "do it and write that it is done, or agree on a new day and move the date"}))
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{
					"status": "open",
					"raised": (s.Input().Today - 100).String(),
					"due":    (s.Input().Today - 60).String(),
				})
			})
		},
	}
}

// carriedOn reports whether an action of a closed log goes on in another log.
func carriedOn(in *lint.Input, a *isms.Action) (bool, error) {
	if a.Key == "" || a.Entry.Status() != schema.Closed {
		return false, nil
	}
	byKey, err := sharedRowsByKey(in)
	for _, o := range byKey[a.Key] {
		if o.Entry != a.Entry && o.Entry.Status() != schema.Closed {
			return true, nil
		}
	}
	return false, err
}
