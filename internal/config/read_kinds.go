package config

import (
	"errors"
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
	stated := map[string][]*node{}
	r.entries(n, kindShape, func(key string, n *node) {
		stated[key] = []*node{n}
		if file := r.kindFile(key, n, c); file != nil {
			stated[key] = []*node{file, n}
		}
	})
	r.allKinds(stated, c)
}

// allKinds reads kinds of which each has one or two layers: its file, and what writ.yaml states over it.
func (r *reader) allKinds(stated map[string][]*node, c *Config) {
	done := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(stated)) {
		r.kindAndBases(key, stated, done, nil, c)
	}
}

// kindFile reads the file that a kind names; nil for none, or for one that can't be read.
func (r *reader) kindFile(key string, n *node, c *Config) *node {
	at, _, ok := n.at("file")
	if !ok {
		return nil
	}
	path := ""
	if r.file(&path)(at); path == "" {
		return nil
	}
	var src []byte
	err := errNoFiles
	if r.files != nil {
		src, err = r.files(path)
	}
	if err != nil {
		r.fault(at, fmt.Sprintf("%s: %s %v; expected a file of the kind, in this repository", at.name(), quote(path),
			err), "write the file and commit it with "+File+", or state the kind here and remove the line")
		return nil
	}
	file, faults := parse(path, src)
	r.unreadable = r.unreadable || len(faults) > 0
	if !r.lenient {
		r.faults = append(r.faults, faults...)
		if c.kindFiles == nil {
			c.kindFiles = map[string]*source{}
		}
		c.kindFiles[key] = file
	}
	return file.root
}

// errNoFiles is the error for a configuration that is read alone.
var errNoFiles = errors.New("can't be read here")

// stating returns what the last layer that has a key says.
func stating(layers []*node, key string) (*node, bool) {
	for _, n := range slices.Backward(layers) {
		if v, _, ok := n.at(key); ok {
			return v, true
		}
	}
	return nil, false
}

// kindAndBases reads a kind once, after those that it builds on. The trail holds the kinds that led here.
func (r *reader) kindAndBases(key string, stated map[string][]*node, done map[string]bool, trail []string, c *Config) {
	layers := stated[key]
	if layers == nil || done[key] {
		return
	}
	base, at := key, layers[0]
	if v, ok := stating(layers, "extends"); ok && v.kind == text {
		base, at = v.text, v
		if base == key || slices.Contains(trail, base) {
			r.fault(v, fmt.Sprintf("%s: the kind `%s` extends itself, by %s", v.name(), base,
				strings.Join(append(trail, key, base), " → ")),
				"let it extend another kind, such as document or record")
			done[key] = true
			return
		}
		r.kindAndBases(base, stated, done, append(trail, key), c)
	} else if c.Kinds[key] == nil && !r.builtIn {
		base = schema.GenericKind
		r.kindAndBases(base, stated, done, append(trail, key), c)
	}
	if done[key] {
		return // it was found in a circle
	}
	done[key] = true
	from := c.Kinds[base]
	if from == nil && base == key { // a built-in kind on which others build
		from = &Kind{Name: key}
	}
	if from == nil {
		if stated[base] == nil && kindShape.fits(base) {
			r.unknownKind(at, base, c)
		}
		if from = c.Kinds[schema.GenericKind]; from == nil {
			return
		}
	}
	c.Kinds[key] = r.kind(key, layers, from, c)
}

// kind reads the layers of one kind over the values of the one that it builds on. Its title and the letters of its ids
// are its own.
func (r *reader) kind(key string, layers []*node, from *Kind, c *Config) *Kind {
	k := *from
	if k.Name != key {
		k.Name, k.Title, k.IDPrefix, k.File, k.Extends = key, titleOf(key), "", "", from.Name
	}
	if r.builtIn {
		k.BuiltIn = nil // each has its own
	}
	for _, n := range layers {
		r.kindOver(n, &k, c)
	}
	slices.SortStableFunc(k.BuiltIn, func(a, b Titled) int { return strings.Compare(b.Title, a.Title) })
	if n := layers[0]; n.parent == nil && !r.builtIn {
		k.File = n.source.path
	}
	r.wholeTables(layers, &k)
	return &k
}

