package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr118() *lint.Rule {
	return &lint.Rule{
		ID: "WR118", Name: "date-malformed", Scope: lint.Document, Severity: lint.Error,
		Title: "A date isn't a real day written as YYYY-MM-DD",
		Text: `03/04/2026 is in March or in April, depending on who reads it. A date that can be read in two ways, or
that no calendar has, can't say when a document came into force or is due.

**What counts.** A field that holds a day, with a value that isn't YYYY-MM-DD or isn't in the calendar:
` + namedFields(schema.Day) + `, and any other whose name ends in ` + "`_date`" + `.

**What doesn't.** Dates in the text, empty fields, quotes around a date.

**How to fix it.** The finding guesses which day was meant, or says which two it may be.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR118"), Good: good("WR118"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			for name := range fieldsOf(p.Doc, schema.Day) {
				checkDay(p, name)
			}
			return nil
		},
	}
}

func checkDay(p *lint.Pass, name string) {
	f, text, wrong, ok := single(p.Doc, name)
	if _, err := day.Parse(text); !ok || wrong == "" && err == nil {
		return
	}
	if wrong == "" && f.Value.Kind == document.Bool {
		wrong = fmt.Sprintf("%s is %s; a day was expected", f.Key, text)
	}
	help := "write the day as YYYY-MM-DD"
	var fix *lint.Fix
	if wrong == "" {
		wrong = fmt.Sprintf("%s %s isn't a day written as YYYY-MM-DD", f.Key, quoted(text))
		if why := noSuchDay(text); why != "" {
			wrong = fmt.Sprintf("%s %s isn't in the calendar: %s", f.Key, text, why)
		}
		zone := p.Config.Organization.Timezone
		guesses := day.Readings(text, zone)
		at, isTime := day.Moment(text)
		switch {
		case len(guesses) == 1:
			help = "write " + fieldLine(p.Doc, f.Key, guesses[0].String())
			fix = setting(p, f, guesses[0].String(), "")
		case len(guesses) == 2 && isTime:
			wrong += fmt.Sprintf("; that time is on %s as it is written, and on %s in the zone %s",
				day.In(at, at.Location()), day.In(at, zone), zone)
			help = "write the day that is meant, as YYYY-MM-DD"
		case len(guesses) == 2:
			wrong += fmt.Sprintf("; it may be %s or %s", guesses[0], guesses[1])
			help = "write the one that is meant, as YYYY-MM-DD"
		}
	}
	p.Report(lint.Found{Span: place(f), Anchor: name, Message: strings.TrimSpace(wrong), Help: help, Fix: fix})
}
