package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/writ-docs/writ/schema"
)

// described calls do for each key of the schema, with its path (* for a name that the company chooses, [] for an item of
// a list) and the keys that a mapping needs beside it.
func described(t *testing.T, do func(path []string, s map[string]any, beside map[string]any)) {
	t.Helper()
	text, err := schema.JSON("config")
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var walk func(path []string, s map[string]any)
	walk = func(path []string, s map[string]any) {
		s = resolve(doc, s)
		properties, _ := s["properties"].(map[string]any)
		beside := map[string]any{}
		required, _ := s["required"].([]any)
		for _, key := range required {
			beside[key.(string)] = properties[key.(string)].(map[string]any)["examples"].([]any)[0]
		}
		for _, key := range slices.Sorted(maps.Keys(properties)) {
			at := append(slices.Clone(path), key)
			do(at, properties[key].(map[string]any), beside)
			walk(at, properties[key].(map[string]any))
		}
		for key, name := range map[string]string{"additionalProperties": "*", "items": "[]"} {
			if below, ok := s[key].(map[string]any); ok {
				walk(append(slices.Clone(path), name), below)
			}
		}
		choices, _ := s["anyOf"].([]any)
		for _, c := range choices {
			walk(path, c.(map[string]any))
		}
	}
	walk(nil, doc)
}

// TestSchemaExamplesLoad: a writ.yaml with the example of any key has no fault.
func TestSchemaExamplesLoad(t *testing.T) {
	tried := 0
	described(t, func(path []string, s map[string]any, beside map[string]any) {
		examples, _ := s["examples"].([]any)
		if _, hasParts := s["properties"]; len(examples) == 0 && !hasParts && s["additionalProperties"] == nil {
			t.Errorf("%s has no example", strings.Join(path, "."))
		}
		for _, example := range examples {
			tried++
			doc := map[string]any{
				"people": map[string]any{"ada": map[string]any{"name": "Ada"}, "capture-bot": map[string]any{"name": "Bot"}},
				"roles":  map[string]any{"ciso": map[string]any{}, "ceo": map[string]any{}, "cfo": map[string]any{}},
			}
			put(doc, path, example, beside)
			completeTables(doc)
			text, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			if _, problems := Load(text, sampleFiles); len(problems) > 0 {
				t.Errorf("%s: %v\n%s", strings.Join(path, "."), problems[0], text)
			}
		}
	})
	if tried < 70 {
		t.Errorf("only %d examples were tried", tried)
	}
}

// completeTables gives tables the columns and the key that they need, and sections their titles.
func completeTables(doc map[string]any) {
	kinds, _ := doc["kinds"].(map[string]any)
	kind, _ := kinds["another"].(map[string]any)
	if sections, ok := kind["sections"].([]any); ok {
		for _, s := range sections {
			if section, ok := s.(map[string]any); ok && section["title"] == nil {
				section["title"] = "Findings"
			}
		}
	}
	if stated, ok := kind["stated"].(map[string]any); ok {
		typeWords(stated)
	}
	var tables []map[string]any
	switch x := kind["tables"].(type) {
	case []any:
		for _, item := range x {
			t := item.(map[string]any)
			t["name"] = "findings"
			tables = append(tables, t)
		}
	case map[string]any:
		for _, t := range x {
			tables = append(tables, t.(map[string]any))
		}
	}
	for _, t := range tables {
		columns, _ := t["columns"].(map[string]any)
		if columns == nil {
			columns = map[string]any{}
		}
		for _, name := range []string{"id", "applicable", "implemented"} {
			columns[name] = map[string]any{}
		}
		typeWords(columns)
		t["columns"], t["key"], t["in"] = columns, "id", "Findings"
	}
}

// typeWords gives a column with words a type that has words.
func typeWords(columns map[string]any) {
	for _, c := range columns {
		if column, ok := c.(map[string]any); ok && column["words"] != nil {
			column["type"] = "status"
		}
	}
}

// put sets a value at a path below m, with what its mapping needs beside it.
func put(m map[string]any, path []string, value any, beside map[string]any) {
	key := path[0]
	if key == "*" {
		key = "another"
	}
	if len(path) == 1 {
		maps.Copy(m, beside)
		m[key] = value
		return
	}
	below, _ := m[key].(map[string]any)
	if below == nil {
		below = map[string]any{}
	}
	m[key] = below
	if path[1] == "[]" {
		m[key] = []any{below}
		path = path[1:]
	}
	put(below, path[1:], value, beside)
}

// TestSchemaDefaultsHold: the schema states the defaults that hold, and no others, outside of kinds and lists.
func TestSchemaDefaultsHold(t *testing.T) {
	want := map[string]string{}
	for _, s := range Default().Explain() {
		if part, _, _ := strings.Cut(s.Key, "."); part != "kinds" && part != "fields" && part != "forges" && s.Key != "site.serve" {
			want[s.Key] = s.Value
		}
	}
	described(t, func(path []string, s map[string]any, _ map[string]any) {
		key := strings.Join(path, ".")
		value, ok := s["default"]
		if !ok || strings.ContainsAny(key, "*[") || strings.HasPrefix(key, "roster.") {
			return
		}
		if got := fmt.Sprint(value); got != want[key] {
			t.Errorf("%s: the schema says %q; %q holds", key, got, want[key])
		}
		delete(want, key)
	})
	for key, value := range want {
		t.Errorf("%s: the schema doesn't say that %q is its default", key, value)
	}
}

// TestSchemaWords: the schema allows the words that the program knows.
func TestSchemaWords(t *testing.T) {
	want := map[string][]string{
		"kinds.*.states[]": append(schema.DocumentStates(), schema.RecordStates()...), "kinds.*.least_grade": schema.Grades(),
		"roster.least_grade": schema.Grades(), "site.serve": serveModes(), "rules.custom.[].severity": schema.Severities(),
	}
	text, _ := schema.JSON("config")
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	described(t, func(path []string, s map[string]any, _ map[string]any) {
		key := strings.Join(path, ".")
		s = resolve(doc, s)
		if items, ok := s["items"].(map[string]any); ok {
			s, key = items, key+"[]"
		}
		words, ok := want[key]
		if !ok {
			return
		}
		if got := fmt.Sprint(s["enum"]); got != fmt.Sprint(words) {
			t.Errorf("%s: the schema allows %s; the program %v", key, got, words)
		}
		delete(want, key)
	})
	if len(want) > 0 {
		t.Errorf("the schema has no %v", want)
	}
}
