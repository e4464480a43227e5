package lint

import (
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
)

// Severity is how much a finding weighs.
type Severity string

// The severities, from the weightiest. Off silences a rule.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
	Off     Severity = "off"
)

// AtLeast reports whether s weighs as much as t or more.
func (s Severity) AtLeast(t Severity) bool { return weight(s) >= weight(t) }

func weight(s Severity) int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Scope says what a rule looks at.
type Scope string

// The scopes.
const (
	Document Scope = "document" // one document by itself; Find is called once for each, in parallel
	Register Scope = "register" // documents and configuration together
	Change   Scope = "change"   // what changed since the content in force
	History  Scope = "history"  // the trails
	Config   Scope = "config"   // the configuration
)

// Ground is what a rule needs. A rule whose ground is missing is skipped, and the report says so.
type Ground uint8

// The grounds; they combine.
const (
	NeedsHistory       Ground = 1 << iota // a whole history
	NeedsRoster                           // people and roles in the configuration
	NeedsProposal                         // a pull request; on a full run the rule is silent
	NeedsTopManagement                    // a role schema.TopManagement in the configuration
)

// Rule is one check, with its documentation, as a value.
type Rule struct {
	ID           string // WR and three digits, never reused
	Name         string // short and hyphenated
	Title        string // one line, what is wrong
	Text         string // Markdown: why it matters, what counts, what doesn't, how to fix it
	Clause       string // what it serves, as ISO27001:7.5.2; "" for none
	Since        string // the version of writ that brought it
	Scope        Scope
	Severity     Severity
	Ground       Ground
	Suppressible bool
	Fixable      bool // some of its findings carry a safe fix
	Calendar     bool // its finding comes with time alone: it never blocks a pull request
	Pending      bool // it misses an approval: in a pull request the merge, or one before it, may still bring it
	Said         bool // it asks what a record says: of closed records of the main line, the rule with Gather tells it

	Bad, Good func() string // example repositories (package story), read when somebody asks

	// Find reports what is wrong. For rules of scope Document it is called for each, with p.Doc set. Calls of all rules
	// run in parallel. An error means that the rule could not do its work, such as a file that can't be read; the run
	// then fails. What is wrong with a user's file is a finding.
	Find func(p *Pass) error

	// After, where a rule has it, is called once when all other rules are done and it is known what suppressions
	// came to. Such a rule is about suppressions, and is never itself taken into a baseline. Its errors are as Find's.
	After func(p *Pass, o *Outcome) error

	// Gather, where a rule has it, is called once when all other rules are done, for each closed record of the main line
	// of which rules with Said found something: nothing can be fixed there, save by an addendum, so it tells all in
	// one. What they found is told nowhere else, also where the rule isn't part of the run. Its errors are as Find's.
	Gather func(p *Pass, e *register.Entry, said []Gathered) error

	// Seed plants a defect that Find reports into a scratch copy of a repository. Nil stands for SeedExample.
	Seed func(s Scratch) error
}

// families by the first digit of an id.
func families() map[byte]string {
	return map[byte]string{'1': "metadata", '2': "versions and history", '3': "approval", '4': "review and lapses",
		'5': "structure", '6': "links and references", '7': "records and tables", '8': "coverage",
		'9': "suppressions and configuration"}
}

// Family returns the name of the rule's family.
func (r *Rule) Family() string {
	if len(r.ID) < 3 {
		return ""
	}
	return families()[r.ID[2]]
}

// InComments reports whether a comment in a document may suppress what the rule finds there. What 2xx and 3xx find is
// accepted in the configuration or the baseline alone: whoever writes the words doesn't excuse what history says of
// them.
func (r *Rule) InComments() bool { return r.Suppressible && !config.OfApprovals(r.ID) }

// Author is who a seeded commit is by.
type Author struct{ Name, Email string }

// Scratch is a copy of a repository that a rule's Seed may spoil.
type Scratch interface {
	// Input is the copy as it was before anything was seeded.
	Input() *Input
	// Read returns the file at path as it is now.
	Read(path string) ([]byte, error)
	// Write puts a file into the working tree, or replaces it.
	Write(path string, content []byte) error
	// Remove deletes a file of the working tree.
	Remove(path string) error
	// Commit commits the whole working tree to the main branch, on a day not before the tip's.
	Commit(on day.Day, by Author, message string) error
	// Tip is the main branch's newest commit; the zero ID while nothing is committed.
	Tip() gitrepo.ID
	// CommitOn commits the whole working tree on certain parents, and moves the main branch there.
	CommitOn(parents []gitrepo.ID, on day.Day, by Author, message string) error
	// Tag puts an annotated tag on the tip.
	Tag(name string, on day.Day, by Author, message string) error
}
