package fields

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/writ-docs/writ/internal/nearest"
)

// Fault is what is wrong with a schema. At are the keys and indexes that lead there.
type Fault struct {
	At            []string
	Message, Help string
}

// argument is what a keyword takes.
type argument uint8

const (
	unknown    argument = iota
	note                // anything: it says something to people
	typeNames           // a type, or a list of types
	values              // a list of values
	value               // any value
	quantity            // a number
	size                // a whole number from 0 on
	flag                // true or false
	pattern             // a regular expression
	format              // one of the formats
	names               // a list of names
	namesOf             // lists of names, by name
	schema              // a schema
	schemas             // a list of schemas
	ofNames             // schemas, by name
	ofPatterns          // schemas, by regular expression
)

// keywords are those of the draft that a value of front matter can be checked by. It is never changed.
var keywords = map[string]argument{
	"title": note, "description": note, "default": note, "examples": note, "deprecated": note, "readOnly": note,
	"writeOnly": note, "$comment": note,
	"type": typeNames, "enum": values, "const": value, "format": format, "pattern": pattern,
	"multipleOf": quantity, "maximum": quantity, "exclusiveMaximum": quantity, "minimum": quantity,
	"exclusiveMinimum": quantity, "maxLength": size, "minLength": size, "maxItems": size, "minItems": size,
	"uniqueItems": flag, "maxContains": size, "minContains": size, "maxProperties": size, "minProperties": size,
	"required": names, "dependentRequired": namesOf,
	"allOf": schemas, "anyOf": schemas, "oneOf": schemas, "prefixItems": schemas,
	"not": schema, "if": schema, "then": schema, "else": schema, "items": schema, "contains": schema,
	"additionalProperties": schema, "propertyNames": schema,
	"properties": ofNames, "dependentSchemas": ofNames, "patternProperties": ofPatterns,
}

func types() []string {
	return []string{"array", "boolean", "integer", "null", "number", "object", "string"}
}

func formats() []string { return []string{"date", "date-time", "email", "uri"} }

// Faults returns what is wrong with a schema, in the order of its keys.
func Faults(s any) []Fault { return faults(s, nil) }

func faults(s any, at []string) []Fault {
	if _, ok := s.(bool); ok {
		return nil
	}
	m, ok := s.(map[string]any)
	if !ok {
		return []Fault{{at, "is " + kindOf(s) + "; expected a JSON Schema", "write one such as {type: string}"}}
	}
	var all []Fault
	for _, key := range sorted(m) {
		here := append(slices.Clone(at), key)
		of := keywords[key]
		if of == unknown {
			all = append(all, unknownKeyword(key, here))
			continue
		}
		if what, help := wrong(of, m[key]); what != "" {
			all = append(all, Fault{here, what, help})
			continue
		}
		eachBelow(of, m[key], func(step string, below any) {
			to := here
			if step != "" {
				to = append(slices.Clone(here), step)
			}
			all = append(all, faults(below, to)...)
		})
	}
	return all
}

func unknownKeyword(key string, at []string) Fault {
	f := Fault{at, "isn't a keyword of JSON Schema that writ follows", "remove it; known are: " +
		strings.Join(sorted(keywords), ", ")}
	if near := nearest.Word(key, sorted(keywords)); near != "" {
		f.Message += fmt.Sprintf("; did you mean `%s`?", near)
	}
	return f
}

// wrong says what is wrong with a keyword's argument itself; "" for nothing.
func wrong(of argument, arg any) (what, help string) {
	bad := func(expected, help string) (string, string) {
		return "is " + said(arg) + "; expected " + expected, "write " + help
	}
	text, isText := arg.(string)
	list, isList := arg.([]any)
	m, isMap := arg.(map[string]any)
	switch of {
	case typeNames:
		if !isList {
			list = []any{arg}
		}
		for _, x := range list {
			if s, ok := x.(string); !ok || !slices.Contains(types(), s) {
				return "is " + said(x) + "; expected one of " + strings.Join(types(), ", "), "write one, such as string"
			}
		}
		if len(list) == 0 {
			return bad("a type", "one, such as string")
		}
	case values:
		if !isList || len(list) == 0 {
			return bad("a list of values", "one such as [low, high]")
		}
	case quantity:
		if _, ok := number(arg); !ok {
			return bad("a number", "one such as 5")
		}
	case size:
		if n, ok := number(arg); !ok || !n.IsInt() || n.Sign() < 0 {
			return bad("a whole number from 0 on", "one such as 5")
		}
	case flag:
		if _, ok := arg.(bool); !ok {
			return bad("true or false", "true or false")
		}
	case pattern:
		if _, err := regexp.Compile(text); !isText || err != nil {
			return badPattern(arg, err)
		}
	case format:
		if !isText || !slices.Contains(formats(), text) {
			return bad("one of "+strings.Join(formats(), ", "), "one of them; `pattern` can say other forms")
		}
	case names:
		if !isList || slices.ContainsFunc(list, notText) {
			return bad("a list of names", "one such as [name]")
		}
	case namesOf:
		for _, x := range m {
			if l, ok := x.([]any); !ok || slices.ContainsFunc(l, notText) {
				isMap = false
			}
		}
		if !isMap {
			return bad("lists of names, by name", "one such as {end: [begin]}")
		}
	case schemas:
		if !isList || len(list) == 0 {
			return bad("a list of schemas", "one such as [{type: string}, {type: integer}]")
		}
	case ofNames, ofPatterns:
		if !isMap {
			return bad("schemas, by name", "one such as {name: {type: string}}")
		}
		for _, key := range sorted(m) {
			if _, err := regexp.Compile(key); of == ofPatterns && err != nil {
				return badPattern(key, err)
			}
		}
	}
	return "", ""
}

func badPattern(arg any, err error) (what, help string) {
	if err == nil {
		return "is " + said(arg) + "; expected a regular expression", `write one in RE2's syntax, such as "^[A-Z]+$"`
	}
	return fmt.Sprintf("is %s, which isn't a regular expression: %v", said(arg), err), "write one in RE2's syntax"
}

func notText(v any) bool { _, ok := v.(string); return !ok }

func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

func index(i int) string { return strconv.Itoa(i) }

// kindOf names a value's type as messages do.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "empty"
	case bool:
		return "true or false"
	case json.Number:
		return "a number"
	case string:
		return "text"
	case []any:
		return "a list"
	}
	return "a mapping"
}

// said prints a value for a message, shortened.
func said(v any) string {
	const limit = 60
	switch x := v.(type) {
	case string:
		if rs := []rune(x); len(rs) > limit {
			x = string(rs[:limit]) + "…"
		}
		return strconv.Quote(x)
	case json.Number:
		if len(x) <= limit {
			return x.String()
		}
	case bool:
		return strconv.FormatBool(x)
	}
	return kindOf(v)
}
