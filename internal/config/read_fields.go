package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/fields"
	"github.com/writ-docs/writ/schema"
)

// kindFields reads what the values of a kind's fields must be. A field goes over the one with its name, keyword by
// keyword; null removes it.
func (r *reader) kindFields(n *node, k *Kind, c *Config) {
	k.Fields = slices.Clone(k.Fields)
	r.entries(n, fieldShape, func(name string, n *node) {
		i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name })
		switch {
		case n.kind == null && i < 0:
			r.nothingRemoved(n, "field")
			return
		case n.kind == null:
			k.Fields = slices.Delete(k.Fields, i, i+1)
			return
		}
		var below *fields.Schema
		if i >= 0 {
			below = k.Fields[i].Schema
		}
		value, ok := r.fieldSchema(n, name, below, c)
		switch {
		case !ok:
		case i < 0:
			k.Fields = append(k.Fields, Field{name, fields.Of(value)})
		default:
			k.Fields[i].Schema = fields.Of(value)
		}
	})
}

// merged puts the keywords of a schema over those of another; null removes one. What is no mapping replaces it.
func merged(below, over any) any {
	b, ok := below.(map[string]any)
	o, too := over.(map[string]any)
	if !ok || !too {
		return over
	}
	b = maps.Clone(b)
	maps.Copy(b, o)
	maps.DeleteFunc(b, func(key string, _ any) bool { v, stated := o[key]; return stated && v == nil })
	return b
}

// fieldSchema reads the JSON Schema of a field, over the one below; nil for none.
func (r *reader) fieldSchema(n *node, name string, below *fields.Schema, c *Config) (value any, ok bool) {
	if schema.FieldNamed(name).Lifecycle {
		r.fault(n, fmt.Sprintf("%s: the field %s is left out of what an approval pins, and its values are fixed; "+
			"expected a field of your own, or one of the content", n.name(), name), "choose another name")
		return nil, false
	}
	r.after(func() {
		if of := c.Fields[name]; of != "" && of != name {
			r.dangling(n, fmt.Sprintf("%s: %s is another name of the field %s, so that no document has a field of "+
				"this name", n.name(), name, of), "write "+of+", or choose another name")
		}
	})
	return r.jsonSchema(n, below)
}

// definitions reads schemas that fields refer to.
func (r *reader) definitions(n *node) {
	r.entries(n, keyShape, func(_ string, n *node) { r.jsonSchema(n, nil) })
}

// jsonSchema reads a JSON Schema over another, with what it refers to in its place, and reports what is wrong with it.
func (r *reader) jsonSchema(n *node, below *fields.Schema) (value any, ok bool) {
	w := writingOut{left: maxSchema}
	value = w.value(n, nil)
	if w.at != nil {
		r.fault(w.at, w.at.name()+" "+w.err.Error(), w.help)
		return nil, false
	}
	if below != nil {
		value = merged(below.Value(), value)
	}
	all := fields.Faults(value)
	for _, f := range all {
		at, where, found := n.at(f.At...)
		if !found { // it is behind a reference
			at, where = n, n.span
		}
		if strings.HasPrefix(f.Message, "isn't a keyword") {
			at = &node{span: where, parent: at.parent, label: at.label}
		}
		r.fault(at, at.name()+" "+f.Message, f.Help)
	}
	return value, len(all) == 0
}

// maxSchema is how many values a schema may have when what it refers to is written out.
const maxSchema = 5000

// writingOut turns a schema into a value in which references are written out.
type writingOut struct {
	left int
	err  error
	help string
	at   *node // where err is
}

func (w *writingOut) fail(n *node, help, format string, args ...any) any {
	if w.err == nil {
		w.err, w.help, w.at = fmt.Errorf(format, args...), help, n
	}
	return nil
}

// value returns a node as JSON Schema sees it. The trail holds the references that led here.
func (w *writingOut) value(n *node, trail []*node) any {
	if w.left--; w.left < 0 {
		return w.fail(n, "write a smaller one", "has more than %d values with what it refers to", maxSchema)
	}
	switch n.kind {
	case mapping:
		m := map[string]any{}
		for _, e := range n.entries {
			if e.key == "$ref" {
				m["allOf"] = append([]any{w.referred(e.value, trail)}, asList(m["allOf"])...)
				continue
			}
			v := w.value(e.value, trail)
			if e.key == "allOf" {
				v = append(asList(m["allOf"]), asList(v)...)
			}
			m[e.key] = v
		}
		if only, ok := m["allOf"].([]any); ok && len(m) == 1 && len(only) == 1 {
			return only[0]
		}
		return m
	case list:
		all := []any{}
		for _, item := range n.items {
			all = append(all, w.value(item, trail))
		}
		return all
	case text:
		return n.text
	case boolean:
		return strings.EqualFold(n.text, "true")
	case number:
		if json.Valid([]byte(n.text)) {
			return json.Number(n.text)
		}
		return w.fail(n, "write it with digits and a point alone", "is %s, which is no number of JSON", quote(n.text))
	}
	return nil
}

func asList(v any) []any {
	l, _ := v.([]any)
	return l
}

// referred returns the schema that a reference leads to, which is in the same file.
func (w *writingOut) referred(n *node, trail []*node) any {
	path, ok := strings.CutPrefix(n.text, "#/")
	if n.kind != text || !ok {
		return w.fail(n, "copy that schema to `$defs:` of this kind, and write #/ and the keys that lead there "+
			"from the top of the file", "is %s; expected a place in the same file, since nothing else is fetched",
			quote(n.text))
	}
	steps := strings.Split(path, "/")
	for i, s := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(s)
	}
	to, _, found := n.root().at(steps...)
	switch {
	case !found:
		return w.fail(n, "write #/ and the keys that lead there from the top of the file",
			"is %s, and nothing is there in this file", quote(n.text))
	case slices.Contains(trail, to):
		return w.fail(n, "write the schema out as deep as it is needed", "is %s, which leads back here", quote(n.text))
	}
	return w.value(to, append(slices.Clone(trail), to))
}
