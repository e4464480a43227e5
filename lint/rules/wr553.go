package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr553() *lint.Rule {
	return &lint.Rule{
		ID: "WR553", Name: "treatment-overdue", Scope: lint.Register, Severity: lint.Error, Calendar: true,
		Title: "The treatment of a risk is overdue",
		Text: `Until it is done the company bears the whole risk, longer than its owner accepted.

**What counts.** A row of a risk treatment plan whose due date has passed, and that isn't done: by its status, else by
the actions of logs that name the risk's id as their source. Where neither says anything it isn't done.

**What doesn't.** Risks that are accepted; rows without a day; drafts, retired documents, adopted words. It comes with
time alone, and never blocks a pull request.

**How to fix it.** Carry it out and say so in the action log; or agree on another day, which the owners of the risk
approve again.`,
		Clause: "ISO27001:8.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR553"), Good: good("WR553"),
		Find: func(p *lint.Pass) error {
			system, err := sharedSystem(p.Input)
			if err != nil {
				return err
			}
			return eachTreatment(p, func(t *isms.Treatment) error {
				due := t.Cell("due")
				if due.State != records.Known || due.When.Last == day.None || due.When.Last >= p.Today ||
					t.Accepts() {
					return nil
				}
				progress, err := system.Progress(t)
				if progress.Done || err != nil {
					return err
				}
				f := lint.Found{Message: fmt.Sprintf("the treatment of %s was due on %s, %s ago, and isn't done",
					treatmentName(t), due.When.Last, count(int(p.Today-due.When.Last), "day")),
					Help: "carry it out, and say so in an action log with the risk's id as the source; or agree on another day"}
				for _, a := range progress.Actions {
					if a.Open() {
						if f.Related, err = relatedTo(a.Entry, a.Span, "its action, which is open"); err != nil {
							return err
						}
						break
					}
				}
				p.Report(onTreatment(t, "due", f))
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantTreatment(s, func(t *sheet) {
				t.set(0, map[string]string{"due": (s.Input().Today - 10).String(), "status": "open"})
			})
		},
	}
}
