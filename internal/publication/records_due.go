package publication

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/sitegen"
)

// due is what is to be done: by the words that are served, and the reviews of documents whose words aren't.
func (r *recorder) due() error {
	all, err := r.system.Due()
	if err != nil {
		return err
	}
	reviews, err := isms.New(r.view).DueReviews()
	if err != nil {
		return err
	}
	for _, x := range reviews {
		if i, ok := r.at[x.Path]; ok && !r.tells(i) {
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b isms.Item) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), strings.Compare(a.What, b.What), strings.Compare(a.Name, b.Name))
	})
	for _, x := range all {
		if i, ok := r.at[x.Path]; ok {
			r.out.Due = append(r.out.Due, r.item(x, &r.shown[i]))
		} else if x.Path == config.File && r.mayKnow(x.Title) {
			r.out.Due = append(r.out.Due, r.item(x, nil))
		}
	}
	return nil
}

func (r *recorder) item(x isms.Item, s *shown) sitegen.Due {
	d := sitegen.Due{What: x.What, UID: x.UID(r.Book.Steps[0].ID.String()), Name: x.Name, Title: r.private(x.Title),
		Day: x.Due, Late: x.Late, Changed: r.Book.Days[0]}
	for _, o := range x.Owners {
		who := sitegen.Who{Name: r.private(o.Name), Role: o.Role}
		if o.Person != nil {
			who.Person = o.Person.Key
		}
		d.Owners = append(d.Owners, who)
	}
	if s == nil {
		return d
	}
	d.Place = r.page(s.entry)
	if s.Trail != nil && len(s.Trail.Changes) > 0 {
		d.Sequence = len(s.Trail.Changes)
		d.Changed = s.Trail.Changes[d.Sequence-1].Day
	}
	return d
}

// people are the roles and people of the roster, with what is theirs. Who holds no role and is named nowhere has no
// page.
func (r *recorder) people() {
	kinds := map[string][]string{}
	for _, k := range r.kinds() {
		for _, role := range r.approversOf(k) {
			kinds[role] = appendOnce(kinds[role], r.kindTitle(k))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Config.Roles)) {
		p := sitegen.Person{Who: sitegen.Who{Name: r.roleTitle(key), Role: key}, Kinds: kinds[key]}
		for _, who := range r.Config.HoldersOn(key, r.Book.Today) {
			p.Holders = append(p.Holders, sitegen.Who{Name: who.Name, Person: who.Key})
		}
		r.owned(&p, func(x standing.Party) bool { return x.Role == key })
		r.out.People = append(r.out.People, p)
	}
	for _, key := range slices.Sorted(maps.Keys(r.Config.People)) {
		who := r.Config.People[key]
		p := sitegen.Person{Who: sitegen.Who{Name: who.Name, Person: key}}
		if !who.Present(r.Book.Today) {
			p.Left = cmp.Or(who.Until, r.Book.Today)
		}
		for _, role := range r.Config.RolesOf(key, r.Book.Today) {
			p.Roles = append(p.Roles, sitegen.Who{Name: r.roleTitle(role), Role: role})
			for _, kind := range kinds[role] {
				p.Kinds = appendOnce(p.Kinds, kind)
			}
		}
		r.owned(&p, func(x standing.Party) bool {
			return x.Person == key || x.Role != "" && slices.Contains(r.Config.RolesOf(key, r.Book.Today), x.Role)
		})
		if len(p.Roles) > 0 || len(p.Owns) > 0 || r.isNamed(key) {
			r.out.People = append(r.out.People, p)
		}
	}
}

// owned fills in the documents that are somebody's, or that name them as approver.
func (r *recorder) owned(p *sitegen.Person, is func(standing.Party) bool) {
	for i := range r.shown {
		s := &r.shown[i]
		if s.State == standing.Retired || s.State == standing.Removed {
			continue
		}
		if is(s.Owner) {
			p.Owns = append(p.Owns, r.docs[i].Key())
		}
		if is(s.Approver) {
			p.Approves = append(p.Approves, r.docs[i].Key())
		}
	}
}

// isNamed reports whether an action or something due names a person.
func (r *recorder) isNamed(key string) bool {
	is := func(w sitegen.Who) bool { return w.Person == key }
	return slices.ContainsFunc(r.out.Actions, func(a sitegen.Action) bool {
		return slices.ContainsFunc(a.Owners,
			is)
	}) ||
		slices.ContainsFunc(r.out.Due, func(d sitegen.Due) bool { return slices.ContainsFunc(d.Owners, is) })
}

// kinds are those that a document has and that need an approval, sorted by title.
func (r *recorder) kinds() (all []*config.Kind) {
	for i := range r.shown {
		if k := r.shown[i].Kind; k != nil && k.Approval && !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(a, b *config.Kind) int { return strings.Compare(a.Title, b.Title) })
	return all
}

// approversOf are the roles that may approve documents of a kind, those among them of which one is made.
func (r *recorder) approversOf(k *config.Kind) (all []string) {
	var add func(role string)
	add = func(role string) {
		if slices.Contains(all, role) {
			return
		}
		all = append(all, role)
		if of := r.Config.Roles[role]; of != nil {
			for _, other := range of.AnyOf {
				add(other)
			}
		}
	}
	for _, role := range slices.Concat(k.Approvers.AnyOf, k.Approvers.AllOf) {
		add(role)
	}
	return all
}
