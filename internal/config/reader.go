package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
)

// reader decodes the tree and collects what is wrong with it.
type reader struct {
	files  Files // of the commit that the configuration is of; nil for none
	faults []fault
	later  []func() // checks that need the whole configuration

	// Reading leniently (an old configuration in history): unknown keys, dangling references and whatever is
	// wrong in a harmless part are passed over; any other fault makes the file unreadable.
	builtIn    bool // the files are those of the built-in kinds
	lenient    bool
	harmless   bool // inside a part that says nothing of documents, people or approvals
	unreadable bool
}

// fault reports what is wrong with n's value.
func (r *reader) fault(n *node, message, help string) {
	if r.lenient {
		r.unreadable = r.unreadable || !r.harmless
		return
	}
	r.add(n, n.span, message, help)
}

func (r *reader) add(n *node, at span, message, help string) {
	r.faults = append(r.faults, fault{at, message, help, n.root().source})
}

// dangling reports a name that nobody defined. It grants nothing, so a lenient reading passes it over.
func (r *reader) dangling(n *node, message, help string) {
	if !r.lenient {
		r.add(n, n.span, message, help)
	}
}

// expected reports a value of another type than the key's.
func (r *reader) expected(n *node, what, example string) {
	got := n.kind.String()
	if n.text != "" && n.kind != null {
		got += " (" + quote(n.text) + ")"
	}
	help := "write " + example
	if n.kind == null {
		help += ", or remove the key"
	}
	r.fault(n, fmt.Sprintf("%s is %s; expected %s", n.name(), got, what), help)
}

// quote shortens s for a message.
func quote(s string) string {
	const limit = 60
	if rs := []rune(s); len(rs) > limit {
		s = string(rs[:limit]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// keys says how the value of each key of a mapping is read.
type keys map[string]func(*node)

// object reads a mapping whose keys are known; required ones must be there.
func (r *reader) object(n *node, known keys, required ...string) {
	if n.kind != mapping {
		r.expected(n, "a mapping of keys", "keys below it, indented: "+listed(slices.Sorted(maps.Keys(known))))
		return
	}
	missing := slices.Clone(required)
	for _, e := range n.entries {
		read, ok := known[e.key]
		if !ok {
			r.unknown(n, e, slices.Sorted(maps.Keys(known)))
			continue
		}
		missing = slices.DeleteFunc(missing, func(s string) bool { return s == e.key })
		read(e.value)
	}
	for _, key := range missing {
		r.fault(n, fmt.Sprintf("%s has no `%s`", n.name(), key), "add `"+key+":`")
	}
}

// unknown reports a key that nothing reads.
func (r *reader) unknown(n *node, e entry, known []string) {
	if r.lenient {
		return
	}
	message := fmt.Sprintf("unknown key `%s`", join(n.path(), e.key))
	help := "remove it; known here: " + strings.Join(known, ", ")
	if near := nearest.Word(e.key, known); near != "" {
		message += fmt.Sprintf("; did you mean `%s`?", near)
		help = "known here: " + strings.Join(known, ", ")
	}
	r.add(n, e.at, message, help)
}

// entries reads a mapping whose keys are names that the company chooses. A name of another shape is a fault,
// and so are two names that differ in case only, because owners are found without case.
func (r *reader) entries(n *node, shape shape, read func(key string, n *node)) {
	if n.kind != mapping {
		r.expected(n, "a mapping", "one key below it for each "+shape.what)
		return
	}
	seen := make(map[string]string, len(n.entries))
	for _, e := range n.entries {
		at := &node{span: e.at, parent: n}
		if !shape.fits(e.key) {
			r.fault(at, fmt.Sprintf("`%s` isn't a %s: expected %s", join(n.path(), e.key), shape.what, shape.text),
				"write "+shape.example)
			continue
		}
		if other, twice := seen[strings.ToLower(e.key)]; twice {
			r.fault(at, fmt.Sprintf("`%s` differs from `%s` in case only", join(n.path(), e.key), other),
				"choose another name for one of them")
			continue
		}
		seen[strings.ToLower(e.key)] = e.key
		read(e.key, e.value)
	}
}

// each reads the items of a list.
func (r *reader) each(n *node, example string, read func(*node)) {
	if n.kind != list {
		r.expected(n, "a list", "a list such as "+example)
		return
	}
	for _, item := range n.items {
		read(item)
	}
}

// later checks run once everything is read.
func (r *reader) after(check func()) { r.later = append(r.later, check) }

// part reads a part whose faults an old configuration may have.
func (r *reader) part(n *node, read func(*node)) {
	was := r.harmless
	r.harmless = true
	read(n)
	r.harmless = was
}

func listed(words []string) string { return strings.Join(words, ", ") }
