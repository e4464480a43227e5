package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/schema"
)

// kinds reads the kinds, each after the one that it extends.
func (r *reader) kinds(n *node, c *Config) {
	stated := map[string]*node{}
	r.entries(n, kindShape, func(key string, n *node) { stated[key] = n })
	done := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(stated)) {
		r.kindAndBases(key, stated, done, nil, c)
	}
}

// kindAndBases reads a kind once, after those that it builds on. The trail holds the kinds that led here.
func (r *reader) kindAndBases(key string, stated map[string]*node, done map[string]bool, trail []string, c *Config) {
	n := stated[key]
	if n == nil || done[key] {
		return
	}
	base, at := key, n
	if v, _, ok := n.at("extends"); ok && v.kind == text {
		base, at = v.text, v
		if base == key || slices.Contains(trail, base) {
			r.fault(v, fmt.Sprintf("%s: the kind `%s` extends itself, by %s", v.name(), base,
				strings.Join(append(trail, key, base), " → ")),
				"let it extend another kind, such as document or record")
			done[key] = true
			return
		}
		r.kindAndBases(base, stated, done, append(trail, key), c)
	} else if c.Kinds[key] == nil {
		base = schema.GenericKind
		r.kindAndBases(base, stated, done, append(trail, key), c)
	}
	if done[key] {
		return // it was found in a circle
	}
	done[key] = true
	from := c.Kinds[base]
	if from == nil {
		if stated[base] == nil && kindShape.fits(base) {
			r.unknownKind(at, base, c)
		}
		from = c.Kinds[schema.GenericKind]
	}
	c.Kinds[key] = r.kind(key, n, from, c)
}

// kind reads one kind over the values of the one that it builds on.
func (r *reader) kind(key string, n *node, from *Kind, c *Config) *Kind {
	k := *from
	if k.Name != key {
		k.Name, k.Title, k.IDPrefix = key, titleOf(key), ""
	}
	r.object(r.withoutFile(n), keys{
		"title":         r.into(&k.Title),
		"extends":       r.shapedInto(&k.Extends, kindShape),
		"approval":      func(n *node) { r.required(n, &k.Approval) },
		"approvers":     func(n *node) { r.quorum(n, &k.Approvers, c) },
		"least_grade":   func(n *node) { r.grade(n, &k.LeastGrade) },
		"anchored":      r.flag(&k.Anchored),
		"self_approval": r.flag(&k.SelfApproval),
		"review_cycle":  func(n *node) { r.cycleOrNone(n, &k.ReviewCycle) },
		"due_soon":      r.cycle(&k.DueSoon),
		"retention":     r.cycle(&k.Retention),
		"owner":         func(n *node) { r.party(n, &k.Owner, c) },
		"approver":      func(n *node) { r.party(n, &k.Approver, c) },
		"required":      func(n *node) { k.Required = r.list(n, fieldShape) },
		"states":        func(n *node) { k.States = r.states(n) },
		"sections":      func(n *node) { k.Outline = r.outline(n) },
		"id_pattern":    r.expression(&k.IDPattern),
	})
	if _, _, stated := n.at("extends"); !stated && from.Name != key {
		k.Extends = from.Name
	}
	return &k
}

// withoutFile returns a kind without the key file, which it refuses: nothing reads such files, so what they ask for
// would be asked of nobody.
func (r *reader) withoutFile(n *node) *node {
	i := slices.IndexFunc(n.entries, func(e entry) bool { return e.key == "file" })
	if i < 0 {
		return n
	}
	at := n.entries[i].value
	r.dangling(at, at.name()+": a kind isn't read from a file of its own; expected what it asks for in "+File,
		"state it here, as in `sections: [Purpose, Scope]` and `required: [id, title]`, and remove the line")
	rest := *n
	rest.entries = slices.Delete(slices.Clone(n.entries), i, i+1)
	return &rest
}

// titleOf turns supplier-assessment into "Supplier assessment".
func titleOf(key string) string {
	return strings.ToUpper(key[:1]) + strings.ReplaceAll(key[1:], "-", " ")
}

func (r *reader) required(n *node, to *bool) {
	if v, ok := r.oneOf(n, "required", "none"); ok {
		*to = v == "required"
	}
}

func (r *reader) quorum(n *node, q *Quorum, c *Config) {
	*q = Quorum{Minimum: 1}
	r.object(n, keys{
		"any_of": func(n *node) { q.AnyOf = r.list(n, keyShape); r.knownRolesLater(n, c) },
		"all_of": func(n *node) { q.AllOf = r.list(n, keyShape); r.knownRolesLater(n, c) },
		"minimum": func(n *node) {
			if v, ok := r.whole(n, 1, 100); ok {
				q.Minimum = v
			}
		},
	})
}

func (r *reader) grade(n *node, to *string) {
	if v, ok := r.oneOf(n, schema.Grades()...); ok {
		*to = v
	}
}

