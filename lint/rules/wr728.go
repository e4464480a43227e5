package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr728() *lint.Rule {
	return &lint.Rule{
		ID: "WR728", Name: "row-removed", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A row of a log was taken out within its retention",
		Text: `A nonconformity that is no longer in the log never happened, to whoever reads it. It is a record, to be kept.

**What counts.** An id that a log of the main branch had, and that no table of any document has now, nor any document as
its own id: while the action was open, or within ` + "`retention`" + ` of its kind since it was done. The finding names
the commit that took it out.

**What doesn't.** A row that went to another table, log, or file of its own; the same number written otherwise, as CA-1
and CA-001; rows without an id; what was taken out after its time; a log that was removed as a whole (WR760).

**How to fix it.** Bring the row back; one that was a mistake is void: write "withdrawn" as its status, and why.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR728"), Good: good("WR728"),
		Find: findRemovedRows,
		Seed: func(s lint.Scratch) error {
			return plantCourse(s, func(t *sheet) { t.set(0, map[string]string{"status": "open"}) }, func(t *sheet) {
				t.rows = nil
			})
		},
	}
}

func findRemovedRows(p *lint.Pass) error {
	if !anyLog(p) {
		return nil
	}
	s, err := sharedSystem(p.Input)
	if err != nil {
		return err
	}
	courses, err := s.Courses()
	if err != nil {
		return err
	}
	byKey, err := sharedRowsByKey(p.Input)
	if err != nil {
		return err
	}
	for _, x := range courses.All() {
		if len(byKey[x.Key]) > 0 {
			continue
		}
		if err := removedRow(p, s, x); err != nil {
			return err
		}
	}
	return nil
}

// anyLog reports whether one of the documents to be judged is a log.
func anyLog(p *lint.Pass) bool {
	s, err := sharedSystem(p.Input)
	if err != nil {
		return false
	}
	for _, e := range p.Register.Documents {
		if s.Is(e.Kind, isms.LogKinds()...) {
			return true
		}
	}
	return false
}

// removedRow reports a row that no log has any more, where it should still be there.
func removedRow(p *lint.Pass, s *isms.System, x *isms.Course) error {
	had, gone := x.LastRow()
	e := p.Register.ByPath(had.Log.Path)
	if e == nil || had.Log.Removed || !judged(e) || !s.Is(e.Kind, isms.LogKinds()...) {
		return nil // the log is gone as a whole, or is none any more
	}
	done := had.Change.Day
	if had.Closed != day.None {
		done = had.Closed
	}
	if r := e.Kind.Retention; had.Row.Done() && !r.IsZero() && done.Add(r) < goneOn(p, gone) {
		return nil
	}
	if somewhere(p, x) {
		return nil
	}
	f := lint.Found{Doc: e, Whole: true, Anchor: "removed row " + x.Key,
		Message: fmt.Sprintf("%s was in this log, and this change takes it out", x.ID),
		Help:    "bring the row back; one that was a mistake gets the status withdrawn, and the reason"}
	if gone != nil && !gone.Change.Step.ID.IsZero() {
		f.Commit = gone.Change.Step.ID
		f.Message = fmt.Sprintf("%s was in this log until %s, when %s took it out", x.ID, gone.Change.Day,
			commit(gone.Change.Step.ID))
	}
	p.Report(f)
	return nil
}

func goneOn(p *lint.Pass, gone *isms.State) day.Day {
	if gone == nil {
		return p.Today
	}
	return gone.Change.Day
}

// somewhere reports whether any document has an id as its own, or in a cell of a table.
func somewhere(p *lint.Pass, x *isms.Course) bool {
	if len(p.Register.ByID(x.ID)) > 0 {
		return true
	}
	for _, e := range p.Register.All() {
		for _, t := range e.Tables() {
			for _, row := range t.Rows {
				for _, c := range row {
					if id, ok := records.ReadID(c.Text); ok && isms.RowKey(e.Key(), id) == x.Key {
						return true
					}
				}
			}
		}
	}
	return false
}
