package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr722() *lint.Rule {
	return &lint.Rule{
		ID: "WR722", Name: "action-dates", Scope: lint.Document, Severity: lint.Error,
		Title: "The dates of an action can't be",
		Text: `An action that was closed before it was found, or is to be closed next year, shows that the log was written
from memory.

**What counts.** In a log of corrective or other actions, or in an action's own file: due before raised, closed before
raised; raised or closed in the future.

**What doesn't.** Periods that reach over the day: a quarter lies before a day only when all of it does. Rows may be in
any order.

**How to fix it.** Write the day on which it was; the commits that touched the row help to remember.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR722"), Good: good("WR722"),
		Find: func(p *lint.Pass) error {
			_, actions, err := followed(p.Input, p.Doc)
			for _, a := range actions {
				checkActionDates(p, a)
			}
			return err
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{"raised": (s.Input().Today + 400).String()})
			})
		},
	}
}

func checkActionDates(p *lint.Pass, a *isms.Action) {
	report := func(column, message, help string) {
		p.Report(onAction(a, column, lint.Found{Message: actionName(a) + " " + message, Help: help}))
	}
	raised, due, closed := a.Raised(), a.Due(), a.Closed()
	if raised > p.Today {
		report("raised", fmt.Sprintf("was raised on %s, which is in the future", raised),
			"write the day on which it was found")
		return
	}
	if raised != day.None && due != day.None && due < raised {
		report("due", fmt.Sprintf("was due on %s, before it was raised on %s", due, raised),
			"write by when it has to be done, or when it was raised")
	}
	if closed == day.None {
		return
	}
	if first := a.Cell("closed").When.First; first > p.Today {
		report("closed", fmt.Sprintf("was closed on %s, which is in the future", first),
			"write the day on which it was closed, or nothing while it is open")
	} else if raised != day.None && closed < raised {
		report("closed", fmt.Sprintf("was closed on %s, before it was raised on %s", closed, raised),
			"write the day on which it was closed")
	}
}