func (r *reader) cycleOrNone(n *node, to *day.Cycle) {
	if n.kind == text && n.text == "none" {
		*to = day.Cycle{}
		return
	}
	r.cycle(to)(n)
}

// party reads a role or a person.
func (r *reader) party(n *node, to *string, c *Config) {
	r.shapedInto(to, keyShape)(n)
	r.after(func() { r.knownParty(n, c) })
}

func (r *reader) states(n *node) []string {
	var all []string
	r.each(n, "[draft, in-review, approved, retired]", func(item *node) {
		if s, ok := r.oneOf(item, append(schema.DocumentStates(), schema.RecordStates()...)...); ok {
			all = append(all, s)
		}
	})
	if n.kind == list && len(n.items) == 0 {
		r.fault(n, n.name()+" is an empty list; expected at least one state", "write the states, or remove the key")
	}
	return all
}

// outline reads the sections of a kind in their order: a title, or a title with other names for it.
func (r *reader) outline(n *node) schema.Outline {
	o := schema.Outline{Own: true}
	seen := map[string]bool{}
	add := func(n *node, s schema.Section) {
		if seen[strings.ToLower(s.Title)] {
			r.fault(n, fmt.Sprintf("%s: the section %s is here twice", n.name(), quote(s.Title)), "remove one of them")
		}
		seen[strings.ToLower(s.Title)] = true
		o.Sections = append(o.Sections, s)
	}
	r.each(n, "[Purpose, Scope]", func(item *node) {
		s := schema.Section{Required: true}
		if item.kind != mapping {
			if title, ok := r.words(item); ok {
				s.Title = title
				add(item, s)
			}
			return
		}
		optional := false
		r.object(item, keys{
			"title":    r.into(&s.Title),
			"also":     func(n *node) { r.each(n, "[Goals]", func(n *node) { s.Names = r.appendWords(s.Names, n) }) },
			"optional": r.flag(&optional),
		}, "title")
		if s.Required = !optional; s.Title != "" {
			add(item, s)
		}
	})
	return o
}

func (r *reader) appendWords(all []string, n *node) []string {
	if w, ok := r.words(n); ok {
		all = append(all, w)
	}
	return all
}

// knownKind checks a reference to a kind.
func (r *reader) knownKind(n *node, kind string, c *Config) {
	if kind != "" && c.Kinds[kind] == nil {
		r.unknownKind(n, kind, c)
	}
}

// unknownKind is a fault even in an old configuration: which approval the documents need can't be told.
func (r *reader) unknownKind(n *node, kind string, c *Config) {
	known := slices.Sorted(maps.Keys(c.Kinds))
	message := fmt.Sprintf("%s: no kind is called %s", n.name(), quote(kind))
	help := "define it under `kinds`, or write one of " + listed(known)
	if near := nearest.Word(kind, known); near != "" {
		message += fmt.Sprintf("; did you mean `%s`?", near)
	}
	r.fault(n, message, help)
}

// fields reads aliases over the built-in ones.
func (r *reader) fields(n *node, c *Config) {
	if n.kind != mapping {
		r.expected(n, "a mapping", "a line such as `revision: version` below it")
		return
	}
	known, claims := canonical()
	for _, e := range n.entries {
		at := &node{span: e.at}
		switch {
		case claims[e.key]:
			r.fault(at, fmt.Sprintf("`fields.%s`: `%s` is a claim that is checked against history; it can't stand "+
				"for another field", e.key, e.key), "remove the line")
			continue
		case slices.Contains(known, e.key) && e.value.text != e.key:
			r.fault(at, fmt.Sprintf("`fields.%s`: `%s` is a field itself, so it can't be another name of one", e.key,
				e.key), "remove the line")
			continue
		}
		if name, ok := r.shaped(e.value, fieldShape); ok {
			c.Fields[e.key] = name
			r.after(func() { r.knownField(e.value, known, c) })
		}
	}
}

// canonical returns the names of fields that have a meaning, and which of them are claims.
func canonical() (names []string, claims map[string]bool) {
	claims = map[string]bool{}
	for _, f := range schema.Fields() {
		names = append(names, f.Name)
		if f.Claim {
			claims[f.Name] = true
		}
	}
	slices.Sort(names)
	return names, claims
}

// knownField checks that an alias leads to a field: a canonical one, or one that some kind requires.
func (r *reader) knownField(n *node, known []string, c *Config) {
	if slices.Contains(known, n.text) {
		return
	}
	for _, k := range c.Kinds {
		if slices.Contains(k.Required, n.text) {
			return
		}
	}
	r.missingField(n, known)
}

func (r *reader) missingField(n *node, known []string) {
	message := fmt.Sprintf("%s: no field is called %s", n.name(), quote(n.text))
	if near := nearest.Word(n.text, known); near != "" {
		message += fmt.Sprintf("; did you mean `%s`?", near)
	}
	r.dangling(n, message, "write the field's own name on the right, and the other name on the left; fields are: "+listed(known))
}
