package rules

import (
	"fmt"
	"slices"

	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr106() *lint.Rule {
	return &lint.Rule{
		ID: "WR106", Name: "field-missing", Scope: lint.Document, Severity: lint.Error,
		Title: "A field that the kind requires is missing",
		Text: `Each kind says which fields its documents carry: at least an id, a title and a status; an internal audit its
auditor, a management review its date and attendees.

**What counts.** Each required field that is missing or empty, one finding for each.

**What doesn't.** Owner, version and review date have rules of their own (WR103, WR104, WR105). A kind that the
document's place gives needn't be repeated in the document. An alias such as ` + "`document_id`" + ` stands for its field.

**How to fix it.** Add the field. Which ones a kind asks for is yours to say: ` + "`required:`" + ` under ` + "`kinds`" + ` in writ.yaml.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
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
		p.Report(lint.Found{Span: at(e, name), Anchor: name,
			Message: fmt.Sprintf("%s is missing; a document of the kind %s requires it", name, e.Kind.Name),
			Help:    "add " + fieldLine(e, name, valueExample(name, e.Kind.States))})
	}
	return nil
}

// valueExample shows what a field's value may look like.
func valueExample(name string, states []string) string {
	switch {
	case name == "id":
		return "POL-001"
	case name == "status" && len(states) > 0:
		return states[0]
	case schema.FieldNamed(name).Type == schema.Day:
		return "2026-01-15"
	}
	return "…"
}
