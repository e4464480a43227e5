package rules

import (
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// sharedMinutes are the management reviews of a run, sorted by their days.
var sharedMinutes = lint.Share(func(in *lint.Input) ([]*isms.Minutes, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	return system.Reviews()
})

// minutesOf returns what a management review says of itself; nil where a document is none, or isn't asked.
func minutesOf(in *lint.Input, e *register.Entry) (*isms.Minutes, error) {
	system, err := sharedSystem(in)
	if err != nil || !system.Is(e.Kind, isms.Review) || !judged(e) || e.Status() == schema.Draft ||
		e.Status() == schema.Retired {
		return nil, err
	}
	if adopted, err := adoptedWords(in, e); adopted || err != nil {
		return nil, err
	}
	return system.Minutes(e)
}

// ofMinutes makes the Find of a rule that asks what the minutes of one management review say.
func ofMinutes(find func(*lint.Pass, *isms.System, *isms.Minutes) error) func(*lint.Pass) error {
	return func(p *lint.Pass) error {
		m, err := minutesOf(p.Input, p.Doc)
		if m == nil || err != nil {
			return err
		}
		system, err := sharedSystem(p.Input)
		if err != nil {
			return err
		}
		return find(p, system, m)
	}
}

// saidAt is the place of what a document says of itself in a field or a line; the field's own place where it says
// nothing.
func saidAt(e *register.Entry, field string, s isms.Saying) document.Span {
	if s.Span.End > s.Span.Start {
		return s.Span
	}
	return at(e, field)
}
