package schema

// Kind is a built-in kind of document. A company changes it, or builds its own on it, in writ.yaml.
type Kind struct {
	Name, Title     string
	Record          bool     // on record (open, closed) instead of in force
	Approval        bool     // an approval is required
	Required        []string // canonical names of the front matter's fields
	States          []string // allowed values of status, in the order of a document's life
	LeastGrade      string   // weakest grade of approval that counts
	ReviewMonths    int      // 0: no cycle
	DueSoonDays     int
	RetentionMonths int
}

// The pattern of ids where a kind has no other, and the length that none may exceed. Ids are addresses on the
// site, so both hold for every kind.
const (
	IDPattern   = `^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$`
	MaxIDLength = 64
)

// GenericKind is the kind of a document of which nobody says more.
const GenericKind = "document"

// Twelve months, thirty days and three years are conventions, which every company may change. The standard
// only asks for planned intervals.
const (
	yearly       = 12
	noticeDays   = 30
	retainMonths = 36
)

// Kinds returns the built-in kinds, sorted by name. The caller may change what it gets.
//
// A record needs no version: it states what happened once, and after it is closed it only gains dated addenda,
// so there is never a second wording to tell from the first. It needs no review date either.
func Kinds() []Kind {
	return []Kind{
		controlled("context", "Context of the organization"),
		recorded("corrective-action", "Corrective action", false),
		recorded("corrective-action-log", "Corrective action log", false),
		controlled(GenericKind, "Document"),
		external(),
		controlled("guideline", "Guideline"),
		recorded("internal-audit", "Internal audit report", true, "auditor"),
		recorded("management-review", "Management review", true, "date", "attendees"),
		controlled("objectives", "Information security objectives"),
		controlled("policy", "Policy"),
		controlled("procedure", "Procedure"),
		recorded("record", "Record", false),
		recorded("risk-assessment", "Risk assessment", false),
		controlled("risk-treatment", "Risk treatment plan"),
		controlled("scope", "Scope"),
		controlled("standard", "Standard"),
		controlled("statement-of-applicability", "Statement of applicability"),
	}
}

// controlled is a kind that comes into force by approval and is reviewed in a cycle.
func controlled(name, title string) Kind {
	return Kind{
		Name: name, Title: title, Approval: true,
		Required:     []string{"id", "title", "version", "status", "owner", "review_date"},
		States:       DocumentStates(),
		LeastGrade:   "C",
		ReviewMonths: yearly, DueSoonDays: noticeDays, RetentionMonths: retainMonths,
	}
}

// recorded is a kind that states what happened.
func recorded(name, title string, approval bool, fields ...string) Kind {
	return Kind{
		Name: name, Title: title, Record: true, Approval: approval,
		Required:    append([]string{"id", "title", "status", "owner"}, fields...),
		States:      RecordStates(),
		LeastGrade:  "C",
		DueSoonDays: noticeDays, RetentionMonths: retainMonths,
	}
}

// external is a document that somebody else controls: a law, a standard, a customer's rules. The company only
// notes which edition it holds and when it last looked for a newer one, so a status isn't asked for.
func external() Kind {
	k := recorded("external", "External document", false)
	k.Required = []string{"id", "title", "owner", "source", "edition", "checked_on"}
	return k
}

// The states that status names. A kind may have others, which no rule knows more of.
const (
	Draft    = "draft"
	InReview = "in-review"
	Approved = "approved" // the words are meant to be valid
	Retired  = "retired"
	Open     = "open"
	Closed   = "closed" // a record that gains nothing but dated addenda
)

// DocumentStates returns the states of a document that comes into force, in the order of its life.
func DocumentStates() []string { return []string{Draft, InReview, Approved, Retired} }

// RecordStates returns the states of a record.
func RecordStates() []string { return []string{Open, Closed} }
