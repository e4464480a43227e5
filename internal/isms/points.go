package isms

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/coverage"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/schema"
)

// place says what a number alone may be.
type place uint8

const (
	inWords place = iota // a clause, where a text begins with it or a word such as "clause" is before it
	inScope              // a clause, wherever it has a point; "all clauses" and "Annex A" name what they say
	inAnnex              // a control
)

var (
	pointWord = lazyregexp.New(`(?i)(?:^|[^\pL\pN.])((?:A[. ]?)?)(\d{1,2}(?:\.\d{1,2}){0,2})`)
	rangeSign = lazyregexp.New(`^\s*(?:-|–|—|to|bis)\s*$`)
	partSign  = lazyregexp.New(`^\s*(?:[,;/&+]|and|und)\s*$`)
	continued = lazyregexp.New(`^(?:[\pL\pN_%€$]|[.,:]\d)`) // a longer number, or a word
	goesOn    = lazyregexp.New(`^\s*(?:$|[,;]|(?:-|–|—|to|bis)\s*\d)`)
)

// pointsIn returns the clauses and controls of a standard that a text names, in the standard's order. All of a range
// such as 4-10 or A.5.15-A.5.18 is named; a group such as 9.2 stays one.
func (s *System) pointsIn(of *schema.Standard, text string, at place) []string {
	named := map[string]bool{}
	lettered := false
	for _, c := range coverage.Controls(s.Config, text, of.Name) {
		if !c.Known || c.Standard != of.Name && c.Standard != "" {
			continue
		}
		if _, clause := of.Point(strings.TrimPrefix(c.Number, "A.")); c.Lettered || !clause || at == inAnnex {
			named[c.Number], lettered = true, true
		}
	}
	r := pointReader{of: of, text: text, at: at, named: named}
	r.read()
	if at == inScope {
		r.inGeneral(lettered)
	}
	var all []string
	for _, p := range of.Points {
		if named[p.Number] {
			all = append(all, p.Number)
		}
	}
	for _, own := range s.Config.Coverage.OwnControls {
		if named[own.ID] {
			all = append(all, own.ID)
		}
	}
	return all
}

// pointReader reads the clauses and groups that a text names.
type pointReader struct {
	of    *schema.Standard
	text  string
	at    place
	named map[string]bool
}

func (r *pointReader) read() {
	last, end := "", 0 // the last one, and where it ends
	for from := 0; strings.ContainsAny(r.text[from:], "0123456789"); {
		m := pointWord.FindStringSubmatchIndex(r.text[from:])
		if m == nil {
			return
		}
		start, numberAt, stop := from+m[2], from+m[4], from+m[5]
		from = stop
		if continued.MatchString(r.text[stop:]) {
			continue
		}
		between := r.text[end:start]
		ranges := last != "" && rangeSign.MatchString(between)
		p, ok := r.of.Point(strings.Repeat("A.", min(1, numberAt-start)) + r.text[numberAt:stop])
		if !ok || p.Sort == schema.Control || numberAt == start && !r.alone(start, stop, ranges ||
			last != "" && partSign.MatchString(between)) {
			continue
		}
		if ranges {
			r.between(last, p.Number)
		}
		r.named[p.Number] = true
		last, end = p.Number, stop
	}
}

// alone reports whether a number without letters is a clause's. on is whether it goes on with others.
func (r *pointReader) alone(start, stop int, on bool) bool {
	before := strings.TrimRight(r.text[:start], " .:§(")
	word := before[strings.LastIndexAny(before, " \n(/,;")+1:]
	switch dotted := strings.Contains(r.text[start:stop], "."); {
	case on || slices.Contains(schema.Vocabularies()["points"].Of("clause"), strings.ToLower(word)):
		return true
	case r.at == inAnnex:
		return false
	case dotted && (r.at == inScope || before == ""):
		return true
	default:
		return r.at == inScope && before == "" && goesOn.MatchString(r.text[stop:])
	}
}

// between names what is between two points: of the same depth where they have one, else all that is no group.
func (r *pointReader) between(from, to string) {
	inside := false
	for _, p := range r.of.Points {
		same := strings.Count(p.Number, ".") == strings.Count(from, ".")
		level := strings.Count(from, ".") == strings.Count(to, ".")
		switch {
		case p.Number == from:
			inside = true
		case p.Number == to:
			return
		case inside && (level && same || !level && p.Sort != schema.Group):
			r.named[p.Number] = true
		}
	}
}

// inGeneral names what "all clauses" and "Annex A" stand for. Where controls are named, Annex A is only what they are
// of.
func (r *pointReader) inGeneral(controls bool) {
	for class, sort := range map[string]bool{"all clauses": false, "all controls": true} {
		says := func(words string) bool { return strings.Contains(strings.ToLower(r.text), words) }
		if sort && controls || !slices.ContainsFunc(schema.Vocabularies()["points"].Of(class), says) {
			continue
		}
		for _, p := range r.of.Points {
			if (p.Sort == schema.Control) == sort && p.Sort != schema.Group {
				r.named[p.Number] = true
			}
		}
	}
}

// leaves are the clauses and controls that a point of a standard stands for: those of a group, else itself.
func leaves(of *schema.Standard, number string) []string {
	if p, ok := of.Point(number); !ok || p.Sort != schema.Group {
		return []string{number}
	}
	var all []string
	for _, p := range of.Points {
		if p.Sort != schema.Group && strings.HasPrefix(p.Number, number+".") {
			all = append(all, p.Number)
		}
	}
	return all
}

// part reports whether a point is another one, or a part of it.
func part(p, of schema.Reference) bool {
	return p.Standard == of.Standard && (p.Number == of.Number || strings.HasPrefix(p.Number, of.Number+"."))
}

// standardsOf returns the standards of the data that criteria name. Where they name none at all it is the one that
// documents are measured against, or ISO/IEC 27001.
func (s *System) standardsOf(criteria string) (all []*schema.Standard) {
	names := schema.StandardsIn(criteria)
	if len(names) == 0 {
		names = append(slices.Clone(s.Config.Coverage.Standards), schema.ISO27001)[:1]
	}
	for _, name := range names {
		if of := schema.StandardNamed(name); of != nil {
			all = append(all, of)
		}
	}
	return all
}
