package rules

import (
	"bytes"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// seedNotEntitled lets somebody approve who holds no role for it.
func seedNotEntitled(s lint.Scratch) error {
	var other *config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() {
			return false
		}
		may := map[*config.Person]bool{}
		for _, role := range d.demand().Names() {
			for _, p := range d.holders(role) {
				may[p] = true
			}
		}
		for _, key := range slices.Sorted(maps.Keys(d.in.Config.People)) {
			if p := d.in.Config.People[key]; !may[p] && len(p.Emails) > 0 {
				other = p
				return true
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	return d.commit(s, lint.Stranger(), approvedBy(other))
}

// seedTooFew lets one person approve where two have to.
func seedTooFew(s lint.Scratch) error {
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() {
			return false
		}
		by = d.approvers()
		return len(by) > 1
	})
	if err != nil {
		return err
	}
	return d.commit(s, lint.Stranger(), approvedBy(by[0]))
}

// seedWeak lets people approve without the signature that their kind asks for.
func seedWeak(s lint.Scratch) error {
	var by []*config.Person
	d, err := pick(s, func(d *draft) bool {
		if !d.valid() || !d.approval() || d.demand().LeastGrade >= string(trail.Named) {
			return false
		}
		by = d.entitled()
		return len(by) > 0
	})
	if err != nil {
		return err
	}
	return d.commit(s, lint.Stranger(), approvedBy(by...))
}

// anybody returns a person of the roster.
func anybody(cfg *config.Config) *config.Person {
	for _, key := range slices.Sorted(maps.Keys(cfg.People)) {
		if p := cfg.People[key]; len(p.Emails) > 0 {
			return p
		}
	}
	return &config.Person{Name: "Nobody", Emails: []string{"seed@writ.invalid"}}
}

// seedWithoutTop makes a document the top policy that somebody approves who isn't of top management.
func seedWithoutTop(s lint.Scratch) error {
	in := s.Input()
	if in.Config.Roles[schema.TopManagement] == nil {
		return lint.ErrOutOfReach
	}
	for _, e := range in.Register.Documents {
		if !satisfies(s.Input(), e, clausePolicy) {
			continue
		}
		src, err := s.Read(e.Path)
		if err == nil {
			err = s.Write(e.Path, bytes.ReplaceAll(src, []byte(clausePolicy), []byte(clausePolicy[:len(clausePolicy)-1]+"1")))
		}
		if err != nil {
			return err
		}
	}
	var by *config.Person
	d, err := pick(s, func(d *draft) bool {
		if asks := d.demand(); !d.valid() || !d.approval() || asks.LeastGrade < string(trail.Named) || len(asks.Asks) != 1 ||
			asks.Asks[0].Minimum > 1 {
			return false
		}
		for _, role := range d.demand().Names() {
			for _, p := range d.holders(role) {
				if !slices.Contains(in.Config.RolesOf(p.Key, in.Today), schema.TopManagement) {
					by = p
					return true
				}
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	d.set("title", "Information Security Policy")
	d.set("satisfies", "["+clausePolicy+"]")
	return d.commit(s, lint.Stranger(), approvedBy(by))
}
