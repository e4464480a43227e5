package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/schema"
)

const head = `<!-- Generated from schema/config.schema.json by go generate ./...; don't edit it. -->

# writ.yaml

The configuration is the file ` + "`writ.yaml`" + ` at the root of the repository. Every key may be left out. A key
that nothing knows is an error, so that a slip doesn't go unseen.

` + "`writ config`" + ` prints the values that hold and where each comes from, ` + "`writ schema config`" + ` the JSON
Schema that this page is made from. An editor with the YAML language server checks the file where it begins with

` + "```yaml" + `
# yaml-language-server: $schema=.writ-schema.json
` + "```" + `

after ` + "`writ schema config >.writ-schema.json`" + `. Some keys can be set by a variable, which comes before
the file: ` + "`site.output`" + ` by ` + "`WRIT_SITE_OUTPUT`" + `; ` + "`writ help config`" + ` lists them. In the keys
below, NAME, KIND and RULE are for you to choose, and ` + "`[]`" + ` is each item of a list.
`

// object is a mapping of the schema, in its own order.
type object yaml.MapSlice

func (o object) get(key string) any {
	for _, item := range o {
		if item.Key == key {
			return item.Value
		}
	}
	return nil
}

func (o object) text(key string) string {
	s, _ := o.get(key).(string)
	return s
}

func (o object) object(key string) object {
	m, _ := o.get(key).(yaml.MapSlice)
	return object(m)
}

func (o object) list(key string) []any {
	l, _ := o.get(key).([]any)
	return l
}

// page is docs/configuration.md while it is written.
type page struct {
	bytes.Buffer
	defs object
}

// configuration returns docs/configuration.md.
func configuration() ([]byte, error) {
	text, err := schema.JSON("config")
	if err != nil {
		return nil, err
	}
	var root yaml.MapSlice
	if err := yaml.UnmarshalWithOptions(text, &root, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	p := &page{defs: object(root).object("$defs")}
	p.WriteString(head)
	for _, item := range object(root).object("properties") {
		key := item.Key.(string)
		s := object(item.Value.(yaml.MapSlice))
		fmt.Fprintf(p, "\n## %s\n\n", key)
		if p.resolve(s).holds("properties", "additionalProperties", "patternProperties") && s.list("examples") == nil {
			fmt.Fprintf(p, "%s\n\n", s.text("description"))
		}
		p.WriteString("| Key | Type | Default | What it does | Example |\n|---|---|---|---|---|\n")
		p.rows(key, s, false)
		if key == "kinds" {
			p.builtIn()
		}
	}
	p.WriteString("\n## Types\n\n| Type | What it is |\n|---|---|\n")
	for _, item := range p.defs {
		def := object(item.Value.(yaml.MapSlice))
		fmt.Fprintf(p, "| %s | %s |\n", def.text("title"), strings.ReplaceAll(def.text("description"), "<", "&lt;"))
	}
	return p.Bytes(), nil
}

func (o object) holds(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { _, ok := o.get(key).(yaml.MapSlice); return ok })
}

// resolve follows a reference to a definition.
func (p *page) resolve(s object) object {
	if name, ok := strings.CutPrefix(s.text("$ref"), "#/$defs/"); ok {
		return p.defs.object(name)
	}
	return s
}

// first returns the first of several schemas of which a value has to fit any, else the schema itself.
func (p *page) first(s object) object {
	if all := s.list("anyOf"); len(all) > 0 {
		return object(all[0].(yaml.MapSlice))
	}
	return s
}

// chosen is what a key has in place of what the company chooses.
func chosen(key string) string {
	switch key {
	case "kinds":
		return "KIND"
	case "kinds.KIND.tables[].columns", "kinds.KIND.stated":
		return "COLUMN"
	case "fields", "people", "roles":
		return "NAME"
	}
	return "RULE"
}

