package schema

import (
	"slices"
	"strings"
	"sync"
)

// Type is what the value of a field is, and so what rules look for in it.
type Type uint8

// The types.
const (
	Text     Type = iota // words in whatever form a company likes
	Line                 // one line of text
	ID                   // a document's id
	Version              // major.minor
	Choice               // one of a few words, which the kind or the configuration lists
	Person               // a role or a person of the roster
	People               // a list of people, known here or not
	Day                  // a day of the calendar
	Cycle                // a span of time, such as 12 months
	Original             // the id and the version of another document
	List                 // one or several ids, clauses or other words without blanks
)

// Field is a field of the front matter that has a meaning. All that is known of it is said here; a field that is added
// here is read, named in messages and checked by its type without more.
type Field struct {
	Name      string // canonical
	Type      Type
	Meaning   string
	Aliases   []string // other names that are understood without configuration; a claim has none
	Labels    []string // how the head of a text may call it, in lower case
	Lifecycle bool     // left out of the content digest: raising a status or noting a review keeps an approval
	Claim     bool     // what the author says of an approval; history decides, so nothing may be read as it or from it
	AnyCase   bool     // capitals make no other word of it, in the content digest either
	OfKinds   bool     // only documents of the kinds have it that say so
}

// Fields returns the canonical fields of the front matter, in the order in which they are best written.
// The caller may change the list, but not what its fields list.
func Fields() []Field { return slices.Clone(allFields()) }

var (
	allFields = sync.OnceValue(listFields)
	byName    = sync.OnceValue(func() map[string]Field {
		all := map[string]Field{}
		for _, f := range allFields() {
			all[f.Name] = f
		}
		return all
	})
)

// FieldNamed returns the field with a canonical name. A name that a company made up is a field whose type only its end
// tells: one in _date is a day.
func FieldNamed(name string) Field {
	f, known := byName()[name]
	f.Name = name
	if !known && strings.HasSuffix(name, "_date") {
		f.Type = Day
	}
	return f
}

// Aliases returns the other names of fields that are understood without configuration: alias to canonical name.
// The caller may change what it gets.
func Aliases() map[string]string {
	all := map[string]string{}
	for _, f := range Fields() {
		for _, alias := range f.Aliases {
			all[alias] = f.Name
		}
	}
	return all
}

