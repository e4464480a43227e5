package rules

import (
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
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