// kindOver puts what one layer says over a kind.
func (r *reader) kindOver(n *node, k *Kind, c *Config) {
	known := keys{
		"title":          r.into(&k.Title),
		"extends":        r.shapedInto(&k.Extends, kindShape),
		"approval":       func(n *node) { r.required(n, &k.Approval) },
		"approvers":      func(n *node) { r.quorum(n, &k.Approvers, c) },
		"least_grade":    func(n *node) { r.grade(n, &k.LeastGrade) },
		"anchored":       r.flag(&k.Anchored),
		"self_approval":  r.flag(&k.SelfApproval),
		"review_cycle":   func(n *node) { r.cycleOrNone(n, &k.ReviewCycle) },
		"due_soon":       r.cycle(&k.DueSoon),
		"retention":      r.cycle(&k.Retention),
		"every":          r.harmlessly(func(n *node) { r.cycleOrNone(n, &k.Interval.Every) }),
		"grace":          r.harmlessly(func(n *node) { r.cycleOrNone(n, &k.Interval.Grace) }),
		"check_within":   r.harmlessly(func(n *node) { r.cycleOrNone(n, &k.Interval.CheckWithin) }),
		"approve_within": r.harmlessly(func(n *node) { r.cycleOrNone(n, &k.Interval.ApproveWithin) }),
		"treat_from":     r.harmlessly(func(n *node) { k.Interval.TreatFrom = r.levels(n) }),
		"owner":          func(n *node) { r.party(n, &k.Owner, c) },
		"approver":       func(n *node) { r.party(n, &k.Approver, c) },
		"required":       func(n *node) { k.Required = r.list(n, fieldShape) },
		"fields":         r.harmlessly(func(n *node) { r.kindFields(n, k, c) }),
		"$defs":          r.harmlessly(r.definitions),
		"states":         func(n *node) { k.States = r.states(n) },
		"sections":       func(n *node) { r.outline(n, &k.Outline) },
		"sections_of":    r.harmlessly(r.shapedInto(&k.Outline.Clause, clauseShape)),
		"tables":         r.harmlessly(func(n *node) { r.tables(n, k) }),
		"stated":         r.harmlessly(func(n *node) { r.columns(n, &k.Tables.Stated) }),
		"id_pattern":     r.expression(&k.IDPattern),
		"id_prefix":      r.harmlessly(r.shapedInto(&k.IDPrefix, prefixShape)),
		"folder":         r.harmlessly(r.file(&k.Folder)),
		"template":       r.harmlessly(r.file(&k.Template)),
	}
	if r.builtIn {
		known["record"] = r.flag(&k.Record)
		known["templates"] = func(n *node) { r.titled(n, k) }
		known["template"] = func(n *node) { k.BuiltIn = append(k.BuiltIn, Titled{File: n.text}) }
	} else if n.parent != nil {
		known["file"] = func(*node) {} // it is one of the layers
	}
	r.object(n, known)
}

// titled reads the built-in templates for titles that begin with some words.
func (r *reader) titled(n *node, k *Kind) {
	r.each(n, "[{titled: risk treatment, file: risk-treatment-process.md}]", func(item *node) {
		t := Titled{}
		r.object(item, keys{"titled": r.into(&t.Title), "file": r.into(&t.File)}, "titled", "file")
		k.BuiltIn = append(k.BuiltIn, t)
	})
}

// harmlessly reads a part whose faults an old configuration may have: it says nothing of approvals.
func (r *reader) harmlessly(read func(*node)) func(*node) {
	return func(n *node) { r.part(n, read) }
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

// levels reads the level from which risks are treated: a number, a word, or several words.
func (r *reader) levels(n *node) []string {
	if n.kind == number {
		return []string{n.text}
	}
	if n.kind != list {
		return r.appendWords(nil, n)
	}
	var all []string
	r.each(n, "[high, critical]", func(item *node) { all = r.appendWords(all, item) })
	if len(n.items) == 0 {
		r.fault(n, n.name()+" is an empty list; expected the levels that are treated", "write them, or remove the key")
	}
	return all
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
func (r *reader) outline(n *node, o *schema.Outline) {
	o.Own, o.Sections = !r.builtIn, nil
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
			"clause":   r.into(&s.Clause),
			"topics":   func(n *node) { s.Topics = r.topics(n) },
		}, "title")
		if s.Required = !optional; s.Title != "" {
			add(item, s)
		}
	})
}

// topics reads what a section has to speak of.
func (r *reader) topics(n *node) (all []schema.Topic) {
	r.each(n, "[{title: the status of the plan, words: [plan]}]", func(item *node) {
		var t schema.Topic
		r.object(item, keys{
			"title": r.into(&t.Title),
			"words": func(n *node) { r.each(n, "[plan]", func(n *node) { t.Words = r.appendWords(t.Words, n) }) },
		}, "title", "words")
		all = append(all, t)
	})
	return all
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
		at := &node{span: e.at, parent: n}
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

// knownField checks that an alias leads to a field: a canonical one, or one that some kind requires or describes.
func (r *reader) knownField(n *node, known []string, c *Config) {
	if slices.Contains(known, n.text) {
		return
	}
	for _, k := range c.Kinds {
		if slices.Contains(k.Required, n.text) || k.Field(n.text) != nil {
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
	r.dangling(n, message, "write the field's own name on the right, and the other name on the left; fields are: "+
		listed(known))
}
