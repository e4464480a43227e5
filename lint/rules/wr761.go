package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr761() *lint.Rule {
	return &lint.Rule{
		ID: "WR761", Name: "addendum-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "An addendum has no day, or one that can't be",
		Text: `An addendum says what was added to a closed record, and when. Without its day it can't be told from what the
record said.

**What counts.** A heading of the second level in a closed record that begins with "Addendum" and isn't followed by a day
of the form YYYY-MM-DD; a day before the record's closing, in the future, or before that of the addendum above it.

**What doesn't.** Open records; other headings; an addendum on the day of the closing.

**How to fix it.** Write ` + "`## Addendum 2026-03-01`" + `, with the day on which it is added, below those that are
there.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR761"), Good: good("WR761"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) || !p.Doc.Kind.Record || p.Doc.Status() != schema.Closed {
				return nil
			}
			if adopted, err := adoptedWords(p.Input, p.Doc); adopted || err != nil {
				return err
			}
			return findAddenda(p)
		},
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool { return d.kind.Record }, func(d *draft) {
				d.set("status", schema.Closed)
				d.body += "\n## Addendum: what we forgot\n\nThe room was cold.\n"
			})
		},
	}
}

var addendumHeading = lazyregexp.New(`(?i)^addendum\b[\s:–—-]*(\d{4}-\d{2}-\d{2})?`)

func findAddenda(p *lint.Pass) error {
	closed, err := closedOn(p.Input, p.Doc)
	if err != nil {
		return err
	}
	before := closed
	for _, h := range p.Doc.Headings() {
		m := addendumHeading.FindStringSubmatch(h.Text)
		if m == nil || h.Level != 2 {
			continue
		}
		report := func(message, help string) {
			p.Report(lint.Found{Span: document.Span{Start: h.Span.Start, End: h.Span.End},
				Anchor: "addendum " + strings.ToLower(h.Text), Message: message, Help: help})
		}
		on, err := day.Parse(m[1])
		switch {
		case m[1] == "" || err != nil:
			report("the addendum "+quoted(short(h.Text))+" says no day",
				"write `## Addendum YYYY-MM-DD`, with the day on which it is added")
			continue
		case on > p.Today:
			report(fmt.Sprintf("the addendum of %s is in the future", on), "write the day on which it is added")
		case on < closed:
			report(fmt.Sprintf("the addendum of %s lies before the record, which is of %s", on, closed),
				"write the day on which it is added")
		case on < before:
			report(fmt.Sprintf("the addendum of %s stands below one of %s", on, before),
				"put it where it belongs by its day")
		}
		before = max(before, on)
	}
	return nil
}

// closedOn is the day since which the main line has a record as closed. Of one that it never had as open, or that is
// being closed, the day of which the record is counts; None where that isn't known.
func closedOn(in *lint.Input, e *register.Entry) (day.Day, error) {
	t, err := trailOf(in, e)
	if err != nil {
		return day.None, err
	}
	if t != nil {
		if closed, saw := standing.ClosedSince(t, in.Today); saw && closed != day.None {
			return closed, nil
		}
	}
	s, err := sharedSystem(in)
	if err != nil {
		return day.None, err
	}
	return s.Date(e)
}
