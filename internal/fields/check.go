package fields

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/writ-docs/writ/internal/day"
)

// Problem is why a value doesn't fit.
type Problem struct {
	At       string // where in the field, such as [2].name; "" for the whole value
	Got      string // what is there, after "is"
	Expected string // after "expected"
}

// Check returns why a value doesn't fit the schema; nothing where it does.
func (s *Schema) Check(v any) []Problem {
	if s == nil {
		return nil
	}
	c := s.read()
	return c.check(c.schema, v, "")
}

func (c *compiled) fits(s, v any) bool { return len(c.check(s, v, "")) == 0 }

// check compares a value with each keyword of a schema. Of a value of another type it says that alone.
func (c *compiled) check(s, v any, at string) (all []Problem) {
	if is, ok := s.(bool); ok {
		if !is {
			all = append(all, Problem{at, said(v), "nothing here"})
		}
		return all
	}
	m, _ := s.(map[string]any)
	if t, ok := m["type"]; ok && !isOf(t, v) {
		return []Problem{{at, said(v), typesOf(t)}}
	}
	expected := ""
	switch x := v.(type) {
	case json.Number:
		expected = numberOf(m, x)
	case string:
		expected = c.text(m, x)
	case []any:
		if expected = c.size(m, x); expected == "" {
			all = c.items(m, x, at)
		}
	case map[string]any:
		if expected = c.keys(m, x); expected == "" {
			all = c.properties(m, x, at)
		}
	}
	if expected == "" {
		expected = given(m, v)
	}
	if expected != "" {
		return []Problem{{at, said(v), expected}}
	}
	return append(all, c.combined(m, v, at)...)
}

// given compares a value with those that a schema lists.
func given(m map[string]any, v any) string {
	if list, ok := m["enum"].([]any); ok && !slices.ContainsFunc(list, func(x any) bool { return equal(x, v) }) {
		var all []string
		for _, x := range list {
			all = append(all, plain(x))
		}
		return "one of " + strings.Join(all, ", ")
	}
	if want, ok := m["const"]; ok && !equal(want, v) {
		return plain(want)
	}
	return ""
}

func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return said(v)
}

// isOf reports whether a value is of one of the types.
func isOf(types any, v any) bool {
	list, ok := types.([]any)
	if !ok {
		list = []any{types}
	}
	return slices.ContainsFunc(list, func(t any) bool {
		switch x := v.(type) {
		case nil:
			return t == "null"
		case bool:
			return t == "boolean"
		case string:
			return t == "string"
		case []any:
			return t == "array"
		case map[string]any:
			return t == "object"
		case json.Number:
			n, ok := number(x)
			return t == "number" || t == "integer" && ok && n.IsInt()
		}
		return false
	})
}

// typesOf names types as messages do.
func typesOf(types any) string {
	words := map[string]string{"array": "a list", "boolean": "true or false", "integer": "a whole number",
		"null": "nothing", "number": "a number", "object": "a mapping", "string": "text"}
	list, ok := types.([]any)
	if !ok {
		list = []any{types}
	}
	var all []string
	for _, t := range list {
		s, _ := t.(string)
		all = append(all, words[s])
	}
	return strings.Join(all, " or ")
}

// maxExponent bounds the numbers that are compared exactly.
const maxExponent = 400

// number returns the exact value of a number; false for another value, and for a number of absurd size.
func number(v any) (*big.Rat, bool) {
	n, ok := v.(json.Number)
	if !ok || len(n) > maxExponent {
		return nil, false
	}
	if _, exponent, found := strings.Cut(strings.ToLower(n.String()), "e"); found {
		if e, err := strconv.Atoi(exponent); err != nil || e > maxExponent || e < -maxExponent {
			return nil, false
		}
	}
	return new(big.Rat).SetString(n.String())
}

func numberOf(m map[string]any, v json.Number) string {
	n, ok := number(v)
	if !ok {
		return "a number that can be compared"
	}
	for _, b := range []struct {
		key, words string
		fits       func(sign int) bool
	}{
		{"minimum", "at least", func(s int) bool { return s >= 0 }},
		{"exclusiveMinimum", "more than", func(s int) bool { return s > 0 }},
		{"maximum", "at most", func(s int) bool { return s <= 0 }},
		{"exclusiveMaximum", "less than", func(s int) bool { return s < 0 }},
	} {
		if limit, ok := number(m[b.key]); ok && !b.fits(n.Cmp(limit)) {
			return b.words + " " + said(m[b.key])
		}
	}
	if of, ok := number(m["multipleOf"]); ok && of.Sign() > 0 && !new(big.Rat).Quo(n, of).IsInt() {
		return "a multiple of " + said(m["multipleOf"])
	}
	return ""
}

func (c *compiled) text(m map[string]any, v string) string {
	if words := within(m, "minLength", "maxLength", utf8.RuneCountInString(v), "letters"); words != "" {
		return words
	}
	if p, ok := m["pattern"].(string); ok && c.patterns[p] != nil && !c.patterns[p].MatchString(v) {
		return "text that matches " + p
	}
	return formed(m["format"], v)
}

// formed says which form a text should have; "" where it has it.
func formed(format any, v string) string {
	switch format {
	case "date":
		if _, err := day.Parse(v); err != nil {
			return "a day as YYYY-MM-DD"
		}
	case "date-time":
		if _, err := time.Parse(time.RFC3339, v); err != nil {
			return "a time such as 2026-03-31T14:00:00+02:00"
		}
	case "email":
		if a, err := mail.ParseAddress(v); err != nil || a.Address != v {
			return "an address such as ada@example.com"
		}
	case "uri":
		if u, err := url.Parse(v); err != nil || !u.IsAbs() || strings.ContainsAny(v, " \t\n") {
			return "a web address such as https://example.com/"
		}
	}
	return ""
}

