package adopt

import (
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// controlHeading is the title of a section in which a document speaks of itself.
var controlHeading = lazyregexp.New(`(?i)^(?:[0-9A-Z]{1,3}(?:\.[0-9]+)*[.)]?\s+)?(?:` +
	`(?:document|policy|procedure)?\s*(?:control|information|details|properties|metadata|meta data|identification)` +
	`(?:\s+(?:table|sheet|block))?` +
	`|(?:(?:document|policy)\s+)?(?:version|revision|change|release|document|amendment)s?\s+(?:and\s+\w+\s+)?` +
	`(?:control|history|log|record|information)` +
	`|dokument(?:en)?(?:lenkung|information(?:en)?|kontrolle|historie)` +
	`|(?:änderungs|versions)(?:historie|verlauf|nachweis)` +
	`)$`)

// ofRecords are the labels of fields that only records have, so that they mean nothing elsewhere.
func ofRecords() map[string]string {
	return map[string]string{
		"date": "date", "meeting date": "date", "date of meeting": "date", "datum": "date",
		"attendees": "attendees", "participants": "attendees", "in attendance": "attendees", "teilnehmer": "attendees",
		"review period": "review_period", "reporting period": "review_period", "period under review": "review_period",
		"next meeting": "next_meeting", "next management review": "next_meeting",
		"audit date": "audit_date", "date of audit": "audit_date", "auditdatum": "audit_date",
		"auditor": "auditor", "lead auditor": "auditor", "area": "area", "audited area": "area", "standard": "standard",
	}
}

// fields gives the field that a label goes by.
var fields = sync.OnceValue(func() map[string]string {
	all := ofRecords()
	for _, f := range schema.Fields() {
		for _, alias := range f.Aliases {
			all[strings.ReplaceAll(alias, "_", " ")] = f.Name
		}
		for _, label := range f.Labels {
			all[label] = f.Name
		}
		if f.Type != schema.Choice || f.Name == "status" {
			all["doc "+f.Name] = f.Name
		}
		if len(f.Labels) > 0 || f.Claim {
			all[strings.ReplaceAll(f.Name, "_", " ")] = f.Name
		}
	}
	return all
})

func known(label string) bool { return fields()[label] != "" }

func fieldNamed(label string) string { return fields()[label] }

// Field returns the canonical field of which a document of a kind states a value here; "" where the label means
// something else there. A claim of an approval is a field, too, although nobody may take it over.
func (s Stated) Field(kind *config.Kind) string {
	name := fieldNamed(s.Label)
	switch {
	case isA(kind, "management-review"):
		switch {
		case s.Label == "next review":
			return "next_meeting"
		case strings.HasPrefix(name, "audit"), name == "area", name == "standard", name == "review_date":
			return ""
		}
	case isA(kind, "internal-audit"):
		switch name {
		case "date":
			return "audit_date"
		case "attendees", "review_period", "next_meeting", "review_date":
			return ""
		}
	case ofRecords()[s.Label] != "" && !(kind.Record && name == "date"):
		return ""
	}
	return name
}

// isA reports whether a kind is a built-in one, or one that a company built on it.
func isA(kind *config.Kind, name string) bool { return kind.Name == name || kind.Extends == name }