func listFields() []Field {
	return []Field{
		{Name: "id", Type: ID, Meaning: "the document's identity; never reused, never changed",
			Aliases: []string{"document_id", "document_number", "doc_id"},
			Labels: []string{"document id", "document number", "document no", "document ref", "document reference",
				"document code", "doc id", "doc no", "doc number", "policy id", "policy number", "policy no",
				"procedure id", "procedure number", "reference", "reference number", "ref", "identifier", "id",
				"dokumentennummer", "dokumentnummer", "dokument-id", "kennung"}},
		{Name: "title", Type: Line, Meaning: "the document's name", Aliases: []string{"document_title"},
			Labels: []string{"title", "document title", "document name", "policy title", "policy name", "titel",
				"dokumententitel", "dokumenttitel"}},
		{Name: "kind", Type: Choice, Meaning: "what sort of document it is", AnyCase: true,
			Aliases: []string{"document_type", "doc_type"},
			Labels:  []string{"document type", "doc type", "type", "dokumentenart", "dokumenttyp"}},
		{Name: "version", Type: Version, Meaning: "major.minor, in quotes",
			Aliases: []string{"document_version", "revision", "rev"},
			Labels: []string{"version", "document version", "revision", "version number", "version no",
				"current version", "policy version", "revision number", "rev", "dokumentversion", "versionsnummer"}},
		{Name: "change_class", Type: Line, Meaning: "editorial, where a minor version is enough although the words " +
			"look like another demand"},
		{Name: "change_reason", Type: Line, Meaning: "why the change is editorial"},
		{Name: "status", Type: Choice, Meaning: "where it is in its life", Lifecycle: true,
			Aliases: []string{"document_status"},
			Labels:  []string{"status", "document status", "policy status", "dokumentenstatus", "dokumentstatus"}},
		{Name: "owner", Type: Person, Meaning: "the role or person that answers for it",
			Aliases: []string{"document_owner", "policy_owner"},
			Labels: []string{"owner", "document owner", "policy owner", "procedure owner", "process owner", "owned by",
				"eigentümer", "dokumenteneigentümer", "dokumenteigentümer", "dokumentenverantwortlicher",
				"dokumentverantwortlicher", "verantwortlich"}},
		{Name: "approver", Type: Person, Meaning: "the role or person that approves it",
			Labels: []string{"approver", "approving authority", "freigebender"}},
		{Name: "effective_date", Type: Day, Meaning: "the first day on which it can be in force",
			Aliases: []string{"effective", "effective_from", "date_effective"},
			Labels: []string{"effective date", "effective from", "effective", "valid from", "effective as of",
				"date effective", "in force from", "in force since", "gültig ab", "gültig seit", "in kraft seit"}},
		{Name: "review_date", Type: Day, Meaning: "the day by which it is reviewed again", Lifecycle: true,
			Aliases: []string{"next_review", "next_review_date", "review_due"},
			Labels: []string{"review date", "next review", "next review date", "next review due", "review due",
				"review due date", "date of next review", "next scheduled review", "nächste prüfung",
				"nächste überprüfung"}},
		{Name: "review_cycle", Type: Cycle, Meaning: "the time from one review to the next",
			Labels: []string{"review cycle", "review frequency", "frequency of review", "review schedule",
				"überprüfungszyklus", "prüfzyklus"}},
		{Name: "last_reviewed", Type: Day, Meaning: "the day of the last review", Lifecycle: true,
			Aliases: []string{"last_review", "last_review_date", "last_reviewed_on"},
			Labels: []string{"last reviewed", "last review", "last review date", "last reviewed on",
				"date of last review", "letzte prüfung", "letzte überprüfung"}},
		{Name: "review_in", Type: Cycle, Meaning: "the time from the last review to the next",
			Aliases: []string{"review_interval"}},
		{Name: "classification", Type: Choice, Meaning: "who may read it", AnyCase: true,
			Aliases: []string{"confidentiality", "security_class", "information_class"},
			Labels: []string{"classification", "document classification", "information classification",
				"security classification", "data classification", "confidentiality", "confidentiality level",
				"classification level", "klassifizierung", "vertraulichkeit", "vertraulichkeitsstufe"}},
		{Name: "satisfies", Type: List, Meaning: "the clauses and controls that it answers"},
		{Name: "supersedes", Type: List, Meaning: "the documents that it replaces", Aliases: []string{"replaces"},
			Labels: []string{"supersedes", "replaces", "ersetzt"}},
		{Name: "superseded_by", Type: List, Meaning: "the document that replaced it", Lifecycle: true,
			Aliases: []string{"replaced_by"}},
		{Name: "translation_of", Type: Original, Meaning: "the document that it translates, and which version of that"},
		{Name: "retired_on", Type: Day, Meaning: "the day on which it was retired", Lifecycle: true,
			Aliases: []string{"retired_date"}},
		{Name: "approved_by", Type: Text, Meaning: "who is said to have approved it", Lifecycle: true, Claim: true,
			Labels: []string{"approved by", "genehmigt von", "freigegeben von", "signature", "signed by", "signed",
				"unterschrift", "unterschrieben von"}},
		{Name: "approved_date", Type: Day, Meaning: "when it is said to have been approved",
			Lifecycle: true, Claim: true,
			Labels: []string{"approved on", "approval date", "date approved", "date of approval", "genehmigt am",
				"freigegeben am", "freigabedatum"}},
		{Name: "date", Type: Day, Meaning: "the day of what a record states", OfKinds: true},
		{Name: "attendees", Type: People, Meaning: "who took part", OfKinds: true},
		{Name: "review_period", Type: Text, Meaning: "the time that a management review looks back on", OfKinds: true},
		{Name: "next_meeting", Type: Day, Meaning: "when the next management review is held", OfKinds: true},
		{Name: "audit_date", Type: Day, Meaning: "the day of the audit", OfKinds: true},
		{Name: "auditor", Type: Text, Meaning: "who audited", OfKinds: true},
		{Name: "area", Type: Text, Meaning: "what was audited", OfKinds: true},
		{Name: "standard", Type: Text, Meaning: "against what it was audited", OfKinds: true},
		{Name: "raised", Type: Day, Meaning: "the day on which a nonconformity was found", OfKinds: true},
		{Name: "root_cause", Type: Text, Meaning: "why it happened", OfKinds: true},
		{Name: "due", Type: Day, Meaning: "the day by which an action is done", OfKinds: true},
		{Name: "closed", Type: Day, Meaning: "the day on which an action was closed", OfKinds: true},
		{Name: "verified_by", Type: Text, Meaning: "who checked that the action worked", OfKinds: true},
		{Name: "source", Type: Text, Meaning: "where an external document comes from", OfKinds: true},
		{Name: "edition", Type: Text, Meaning: "which edition of an external document is held", OfKinds: true},
		{Name: "checked_on", Type: Day, Meaning: "the day on which a newer edition was last looked for", OfKinds: true},
		{Name: "check_cycle", Type: Cycle, Meaning: "the time from one check to the next", OfKinds: true},
		{Name: "language", Type: Text, Meaning: "the language of the text"},
		{Name: "tags", Type: List, Meaning: "words to find it by"},
	}
}
