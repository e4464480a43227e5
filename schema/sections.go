package schema

// Section is a part of a document that its kind knows.
type Section struct {
	Title    string   // as a heading is best written
	Required bool     // else only its place is known
	Clause   string   // what it answers, such as 9.3.2 c; a heading may cite it. "" for none
	Names    []string // other headings for it, in lower case and without numbers; whole words that a heading holds
	Topics   []Topic  `json:",omitempty"` // that it has to speak of, each
}

// Topic is one of several subjects of a section.
type Topic struct {
	Title string   // as a sentence names it: the status of the plan
	Words []string // whole words that speak of it, in lower case
}

// Outline is the sections of a kind, in their order.
type Outline struct {
	// Clause limits the outline to documents that satisfy it, for a kind of which one document is special: of all
	// policies, one is the policy that 5.2 asks for. "" for all documents of the kind.
	Clause   string
	Own      bool // a company wrote it for its own kind, in its own language
	Sections []Section
}
