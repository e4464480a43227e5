package schema

import "slices"

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
	IDPrefix        string           // begins the ids of its documents where none has one yet; "" to make one of the name
	Folder          string           // where its documents lie where none is there yet
	Template        string           // the file of its template
	Templates       []TitledTemplate `json:",omitempty"`
}

// TitledTemplate is a template for documents whose title begins with some words.
type TitledTemplate struct {
	Titled string `yaml:"titled"` // in lower case
	File   string `yaml:"file"`
}

// The pattern of ids where a kind has no other, and the length that none may exceed. Ids are addresses on the
// site, so both hold for every kind.
const (
	IDPattern   = `^[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*$`
	MaxIDLength = 64
)

// GenericKind is the kind of a document of which nobody says more.
const GenericKind = "document"

// Kinds returns the built-in kinds, sorted by name. The caller may change what it gets.
func Kinds() []Kind {
	var all []Kind
	for _, f := range kindFiles() {
		k := f.Kind
		k.Required, k.States = slices.Clone(k.Required), slices.Clone(k.States)
		k.Templates = slices.Clone(k.Templates)
		all = append(all, k)
	}
	return all
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
