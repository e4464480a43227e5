package isms

import (
	"cmp"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/schema"
)

// Auditors returns who a report names as its auditors; none while a template's words stand there.
func (s *System) Auditors(a *Audit) (Saying, []records.Name, error) {
	said, err := s.Says(a.Entry, "auditor")
	if err != nil || said.State != records.Known {
		return said, nil, err
	}
	return said, records.Names(said.Text, s.Config), nil
}

// Owned is a document of which somebody was the owner.
type Owned struct {
	Document *register.Entry
	Owner    string // as its words said then
	Role     string // by which the person was that; "" for the person's own name
}

// Audited returns the documents that a report links or names and that it may be about: not what satisfies clause 9.2,
// programmes, reports, and corrective actions with files of their own, which follow from audits.
func (s *System) Audited(a *Audit) (all []*register.Entry, err error) {
	cited, err := s.cited(a.Entry)
	return slices.DeleteFunc(cited, func(e *register.Entry) bool {
		return s.Is(e.Kind, InternalAudit, AuditProgramme, CorrectiveFile) || satisfiesAudit(e)
	}), err
}

// satisfiesAudit reports whether a document answers clause 9.2, which is that of internal audits in each standard of
// management systems.
func satisfiesAudit(e *register.Entry) bool {
	f, _ := e.Front.Field("satisfies")
	for _, v := range append(f.Value.List, f.Value) {
		if n := schema.ParseReference(v.Text).Number; n == "9.2" || strings.HasPrefix(n, "9.2.") {
			return true
		}
	}
	return false
}

// cited returns the documents that another one links, or names by their ids, each once and without itself.
func (s *System) cited(e *register.Entry) (all []*register.Entry, err error) {
	leads, err := s.leads(e)
	if err != nil {
		return nil, err
	}
	add := func(to *register.Entry) {
		if to != nil && to != e && to.Kind != nil && !slices.Contains(all, to) {
			all = append(all, to)
		}
	}
	for _, l := range leads {
		add(l.To)
	}
	for _, m := range e.Mentions() {
		if named := s.Register.ByID(m.Text); len(named) == 1 {
			add(named[0])
		}
	}
	return all, nil
}

// leads returns where the links of a document lead.
func (s *System) leads(e *register.Entry) ([]standing.Lead, error) {
	s.mu.Lock()
	if s.links == nil {
		s.links = s.Links()
	}
	links := s.links
	s.mu.Unlock()
	return links.Of(e)
}

// OwnedBy returns which of some documents a person was the owner of on a day, by the words that the main line had
// then.
func (s *System) OwnedBy(p *config.Person, docs []*register.Entry, on day.Day) (all []Owned, err error) {
	for _, e := range docs {
		owner, err := s.ownerOn(e, on)
		if err != nil {
			return nil, err
		}
		role, person, _ := s.Config.KnownOwner(owner)
		switch {
		case person == p.Key:
			all = append(all, Owned{e, owner, ""})
		case role != "" && slices.Contains(s.Config.HoldersOn(role, on), p):
			all = append(all, Owned{e, owner, role})
		}
	}
	return all, nil
}

// ownerOn returns the owner that a document named on a day; "" where it wasn't there.
func (s *System) ownerOn(e *register.Entry, on day.Day) (string, error) {
	t, err := s.TrailOf(e)
	if err != nil || t == nil {
		if err == nil && on >= s.Today {
			return cmp.Or(e.Front.Text("owner"), e.Kind.Owner), nil
		}
		return "", err
	}
	for _, ch := range slices.Backward(t.Changes) {
		if ch.Day <= on {
			if ch.Facts == nil {
				return "", nil
			}
			return cmp.Or(ch.Facts.Owner, e.Kind.Owner), nil
		}
	}
	return "", nil
}
