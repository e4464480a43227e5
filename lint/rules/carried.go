package rules

import (
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// sharedFollowing are the reviews that follow another one, with what they do with its open actions.
var sharedFollowing = lint.Share(func(in *lint.Input) ([]isms.Following, error) {
	system, err := sharedSystem(in)
	if err != nil {
		return nil, err
	}
	all, err := sharedMinutes(in)
	if err != nil {
		return nil, err
	}
	return system.Following(all)
})

// eachLost calls report for each action that was open at the end of a review, and that nothing goes on with in the
// next one. A review whose day is still to come is only an agenda.
func eachLost(p *lint.Pass, report func(f isms.Following, c isms.Carried, found lint.Found)) error {
	all, err := sharedFollowing(p.Input)
	if err != nil {
		return err
	}
	for _, f := range all {
		m, err := minutesOf(p.Input, f.Entry)
		if err != nil {
			return err
		}
		if m == nil || m.Day() > p.Today && m.Status() != schema.Closed {
			continue
		}
		span, err := previousAt(p, m)
		if err != nil {
			return err
		}
		for _, c := range f.Actions {
			if c.Here != nil {
				continue
			}
			there, err := lint.RelatedAt(c.Entry.Document, c.Span, "the action")
			if err != nil {
				return err
			}
			report(f, c, lint.Found{Doc: f.Entry, Span: span, Related: []lint.Related{there}})
		}
	}
	return nil
}

// previousAt is where a review speaks of earlier actions: its table, else the section, else the review's day.
func previousAt(p *lint.Pass, m *isms.Minutes) (document.Span, error) {
	system, err := sharedSystem(p.Input)
	if err != nil {
		return document.Span{}, err
	}
	t, err := system.Table(m.Entry, "previous actions")
	if err != nil {
		return document.Span{}, err
	}
	if t != nil {
		return t.Pieces[0].Span, nil
	}
	text, err := textOf(p.Input, m.Entry)
	if err != nil {
		return document.Span{}, err
	}
	for i, at := range text.Placed(m.Kind.Outline) {
		if at >= 0 && m.Kind.Outline.Sections[i].Clause == "9.3.2 a" {
			return text.Parts()[at].Span, nil
		}
	}
	return saidAt(m.Entry, "date", m.Held), nil
}
