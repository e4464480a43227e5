package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
)

func wr727() *lint.Rule {
	return &lint.Rule{
		ID: "WR727", Name: "due-date-moved", Scope: lint.History, Severity: lint.Warning, Ground: lint.NeedsHistory,
		Title: "The due date of an open action was moved later",
		Text: `A log in which nothing is ever late may be one whose dates move. The history keeps count.

**What counts.** An open row of a log of corrective or other actions, or an open action in its own file, whose due date
the main branch moved later: the first day of the new one lies after the last day of the old one. The finding names the
commits, and by how many days the action slipped altogether.

**What doesn't.** Dates that became earlier or more exact, such as a day within the quarter that was promised; actions
that are done; a move in a pull request, which is for its reviewers to see.

**How to fix it.** Do it, or say in the notes why it takes longer, and accept the finding with that reason.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR727"), Good: good("WR727"),
		Find: func(p *lint.Pass) error {
			return eachAction(p, func(s *isms.System, a *isms.Action) error {
				courses, err := s.Courses()
				if err != nil {
					return err
				}
				x := courses.Of(a.Key)
				if x == nil || !a.Open() {
					return nil
				}
				moves := onMainLine(p.Input, x.Moves())
				if len(moves) == 0 {
					return nil
				}
				first, last := moves[0], moves[len(moves)-1]
				times := ""
				if len(moves) > 1 {
					times = fmt.Sprintf(" %d times", len(moves))
				}
				p.Report(onAction(a, "due", lint.Found{Commit: first.Change.Step.ID, Newest: last.Change.Step.ID,
					Message: fmt.Sprintf("the due date of %s was moved%s, from %s to %s, which is %s later (%s)",
						actionName(a), times, first.From, last.To, count(first.From.Until(last.To), "day"),
						commitsOf(moves)),
					Help: "do it, or accept the finding with the reason why it takes longer"}))
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantCourse(s, func(t *sheet) {
				t.set(0, map[string]string{"status": "open", "due": (s.Input().Today + 10).String()})
			}, func(t *sheet) { t.set(0, map[string]string{"due": (s.Input().Today + 40).String()}) })
		},
	}
}

// onMainLine leaves out what a proposal does.
func onMainLine(in *lint.Input, moves []isms.Move) []isms.Move {
	for i, m := range moves {
		if in.Book.Proposed >= 0 && m.Change.Index >= in.Book.Proposed {
			return moves[:i]
		}
	}
	return moves
}

func commitsOf(moves []isms.Move) string {
	var all []string
	for i, m := range moves {
		if i == maxNamed {
			all = append(all, fmt.Sprintf("%d more", len(moves)-i))
			break
		}
		all = append(all, commit(m.Change.Step.ID))
	}
	return allOf(all)
}
