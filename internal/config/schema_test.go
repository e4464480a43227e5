package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/writ-docs/writ/schema"
)

func whole(t testing.TB) []byte {
	t.Helper()
	src, err := os.ReadFile("testdata/whole.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// sampleFiles are the files that the sample names.
func sampleFiles(path string) ([]byte, error) {
	if path == "kinds/supplier.yaml" || path == "kinds/supplier-assessment.yaml" {
		return []byte("extends: record\nsections: [Findings]\nrequired: [supplier]\n" +
			"fields: {supplier: {type: string}, score: {type: integer}}\n"), nil
	}
	if text, ok := brandFiles[path]; ok {
		return []byte(text), nil
	}
	return nil, errors.New("isn't there")
}

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := schema.JSON("config")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("config", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("config")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// value is the tree as JSON Schema sees it.
func value(n *node) any {
	switch n.kind {
	case mapping:
		m := map[string]any{}
		for _, e := range n.entries {
			m[e.key] = value(e.value)
		}
		return m
	case list:
		l := []any{}
		for _, i := range n.items {
			l = append(l, value(i))
		}
		return l
	case text:
		return n.text
	case boolean:
		return n.text == "true"
	case number:
		return json.Number(n.text)
	}
	return nil
}

// Everything that the schema refuses, Load refuses: each value of the whole sample is replaced by one of each
// type, each required key is left out, and each mapping gets a key that nobody knows.
func TestLoadIsAsStrictAsTheSchema(t *testing.T) {
	s := compileSchema(t)
	file, faults := parse(File, whole(t))
	root := file.root
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	tried, refused := 0, 0
	check := func(what string) {
		t.Helper()
		tried++
		r := reader{files: sampleFiles}
		r.config(root, defaults())
		if err := s.Validate(value(root)); err != nil {
			refused++
			if len(r.faults) == 0 {
				t.Errorf("%s: the schema refuses it, Load doesn't: %v", what, err)
			}
		}
	}
	check("the sample")
	if refused > 0 {
		t.Fatal("the sample itself is refused")
	}
	others := []node{{kind: null}, {kind: text}, {kind: text, text: "Zz /?"}, {kind: number, text: "7"}, {kind: boolean, text: "true"}, {kind: list}, {kind: mapping}}
	var walk func(n *node)
	walk = func(n *node) {
		for _, other := range others {
			old := *n
			n.kind, n.text, n.items, n.entries = other.kind, other.text, nil, nil
			check(old.path() + " replaced by " + other.kind.String() + " " + other.text)
			*n = old
		}
		if n.kind == mapping {
			old := n.entries
			for i := range old {
				n.entries = slices.Delete(slices.Clone(old), i, i+1)
				check(n.path() + " without " + old[i].key)
			}
			n.entries = append(slices.Clone(old), entry{key: "Zz ?", value: &node{parent: n, label: "Zz ?", kind: mapping}})
			check(n.path() + " with another key")
			n.entries = old
		}
		for _, e := range n.entries {
			walk(e.value)
		}
		for _, i := range n.items {
			walk(i)
		}
	}
	walk(root)
	if refused < tried/2 {
		t.Errorf("only %d of %d changes were refused by the schema", refused, tried)
	}
}

// The keys that Load knows at each place are those of the schema.
func TestKnownKeysAreThoseOfTheSchema(t *testing.T) {
	text, _ := schema.JSON("config")
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	file, _ := parse(File, whole(t))
	root := file.root
	places := 0
	var walk func(n *node, s map[string]any)
	walk = func(n *node, s map[string]any) {
		s = resolve(doc, s)
		properties, _ := s["properties"].(map[string]any)
		if n.kind == mapping && s["additionalProperties"] == false {
			places++
			want := slices.Sorted(maps.Keys(properties))
			if _, ok := s["patternProperties"]; ok {
				want = append(want, "rule ids such as WR204")
				slices.Sort(want)
			}
			old := n.entries
			n.entries = append(slices.Clone(old), entry{key: "q-q-q-q-q-q", value: &node{parent: n, kind: null}})
			r := reader{files: sampleFiles}
			r.config(root, defaults())
			n.entries = old
			if help := "remove it; known here: " + strings.Join(want, ", "); len(r.faults) != 1 || r.faults[0].help != help {
				t.Errorf("%s: %v; want %q", n.name(), r.faults, help)
			}
		}
		for _, e := range n.entries {
			if below, ok := properties[e.key].(map[string]any); ok {
				walk(e.value, below)
			} else if below, ok := s["additionalProperties"].(map[string]any); ok {
				walk(e.value, below)
			}
		}
		for _, item := range n.items {
			if below, ok := s["items"].(map[string]any); ok {
				walk(item, below)
			}
		}
	}
	walk(root, doc)
	if places < 15 {
		t.Errorf("only %d mappings were looked at", places)
	}
}

// resolve follows a reference within the schema.
func resolve(doc, s map[string]any) map[string]any {
	ref, ok := s["$ref"].(string)
	if !ok {
		return s
	}
	defs := doc["$defs"].(map[string]any)
	return defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
}

// The sample has every key of the schema, so that what is tested over the sample is tested for all of them.
func TestSampleHasEveryKey(t *testing.T) {
	text, _ := schema.JSON("config")
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	stated := map[string]bool{}
	var walk func(n *node)
	walk = func(n *node) {
		for _, e := range n.entries {
			stated[e.key] = true
			walk(e.value)
		}
		for _, i := range n.items {
			walk(i)
		}
	}
	file, _ := parse(File, whole(t))
	root := file.root
	walk(root)
	var each func(v any)
	each = func(v any) {
		s, _ := v.(map[string]any)
		if properties, ok := s["properties"].(map[string]any); ok {
			for key := range properties {
				if !stated[key] {
					t.Errorf("testdata/whole.yaml has no %s", key)
				}
			}
		}
		for _, below := range s {
			each(below)
		}
	}
	each(doc)
}

func BenchmarkCompileSchema(b *testing.B) {
	for b.Loop() {
		compileSchema(b)
	}
}