// rows writes a key, if it has an example, and the keys below it.
func (p *page) rows(key string, s object, required bool) {
	if examples := s.list("examples"); len(examples) > 0 {
		p.row(key, s, required, examples[0])
	}
	s = p.resolve(s)
	needed := s.list("required")
	for _, item := range s.object("properties") {
		below := object(item.Value.(yaml.MapSlice))
		p.rows(key+"."+item.Key.(string), below, slices.Contains(needed, item.Key))
	}
	if more := p.first(s.object("additionalProperties")); p.resolve(more).holds("properties", "additionalProperties") {
		p.rows(key+"."+chosen(key), more, false)
	}
	for _, item := range s.object("patternProperties") {
		p.rows(key+".RULE", object(item.Value.(yaml.MapSlice)), false)
	}
	if !s.holds("items") {
		s = p.first(s)
	}
	if s.holds("items") {
		items := s.object("items")
		p.rows(key+"[]", items, false)
		for _, choice := range items.list("anyOf") {
			p.rows(key+"[]", object(choice.(yaml.MapSlice)), false)
		}
	}
}

func (p *page) row(key string, s object, required bool, example any) {
	fallback := s.text("x-default")
	if v := s.get("default"); v != nil {
		fallback = "`" + inline(v) + "`"
	}
	if required {
		fallback = "must be there"
	}
	last := key[strings.LastIndex(key, ".")+1:]
	if last == "RULE" {
		last = "WR402"
	}
	cells := []string{"`" + key + "`", p.typeOf(s), fallback, s.text("description"),
		"`" + last + ": " + inline(example) + "`"}
	cells[3] = strings.ReplaceAll(cells[3], "<", "&lt;")
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	fmt.Fprintf(p, "| %s |\n", strings.Join(cells, " | "))
}

// typeOf names the type of a value for people.
func (p *page) typeOf(s object) string {
	if values := s.list("enum"); values != nil {
		return "one of " + words(values)
	}
	if v := s.get("const"); v != nil {
		return "`" + inline(v) + "`"
	}
	if name := p.resolve(s).text("title"); name != "" && s.text("$ref") != "" {
		return name
	}
	if choices := s.list("anyOf"); choices != nil {
		var all []string
		for _, c := range choices {
			all = append(all, p.typeOf(object(c.(yaml.MapSlice))))
		}
		return strings.Join(all, " or ")
	}
	switch s.text("type") {
	case "boolean":
		return "true or false"
	case "null":
		return "nothing"
	case "integer":
		return fmt.Sprintf("whole number, %v to %v", s.get("minimum"), s.get("maximum"))
	case "array":
		return "list of: " + p.typeOf(s.object("items"))
	}
	return "mapping"
}

func words(values []any) string {
	var all []string
	for _, v := range values {
		all = append(all, "`"+inline(v)+"`")
	}
	return strings.Join(all, ", ")
}

// builtIn writes the values of the built-in kinds.
func (p *page) builtIn() {
	p.WriteString("\nThe built-in kinds, all with `due_soon: 30 days` and `retention: 36 months`:\n\n" +
		"| Kind | `approval` | `least_grade` | `review_cycle` | `states` | `required` |\n|---|---|---|---|---|---|\n")
	kinds := config.Default().Kinds
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k, approval, cycle := kinds[name], "none", "none"
		if k.Approval {
			approval = "required"
		}
		if !k.ReviewCycle.IsZero() {
			cycle = k.ReviewCycle.String()
		}
		fmt.Fprintf(p, "| %s | %s | %s | %s | %s | %s |\n", k.Name, approval, k.LeastGrade, cycle,
			strings.Join(k.States, ", "), strings.Join(k.Required, ", "))
	}
}

// inline writes a value of the schema as YAML in one line.
func inline(v any) string {
	switch x := v.(type) {
	case yaml.MapSlice:
		var all []string
		for _, item := range x {
			all = append(all, fmt.Sprintf("%v: %s", item.Key, inline(item.Value)))
		}
		return "{" + strings.Join(all, ", ") + "}"
	case []any:
		var all []string
		for _, item := range x {
			all = append(all, inline(item))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case string:
		return scalar(x)
	}
	return fmt.Sprint(v)
}

// scalar writes a text as YAML does where it is read as that text: in quotes where it needs them.
func scalar(s string) string {
	var back any
	if !strings.ContainsAny(s, "[]{},:#*&\"'") || strings.Contains(s, "://") {
		if err := yaml.Unmarshal([]byte(s), &back); err == nil && back == s {
			return s
		}
	}
	text, _ := json.Marshal(s) // strings can always be written
	return string(text)
}
