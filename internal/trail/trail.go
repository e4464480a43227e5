package trail

import (
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
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

// Book holds the trails of all documents that the main line ever held.
type Book struct {
	Main     gitrepo.Main
	Head     gitrepo.Head
	Steps    []*gitrepo.Step // the walked main line, oldest first
	Days     []day.Day       // the day of each step
	Today    day.Day
	Fields   map[string]string // the field aliases that front matter was read with
	Roster   bool              // the configuration names people and roles; without it nobody is entitled
	ClockOff []OffClock        // steps whose date doesn't give their day, because a clock was wrong
	ClockSet []SetClock        // days that the configuration states, in its order

	// Trails are sorted by id without case, then by path. In a lazy book they have nothing but their changes until one
	// is asked for by ByID, ByPath, Of or Limited.
	Trails []*Trail

	// Unused are approval lines that approve nothing. A lazy book has those of a proposal, and of documents that were
	// asked for; the same goes for Odd.
	Unused []Unused

	NotesSeen bool  // refs/notes/writ is in this clone; neither clone nor CI fetches it by itself
	Odd       []Odd // tags and captures that name something else than they stand on, or can't be read

	// Fork is the place of the main-line commit on which HEAD builds; the line's end when HEAD lies on it,
	// -1 when HEAD has nothing in common with it.
	Fork int

	// Proposed is the place of a proposal's merge in Steps, or of its next commit where there is nothing to merge; -1
	// for none.
	Proposed int
	Before   *Book // the same main line without the proposal; nil where there is none

	all    []*Trail // where Trails are only some of them; else nil
	byID   map[string]*Trail
	byPath map[string]*Trail // by path at the line's end, and of removed documents by their last one
	facts  *factsTable
	judges *builder // that made the book
}

// ByID returns the trail of a document, its id compared without case; nil where there never was one.
func (b *Book) ByID(id string) *Trail { return b.judged(b.byID[strings.ToLower(id)]) }

// ByPath returns the trail of what stands at path, or stood there last.
func (b *Book) ByPath(path string) *Trail { return b.judged(b.byPath[path]) }

// Of returns the trail of the document at path by its id, or by the path where it has none. Where two files claim
// one id, each has the trail of its own path.
func (b *Book) Of(id, path string) *Trail {
	here := b.byPath[path]
	if id == "" || here != nil && !here.Removed && strings.EqualFold(here.ID, id) {
		return b.judged(here)
	}
	return b.ByID(id)
}

// Holder returns the trail that has the id of another one: t itself, but where its file claims an id that another
// document had before and still has.
func (b *Book) Holder(t *Trail) *Trail {
	h := b.byID[t.key]
	if t.key == "" || h == nil || h == t {
		return t
	}
	if !b.judges.cfg.MayInclude(h.Path) {
		return t // that file is no document
	}
	return h
}

// Limited returns the book with only the trails at paths that keep wants in Trails. All others are still found by id
// and path.
func (b *Book) Limited(keep func(path string) bool) *Book {
	var kept []*Trail
	for _, t := range b.Trails {
		if keep(t.Path) {
			kept = append(kept, t)
		}
	}
	b.judged(kept...)
	few := *b
	few.all, few.Trails = b.All(), kept
	return &few
}

// All returns the trails of every document, where Trails may be those to be judged only.
func (b *Book) All() []*Trail {
	if b.all != nil {
		return b.all
	}
	return b.Trails
}

// Err returns the first error that kept evidence from being read when a lazy book was asked for a trail. What was told
// of documents since is worth nothing.
func (b *Book) Err() error {
	if b == nil || b.judges == nil {
		return nil
	}
	if l := b.judges.later; l != nil {
		b.judges.judging.Lock()
		defer b.judges.judging.Unlock()
		return l.failed
	}
	return nil
}

// Facts returns what is known of a blob that the walk read; nil for another.
func (b *Book) Facts(blob gitrepo.ID) *Facts { return b.facts.of(blob) }

// FactsAt returns what is known of a blob that stands at a path.
func (b *Book) FactsAt(blob gitrepo.ID, path string) *Facts {
	return b.facts.of(blob).At(b.judges.cfg, path)
}

// Trail is what history says of one document.
type Trail struct {
	ID      string // as last written; "" for a document that never had one
	Path    string // where it stands, or stood last
	Removed bool   // the line's end doesn't have it
	Kind    *config.Kind

	Changes  []*Change  // oldest first
	Versions []*Version // oldest first
	Contents []*Content // runs of changes with one content, oldest first
	Reviews  []*Review  // oldest first
	Lapses   []Lapse    // oldest first
	Retired  day.Day    // since when it is retired with an approval; None while it isn't

	// since when it stands where the configuration looks for no document; None while it does not
	Left        day.Day
	Retirements []Retirement // with an approval, oldest first; the last one may have ended
	Retiring    []*Evidence  // of a stated retirement that isn't approved: what counts, and isn't enough

	Current *Content    // in force on today's day; nil for none
	Claims  []*Evidence // approvals that history names and that don't count, with the reason

	key      string // the id in lower case
	evidence []*Evidence
	origins  []origin
	live     bool
	place    int       // among the trails in the order in which they began
	judged   bool      // or being judged, where that is done later
	cycle    day.Cycle // the review cycle that the configuration states for the kind
}

// Last returns the newest change.
func (t *Trail) Last() *Change { return t.Changes[len(t.Changes)-1] }

// LastFacts returns the facts of the newest change that holds the document; nil where none could be read.
func (t *Trail) LastFacts() *Facts {
	for i := len(t.Changes) - 1; i >= 0; i-- {
		if f := t.Changes[i].Facts; f != nil {
			return f
		}
	}
	return nil
}

// What tells how a change touched a document.
type What string

// The kinds of changes.
const (
	Added   What = "added"
	Changed What = "changed"
	Moved   What = "moved"
	Removed What = "removed"
)

// Change is one step of the main line that altered the document.
type Change struct {
	Step    *gitrepo.Step
	Index   int // in Book.Steps
	Day     day.Day
	What    What
	Path    string
	OldPath string // of a move
	Blob    gitrepo.ID
	Facts   *Facts // nil for a removal
	Authors []Who  // who altered the document: of the commit, or of the side commits that a merge brought in
	Words   bool   // the content digest differs from the change before
	Left    bool   // the move took it to where the configuration looks for no document, which ends it as a removal does

	outside bool // it is where the configuration looks for no document
}

// Who is a person as a commit names them.
type Who struct{ Name, Email string }

// Content is a run of changes with one content digest: the words that an approval pins.
type Content struct {
	Digest   Digest
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
	lifeFrom int      // the step that ended the former life of the document; nothingKnown for none
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

// First returns the change that brought the content.
func (c *Content) First() *Change { return c.Changes[0] }

// Facts returns the facts of the newest change of the run.
func (c *Content) Facts() *Facts { return c.Changes[len(c.Changes)-1].Facts }

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
