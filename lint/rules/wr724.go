package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

// causeWithin is by when a nonconformity should have a cause, in days. It is a convention of writ.
const causeWithin = 30

func wr724() *lint.Rule {
	return &lint.Rule{
		ID: "WR724", Name: "root-cause-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A nonconformity has no cause",
		Text: `Who doesn't know why it happened corrects it, and it happens again. The causes are what the standard asks for
besides the correction.

**What counts.** A row of a log of corrective actions, or an action's own file, without a cause, once it is done, or was
raised more than ` + "30 days" + ` ago: major, minor, or without a grade. The age alone never blocks a pull request.

**What doesn't.** Observations and opportunities for improvement; void rows; a log without a column for causes (WR506);
placeholders (WR121). In a file, the section about the root cause counts.

**How to fix it.** Write why it happened: what would have prevented it.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR724"), Good: good("WR724"),
		Find: func(p *lint.Pass) error {
			s, actions, err := followed(p.Input, p.Doc)
			if err != nil {
				return err
			}
			history, err := sharedCourses(p.Input)
			if err != nil {
				return err
			}
			for _, a := range actions {
				if !a.Corrective(s) || !a.Has("cause") || a.Says("cause") || a.Class() == records.ClassVoid ||
					a.Grade() == "opportunity" || a.Grade() == "conform" || unwritten(a.Cell("cause").Text) {
					continue
				}
				raised := history.Raised(a)
				age := raised.Until(p.Today)
				if !a.Done() && (raised == 0 || age <= causeWithin) {
					continue
				}
				f := lint.Found{Message: actionName(a) + " is done, and nobody says what caused it",
					Help: "write why it happened: what would have prevented it"}
				if !a.Done() {
					f.Message = fmt.Sprintf("%s was raised on %s, %s ago, and has no cause yet", actionName(a), raised,
						count(age, "day"))
					f.Timely = true
				}
				p.Report(onAction(a, "cause", f))
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{"cause": "", "grade": "minor", "status": "done"})
			})
		},
	}
}
