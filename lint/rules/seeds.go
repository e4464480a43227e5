package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

// draft is a new document without a fault, for a repository as it is configured, which a seed may spoil.
type draft struct {
	in     *lint.Input
	kind   *config.Kind
	path   string
	names  []string // canonical fields in their order
	values map[string]string
	body   string
}

// drafts makes one draft for each kind that the repository has a place for. Kinds that it uses come first.
func drafts(in *lint.Input) []*draft {
	uses := map[string]int{}
	for _, e := range in.Register.Documents {
		uses[e.Kind.Name]++
	}
	kinds := slices.SortedFunc(maps.Values(in.Config.Kinds), func(a, b *config.Kind) int {
		if d := uses[b.Name] - uses[a.Name]; d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	var all []*draft
	for _, k := range kinds {
		used := map[string]bool{}
		if p, ok := lint.FreePath(in, k, "seeded-defect.md", used); ok {
			all = append(all, newDraft(in, k, p, used))
		}
	}
	return all
}

func newDraft(in *lint.Input, k *config.Kind, path string, used map[string]bool) *draft {
	d := &draft{in: in, kind: k, path: path, values: map[string]string{},
		body: "# Seeded document\n\nEverybody must lock the screen.\n"}
	cycle := k.ReviewCycle
	if cycle.IsZero() {
		cycle = day.Cycle{Months: 12}
	}
	d.set("id", lint.FreeID(in, k, used))
	d.set("title", "Seeded document")
	d.set("kind", k.Name)
	d.set("version", `"1.0"`)
	if len(k.States) > 0 {
		d.set("status", k.States[0])
	}
	d.set("owner", lint.AnyOwner(in.Config))
	d.set("review_date", in.Today.Add(cycle).String())
	for _, name := range k.Required {
		switch {
		case d.values[name] != "":
		case schema.FieldNamed(name).Type == schema.Day:
			d.set(name, in.Today.String())
		default:
			d.set(name, "seeded")
		}
	}
	return d
}

func (d *draft) asks(name string) bool { return slices.Contains(d.kind.Required, name) }

func (d *draft) set(name, value string) {
	if _, there := d.values[name]; !there {
		d.names = append(d.names, name)
	}
	d.values[name] = value
}

func (d *draft) drop(name string) {
	delete(d.values, name)
	d.names = slices.DeleteFunc(d.names, func(n string) bool { return n == name })
}

// valid gives the draft the state of valid words; false where its kind has none.
func (d *draft) valid() bool {
	if d.kind.Record || !slices.Contains(d.kind.States, schema.Approved) {
		return false
	}
	d.set("status", schema.Approved)
	return true
}

// lackable returns a required field whose absence WR106 reports; "" where the kind requires none.
func (d *draft) lackable() string {
	if d.asks("title") {
		return "title"
	}
	for _, name := range d.kind.Required {
		if name != "kind" && !slices.Contains(elsewhere(), name) {
			return name
		}
	}
	return ""
}

// text writes the draft with the repository's own names of fields.
func (d *draft) text() []byte {
	own := lint.FieldNames(d.in.Config)
	var b strings.Builder
	b.WriteString("---\n")
	for _, name := range d.names {
		key := name
		if own[name] != "" {
			key = own[name]
		}
		fmt.Fprintf(&b, "%s: %s\n", key, d.values[name])
	}
	b.WriteString("---\n\n" + d.body)
	return []byte(b.String())
}

// commit writes the draft and commits it today.
func (d *draft) commit(s lint.Scratch, by lint.Author, message string) error {
	if err := s.Write(d.path, d.text()); err != nil {
		return err
	}
	return s.Commit(d.in.Today, by, message)
}

// pick returns the first draft that suits, as suits left it.
func pick(s lint.Scratch, suits func(*draft) bool) (*draft, error) {
	for _, d := range drafts(s.Input()) {
		if suits(d) {
			return d, nil
		}
	}
	return nil, lint.ErrOutOfReach
}

func anywhere(*draft) bool { return true }

// plant commits a new document that suits, spoilt.
func plant(s lint.Scratch, suits func(*draft) bool, spoil func(*draft)) error {
	d, err := pick(s, suits)
	if err != nil {
		return err
	}
	spoil(d)
	return d.commit(s, lint.Stranger(), "Add a document with a seeded defect")
}

// demand is what an approval of the draft has to fulfil.
func (d *draft) demand() config.Demand {
	c := d.in.Config
	return c.Demand(c.KindsAt(d.path, d.kind.Name), "", d.values["approver"])
}

// approval reports whether the draft is of a kind that needs a named approver.
func (d *draft) approval() bool {
	return d.in.Config.HasRoster() && d.in.Book != nil && d.demand().Required
}

// approvers returns people whose unsigned word approves the draft today; nil where that can't be.
func (d *draft) approvers() []*config.Person {
	if d.demand().LeastGrade < string(trail.Named) {
		return nil
	}
	return d.entitled()
}

// entitled returns people who may approve the draft today, as many as its kinds ask for; nil where there aren't.
func (d *draft) entitled() []*config.Person {
	var chosen []*config.Person
	for _, ask := range d.demand().Asks {
		roles := ask.Names()
		if len(roles) == 0 {
			if roles = d.name(); len(roles) == 0 {
				return nil
			}
		}
		for _, role := range ask.AllOf {
			chosen = d.add(chosen, []string{role}, 1)
		}
		if chosen = d.add(chosen, roles, ask.Minimum); chosen == nil {
			return nil
		}
	}
	return chosen
}

// name makes the draft name a role with a holder as its approver.
func (d *draft) name() []string {
	for _, role := range slices.Sorted(maps.Keys(d.in.Config.Roles)) {
		if len(d.holders(role)) > 0 {
			d.set("approver", role)
			return []string{role}
		}
	}
	return nil
}

// holders are the people who may speak for a role, or the one person of that name.
func (d *draft) holders(role string) []*config.Person {
	holders := d.in.Config.HoldersOn(role, d.in.Today)
	if p := d.in.Config.People[role]; p != nil && d.in.Config.Roles[role] == nil {
		holders = append(holders, p)
	}
	return slices.DeleteFunc(holders, func(p *config.Person) bool { return len(p.Emails) == 0 })
}

// add adds holders of the roles until so many of the chosen hold one of them; nil where there aren't enough.
func (d *draft) add(chosen []*config.Person, roles []string, least int) []*config.Person {
	have := 0
	for _, role := range roles {
		for _, p := range d.holders(role) {
			if have >= least {
				return chosen
			}
			if !slices.Contains(chosen, p) {
				chosen = append(chosen, p)
			}
			have++
		}
	}
	if have < least {
		return nil
	}
	return chosen
}
