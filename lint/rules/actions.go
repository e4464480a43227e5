package rules

import (
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// followed returns the actions of a document that is a log or an action in a file of its own; none of a document that
// isn't asked.
func followed(in *lint.Input, e *register.Entry) (*isms.System, []*isms.Action, error) {
	system, err := sharedSystem(in)
	if err != nil || !judged(e) || e.Status() == schema.Retired || !system.Is(e.Kind, isms.LogKinds()...) {
		return system, nil, err
	}
	if adopted, err := adoptedWords(in, e); adopted || err != nil {
		return system, nil, err
	}
	actions, err := system.ActionsOf(e)
	return system, actions, err
}

// eachAction calls find for the actions of all logs of the register.
func eachAction(p *lint.Pass, find func(*isms.System, *isms.Action) error) error {
	for _, e := range p.Register.Documents {
		system, actions, err := followed(p.Input, e)
		if err != nil {
			return err
		}
		for _, a := range actions {
			if err := find(system, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// actionName names an action in a message: by its id, else by the beginning of its words.
func actionName(a *isms.Action) string {
	if a.ID != "" {
		return a.ID
	}
	const most = 40
	words := []rune(strings.Join(strings.Fields(a.Words()), " "))
	if len(words) > most {
		words = append(words[:most], '…')
	}
	return "the action " + quoted(string(words))
}

// onAction is a finding about a column of an action, at its cell, else at its row.
func onAction(a *isms.Action, column string, f lint.Found) lint.Found {
	f.Doc, f.Span = a.Entry, a.Span
	if c := a.Cell(column); c.Span != (document.Span{}) && c.Span.End > c.Span.Start {
		f.Span = c.Span
	}
	if f.Anchor == "" {
		f.Anchor = "action " + column
	}
	if name := a.Key; name != "" {
		f.Anchor += " " + name
	} else if a.Table != nil {
		f.Anchor += " " + rowName(a.Table, a.Row)
	}
	return f
}

// headOf is the first table of a log that lacks a column, with the action that shows it; nil where all have it, or no
// action suits.
func headOf(actions []*isms.Action, column string, suits func(*isms.Action) bool) (*records.Piece, *isms.Action) {
	for _, a := range actions {
		if a.Table != nil && !a.Has(column) && suits(a) {
			return &a.Table.Pieces[a.Table.Rows[a.Row].Piece], a
		}
	}
	return nil, nil
}

// sharedCourses is what the main line did with the rows of all logs.
func sharedCourses(in *lint.Input) (*isms.Courses, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	return system.Courses()
}
