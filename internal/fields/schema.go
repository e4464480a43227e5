package fields

import (
	"bytes"
	"encoding/json"
	"regexp"
	"sync"
)

// Schema is the schema of a field. It is read when it is first used, and never changes. The nil Schema allows any
// value.
type Schema struct {
	raw  json.RawMessage
	read func() compiled
}

type compiled struct {
	schema   any
	patterns map[string]*regexp.Regexp
}

// New returns the schema with a text, in which Faults found nothing.
func New(raw json.RawMessage) *Schema {
	return &Schema{raw, sync.OnceValue(func() compiled {
		c := compiled{patterns: map[string]*regexp.Regexp{}}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if d.Decode(&c.schema) == nil {
			eachPattern(c.schema, func(p string) {
				if re, err := regexp.Compile(p); err == nil {
					c.patterns[p] = re
				}
			})
		}
		return c
	})}
}

// Of returns the schema with a value, in which Faults found nothing.
func Of(schema any) *Schema {
	raw, err := json.Marshal(schema)
	if err != nil {
		panic("fields: a schema is text, numbers, lists and mappings: " + err.Error())
	}
	return New(raw)
}

// Value returns the schema as encoding/json reads it. It mustn't be changed.
func (s *Schema) Value() any { return s.read().schema }

// String returns the schema's text.
func (s *Schema) String() string { return string(s.raw) }

// MarshalJSON returns the schema's text.
func (s *Schema) MarshalJSON() ([]byte, error) { return s.raw, nil }

// UnmarshalJSON takes up a schema's text, in which Faults found nothing.
func (s *Schema) UnmarshalJSON(text []byte) error {
	*s = *New(bytes.Clone(text))
	return nil
}

// eachPattern visits the regular expressions of a schema.
func eachPattern(schema any, visit func(string)) {
	m, _ := schema.(map[string]any)
	for key, arg := range m {
		switch keywords[key] {
		case pattern:
			if p, ok := arg.(string); ok {
				visit(p)
			}
		case ofPatterns:
			below, _ := arg.(map[string]any)
			for p := range below {
				visit(p)
			}
		}
		eachBelow(keywords[key], arg, func(_ string, below any) { eachPattern(below, visit) })
	}
}

// eachBelow visits the schemas that a keyword's argument holds, with their key or index in it; "" for itself.
func eachBelow(of argument, arg any, visit func(step string, schema any)) {
	switch of {
	case schema:
		visit("", arg)
	case schemas:
		list, _ := arg.([]any)
		for i, s := range list {
			visit(index(i), s)
		}
	case ofNames, ofPatterns:
		m, _ := arg.(map[string]any)
		for _, key := range sorted(m) {
			visit(key, m[key])
		}
	}
}
