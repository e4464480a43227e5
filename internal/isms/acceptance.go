package isms

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
)

// Acceptance is a risk owner's approval of a treatment and of the risk that is left.
type Acceptance struct {
	Owner  records.Named
	Person *config.Person  // nil where nobody accepted for the owner
	Day    day.Day         // of the approval
	Record *register.Entry // the closed record that the row names; nil for the plan itself
}

// PlanApproval returns what approves the words of a treatment plan in force. ok is false where nothing is in force,
// where the register has other words, or where the company adopted these.
func (s *System) PlanApproval(e *register.Entry) (evidence []*trail.Evidence, ok bool, err error) {
	if s.Book == nil {
		return nil, false, nil
	}
	t, err := s.TrailOf(e)
	if err != nil || t == nil || t.Current == nil || t.Current.Digest != s.Facts(e).Digest || t.Current.Approval == nil ||
		t.Current.Approval.Adopted != nil {
		return nil, false, err
	}
	return approving(t, t.Current), true, nil
}

// approving returns the approvals of words by known people, also by those whose word isn't enough to put them in
// force: an owner of a risk accepts it, whoever may approve for the company.
func approving(t *trail.Trail, words *trail.Content) (all []*trail.Evidence) {
	for _, e := range t.Evidence() {
		if e.Pinned == words.Digest && e.Person != nil &&
			(e.Counts() || e.Why.Code.NotEntitled() || e.Why.Code == trail.IsAuthor && e.Kind != trail.ByMerge) {
			all = append(all, e)
		}
	}
	return all
}

// Acceptances returns for each owner of a treatment who is known who accepted it: in the evidence for its plan, or in
// that for a closed record that its row names.
func (s *System) Acceptances(t *Treatment, evidence []*trail.Evidence) ([]Acceptance, error) {
	owner := t.Cell("owner")
	if owner.State != records.Known || owner.Party == nil {
		return nil, nil
	}
	record, more, err := s.acceptedIn(t)
	if err != nil {
		return nil, err
	}
	var all []Acceptance
	for _, named := range owner.Party.Known {
		a := Acceptance{Owner: named}
		for i, e := range slices.Concat(evidence, more) {
			if a.Person == nil && slices.Contains(s.Meant(named, e.Day), s.Config.People[e.Person.Key]) {
				a.Person, a.Day = e.Person, e.Day
				if i >= len(evidence) {
					a.Record = record
				}
			}
		}
		all = append(all, a)
	}
	return all, nil
}

// acceptedIn returns the closed record that a treatment's row names, with the approvals of it.
func (s *System) acceptedIn(t *Treatment) (*register.Entry, []*trail.Evidence, error) {
	for _, word := range idInText.FindAllString(t.Cell("accepted").Text, -1) {
		for _, e := range s.Register.ByID(word) {
			if !e.Kind.Record || e.Status() != schema.Closed {
				continue
			}
			tr, err := s.TrailOf(e)
			if err != nil {
				return nil, nil, err
			}
			if tr != nil && len(tr.Contents) > 0 {
				return e, approving(tr, tr.Contents[len(tr.Contents)-1]), nil
			}
		}
	}
	return nil, nil, nil
}
