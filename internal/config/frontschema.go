package config

import (
	"maps"
	"slices"

	"github.com/writ-docs/writ/schema"
)

// FrontSchema returns the JSON Schema (draft 2020-12) of the front matter of a kind's documents, for an editor: a
// tree for encoding/json. Fields that it doesn't name are the company's own.
func (c *Config) FrontSchema(k *Kind) map[string]any {
	properties := map[string]any{}
	for _, f := range schema.Fields() {
		if !f.OfKinds {
			properties[f.Name] = withMeaning(commonSchema(f, k), f.Meaning)
		}
	}
	for _, f := range k.Fields {
		properties[f.Name] = withMeaning(f.Schema.Value(), schema.FieldNamed(f.Name).Meaning)
	}
	named := map[string][]string{} // other names of fields
	for _, alias := range slices.Sorted(maps.Keys(c.Fields)) {
		name := c.Fields[alias]
		if s, ok := properties[name]; ok && properties[alias] == nil {
			properties[alias] = s
			named[name] = append(named[name], alias)
		}
	}
	var all []any
	for _, name := range k.Required {
		names := append([]string{name}, named[name]...)
		switch {
		case name == "owner" && k.Owner != "":
			continue
		case name == "review_date":
			if _, stated := c.StatedCycle(k); stated {
				continue
			}
			names = append(names, "review_cycle", "last_reviewed")
		}
		var there []any
		for _, n := range names {
			there = append(there, map[string]any{"required": []string{n}})
		}
		all = append(all, map[string]any{"anyOf": there})
	}
	s := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": k.Title,
		"description": "The front matter of a document of the kind " + k.Name + ".", "type": "object",
		"properties": properties}
	if len(all) > 0 {
		s["allOf"] = all
	}
	return s
}

// commonSchema is what values a field has that documents of all kinds have.
func commonSchema(f schema.Field, k *Kind) any {
	text := func(more ...any) map[string]any {
		m := map[string]any{"type": "string"}
		for i := 0; i+1 < len(more); i += 2 {
			m[more[i].(string)] = more[i+1]
		}
		return m
	}
	switch f.Type {
	case schema.ID:
		return text("pattern", k.IDPattern, "maxLength", schema.MaxIDLength)
	case schema.Version:
		return text("pattern", `^[0-9]+\.[0-9]+$`)
	case schema.Day:
		return text("format", "date")
	case schema.Cycle:
		return text("pattern", `^([0-9]+ ?(day|week|month|year)s?|none)$`)
	case schema.Original:
		return map[string]any{"type": "object", "required": []string{"id", "version"}, "additionalProperties": false,
			"properties": map[string]any{"id": text(), "version": text("pattern", `^[0-9]+\.[0-9]+$`)}}
	case schema.List, schema.People:
		return map[string]any{"type": []string{"array", "string"}, "items": text()}
	case schema.Choice:
		switch f.Name {
		case "status":
			return text("enum", k.States)
		case "kind":
			return text("const", k.Name)
		case "classification":
			return text("enum", schema.Classifications())
		}
	case schema.Line:
		return map[string]any{"type": []string{"string", "number"}}
	}
	return text()
}

// withMeaning adds a description to a schema that has none.
func withMeaning(s any, meaning string) any {
	m, ok := s.(map[string]any)
	if !ok || meaning == "" || m["description"] != nil {
		return s
	}
	with := maps.Clone(m)
	with["description"] = meaning
	return with
}
