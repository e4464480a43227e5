package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr106() *lint.Rule {
	return &lint.Rule{
		ID: "WR106", Name: "field-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A field that the kind requires is missing",
		Text: `Each kind says which fields its documents carry: at least an id, a title and a status; an internal
audit its auditor, a management review its date and attendees.

**What counts.** Each required field that is missing or empty, one finding for each.

**What doesn't.** Owner, version and review date have rules of their own (WR103, WR104, WR105). A kind that the
document's place gives needn't be repeated in the document. An alias such as ` + "`document_id`" + ` stands for its
field, and so does a line of a record's text, such as "Auditor: Ada Byron", for what the record says of itself.

**How to fix it.** Add the field. Which ones a kind asks for is yours to say: ` + "`required:`" + ` under
` + "`kinds`" + ` in writ.yaml.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true, Fixable: true,
		Bad: bad("WR106"), Good: good("WR106"),
		Find: findMissingFields,
		Seed: func(s lint.Scratch) error {
			return plant(s, func(d *draft) bool { return d.lackable() != "" }, func(d *draft) { d.drop(d.lackable()) })
		},
	}
}

// elsewhere are the required fields that other rules ask for.
func elsewhere() []string { return []string{"owner", "version", "review_date"} }

func findMissingFields(p *lint.Pass) error {
	e := p.Doc
	if !judged(e) {
		return nil
	}
	for _, name := range e.Kind.Required {
		if slices.Contains(elsewhere(), name) || has(e, name) {
			continue
		}
		if _, byPath := p.Config.KindByPath(e.Path); name == "kind" && byPath {
			continue
		}
		if says, err := saysItself(p, name); says || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		value, err := missingValue(p, name)
		if err != nil {
			return err
		}
		fix, err := fillingIn(p, name)
		if err != nil {
			return err
		}
		p.Report(lint.Found{Span: at(e, name), Anchor: name, Fix: fix,
			Message: fmt.Sprintf("%s is missing; a document of the kind %s requires it", name, e.Kind.Name),
			Help:    "add " + value})
	}
	return nil
}

// saysItself reports whether a line of a record gives a field a value, such as "Auditor: Ada Byron". Whether it is
// still a placeholder is WR121's to say.
func saysItself(p *lint.Pass, name string) (bool, error) {
	if _, i := p.Doc.Kind.Tables.Stated.Named(name); i < 0 || !p.Doc.Kind.Record {
		return false, nil
	}
	system, err := sharedSystem(p.Input)
	if err != nil {
		return false, err
	}
	if lists, err := system.ListsAttendees(p.Doc); err != nil || lists && name == "attendees" {
		return lists, err
	}
	r, err := system.Reading(p.Doc)
	return slices.ContainsFunc(r.Stated, func(s records.Stated) bool {
		return s.Field == name && s.State != records.Empty && s.State != records.Nothing
	}), err
}

// fillingIn is the fix that writes a missing field whose value history or the document knows; nil for none.
func fillingIn(p *lint.Pass, name string) (*lint.Fix, error) {
	switch name {
	case "status":
		return restoring(p, name, func(f *history.Facts) string { return f.Status }), nil
	case "title":
		if fix := restoring(p, name, func(f *history.Facts) string { return f.Title }); fix != nil {
			return fix, nil
		}
		if h := p.Doc.Headings(); len(h) > 0 && h[0].Level == 1 && h[0].Text != "" {
			return adding(p.Input, p.Doc, name, h[0].Text, "it is what the first heading says"), nil
		}
	case "id":
		ids, err := freeIDs(p.Input)
		if err != nil || ids[p.Doc] == "" {
			return nil, err
		}
		return adding(p.Input, p.Doc, name, ids[p.Doc], "the id is free, and is for ever"), nil
	}
	return nil, nil
}

// missingValue says what a field is to hold: the value where it can be worked out, else what is expected.
func missingValue(p *lint.Pass, name string) (string, error) {
	if name == "id" {
		ids, err := freeIDs(p.Input)
		if err != nil {
			return "", err
		}
		if id := ids[p.Doc]; id != "" {
			return fieldLine(p.Doc, name, id) + ", which is free, or another id that no document ever had", nil
		}
	}
	return expectedValue(p.Doc, name), nil
}

func expectedValue(e *register.Entry, name string) string {
	f := schema.FieldNamed(name)
	switch {
	case name == "title" && len(e.Headings()) > 0 && e.Headings()[0].Level == 1:
		return fieldLine(e, name, strconv.Quote(e.Headings()[0].Text)) + ", as its first heading says"
	case name == "status" && len(e.Kind.States) > 0:
		return "the field status with one of " + strings.Join(e.Kind.States, ", ")
	case f.Type == schema.Day:
		return strings.TrimSuffix("the field "+name+" as YYYY-MM-DD: "+f.Meaning, ": ")
	case f.Meaning != "":
		return "the field " + name + ": " + f.Meaning
	}
	return "the field " + name
}

// freeIDs proposes an id for each document without one: the next in the row of its kind's ids, which nothing has or
// had.
var freeIDs = lint.Share(func(in *lint.Input) (map[*register.Entry]string, error) {
	ids, out := adopt.NewIDs(in.Register, in.Book), map[*register.Entry]string{}
	for _, e := range in.Register.All() {
		if e.ID != "" {
			continue
		}
		if id := ids.Next(e.Kind); id != "" {
			out[e] = id
		}
	}
	return out, nil
})
