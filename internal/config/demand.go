package config

import (
	"slices"

	"github.com/writ-docs/writ/internal/day"
)

// KindsAt returns the kinds that judge a document at path whose front matter states a kind: its kind, and the one that
// the path gives, where that is another. So nobody chooses a milder judge by what a document says of itself.
func (c *Config) KindsAt(path, stated string) []*Kind {
	kinds := []*Kind{c.KindFor(path, stated)}
	if byPath, ok := c.KindByPath(path); ok && byPath != kinds[0] {
		kinds = append(kinds, byPath)
	}
	return kinds
}

// KindOf returns the kind by which history judges a file: the one that it states, save that front matter makes no
// record of what its place makes something else.
func (c *Config) KindOf(path, stated string) *Kind {
	kinds := c.KindsAt(path, stated)
	for _, k := range kinds {
		if !k.Record {
			return k
		}
	}
	return kinds[0]
}

// Demand is what the kinds that judge some words ask of an approval. It has to do for each of them.
type Demand struct {
	Asks         []Ask  // of the kinds that ask for an approval; of all, where none does
	Required     bool   // to reach the main line isn't enough
	LeastGrade   string // the strictest, "A" to "D"
	Anchored     bool   // evidence has to be on the main line
	SelfApproval bool   // authors may approve

	config *Config
}

// Ask is what one kind asks of those who approve: people who hold one of the roles, as many as Minimum, and among them
// somebody for each of AllOf.
type Ask struct {
	Kind         *Kind
	AnyOf, AllOf []string // roles
	Person       string   // the key of the one person who may approve, instead of roles; "" for none
	Minimum      int      // at least 1
}

// Demand returns what kinds ask for. Where a kind names no roles, it is the approver that the document states, else
// the kind's own, else the one under otherwise.
func (c *Config) Demand(kinds []*Kind, stated, otherwise string) Demand {
	d := Demand{LeastGrade: "D", SelfApproval: true, config: c}
	asking := slices.DeleteFunc(slices.Clone(kinds), func(k *Kind) bool { return !k.Approval })
	for _, k := range asking {
		d.LeastGrade = min(d.LeastGrade, k.LeastGrade)
	}
	d.Required = d.LeastGrade < "D"
	if len(asking) == 0 {
		asking = kinds
	}
	for _, k := range asking {
		d.Asks = append(d.Asks, c.ask(k, stated, otherwise))
		d.Anchored = d.Anchored || k.Anchored
		d.SelfApproval = d.SelfApproval && k.SelfApproval
	}
	return d
}

func (c *Config) ask(k *Kind, names ...string) Ask {
	a := Ask{Kind: k, AnyOf: k.Approvers.AnyOf, AllOf: k.Approvers.AllOf, Minimum: max(1, k.Approvers.Minimum)}
	if len(a.AnyOf)+len(a.AllOf) > 0 {
		return a
	}
	for _, name := range []string{names[0], k.Approver, names[1]} {
		if name == "" {
			continue
		}
		role, person, _ := c.KnownOwner(name)
		if a.Person = person; role != "" {
			a.AnyOf = []string{role}
		}
		break
	}
	return a
}

// Names returns the keys of the roles, or the person's, that may approve; none where the kind names nobody.
func (a Ask) Names() []string {
	names := slices.Concat(a.AllOf, a.AnyOf)
	if a.Person != "" {
		names = append(names, a.Person)
	}
	return names
}

// role returns by which of the names a person may approve on a day; "" for none.
func (a Ask) role(c *Config, person string, on day.Day) string {
	if person == a.Person {
		return person
	}
	p := c.People[person]
	if p == nil || !p.Present(on) {
		return ""
	}
	for _, roles := range [][]string{a.AllOf, a.AnyOf} {
		for _, role := range roles {
			if c.holds(person, role, on, nil) {
				return role
			}
		}
	}
	return ""
}

// Names returns the keys of all roles and people that may approve, sorted.
func (d Demand) Names() []string {
	var all []string
	for _, a := range d.Asks {
		all = append(all, a.Names()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Role returns the role by which a person may approve on a day, or the person's key where the document names the
// person; "" where the person may not.
func (d Demand) Role(person string, on day.Day) (role string) {
	for _, a := range d.Asks {
		if r := a.role(d.config, person, on); r != "" {
			role = r
		}
	}
	return role
}

// Holders returns the people who hold a role that may approve on a day, or are named as the approver, each once, in
// the order of the roles.
func (d Demand) Holders(on day.Day) []*Person {
	var all []*Person
	add := func(p *Person) {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	for _, a := range d.Asks {
		for _, role := range slices.Concat(a.AllOf, a.AnyOf) {
			for _, p := range d.config.HoldersOn(role, on) {
				add(p)
			}
		}
		if p := d.config.People[a.Person]; p != nil && p.Present(on) {
			add(p)
		}
	}
	return all
}

// Vacant returns the roles that may approve and that nobody holds on a day.
func (d Demand) Vacant(on day.Day) []string {
	var all []string
	for _, a := range d.Asks {
		for _, role := range slices.Concat(a.AllOf, a.AnyOf) {
			if len(d.config.HoldersOn(role, on)) == 0 {
				all = append(all, role)
			}
		}
	}
	return all
}

// HeldBy returns the demand with the people and roles of another configuration: those of its roles who may fulfil it
// are the ones whom that one names.
func (d Demand) HeldBy(c *Config) Demand {
	d.config = c
	return d
}

// Of returns the part of the demand that one kind makes.
func (d Demand) Of(ask Ask) Demand {
	d.Asks = []Ask{ask}
	return d
}

// Vote is an approval that counts.
type Vote struct {
	Person string // the key
	On     day.Day
}

// Lack is what approvals lack of what one kind asks for.
type Lack struct {
	Ask    Ask
	People int      // how many more have to approve, whichever of the roles they hold
	Roles  []string // of AllOf, of which nobody approved
}

// Lacks returns what votes, one of each person, lack; none where they do.
func (d Demand) Lacks(votes []Vote) []Lack {
	var all []Lack
	for _, a := range d.Asks {
		if !a.Kind.Approval {
			continue
		}
		l := Lack{Ask: a, People: a.Minimum, Roles: slices.Clone(a.AllOf)}
		for _, v := range votes {
			if a.role(d.config, v.Person, v.On) == "" {
				continue
			}
			l.People--
			if len(l.Roles) == 0 {
				continue
			}
			held := d.config.RolesOf(v.Person, v.On)
			l.Roles = slices.DeleteFunc(l.Roles, func(role string) bool { return slices.Contains(held, role) })
		}
		if l.People = max(0, l.People); l.People > 0 || len(l.Roles) > 0 {
			all = append(all, l)
		}
	}
	return all
}
