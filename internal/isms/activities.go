package isms

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
)

// The kind of plans of what recurs, and its table.
const (
	ActivityPlan    = "activity-plan"
	ActivitiesTable = "activities"
)

// Activity is a time for which something is planned.
type Activity struct {
	Table *records.Table
	N     int     // of the row in Table
	Due   day.Day // the last day for which it is planned; None where nothing says it
	Done  bool    // it was carried out
}

// Cell returns what the plan says of a column.
func (a *Activity) Cell(column string) records.Cell { return a.Table.Cell(a.Table.Rows[a.N], column) }

// Activities reads a plan, in the order of its rows.
func (s *System) Activities(e *register.Entry) (all []*Activity, err error) {
	t, err := s.Table(e, ActivitiesTable)
	for i := 0; err == nil && t != nil && i < len(t.Rows); i++ {
		if !t.Rows[i].Filled() {
			continue
		}
		a := &Activity{Table: t, N: i}
		executed := a.Cell("executed")
		a.Due = lastDay(a.Cell("planned"))
		a.Done = executed.State != records.Empty && executed.When.Form != records.NoDay
		all = append(all, a)
	}
	return all, err
}
