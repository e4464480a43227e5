package trail

import (
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// Grade is the strength of an approval's evidence, "A" (signed) to "D" (nobody is named).
type Grade string

// The grades.
const (
	Signed   Grade = "A"
	Recorded Grade = "B"
	Named    Grade = "C"
	Merged   Grade = "D"
)

// Trail is what history says of one document, and what follows from it.
type Trail struct {
	*history.Document
	Kind *config.Kind

	Changes  []*Change  // those of the document, oldest first
	Versions []*Version // oldest first
	Contents []*Content // runs of changes with one content, oldest first
	Reviews  []*Review  // oldest first
	Lapses   []Lapse    // oldest first
	Retired  day.Day    // since when it is retired with an approval; None while it isn't

	// since when it is where the configuration looks for no document; None while it isn't
	Left        day.Day
	Retirements []Retirement // with an approval, oldest first; the last one may have ended
	Retiring    []*Evidence  // of a stated retirement that isn't approved: what counts, and isn't enough

	Current *Content    // in force on today's day; nil for none
	Claims  []*Evidence // approvals that history names and that don't count, with the reason

	evidence []*Evidence
	judged   bool      // or being judged, where that is done later
	cycle    day.Cycle // the review cycle that the configuration states for the kind
}

// Change is one of the document's changes, with who made it and what the configuration says of its place.
type Change struct {
	*history.Change
	Authors []history.Who // of the commit, or of the side commits that a merge brought in
	Left    bool          // it took the document to where the configuration looks for none: that ends it

	outside bool // it is where the configuration looks for no document
}

// Last returns the newest change.
func (t *Trail) Last() *Change { return t.Changes[len(t.Changes)-1] }

// At returns the newest change up to and with step i; nil where the document came later.
func (t *Trail) At(i int) *Change {
	var found *Change
	for _, c := range t.Changes {
		if c.Index <= i {
			found = c
		}
	}
	return found
}

// Content is a run of changes with one content digest: the words that an approval pins.
type Content struct {
	Digest   history.Digest
	Changes  []*Change
	Version  *Version
	Approval *Approval   // nil while the content isn't approved
	Partial  []*Evidence // without an Approval: what counts, and isn't enough
	TooWeak  bool        // Partial would be enough, were its grade what the kind asks for

	// Resting is evidence that would approve it, if somebody had approved the roster on which it rests.
	Resting []*Evidence

	Since day.Day // in force from this day; None if it never was
	// the last day on which it was; None while it is; before Since where others took its place by that day
	Until day.Day

	judged   bool     // what was approved before it is known
	kinds    []string // of approved words: names of the kinds that place and front matter gave them when they came
	record   bool     // they came as a record, which is never in force
	replaces *Content // the words that were approved before it; nil for none
	over     *Content // the newest other words that were approved before it; nil for none
	needs    int      // the step that an approval of it must know: what it overrides, or what ended its former life
	lifeFrom int      // the step that ended the former life of the document; history.NothingKnown for none
	anew     bool     // what came with these words or after them is enough to approve them
	resumes  *Content // the same words, which were approved and go on after edits that nobody approved; nil for none
	dues     []due    // the review dates that count, oldest first; none for words that were never in force
	// the same words in another life (not retired any more, of another kind), which needs an approval of its own
	renewed bool
}

// Valid is the run of days on which the content was in force; see Since and Until.
func (c *Content) Valid() Interval { return Interval{c.Since, c.Until} }

// name is how sentences call the version.
func (v *Version) name() string {
	if v.Number == "" {
		return "the words"
	}
	return "version " + v.Number
}

// Renewed reports whether the words are those of another life of the document, which needs an approval of its own: it
// was removed, left the register, was retired or became another kind before.
func (c *Content) Renewed() bool { return c.renewed }

// First returns the change that brought the content.
func (c *Content) First() *Change { return c.Changes[0] }

// Facts returns the facts of the newest change of the run.
func (c *Content) Facts() *history.Facts { return c.Changes[len(c.Changes)-1].Facts }

// Version is a span of consecutive changes in which version has one value.
type Version struct {
	Number   string // as written, "" where there is none
	Changes  []*Change
	Contents []*Content
	Content  *Content // the newest approved content, else the last
	Grade    Grade
	InForce  []Period // oldest first
}

// Period is a run of days on which the same words were in force.
type Period struct {
	Interval
	Content *Content // as they came into force
}

// Retirement is a span in which the document was retired by somebody entitled.
type Retirement struct {
	Interval
	Commit   gitrepo.ID // of the main line, that set the status
	Approval *Approval  // nil where nobody had to approve it
	back     int        // the step that took the status back; -1 while none did
}

// Interval is a run of days; Until is the last one, None while it lasts. The zero Interval has no day, and neither has
// one that ended before it began.
type Interval struct{ From, Until day.Day }

// Holds reports whether a day lies in the interval.
func (i Interval) Holds(d day.Day) bool {
	return i.From != day.None && i.From <= d && (i.Until == day.None || d <= i.Until)
}

// Empty reports whether the interval has no day.
func (i Interval) Empty() bool { return i.From == day.None || i.Until != day.None && i.Until < i.From }

// Within counts the days of the interval in a period, both ends included.
func (i Interval) Within(from, to day.Day) int {
	if i.Until != day.None {
		to = min(to, i.Until)
	}
	return max(0, int(to-max(from, i.From))+1)
}

// Approval is the set of evidence that fulfils what a document's kind asks for.
type Approval struct {
	Grade    Grade
	Day      day.Day
	Index    int // the step with which the set was complete
	By       []*Evidence
	Adopted  *config.Adoption // in force as the main line held it when the company adopted writ
	Merged   bool             // nobody had to approve: reaching the main line was enough
	LateRoll bool             // the roster was written later than the approval
	Loose    bool             // without tags and notes, which the main line doesn't anchor, it wouldn't be one
	// the newest step from which on the evidence alone would do: Index, where nothing came after it
	Renewed int

	seen gitrepo.ID // the commit that was approved with that step; zero for none
}

// Review is evidence that a person re-read a document and confirmed it.
type Review struct {
	Change *Change // nil for an empty commit
	Index  int
	Commit gitrepo.ID
	Day    day.Day
	Next   day.Day  // the review date after it
	of     *Content // the words that it confirms; nil where nobody said so

	Verdict // of the evidence that the reviewer confirmed the words, whose Grade is "" where nobody is named
}

// Lapse is a run of days on which the document was in force past its review date.
type Lapse struct {
	Interval
	Days    int        // up to today while it lasts
	EndedBy gitrepo.ID // zero while it lasts
}
