package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr108() *lint.Rule {
	return &lint.Rule{
		ID: "WR108", Name: "field-type", Scope: lint.Document, Severity: lint.Error,
		Title: "A field holds another sort of value than it is for",
		Text: `A cycle of "yearly" can't be added to a date, and a title that is a list has no words to print. What
isn't read counts for nothing.

**What counts.** A span of time (` + namedFields(schema.Cycle) + `) that isn't a number of days, weeks, months or
years. A list or a mapping where one line is due (` + namedFields(schema.Line) + `). A mapping where names are listed
(` + namedFields(schema.List) + `). Anything but an id and a version, major.minor, for the document that this one translates
(` + namedFields(schema.Original) + `). A value that doesn't fit the JSON Schema which the kind has for the field: of
another type, beyond a limit, none of the listed words, or not in the form of its pattern.

**What doesn't.** One value where a list may stand. Fields with rules of their own: id (WR109), version (WR111),
status (WR112), kind (WR113), owner (WR114), approver (WR116), dates (WR118), classification (WR126). A cycle of
` + "`none`" + `.

**How to fix it.** Write the value as the finding shows it.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR108"), Good: good("WR108"),
		Find: func(p *lint.Pass) error {
			if !judged(p.Doc) {
				return nil
			}
			for name := range fieldsOf(p.Doc, schema.Cycle) {
				checkCycle(p, name)
			}
			for name := range fieldsOf(p.Doc, schema.Line) {
				if f, _, wrong, ok := single(p.Doc, name); ok && wrong != "" {
					p.Report(lint.Found{Span: place(f), Anchor: name, Message: wrong,
						Help: "write it as one line of text, in quotes"})
				}
			}
			for name := range fieldsOf(p.Doc, schema.List) {
				checkNames(p, name)
			}
			for name := range fieldsOf(p.Doc, schema.Original) {
				checkOriginal(p, name)
			}
			for _, f := range p.Doc.Kind.Fields {
				checkSchema(p, f)
			}
			return nil
		},
	}
}

// checkSchema compares the value of a field with what the kind says of it. A malformed day is WR118's, and a malformed
// span of time was reported.
func checkSchema(p *lint.Pass, of config.Field) {
	f, ok := p.Doc.Front.Field(of.Name)
	if !ok || !says(f.Value) || unfilled(f) {
		return
	}
	switch schema.FieldNamed(of.Name).Type {
	case schema.Day:
		if _, err := day.Parse(strings.TrimSpace(f.Value.Text)); err != nil {
			return
		}
	case schema.Cycle:
		if _, err := day.ParseCycle(f.Value.Text); err != nil {
			return
		}
	}
	for _, problem := range of.Schema.Check(f.Value.JSON()) {
		p.Report(lint.Found{Span: place(f), Anchor: of.Name + problem.At,
			Message: fmt.Sprintf("%s%s is %s; expected %s", f.Key, problem.At, problem.Got, problem.Expected),
			Help: fmt.Sprintf("correct the value, or change what the kind %s says of it under "+
				"`kinds.%[1]s.fields.%s` in writ.yaml", p.Doc.Kind.Name, of.Name)})
	}
}

func checkCycle(p *lint.Pass, name string) {
	f, text, wrong, ok := single(p.Doc, name)
	if !ok || wrong == "" && strings.EqualFold(text, "none") {
		return
	}
	if wrong == "" {
		if _, err := day.ParseCycle(text); err == nil {
			return
		}
		wrong = fmt.Sprintf("%s %s isn't a span of time", f.Key, quoted(text))
	}
	p.Report(lint.Found{Span: place(f), Anchor: name, Message: wrong,
		Help: "write a number and a unit, such as " + fieldLine(p.Doc, f.Key, "12 months")})
}

// checkNames reports a mapping where names are listed: YAML reads "ISO27001: 5.2" with a blank as one.
func checkNames(p *lint.Pass, name string) {
	f, ok := p.Doc.Front.Field(name)
	if !ok {
		return
	}
	for _, v := range append([]document.Value{f.Value}, f.Value.List...) {
		if v.Kind == document.Map {
			p.Report(lint.Found{Span: place(f), Anchor: name,
				Message: fmt.Sprintf("%s holds a mapping; a list of names was expected", f.Key),
				Help:    "write the names in brackets with commas between them, and no blank after a colon in a name"})
			return
		}
	}
}

// checkOriginal compares a field with the form of an original: an id and a version.
func checkOriginal(p *lint.Pass, name string) {
	f, ok := p.Doc.Front.Field(name)
	if !ok || !says(f.Value) || unfilled(f) {
		return
	}
	if o := standing.OriginalIn(&p.Doc.Front); o.ID != "" && majorMinor.MatchString(o.Version) && len(f.Value.Map) == 2 {
		return
	}
	id, version := "POL-001", "1.0"
	if o := standing.OriginalIn(&p.Doc.Front); o.ID != "" {
		id = o.ID
	} else if f.Value.Kind == document.Text {
		id = f.Value.Text
	}
	p.Report(lint.Found{Span: place(f), Anchor: name,
		Message: fmt.Sprintf("%s doesn't hold an id and a version, major.minor", f.Key),
		Help:    fmt.Sprintf("write `%s: {id: %s, version: %q}` with the version that is translated", f.Key, id, version)})
}
