package standing

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// State says what a document is to a reader. Text, JSON and the site spell it alike.
type State string

// The states of a document.
const (
	InForce    State = schema.StateInForce    // approved, and its day has come
	OnRecord   State = schema.StateOnRecord   // a record, as the main line holds it
	NotYet     State = schema.StateNotYet     // approved, and its day comes later; nothing else is in force
	NotInForce State = schema.StateNotInForce // nothing of it is approved
	Retired    State = schema.StateRetired    // taken out of force with an approval
	Removed    State = schema.StateRemoved    // the main line has no such document any more
)

// View is documents beside their history, on a day.
type View struct {
	Config   *config.Config
	Register *register.Register // nil where only trails are asked about
	Book     *trail.Book        // nil where history can't be read
	Today    day.Day            // the day that is asked about; not after the book's today
}

// NewView is a view of a register and its history on the book's today.
func NewView(reg *register.Register, book *trail.Book) View {
	return View{Config: reg.Config, Register: reg, Book: book, Today: book.Today}
}

// Standing is what a document is on a day. Title, kind, version, status, grade and people are those of the words that
// count: of what is in force where something is, whatever the file says meanwhile.
type Standing struct {
	ID    string // "" where the document has none
	Path  string
	Title string // as stated, else the first heading, else the path
	Kind  *config.Kind

	State State
	Since day.Day // the first day of the state; None where the state has none
	Until day.Day // the last day in force, where that is known already; else None
	Rival string  // the file that has the same id, and to which it belongs; "" for none

	Version, Status string
	Grade           trail.Grade // "" for words that the main line doesn't have
	Effective       day.Day     // as stated
	Owner, Approver Party
	Review          Review

	Trail   *trail.Trail   // nil where the main line never had the document
	Content *trail.Content // the words that count; nil where the main line doesn't have them
	Change  *trail.Change  // with which these came last; nil without Content
	Facts   *history.Facts // of these words
	Coming  *trail.Content // approved, and in force later than today; nil for none
}

// Key names the document: its id, else its path.
func (s *Standing) Key() string {
	if s.ID != "" {
		return s.ID
	}
	return s.Path
}

// Valid reports whether the document counts today: whether it is in force or on record.
func (s *Standing) Valid() bool { return s.State == InForce || s.State == OnRecord }

// InForceSince is the first day of the run of days on which the words in force have been so; None where nothing is.
func (s *Standing) InForceSince() day.Day {
	if s.State != InForce {
		return day.None
	}
	return s.Since
}

// Approval is that of the words that count; nil where they have none.
func (s *Standing) Approval() *trail.Approval {
	if s.Content == nil {
		return nil
	}
	return s.Content.Approval
}

// Adopted is the statement by which the words count without an approval; nil where they don't.
func (s *Standing) Adopted() *config.Adoption {
	if a := s.Approval(); a != nil {
		return a.Adopted
	}
	return nil
}

// All answers for all documents of the register, in the order of their keys.
func (v View) All() ([]Standing, error) {
	all := make([]Standing, 0, len(v.Register.Documents))
	for _, e := range v.Register.Documents {
		s, err := v.Document(e)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Standing) int { return strings.Compare(a.Key(), b.Key()) })
	return all, nil
}

// Document answers for a document of the register.
func (v View) Document(e *register.Entry) (Standing, error) {
	t, err := v.TrailOf(e)
	if err != nil {
		return Standing{}, err
	}
	s := Standing{ID: e.ID, Path: e.Path, Kind: e.Kind, State: NotInForce, Trail: t}
	if s.Trail != nil {
		v.judge(&s)
	} else {
		s.Rival = v.rival(e)
	}
	if s.State == NotInForce && (s.Change == nil || s.Change.Blob != e.Blob) {
		s.Kind, s.Facts, s.Grade, s.Content, s.Change = e.Kind, v.Facts(e), "", nil, nil // only the file has its words
	}
	return s, v.complete(&s, e)
}

// History answers for a trail, whose document need not be there any more.
func (v View) History(t *trail.Trail) (Standing, error) {
	s := Standing{State: NotInForce, Path: t.Path, Kind: t.Kind, Trail: t}
	v.judge(&s)
	return s, v.complete(&s, v.EntryOf(t.Document))
}
