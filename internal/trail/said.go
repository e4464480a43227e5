package trail

import (
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/schema"
)

// Said returns what one commit's message says of the document: its approvals and reviews, with the reason where they
// don't count.
func (t *Trail) Said(commit gitrepo.ID) (approvals []*Evidence, reviews []*Review) {
	for _, e := range t.evidence {
		if e.Commit == commit && e.Kind == ByTrailer {
			approvals = append(approvals, e)
		}
	}
	for _, r := range t.Reviews {
		if r.Commit == commit {
			reviews = append(reviews, r)
		}
	}
	return approvals, reviews
}

// SaidByTag returns what the tag of this full ref name approves of the document.
func (t *Trail) SaidByTag(ref string) []*Evidence {
	return slices.DeleteFunc(slices.Clone(t.evidence), func(e *Evidence) bool {
		return e.Tag == nil ||
			e.Tag.Ref != ref
	})
}

// SaidByCapture returns what the capture of a head at a path (or NotesRef) approves of the document.
func (t *Trail) SaidByCapture(path, head string) []*Evidence {
	return slices.DeleteFunc(slices.Clone(t.evidence), func(e *Evidence) bool {
		return e.Capture == nil || e.Capture.Path != path || e.Capture.Head.String() != head
	})
}

// next is the step that would bring an approval which is given now: the proposal's, or the one after the line's end.
func (b *Book) next() int {
	if b.Proposed >= 0 {
		return b.Proposed
	}
	return len(b.Steps)
}

// asked is whose approval the newest words need: where their status is retired, of the retirement.
func (b *Book) asked(t *Trail) asking {
	c := t.Contents[len(t.Contents)-1]
	if f := t.LastFacts(); f != nil && f.Status == schema.Retired {
		return b.judge.retiring(t, c)
	}
	return asking{b.judge, t, c, c.replaces}
}

// Asked returns what an approval of the document's newest words has to fulfil, were it given now.
func (b *Book) Asked(t *Trail) config.Demand { return b.asked(t).below(b.next()) }

// WouldCount judges an approval of the document's newest words that a person of the roster gives now, on a day,
// without a signature. It returns the role by which it counts, or why it doesn't.
func (b *Book) WouldCount(t *Trail, p *config.Person, on day.Day) (role string, why Why) {
	who, why := b.asked(t), because(HasNoAddress, p.Name)
	for _, mail := range p.Emails {
		s := &Source{Kind: ByTrailer, Named: history.Who{Name: p.Name, Email: mail}, Index: b.next(), below: b.next(),
			Day: on, Pinned: who.words.Digest, pinnedRaw: who.words.Facts()}
		e := s.identified(b.judge.rosters.inForce(s.below))
		switch {
		case e.Person != p:
		case !e.Counts():
			return "", e.Why
		default:
			return who.entitles(e, who.below(e.below))
		}
	}
	return "", why
}

// AlreadyApproved is the reason of somebody whose approval would add nothing.
func AlreadyApproved(p *config.Person, on day.Day) Why { return because(HasApproved, p.Name, on) }

// IsAuthor reports whether the person of counted evidence wrote any of the version's words up to this content.
func (b *Book) IsAuthor(e *Evidence, t *Trail, c *Content) bool {
	return e.Person != nil && b.judge.isAuthor(e, t, c)
}
