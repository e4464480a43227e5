package schema

// The pattern of ids where a kind has no other, and the length that none may exceed. Ids are addresses on the
// site, so both hold for every kind.
const (
	IDPattern   = `^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$`
	MaxIDLength = 64
)

// GenericKind is the kind of a document of which nobody says more.
const GenericKind = "document"

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
