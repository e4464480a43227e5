package isms

import (
	"slices"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/schema"
)

// Cover is an entry of an audit's field covers.
type Cover struct {
	Text   string
	Span   document.Span
	Points []schema.Reference // what it names; groups of clauses as such
}

// Covers returns what an audit says it covers, by the entries of the field; none for an audit that doesn't say it.
// known is false where its criteria are no standard of the data.
func (s *System) Covers(a *Audit) (all []Cover, known bool) {
	f, _ := a.Entry.Front.Field("covers")
	values := f.Value.List
	if f.Value.Text != "" {
		values = []document.Value{f.Value}
	}
	for _, v := range values {
		c := Cover{Text: v.Text, Span: v.Span}
		for _, of := range a.Against {
			for _, n := range s.pointsOf(a, of, v.Text, inScope) {
				c.Points = append(c.Points, schema.Reference{Standard: of.Name, Number: n})
			}
		}
		c.Points = controlsOfThemes(c.Points)
		all = append(all, c)
	}
	return all, len(a.Against) > 0
}

// controlsOfThemes puts the controls of a theme, such as A.7, in its place. Groups of clauses stay.
func controlsOfThemes(points []schema.Reference) (all []schema.Reference) {
	for _, p := range points {
		numbers := leaves(schema.StandardNamed(p.Standard), p.Number)
		if first, _ := schema.StandardNamed(p.Standard).Point(numbers[0]); first.Sort != schema.Control {
			numbers = []string{p.Number}
		}
		for _, n := range numbers {
			if r := (schema.Reference{Standard: p.Standard, Number: n}); !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// Has reports whether an audit has an item about a point: one that names it, a part of it or what it is a part of, or
// one of its section.
func (a *Audit) Has(p schema.Reference) bool {
	return slices.ContainsFunc(a.Items, func(i *AuditItem) bool { return i.about(p) })
}

func (i *AuditItem) about(p schema.Reference) bool {
	near := func(o schema.Reference) bool { return part(o, p) || part(p, o) }
	return slices.ContainsFunc(i.Points, near) || slices.ContainsFunc(i.Inside, near)
}

// Covered returns the clauses and controls that an audit covered: those that it says it does, once it is closed, else
// the clauses with an answered item and the controls that answered items name. The caller must not change them.
func (a *Audit) Covered() map[schema.Reference]bool { return a.covered() }

func (s *System) covered(a *Audit) map[schema.Reference]bool {
	all := map[schema.Reference]bool{}
	add := func(p schema.Reference) {
		for _, n := range leaves(schema.StandardNamed(p.Standard), p.Number) {
			all[schema.Reference{Standard: p.Standard, Number: n}] = true
		}
	}
	covers, _ := s.Covers(a)
	if len(covers) > 0 && a.Entry.Status() == schema.Closed {
		for _, c := range covers {
			for _, p := range c.Points {
				add(p)
			}
		}
		return all
	}
	for _, i := range a.Items {
		if !i.Answered || i.Result == NotApplicable {
			continue
		}
		for _, p := range slices.Concat(i.Points, i.Inside) {
			of := schema.StandardNamed(p.Standard)
			first, _ := of.Point(leaves(of, p.Number)[0])
			if group, _ := of.Point(p.Number); group.Sort != schema.Group || first.Sort == schema.Clause {
				add(p) // an item about a theme isn't one about each of its controls
			}
		}
	}
	return all
}
