package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/lint"
)

func wr720() *lint.Rule {
	return &lint.Rule{
		ID: "WR720", Name: "action-id", Scope: lint.Document, Severity: lint.Error,
		Title: "A row of an action log has no id of its own",
		Text: `"See CA-007" has to name one action for as long as the records are kept, and a row's history is followed by
its id alone.

**What counts.** A row of a log of corrective or other actions without an id, with one that isn't of the form that the
column asks for, or with one that another row has: in this log, or in another open log where the words aren't the same.
Capitals, and zeros before the last number, make no difference.

**What doesn't.** Rows of which nothing is filled in; an open row that a new year's log carries over; numbers without
letters in another log, for each counts from 1; a row for an action that has a file of its own.

**How to fix it.** Give the row the next free number, and never use a number again.`,
		Clause: "ISO27001:10.2", Since: "0.1.0", Suppressible: true, Said: true,
		Bad: bad("WR720"), Good: good("WR720"),
		Find: func(p *lint.Pass) error {
			_, actions, err := followed(p.Input, p.Doc)
			if err != nil {
				return err
			}
			first := map[string]*isms.Action{}
			for _, a := range actions {
				if a.Table == nil || !a.Has("id") {
					continue // a file of its own; or WR506 asks for the column
				}
				if err := checkActionID(p, a, first); err != nil {
					return err
				}
			}
			return nil
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, isLog, func(t *sheet) { t.set(0, map[string]string{"id": ""}) })
		},
	}
}

func checkActionID(p *lint.Pass, a *isms.Action, first map[string]*isms.Action) error {
	c := a.Cell("id")
	switch {
	case c.State == records.Empty || c.State == records.Nothing:
		p.Report(onAction(a, "id", lint.Found{Message: actionName(a) + " has no id",
			Help: "give it the next free number, such as CA-007"}))
		return nil
	case c.State == records.Unclear:
		p.Report(onAction(a, "id", lint.Found{Message: "the id " + c.Problem.Message, Help: c.Problem.Help}))
		return nil
	case a.Key == "":
		return nil // a placeholder
	}
	other := first[a.Key]
	if other == nil {
		first[a.Key] = a
		var err error
		if other, err = rowElsewhere(p.Input, a); err != nil || other == nil {
			return err
		}
	}
	row, err := lint.RelatedAt(other.Entry.Document, other.Span, "the other row")
	if err != nil {
		return err
	}
	p.Report(onAction(a, "id", lint.Found{Anchor: "action twice",
		Message: fmt.Sprintf("%s is the id of another row, too: %s, line %d", quoted(a.ID), row.Path, row.Range.Start.Line),
		Help:    "give this row the next free number, or make one row of the two",
		Related: []lint.Related{row}}))
	return nil
}

// rowElsewhere returns a row of another open log that has the id of an action and isn't the same one carried over.
func rowElsewhere(in *lint.Input, a *isms.Action) (*isms.Action, error) {
	byKey, err := sharedRowsByKey(in)
	if err != nil {
		return nil, err
	}
	for _, o := range byKey[a.Key] {
		if o.Entry != a.Entry && o.Table != nil && o.Entry.Path < a.Entry.Path &&
			a.Topic().Alike(o.Topic()) == 0 {
			return o, nil
		}
	}
	return nil, nil
}

// sharedRowsByKey are the actions of all logs by their keys.
var sharedRowsByKey = lint.Share(func(in *lint.Input) (map[string][]*isms.Action, error) {
	all := map[string][]*isms.Action{}
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	for _, e := range system.Logs() {
		actions, err := system.ActionsOf(e)
		if err != nil {
			return nil, err
		}
		for _, a := range actions {
			if a.Key != "" {
				all[a.Key] = append(all[a.Key], a)
			}
		}
	}
	return all, nil
})