// within compares a size with its bounds.
func within(m map[string]any, least, most string, n int, of string) string {
	if limit, ok := number(m[least]); ok && limit.Cmp(big.NewRat(int64(n), 1)) > 0 {
		return fmt.Sprintf("at least %s %s", m[least], of)
	}
	if limit, ok := number(m[most]); ok && limit.Cmp(big.NewRat(int64(n), 1)) < 0 {
		return fmt.Sprintf("at most %s %s", m[most], of)
	}
	return ""
}

func (c *compiled) size(m map[string]any, v []any) string {
	if words := within(m, "minItems", "maxItems", len(v), "items"); words != "" {
		return words
	}
	if m["uniqueItems"] == true {
		for i := range v {
			if slices.ContainsFunc(v[:i], func(x any) bool { return equal(x, v[i]) }) {
				return "each item once; " + plain(v[i]) + " is there twice"
			}
		}
	}
	want, ok := m["contains"]
	if !ok {
		return ""
	}
	n := 0
	for _, x := range v {
		if c.fits(want, x) {
			n++
		}
	}
	bounds := map[string]any{"minContains": json.Number("1")}
	maps.Copy(bounds, m)
	return within(bounds, "minContains", "maxContains", n, "items that fit `contains`")
}

func (c *compiled) items(m map[string]any, v []any, at string) (all []Problem) {
	first, _ := m["prefixItems"].([]any)
	for i, x := range v {
		here := fmt.Sprintf("%s[%d]", at, i)
		if i < len(first) {
			all = append(all, c.check(first[i], x, here)...)
		} else if rest, ok := m["items"]; ok {
			all = append(all, c.check(rest, x, here)...)
		}
	}
	return all
}

func (c *compiled) keys(m map[string]any, v map[string]any) string {
	if words := within(m, "minProperties", "maxProperties", len(v), "keys"); words != "" {
		return words
	}
	needed := texts(m["required"])
	if when, ok := m["dependentRequired"].(map[string]any); ok {
		for _, key := range sorted(when) {
			if _, there := v[key]; there {
				needed = append(needed, texts(when[key])...)
			}
		}
	}
	for _, key := range needed {
		if _, there := v[key]; !there {
			return "the key " + key + " in it"
		}
	}
	return ""
}

func texts(v any) (all []string) {
	list, _ := v.([]any)
	for _, x := range list {
		if s, ok := x.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

func (c *compiled) properties(m map[string]any, v map[string]any, at string) (all []Problem) {
	named, _ := m["properties"].(map[string]any)
	matched, _ := m["patternProperties"].(map[string]any)
	when, _ := m["dependentSchemas"].(map[string]any)
	for _, key := range sorted(v) {
		here := at + "." + key
		s, known := named[key]
		if known {
			all = append(all, c.check(s, v[key], here)...)
		}
		for _, p := range sorted(matched) {
			if re := c.patterns[p]; re != nil && re.MatchString(key) {
				known = true
				all = append(all, c.check(matched[p], v[key], here)...)
			}
		}
		if more, ok := m["additionalProperties"]; ok && !known {
			all = append(all, c.check(more, v[key], here)...)
		}
		if name, ok := m["propertyNames"]; ok {
			all = append(all, c.check(name, key, here)...)
		}
		if s, ok := when[key]; ok {
			all = append(all, c.check(s, v, at)...)
		}
	}
	return all
}

// combined compares a value with the schemas that others are made of.
func (c *compiled) combined(m map[string]any, v any, at string) (all []Problem) {
	list := func(key string) []any { l, _ := m[key].([]any); return l }
	for _, s := range list("allOf") {
		all = append(all, c.check(s, v, at)...)
	}
	if any := list("anyOf"); len(any) > 0 {
		all = append(all, c.oneOf(any, v, at, len(any))...)
	}
	if one := list("oneOf"); len(one) > 0 {
		all = append(all, c.oneOf(one, v, at, 1)...)
	}
	if not, ok := m["not"]; ok && c.fits(not, v) {
		all = append(all, Problem{at, said(v), "another value"})
	}
	if cond, ok := m["if"]; ok {
		branch := "else"
		if c.fits(cond, v) {
			branch = "then"
		}
		if s, ok := m[branch]; ok {
			all = append(all, c.check(s, v, at)...)
		}
	}
	return all
}

// oneOf reports a value that fits none of several schemas, or more than most of them.
func (c *compiled) oneOf(list []any, v any, at string, most int) []Problem {
	var wanted []string
	fit := 0
	for _, s := range list {
		problems := c.check(s, v, at)
		if len(problems) == 0 {
			fit++
		} else if p := problems[0]; !slices.Contains(wanted, p.Expected) {
			wanted = append(wanted, p.Expected)
		}
	}
	switch {
	case fit == 0:
		return []Problem{{at, said(v), strings.Join(wanted, ", or ")}}
	case fit > most:
		return []Problem{{at, said(v), "a value that fits one of the schemas of `oneOf`, and no two"}}
	}
	return nil
}

// equal compares two values as JSON does: 1 and 1.0 are one number.
func equal(a, b any) bool {
	switch x := a.(type) {
	case json.Number:
		n, ok := number(a)
		o, too := number(b)
		return ok && too && n.Cmp(o) == 0
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, equal)
	case map[string]any:
		y, ok := b.(map[string]any)
		return ok && maps.EqualFunc(x, y, equal)
	}
	switch b.(type) {
	case []any, map[string]any:
		return false
	}
	return a == b
}
