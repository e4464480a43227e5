package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr729() *lint.Rule {
	return &lint.Rule{
		ID: "WR729", Name: "closed-row-edited", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A row that was done lost or changed a value",
		Text: `What was found, why, and what was done about it are evidence from the day on which the row was closed.

**What counts.** A row of a log, or an action's own file, that the main branch had as done, and of which a cell that was
filled in is empty or says something else now. Of a verified row nothing changes any more. A finding ends when the row
says again what it said.

**What doesn't.** Filling in empty cells, and going on from done to verified; reopening (WR730 asks why); another address
of a link; white space; another order, another column's name, a column that is gone as a whole; editing open rows.

**How to fix it.** Put the old value back, which the finding names, and add what is new in the notes or in a row of its
own.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR729"), Good: good("WR729"),
		Find: func(p *lint.Pass) error {
			return eachAction(p, func(s *isms.System, a *isms.Action) error {
				courses, err := s.Courses()
				if err != nil {
					return err
				}
				if x := courses.Of(a.Key); x != nil && a.Done() {
					checkClosedRow(p, x, a)
				}
				return nil
			})
		},
		Seed: func(s lint.Scratch) error {
			return plantCourse(s, func(t *sheet) { t.set(0, map[string]string{"status": "done", "cause": "Nobody looked"}) },
				func(t *sheet) { t.set(0, map[string]string{"cause": "Bad luck"}) })
		},
	}
}

func checkClosedRow(p *lint.Pass, x *isms.Course, a *isms.Action) {
	was := x.AsClosed()
	if was == nil {
		return
	}
	now := a.AsRow()
	for _, column := range slices.Sorted(maps.Keys(was.Texts)) {
		before, after := was.Texts[column], now.Texts[column]
		if before == after || column == "status" || !a.Has(column) {
			continue
		}
		what := "says " + quoted(short(after))
		if after == "" {
			what = "is empty"
		}
		p.Report(onAction(a, column, lint.Found{Anchor: "edited " + column, Commit: was.Change.Step.ID,
			Message: fmt.Sprintf("%s of %s %s; when it was closed on %s (%s) it said %s", columnName(column),
				actionName(a), what, was.Change.Day, commit(was.Change.Step.ID), quoted(short(before))),
			Help: "put the old value back, and add what is new in the notes or in a row of its own"}))
	}
	if was.Class != records.ClassVerified {
		return
	}
	if a.Class() != was.Class {
		p.Report(onAction(a, "status", lint.Found{Anchor: "edited status", Commit: was.Change.Step.ID,
			Message: fmt.Sprintf("%s was verified on %s (%s), and is only %s now", actionName(a), was.Change.Day,
				commit(was.Change.Step.ID), a.Class()), Help: "put the old status back, or open it again and say why"}))
	}
	var added []string
	for _, column := range was.Empty {
		if now.Texts[column] != "" {
			added = append(added, columnName(column))
		}
	}
	if len(added) > 0 {
		p.Report(onAction(a, "status", lint.Found{Anchor: "filled", Commit: was.Change.Step.ID,
			Message: fmt.Sprintf("%s was verified on %s (%s), and %s was filled in after that", actionName(a),
				was.Change.Day, commit(was.Change.Step.ID), strings.Join(added, ", ")),
			Help: "take it back, and write what is new in a row of its own"}))
	}
}
