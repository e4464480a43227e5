package schema

// Field is a field of the front matter that has a meaning.
type Field struct {
	Name      string // canonical
	Meaning   string
	Lifecycle bool // left out of the content digest: raising a status or noting a review keeps an approval
	Claim     bool // what the author says of an approval; history decides, so nothing may be read as it or from it
}

// Fields returns the canonical fields of the front matter, in the order in which they are best written.
// The caller may change what it gets.
func Fields() []Field {
	return []Field{
		{Name: "id", Meaning: "the document's identity; never reused, never changed"},
		{Name: "title", Meaning: "the document's name"},
		{Name: "kind", Meaning: "what sort of document it is"},
		{Name: "version", Meaning: "major.minor, in quotes"},
		{Name: "change_class", Meaning: "editorial, where a minor version is enough although the words look like another demand"},
		{Name: "change_reason", Meaning: "why the change is editorial"},
		{Name: "status", Meaning: "where it stands in its life", Lifecycle: true},
		{Name: "owner", Meaning: "the role or person that answers for it"},
		{Name: "approver", Meaning: "the role or person that approves it"},
		{Name: "effective_date", Meaning: "the first day on which it can be in force"},
		{Name: "review_date", Meaning: "the day by which it is reviewed again", Lifecycle: true},
		{Name: "review_cycle", Meaning: "the time from one review to the next"},
		{Name: "last_reviewed", Meaning: "the day of the last review", Lifecycle: true},
		{Name: "review_in", Meaning: "the time from the last review to the next"},
		{Name: "classification", Meaning: "who may read it"},
		{Name: "satisfies", Meaning: "the clauses and controls that it answers"},
		{Name: "supersedes", Meaning: "the documents that it replaces"},
		{Name: "superseded_by", Meaning: "the document that replaced it", Lifecycle: true},
		{Name: "retired_on", Meaning: "the day on which it was retired", Lifecycle: true},
		{Name: "approved_by", Meaning: "who is said to have approved it", Lifecycle: true, Claim: true},
		{Name: "approved_date", Meaning: "when it is said to have been approved", Lifecycle: true, Claim: true},
		{Name: "date", Meaning: "the day of what a record states"},
		{Name: "attendees", Meaning: "who took part"},
		{Name: "review_period", Meaning: "the time that a management review looks back on"},
		{Name: "next_meeting", Meaning: "when the next management review is held"},
		{Name: "audit_date", Meaning: "the day of the audit"},
		{Name: "auditor", Meaning: "who audited"},
		{Name: "area", Meaning: "what was audited"},
		{Name: "standard", Meaning: "against what it was audited"},
		{Name: "raised", Meaning: "the day on which a nonconformity was found"},
		{Name: "root_cause", Meaning: "why it happened"},
		{Name: "due", Meaning: "the day by which an action is done"},
		{Name: "closed", Meaning: "the day on which an action was closed"},
		{Name: "verified_by", Meaning: "who checked that the action worked"},
		{Name: "source", Meaning: "where an external document comes from"},
		{Name: "edition", Meaning: "which edition of an external document is held"},
		{Name: "checked_on", Meaning: "the day on which a newer edition was last looked for"},
		{Name: "check_cycle", Meaning: "the time from one check to the next"},
		{Name: "language", Meaning: "the language of the text"},
		{Name: "tags", Meaning: "words to find it by"},
	}
}

// Aliases returns the other names of fields that are understood without configuration: alias to canonical name.
// A claim (approved_by, approved_date) is never an alias. The caller may change what it gets.
func Aliases() map[string]string {
	return map[string]string{
		"document_id":       "id",
		"document_number":   "id",
		"doc_id":            "id",
		"document_title":    "title",
		"document_type":     "kind",
		"doc_type":          "kind",
		"document_version":  "version",
		"revision":          "version",
		"rev":               "version",
		"document_status":   "status",
		"document_owner":    "owner",
		"policy_owner":      "owner",
		"effective":         "effective_date",
		"effective_from":    "effective_date",
		"date_effective":    "effective_date",
		"next_review":       "review_date",
		"next_review_date":  "review_date",
		"review_due":        "review_date",
		"last_review":       "last_reviewed",
		"last_review_date":  "last_reviewed",
		"last_reviewed_on":  "last_reviewed",
		"review_interval":   "review_in",
		"confidentiality":   "classification",
		"replaces":          "supersedes",
		"replaced_by":       "superseded_by",
		"retired_date":      "retired_on",
		"security_class":    "classification",
		"information_class": "classification",
	}
}
