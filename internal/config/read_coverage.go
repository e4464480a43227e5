package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
	"github.com/writ-docs/writ/schema"
)

// coverage reads which standards documents are measured against, and the company's own controls.
func (r *reader) coverage(n *node, c *Config) {
	r.object(n, keys{
		"standards": func(n *node) {
			r.each(n, "["+schema.ISO27001+"]", func(item *node) { r.standard(item, c) })
		},
		"own_controls": func(n *node) {
			r.each(n, `[{id: X.1, title: "…"}]`, func(item *node) { r.ownControl(item, c) })
		},
	})
}

func (r *reader) standard(n *node, c *Config) {
	name, ok := r.words(n)
	if !ok {
		return
	}
	if s := schema.StandardNamed(name); s != nil {
		if !slices.Contains(c.Coverage.Standards, s.Name) {
			c.Coverage.Standards = append(c.Coverage.Standards, s.Name)
		}
		return
	}
	var known []string
	for _, s := range schema.Standards() {
		known = append(known, s.Name)
	}
	message := fmt.Sprintf("%s: no standard is called %s", n.name(), quote(name))
	if near := nearest.Word(strings.ToUpper(name), known); near != "" {
		message += fmt.Sprintf("; did you mean `%s`?", near)
	}
	r.dangling(n, message, "write one of "+listed(known))
}

func (r *reader) ownControl(n *node, c *Config) {
	var own OwnControl
	r.object(n, keys{"id": r.shapedInto(&own.ID, keyShape), "title": r.into(&own.Title)}, "id", "title")
	if own.ID == "" {
		return
	}
	at, _, _ := n.at("id")
	for _, s := range schema.Standards() {
		if _, taken := s.Point(own.ID); taken {
			r.fault(at, fmt.Sprintf("%s: %s has %s already", at.name(), s.Title, own.ID),
				"choose another id, such as X.1")
			return
		}
	}
	if slices.ContainsFunc(c.Coverage.OwnControls, func(o OwnControl) bool { return strings.EqualFold(o.ID, own.ID) }) {
		r.fault(at, fmt.Sprintf("%s: %s is here twice", at.name(), quote(own.ID)), "remove one of them")
		return
	}
	c.Coverage.OwnControls = append(c.Coverage.OwnControls, own)
}
