package lint

import "github.com/writ-docs/writ/internal/standing"

// Changed is what a pull request does to one document.
type Changed struct {
	ID, Title, Path string // as the change leaves it; of a removed one, as it was; the id may be ""
	What            Happening
	Was, Is         string // versions as written; "" where there is none
	Step            Step
	Record          bool

	// What differs in what the document requires: how many places, and the first of them in words. Editorial counts
	// what differs otherwise. By word of its author, what is required stays: Declared is the reason that they give.
	Normative, Editorial int
	First, Declared      string

	File string // of a sidecar, that is another one now: what that changes can't be read

	Approval standing.Due
	Needs    string   // what approvals are missing, such as "an approval of ceo"
	By       []string // names of those who may give one today
	Nobody   string   // why nobody may
}

// Happening is what becomes of a document.
type Happening string

// What may become of one.
const (
	Added   Happening = "added"
	Altered Happening = "changed"
	Moved   Happening = "moved"
	Removed Happening = "removed"
)

// Step is how the version goes on.
type Step string

// The steps. OtherStep is one back, or between versions that aren't major.minor.
const (
	MajorStep Step = "major"
	MinorStep Step = "minor"
	SameStep  Step = "the same"
	FirstStep Step = "first"
	OtherStep Step = "other"
)
