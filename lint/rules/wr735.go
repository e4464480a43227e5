package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr735() *lint.Rule {
	return &lint.Rule{
		ID: "WR735", Name: "effectiveness-unchecked", Scope: lint.Register, Severity: lint.Warning, Calendar: true,
		Title: "Nobody looked whether a corrective action worked",
		Text: `The standard asks for it, and only weeks later there is something to see.

**What counts.** A row of a log of corrective actions, or a corrective action in its own file, that was done longer ago
than ` + "`kinds.KIND.check_within`" + ` (90 days where writ.yaml says nothing), and neither its status nor a column says
that its effect was checked. A planned check, and a day in the future, are none. Where the table has no column for it,
one finding at its header says so. It comes with time: it never blocks a pull request.

**What doesn't.** Observations and opportunities; void rows; a day of closing that neither the row nor history knows.

**How to fix it.** Look whether it happened again, and write down the day and who looked.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR735"), Good: good("WR735"),
		Find: func(p *lint.Pass) error {
			for _, e := range p.Register.Documents {
				s, actions, err := followed(p.Input, e)
				if err != nil {
					return err
				}
				if !s.Is(e.Kind, isms.CorrectiveLog, isms.CorrectiveFile) || e.Kind.Interval.CheckWithin.IsZero() {
					continue
				}
				if err := findUnchecked(p, s, e.Kind.Interval.CheckWithin, actions); err != nil {
					return err
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) {
				t.set(0, map[string]string{
					"status":        "done",
					"grade":         "minor",
					"effectiveness": "",
					"verified_by":   "",
					"raised":        (s.Input().Today - 400).String(),
					"closed":        (s.Input().Today - 300).String(),
				})
			})
		},
	}
}

func findUnchecked(p *lint.Pass, s *isms.System, within day.Cycle, actions []*isms.Action) error {
	courses, err := s.Courses()
	if err != nil {
		return err
	}
	told := false
	for _, a := range actions {
		done := courses.DoneOn(a)
		if a.Class() != records.ClassDone || a.Grade() == "opportunity" || a.Grade() == "conform" || done == day.None ||
			done.Add(within) >= p.Today || looked(p, a) {
			continue
		}
		f := lint.Found{Message: fmt.Sprintf("%s was done on %s, %s ago, and nobody looked whether it worked "+
			"(`kinds.%s.check_within`: %s)", actionName(a), done, count(done.Until(p.Today), "day"), a.Entry.Kind.Name,
			within), Help: "look whether it happened again, and write down the day and who looked"}
		if a.Has("effectiveness") || a.Has("verified_by") {
			p.Report(onAction(a, "effectiveness", f))
		} else if !told {
			told = true
			piece := a.Table.Pieces[a.Table.Rows[a.Row].Piece]
			f.Doc, f.Span = a.Entry, document.Span{Start: piece.Span.Start, End: piece.Span.Start}
			f.Anchor = "table effectiveness"
			f.Message += "; the table has no column for it"
			f.Help = "add a column Effectiveness, with the day on which somebody looked"
			p.Report(f)
		}
	}
	return nil
}

// looked reports whether somebody says that they looked.
func looked(p *lint.Pass, a *isms.Action) bool {
	if a.Says("verified_by") {
		return true
	}
	c := a.Cell("effectiveness")
	if !a.Says("effectiveness") || a.Checked() > p.Today {
		return false
	}
	word, known := records.Vocabularies()["status"].Read(c.Text) // "Pending", "planned for spring"
	return !known || word.Class != records.ClassOpen
}
