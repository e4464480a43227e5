package rules

import (
	"github.com/writ-docs/writ/internal/trail"
)

// cause is why words aren't approved. Each has one rule that speaks of it, the most exact one.
type cause int

const (
	byNobody         cause = iota // WR301
	editedSince                   // WR302
	byNobodyEntitled              // WR303
	byAuthors                     // WR304
	byTooFew                      // WR305
	byWeakEvidence                // WR306
)

func (u unapproved) cause() cause {
	switch {
	case len(u.own()) > 0:
		return byAuthors
	case u.before() >= 0:
		return editedSince
	case len(u.notEntitled()) > 0:
		return byNobodyEntitled
	case len(u.content.Partial) > 0 && u.content.TooWeak:
		return byWeakEvidence
	case len(u.content.Partial) > 0:
		return byTooFew
	}
	return byNobody
}

// notEntitled returns the approvals of these words by people who may not approve them.
func (u unapproved) notEntitled() []*trail.Evidence {
	return u.claims(func(e *trail.Evidence) bool { return e.Why.Code.NotEntitled() })
}
