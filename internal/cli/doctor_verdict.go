package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
)

// kindGrade is what a kind asks of approvers, or one document that names its own, and the best grade that those who
// hold the roles today could reach.
type kindGrade struct {
	demand config.Demand // of the one kind
	kind   *config.Kind
	roles  []string // and the person, where a document names one
	people []*config.Person
	vacant []string // roles that nobody holds today
	grade  trail.Grade
}

func (k *kindGrade) text() string {
	if len(k.roles) == 0 {
		return k.kind.Name + " asks for an approval, and names nobody who may give it"
	}
	var names []string
	for _, p := range k.people {
		names = append(names, p.Name)
	}
	who := strings.Join(names, ", ")
	if who == "" {
		who = "nobody"
	}
	return fmt.Sprintf("%s asks for %s; today %s", k.kind.Name, k.asks(), who)
}

// asks says how many approvals of whom it takes.
func (k *kindGrade) asks() string {
	ask := k.demand.Asks[0]
	if len(ask.AllOf) == 0 {
		return fmt.Sprintf("%d of %s", ask.Minimum, strings.Join(k.roles, ", "))
	}
	text := "each of " + strings.Join(ask.AllOf, ", ")
	if ask.Minimum > 1 {
		text += fmt.Sprintf(", and %d people of %s", ask.Minimum, strings.Join(k.roles, ", "))
	}
	return text
}

func (k *kindGrade) shortage() string {
	return fmt.Sprintf("let more people hold %s: %s asks for %d, and too few hold what it asks for today",
		strings.Join(k.roles, ", "), k.kind.Name, k.demand.Asks[0].Minimum)
}

