package main

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/writ-docs/writ/schema"
)

// kindSchema returns kind.schema.json: what the JSON Schema of writ.yaml says of a kind, save the file that writ.yaml
// names, with the definitions that it needs.
func kindSchema() ([]byte, error) {
	text, err := schema.JSON("config")
	if err != nil {
		return nil, err
	}
	var root yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(text, &root, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	defs := object(root).object("$defs")
	kind := yaml.MapSlice{{Key: "$schema", Value: object(root).text("$schema")},
		{Key: "$id", Value: schema.Base + "kind.schema.json"},
		{Key: "title", Value: "the file of a kind"}, {Key: "description", Value: "A kind of documents, in a file " +
			"that writ.yaml names under kinds.KIND.file. What writ.yaml states of the kind goes over it."}}
	for _, item := range defs.object("kind") {
		switch item.Key {
		case "title", "description":
		case "properties":
			all := slices.DeleteFunc(item.Value.(yaml.MapSlice), func(p yaml.MapItem) bool { return p.Key == "file" })
			kind = append(kind, yaml.MapItem{Key: "properties", Value: all})
		default:
			kind = append(kind, item)
		}
	}
	var needed yaml.MapSlice
	for _, def := range defs {
		if refers(kind, defs, def.Key.(string), map[string]bool{}) {
			needed = append(needed, def)
		}
	}
	var out bytes.Buffer
	writeJSON(&out, append(kind, yaml.MapItem{Key: "$defs", Value: needed}), "")
	return append(out.Bytes(), '\n'), nil
}

// refers reports whether a value refers to a definition, directly or through others.
func refers(v any, defs object, name string, seen map[string]bool) bool {
	switch x := v.(type) {
	case yaml.MapSlice:
		return slices.ContainsFunc(x, func(item yaml.MapItem) bool {
			to, ok := item.Value.(string)
			if !ok || item.Key != "$ref" {
				return refers(item.Value, defs, name, seen)
			}
			to = to[len("#/$defs/"):]
			if to == name || seen[to] {
				return to == name
			}
			seen[to] = true
			return refers(defs.get(to), defs, name, seen)
		})
	case []any:
		return slices.ContainsFunc(x, func(item any) bool { return refers(item, defs, name, seen) })
	}
	return false
}

// maxLine is how many bytes a mapping may have that is written in one line.
const maxLine = 400

// writeJSON writes a value with its keys in their order; a short one in one line.
func writeJSON(out *bytes.Buffer, v any, indent string) {
	var line bytes.Buffer
	inlineJSON(&line, v)
	m, ok := v.(yaml.MapSlice)
	if !ok || line.Len() < maxLine && indent != "" {
		out.Write(line.Bytes())
		return
	}
	out.WriteString("{")
	for i, item := range m {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n" + indent + "  ")
		writeText(out, item.Key)
		out.WriteString(": ")
		writeJSON(out, item.Value, indent+"  ")
	}
	out.WriteString("\n" + indent + "}")
}

func inlineJSON(out *bytes.Buffer, v any) {
	switch x := v.(type) {
	case yaml.MapSlice:
		out.WriteByte('{')
		for i, item := range x {
			if i > 0 {
				out.WriteString(", ")
			}
			writeText(out, item.Key)
			out.WriteString(": ")
			inlineJSON(out, item.Value)
		}
		out.WriteByte('}')
	case []any:
		out.WriteByte('[')
		for i, item := range x {
			if i > 0 {
				out.WriteString(", ")
			}
			inlineJSON(out, item)
		}
		out.WriteByte(']')
	default:
		writeText(out, v)
	}
}

// writeText writes a scalar; letters such as < stay as they are.
func writeText(out *bytes.Buffer, v any) {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // scalars can always be written
	}
	out.Truncate(out.Len() - 1) // the line feed
}
