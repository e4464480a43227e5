package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/draft"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/standing"
)

// carry puts what a management review has to look at into its tables: the open actions of the last one, the open
// nonconformities of the logs, and the metrics.
func (s *starting) carry(context.Context) error {
	system := isms.New(standing.View{Config: s.reg.Config, Register: s.reg, Book: s.book, Today: s.today})
	if !system.Is(s.kind, isms.Review) || s.flags.from != "" {
		return nil
	}
	on, _ := day.Parse(s.new.Text("date")) // without one it comes after all others
	agenda, err := system.Agenda(strings.ToLower(s.new.Text("series")), on)
	if err != nil {
		return err
	}
	s.new.Rows = map[string][]draft.Row{}
	add := func(table string, row draft.Row) { s.new.Rows[table] = append(s.new.Rows[table], row) }
	for _, a := range agenda.Actions {
		row := draft.Row{"id": a.Name(), "action": a.Words(), "owner": a.Cell("owner").Text, "due": dueText(a.Action),
			"status": cmp.Or(a.Cell("status").Text, "open")}
		if here := a.Here; here != nil {
			row["status"], row["notes"] = cmp.Or(here.Cell("status").Text, row["status"]), here.Name()
			row["due"] = cmp.Or(dueText(here), row["due"])
		}
		add("previous actions", row)
	}
	for _, a := range agenda.Nonconformities {
		add("nonconformities", draft.Row{"id": a.Name(), "description": cmp.Or(a.Cell("nonconformity").Text, a.Words()),
			"status": a.Cell("status").Text, "due": dueText(a)})
	}
	if t := agenda.Metrics; t != nil {
		for _, row := range t.Rows {
			last := t.Cell(row, "actual").Text
			if last != "" {
				last = "last: " + last
			}
			add("metrics", draft.Row{"metric": t.Cell(row, "metric").Text, "target": t.Cell(row, "target").Text,
				"trend": last})
		}
	}
	if agenda.Last != nil {
		s.notes = append(s.notes, fmt.Sprintf("carried over from %s: %s, %s", agenda.Last.Key(),
			counted(len(s.new.Rows["previous actions"]), "open action", "open actions"), counted(len(s.new.Rows["metrics"]),
				"metric", "metrics")))
	}
	if n := len(agenda.Nonconformities); n > 0 {
		s.notes = append(s.notes, "carried over from the logs: "+counted(n, "open corrective action",
			"open corrective actions"))
	}
	return nil
}

// dueText is the due date of an action as it is written; one that counts from the day of its own record is a day.
func dueText(a *isms.Action) string {
	if c := a.Cell("due"); c.State == records.Known && c.When.Form == records.Relative {
		return c.When.Last.String()
	}
	return a.Cell("due").Text
}