// gradeKinds works out the kinds in use; without documents, all that the configuration gives approvers.
func (x *diagnosis) gradeKinds() error {
	found := map[string]*kindGrade{}
	if x.reg != nil {
		for _, e := range x.reg.Documents {
			d, err := x.demandOf(e)
			if err != nil {
				return err
			}
			x.take(found, d)
		}
	}
	if len(found) == 0 {
		for _, k := range x.roster.Kinds {
			if len(k.Approvers.AnyOf)+len(k.Approvers.AllOf) > 0 || k.Approver != "" {
				x.take(found, x.roster.Demand([]*config.Kind{k}, "", ""))
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		k := found[key]
		k.grade = x.reach(k)
		x.kinds = append(x.kinds, *k)
	}
	return nil
}

// demandOf is what approvals of a document have to fulfil: of its newest words on the main line, or of what is here
// where the main line doesn't have it.
func (x *diagnosis) demandOf(e *register.Entry) (config.Demand, error) {
	if x.book != nil && x.book.Roster && x.roster.HasRoster() {
		t, err := standing.NewView(x.reg, x.book).TrailOf(e)
		if err != nil {
			return config.Demand{}, err
		}
		if t != nil && len(t.Contents) > 0 {
			return x.book.Asked(t), nil
		}
	}
	return x.roster.Demand(x.roster.KindsAt(e.Path, e.Front.Text("kind")), "", e.Front.Text("approver")), nil
}

// take notes what each kind of a demand asks for.
func (x *diagnosis) take(found map[string]*kindGrade, d config.Demand) {
	for _, ask := range d.Asks {
		key := ask.Kind.Name + " " + strings.Join(ask.Names(), " ")
		if !ask.Kind.Approval || found[key] != nil {
			continue
		}
		k := &kindGrade{demand: d.Of(ask), kind: ask.Kind, roles: ask.Names()}
		k.people, k.vacant = k.demand.Holders(x.project.today), k.demand.Vacant(x.project.today)
		found[key] = k
	}
}

// reach returns the best grade for which enough people are there.
func (x *diagnosis) reach(k *kindGrade) trail.Grade {
	vouched := slices.ContainsFunc(x.roster.CaptureBy, x.keys.has)
	switch {
	case !x.roster.HasRoster():
		return trail.Merged
	case x.enough(k, x.signs):
		return trail.Signed
	case x.enough(k, func(p *config.Person) bool { return x.signs(p) || vouched && p.GitHub+p.GitLab != "" }):
		return trail.Recorded
	case x.enough(k, func(*config.Person) bool { return true }):
		return trail.Named
	}
	return trail.Merged
}

// signs reports whether a person's signature can reach the main line: where all that comes there is squashed, the one
// on a commit is lost, and only SSH signs inside the message.
func (x *diagnosis) signs(p *config.Person) bool {
	return x.keys.ssh[p.Key] || x.keys.has(p.Key) && !x.squashes()
}

// enough reports whether those of a kind's people who fit are as many, and hold the roles, that it asks for.
func (x *diagnosis) enough(k *kindGrade, fits func(*config.Person) bool) bool {
	var votes []config.Vote
	for _, p := range k.people {
		if fits(p) {
			votes = append(votes, config.Vote{Person: p.Key, On: x.project.today})
		}
	}
	return len(k.demand.Lacks(votes)) == 0
}

// conclude says which grade all kinds can reach, and what raises it.
func (x *diagnosis) conclude() {
	if x.missing != nil {
		x.change = x.missing.Fix
		return
	}
	grade := trail.Merged
	for i, k := range x.kinds {
		if i == 0 || k.grade > grade {
			grade = k.grade
		}
	}
	x.grade = string(grade)
	switch {
	case x.broken:
		x.change = "fix the writ.yaml of the main line (`writ lint` says where)"
	case x.differs != "" && !x.roster.HasRoster() && x.project.config.HasRoster():
		x.change = "bring writ.yaml, with its people and roles, to the main line"
	case !x.roster.HasRoster():
		x.change = writeRoster
	case len(x.kinds) == 0:
		x.change = nameApprovers("policy")
	case grade == trail.Merged:
		x.change = x.mendDemand()
	case grade == trail.Signed:
		x.change = x.bind()
	case grade == trail.Recorded && x.unseenNotes():
		x.change = fetchNotes + ": captured reviews may stand there, which nothing here shows"
	default:
		x.change = x.addKeys(grade)
	}
}

func (x *diagnosis) mendDemand() string {
	k := x.kinds[slices.IndexFunc(x.kinds, func(k kindGrade) bool { return k.grade == trail.Merged })]
	switch {
	case len(k.roles) == 0:
		return nameApprovers(k.kind.Name)
	case len(k.vacant) > 0:
		return fmt.Sprintf("give the role %s a holder in writ.yaml, for %s asks for it", k.vacant[0], k.kind.Name)
	}
	return k.shortage()
}

// bind is the change where grade A is attainable and not yet asked for.
func (x *diagnosis) bind() string {
	for _, k := range x.kinds {
		if k.kind.LeastGrade != string(trail.Signed) {
			return fmt.Sprintf("nothing raises it; `least_grade: A` under kinds.%s makes it binding for what is "+
				"approved from then on", k.kind.Name)
		}
	}
	return ""
}

// addKeys names people, in the order in which the kinds list them, whose keys lift every kind of the lowest grade to
// grade A.
func (x *diagnosis) addKeys(lowest trail.Grade) string {
	given := map[string]bool{}
	var people []*config.Person
	for i := range x.kinds {
		k := &x.kinds[i]
		signs := func(p *config.Person) bool { return x.signs(p) || given[p.Key] }
		for _, p := range k.people {
			if k.grade != lowest || x.enough(k, signs) {
				break
			}
			if !signs(p) {
				given[p.Key] = true
				people = append(people, p)
			}
		}
	}
	if len(people) == 1 {
		return x.addKey(people[0])
	}
	var names []string
	for _, p := range people {
		names = append(names, p.Name)
	}
	return "add the SSH public " + keysOf(names) + " to people.*.keys, then approve with `writ approve -S`"
}

// addKey asks for the key of one person: the one with which they sign already, where there is one.
func (x *diagnosis) addKey(p *config.Person) string {
	stray := x.strayKey(p)
	switch {
	case x.keys.has(p.Key):
		return fmt.Sprintf("merge with merge commits, or let %s sign with SSH (people.%s.keys, `writ approve -S`): "+
			"what comes to the main line is squashed, which drops OpenPGP's signatures", p.Name, p.Key)
	case stray != nil && !(x.squashes() && !strings.HasPrefix(stray.Fingerprint, "SHA256:")):
		return fmt.Sprintf("add the public key%s with which %s signs already to people.%s.keys; it counts for what "+
			"is approved from then on", inText(stray.Fingerprint), p.Name, p.Key)
	}
	return fmt.Sprintf("add the SSH public key of %s to people.%s.keys, then approve with `writ approve -S`",
		p.Name, p.Key)
}

func inText(fingerprint string) string {
	if fingerprint == "" {
		return ""
	}
	return " " + fingerprint
}

// strayKey returns a signature of a person's approval by a key that nobody named; nil for none.
func (x *diagnosis) strayKey(p *config.Person) *trail.Signature {
	if x.book == nil {
		return nil
	}
	for _, t := range x.book.Trails {
		for _, c := range t.Contents {
			by := c.Partial
			if c.Approval != nil {
				by = c.Approval.By
			}
			for _, e := range by {
				if e.Person.Key == p.Key && e.Signature != nil && e.Signature.Verdict == signature.UnknownKey.String() {
					return e.Signature
				}
			}
		}
	}
	return nil
}
