package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/schema"
)

func (r *reader) rules(n *node, c *Config) {
	r.severities(n, c.Rules.Severity, keys{
		"overrides": func(n *node) {
			r.each(n, `[{paths: "archive/**", rules: {WR401: off}}]`, func(item *node) { r.override(item, c) })
		},
		"custom": func(n *node) {
			const example = `[{id: ACME001, title: "…", when: "…", message: "…"}]`
			r.each(n, example, func(item *node) { r.custom(item, c) })
		},
	})
}

// severities reads rule ids with their severities, among a few other keys. Whether a rule exists is for the
// linter to say, which knows them; Place finds the line.
func (r *reader) severities(n *node, to map[string]string, others keys) {
	if n.kind != mapping {
		r.expected(n, "a mapping of rule ids", "a line such as `WR204: error` below it")
		return
	}
	known := []string{"rule ids such as WR204"}
	for key := range others {
		known = append(known, key)
	}
	slices.Sort(known)
	for _, e := range n.entries {
		read, other := others[e.key]
		switch {
		case other:
			read(e.value)
		case !ruleShape.fits(e.key):
			r.unknown(n, e, known)
		default:
			if s, ok := r.severity(e.value); ok {
				to[e.key] = s
			}
		}
	}
}

// severity reads a severity. Some YAML programs read off as false, so that says what to write instead.
func (r *reader) severity(n *node) (string, bool) {
	if n.kind == boolean && n.text == "false" {
		r.fault(n, n.name()+" is false; expected one of "+listed(schema.Severities()), "write off")
		return "", false
	}
	return r.oneOf(n, schema.Severities()...)
}

func (r *reader) override(n *node, c *Config) {
	o := Override{Rules: map[string]string{}}
	r.object(n, keys{
		"paths": func(n *node) { o.Paths = r.patterns(n) },
		"rules": func(n *node) { r.severities(n, o.Rules, nil) },
	}, "paths", "rules")
	c.Rules.Overrides = append(c.Rules.Overrides, o)
}

func (r *reader) custom(n *node, c *Config) {
	x := CustomRule{Severity: "warning"}
	r.object(n, keys{
		"id":      func(n *node) { r.customID(n, &x.ID, c) },
		"title":   r.into(&x.Title),
		"when":    r.into(&x.When),
		"message": r.into(&x.Message),
		"severity": func(n *node) {
			if s, ok := r.severity(n); ok {
				x.Severity = s
			}
		},
		"bad":  r.into(&x.Bad),
		"good": r.into(&x.Good),
	}, "id", "title", "when", "message")
	c.Rules.Custom = append(c.Rules.Custom, x)
}

// customID reads the id of a company's rule: not one of ours, and only once.
func (r *reader) customID(n *node, to *string, c *Config) {
	id, ok := r.shaped(n, ruleShape)
	switch {
	case !ok:
		return
	case strings.HasPrefix(id, "WR") && id[2] <= '9':
		r.fault(n, fmt.Sprintf("%s: %s is kept for built-in rules", n.name(), quote(id)),
			"start it with your own letters, such as ACME001")
		return
	}
	for _, other := range c.Rules.Custom {
		if other.ID == id {
			r.fault(n, fmt.Sprintf("%s: %s is here twice", n.name(), quote(id)), "take the next free number")
		}
	}
	*to = id
}

func (r *reader) suppressions(n *node, c *Config) {
	r.each(n, `[{rule: WR401, document: POL-003, until: 2027-03-01, reason: "…"}]`, func(item *node) {
		var s Suppression
		r.object(item, keys{
			"rule":     r.shapedInto(&s.Rule, ruleShape),
			"document": r.into(&s.Document),
			"until":    r.day(&s.Until),
			"reason":   r.into(&s.Reason),
		}, "rule", "document", "until", "reason")
		c.Suppressions = append(c.Suppressions, s)
	})
}
