package standing

import (
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Due says whether a document still waits for an approval.
type Due string

// What is due. UnknownDue is where history can't be read, or nobody says who is who.
const (
	NothingDue   Due = ""        // nobody has to approve, or it is approved on the main line
	ApprovalDue  Due = "due"     // somebody has to
	ApprovalCame Due = "pending" // the branch has it: it counts once the change is merged
	DraftDue     Due = "draft"   // not before it is released
	UnknownDue   Due = "unknown"
)

// Awaited is the approval that the newest words of a document wait for. The rest is set where one is due.
type Awaited struct {
	Due    Due
	Needs  string   // in words, such as "an approval of ceo"
	By     []string // the names of those whose approval would count
	Nobody string   // why there is none of these
}

// AwaitedOf says what approval the newest words of a document wait for. t may be nil.
func AwaitedOf(b *trail.Book, t *trail.Trail, on day.Day) Awaited {
	if b == nil || !b.Roster || t == nil || len(t.Contents) == 0 || t.LastFacts() == nil {
		return Awaited{Due: UnknownDue}
	}
	approval, status := t.Contents[len(t.Contents)-1].Approval, t.LastFacts().Status
	if status == schema.Retired { // its words are approved, and that doesn't end them
		approval = nil
		if n := len(t.Retirements); n > 0 && t.Retired != day.None {
			approval = t.Retirements[n-1].Approval
		}
	}
	a := ApprovingOf(b, t, on)
	switch {
	case approval != nil && b.Pending(approval):
		return Awaited{Due: ApprovalCame}
	case approval != nil, !a.Demand.Required, status == schema.Retired && t.Retired != day.None,
		t.Kind.Record && status == schema.Open:
		return Awaited{Due: NothingDue}
	case status == schema.Draft:
		return Awaited{Due: DraftDue}
	}
	w := Awaited{Due: ApprovalDue, Needs: a.StillNeeded(), Nobody: a.Nobody()}
	for _, c := range a.Candidates {
		if c.May() {
			w.By = append(w.By, c.Person.Name)
		}
	}
	return w
}
