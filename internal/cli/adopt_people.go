package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/history"
)

// asking is what somebody can say of documents.
type asking struct {
	person  history.Who // zero where nobody is known
	why     string      // why they can say it
	wanting []wanting
	count   int // of documents
}

// wanting are documents that lack the same fields.
type wanting struct{ fields, paths []string }

func (q asking) who() string {
	switch {
	case q.person.Name == "":
		return "whoever knows: history names nobody"
	case q.person.Email == "":
		return q.person.Name + ", " + q.why
	}
	return fmt.Sprintf("%s <%s>, %s", q.person.Name, q.person.Email, q.why)
}

// asked lists what is missing by who can say it: the owner, or else who changed the document last. Whoever can say
// most comes first.
func (x *adopting) asked() []asking {
	var out []asking
	for _, p := range x.all {
		fields := x.lacks(p)
		if len(fields) == 0 {
			continue
		}
		who, why := x.whoKnows(p)
		i := slices.IndexFunc(out, func(q asking) bool { return q.person == who })
		if i < 0 {
			i = len(out)
			out = append(out, asking{person: who, why: why})
		}
		q := &out[i]
		q.count++
		k := slices.IndexFunc(q.wanting, func(w wanting) bool { return slices.Equal(w.fields, fields) })
		if k < 0 {
			k = len(q.wanting)
			q.wanting = append(q.wanting, wanting{fields: fields})
		}
		q.wanting[k].paths = append(q.wanting[k].paths, p.Path)
	}
	slices.SortStableFunc(out, func(a, b asking) int { return b.count - a.count })
	return out
}

// lacks are the fields of a document that somebody has to say.
func (x *adopting) lacks(p *adopt.Proposal) []string {
	fields := slices.Clone(p.Missing)
	for _, u := range p.Unsettled {
		if !slices.Contains(fields, u.Field) && u.Field != "id" {
			fields = append(fields, u.Field)
		}
	}
	return fields
}

// whoKnows returns who answers for a document, or knows it best.
func (x *adopting) whoKnows(p *adopt.Proposal) (who history.Who, why string) {
	if p.Owner != "" {
		role, person, _ := x.config.KnownOwner(p.Owner)
		if role != "" {
			if holders := x.config.HoldersOn(role, x.today); len(holders) > 0 {
				return personOf(holders[0].Name, holders[0].Emails), role
			}
		}
		if q := x.config.People[person]; q != nil {
			return personOf(q.Name, q.Emails), "owner"
		}
		return history.Who{Name: p.Owner}, "owner"
	}
	if last := p.History.Last.By; last.Name != "" {
		return last, "who wrote them last"
	}
	return history.Who{}, ""
}

func personOf(name string, emails []string) history.Who {
	if len(emails) == 0 {
		return history.Who{Name: name}
	}
	return history.Who{Name: name, Email: strings.TrimSpace(emails[0])}
}
