package rules

import (
	"fmt"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr763() *lint.Rule {
	return &lint.Rule{
		ID: "WR763", Name: "record-overdue", Scope: lint.Register, Severity: lint.Error, Calendar: true,
		Title: "Something that recurs wasn't done in time",
		Text: `"At planned intervals" means that the plan is kept.

**What counts.** The newest record of a kind with ` + "`every`" + ` in writ.yaml, or in a kind that it extends, is older
than that, and its ` + "`grace`" + `: risk assessments, internal audits, kinds of your own. An activity of an activity plan
whose planned day is longer past than the plan's grace, and which wasn't carried out. It comes with time: it never blocks
a pull request. Where nobody stated the interval, it is a warning.

**What doesn't.** Kinds of which there is no record yet (WR801); management reviews (WR705), logs (WR734); external
audits, for the interval asks for internal ones; activities "ongoing".

**How to fix it.** Do it, and write the record; or state the interval that you plan under ` + "`kinds.KIND.every`" + `.`,
		Clause: "ISO27001:8.1", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR763"), Good: good("WR763"),
		Find: func(p *lint.Pass) error {
			if err := findOldRecords(p); err != nil {
				return err
			}
			return findLateActivities(p)
		},
		Seed: func(s lint.Scratch) error {
			return plantSheet(s, hasColumn(func(c schema.Column) bool { return c.Name == "executed" }), func(t *sheet) {
				t.set(0, map[string]string{"planned": (s.Input().Today - 900).String(), "executed": ""})
			})
		},
	}
}

// newestRecord returns the newest record of a kind that counts for its interval, and its day.
func newestRecord(s *isms.System, kind string) (newest *register.Entry, on day.Day, err error) {
	for _, e := range s.Of(kind) {
		if external(e) {
			continue
		}
		d, err := s.Date(e)
		if err != nil {
			return nil, day.None, err
		}
		if d > on {
			newest, on = e, d
		}
	}
	return newest, on, nil
}

// external reports whether an audit is another company's.
func external(e *register.Entry) bool {
	t := e.Front.Text("type")
	return t == "external" || t == "supplier"
}

func findOldRecords(p *lint.Pass) error {
	s, err := sharedSystem(p.Input)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.Config.Kinds)) {
		k := p.Config.Kinds[name]
		every := k.Interval.Every
		if every.IsZero() || s.Is(k, isms.Review, isms.CorrectiveLog, isms.CorrectiveFile) {
			continue
		}
		newest, on, err := newestRecord(s, name)
		if err != nil {
			return err
		}
		if newest == nil || newest.Kind != k {
			continue // told of the kind that is built on this one
		}
		if by := on.Add(every).Add(k.Interval.Grace); by < p.Today {
			f := lint.Found{Doc: newest, Whole: true, Anchor: "every",
				Message: fmt.Sprintf("the newest document of the kind %s is of %s; the next one was due on %s "+
					"(`kinds.%s.every`: %s)",
					name, on, on.Add(every), name, every),
				Help: "do it and write the record, or state the interval that you plan"}
			if !p.Config.Stated(k, "every") {
				f.Weight = lint.Warning
			}
			p.Report(f)
		}
	}
	return nil
}

func findLateActivities(p *lint.Pass) error {
	s, err := sharedSystem(p.Input)
	if err != nil {
		return err
	}
	for _, e := range s.Of(isms.ActivityPlan) {
		if adopted, err := adoptedWords(p.Input, e); err != nil {
			return err
		} else if adopted || !judged(e) {
			continue
		}
		all, err := s.Activities(e)
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.Done || a.Due == day.None || a.Due.Add(e.Kind.Interval.Grace) >= p.Today {
				continue
			}
			p.Report(lint.Found{Doc: e, Span: a.Cell("planned").Span,
				Anchor: cellAnchor(a.Table, a.N, "planned") + " " + a.Due.String(),
				Message: fmt.Sprintf("%s was planned for %s, %s ago, and wasn't carried out",
					quoted(short(a.Cell("activity").Text)), a.Due, count(a.Due.Until(p.Today), "day")),
				Help: "carry it out, and write the day and the evidence"})
		}
	}
	return nil
}
