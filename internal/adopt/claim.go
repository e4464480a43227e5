package adopt

import (
	"fmt"
	"slices"
	"strings"
)

// idsOf returns the ids that a file states, the best one first: by a label, in its title, in its name.
func (in *Input) idsOf(p *Proposal) (out []Source) {
	for _, s := range p.stated {
		if fieldNamed(s.Label) == "id" && idLike.MatchString(s.Text) && isID(s.Text) &&
			strings.ContainsAny(s.Text, "0123456789") {
			out = append(out, p.at(s.Form, s.Span, s.Text))
		}
	}
	if heads := p.doc.Headings(); len(heads) > 0 {
		if id := idIn(heads[0].Text); id != "" {
			out = append(out, p.at(Heading, heads[0].Span, id))
		}
	}
	if id := idIn(stem(p.Path)); id != "" {
		out = append(out, Source{Form: FileName, Words: id})
	}
	return out
}

// giveIDs gives an id to each document that has none: the one that it states, or else the next free one of its kind.
func (in *Input) giveIDs(all []*Proposal) {
	ids := NewIDs(in.Register, in.Book)
	var without []*Proposal
	for _, p := range all {
		if p.LeftAlone != "" || says(p.doc, "id") {
			continue
		}
		if !in.claimID(p, ids) {
			without = append(without, p)
		}
	}
	for _, p := range without {
		if id := ids.Next(p.Kind); id != "" {
			p.setID(id, Source{Form: Made})
		}
	}
}

// claimID gives a document the id that it states, and reports whether it has one now. One that states several has to
// say which.
func (in *Input) claimID(p *Proposal, ids *IDs) bool {
	if len(p.idHints) == 0 {
		return false
	}
	first, why := p.idHints[0], ""
	switch {
	case slices.ContainsFunc(p.idHints, func(h Source) bool { return !strings.EqualFold(h.Words, first.Words) }):
		why = "stated in two ways"
	case !ids.Claim(p.Kind, first.Words):
		why = fmt.Sprintf("%s is taken, or isn't as ids of the kind %s are", first.Words, p.Kind.Name)
	}
	if why != "" {
		p.Unsettled = append(p.Unsettled, Unsettled{"id", why, p.idHints})
		return false
	}
	id := first.Words
	first.Words = ""
	p.setID(id, first)
	return true
}

func (p *Proposal) setID(id string, from Source) {
	p.Fields = slices.Insert(p.Fields, 0, Field{Entry{"id", Value{Text: id}}, []Source{from}})
}
