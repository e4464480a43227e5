package trail

import (
	"cmp"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
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
	return slices.DeleteFunc(slices.Clone(t.evidence), func(e *Evidence) bool { return e.Tag == nil || e.Tag.Ref != ref })
}

// SaidByCapture returns what the capture of a head at a path (or NotesRef) approves of the document.
func (t *Trail) SaidByCapture(path, head string) []*Evidence {
	return slices.DeleteFunc(slices.Clone(t.evidence), func(e *Evidence) bool {
		return e.Capture == nil || e.Capture.Path != path || e.Capture.Head.String() != head
	})
}

// MayApprove returns the people of the roster who may approve the newest words of the document on a day, sorted by
// key, and the roles that give them that right; its authors are left out where its kind asks for four eyes. The
// roster is the one that stands on the main line.
func (b *Book) MayApprove(t *Trail, on day.Day) (people []string, roles []string) {
	c := t.Contents[len(t.Contents)-1]
	at, j := c.First(), b.judges
	cfg, _ := j.rosters.below(len(b.Steps))
	for _, key := range slices.Sorted(maps.Keys(cfg.People)) {
		p := cfg.People[key]
		self, role := true, ""
		for _, kind := range c.Policies(cfg) {
			d := demandOf(cfg, kind, at.Facts)
			roles = append(roles, d.names()...)
			role = cmp.Or(d.roleOf(cfg, &Evidence{Person: p, Day: on}), role)
			self = self && kind.SelfApproval
		}
		if role == "" || len(p.Emails) == 0 || !self && j.isAuthor(&Evidence{Person: p, By: Who{p.Name, p.Emails[0]}, below: len(b.Steps)}, t, c) {
			continue
		}
		people = append(people, p.Name+" <"+p.Emails[0]+">")
	}
	slices.Sort(roles)
	return people, slices.Compact(roles)
}

// Judges returns the kinds whose demands an approval of the document's newest words must meet, as the roster on the
// main line has them.
func (b *Book) Judges(t *Trail) []*config.Kind {
	cfg, _ := b.judges.rosters.below(len(b.Steps))
	return t.Contents[len(t.Contents)-1].Policies(cfg)
}

// IsAuthor reports whether the person of counted evidence wrote any of the version's words up to this content.
func (b *Book) IsAuthor(e *Evidence, t *Trail, c *Content) bool {
	return e.Person != nil && b.judges.isAuthor(e, t, c)
}
