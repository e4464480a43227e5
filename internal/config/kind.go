package config

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/fields"
	"github.com/writ-docs/writ/schema"
)

// Kind is one sort of document: what its file says over the kind that it extends, and what writ.yaml says over both.
type Kind struct {
	Name         string
	Title        string
	Extends      string         `json:",omitempty"`
	File         string         `json:",omitempty"` // the path of its own file, or ""
	Record       bool           `json:",omitempty"` // on record (open, closed) instead of in force
	Approval     bool           `json:",omitempty"` // an approval is required
	Approvers    Quorum         `json:",omitzero"`
	LeastGrade   string         // "A" to "D"
	Anchored     bool           `json:",omitempty"`
	SelfApproval bool           `json:",omitempty"`
	ReviewCycle  day.Cycle      `json:",omitzero"` // zero: none
	DueSoon      day.Cycle      `json:",omitzero"`
	Retention    day.Cycle      `json:",omitzero"`
	Interval     Interval       `json:",omitzero"`
	Owner        string         `json:",omitempty"` // default owner, or ""
	Approver     string         `json:",omitempty"` // default approver, or ""
	Required     []string       // canonical names of the front matter's required fields
	Fields       []Field        `json:",omitempty"` // whose values are checked, in the order of the files
	States       []string       // allowed values of status
	Outline      schema.Outline `json:",omitzero"`
	Tables       schema.Tables  `json:",omitzero"`
	IDPattern    string         `json:",omitempty"` // RE2, anchored; no id is longer than schema.MaxIDLength
	IDPrefix     string         `json:",omitempty"` // see Prefix
	Folder       string         `json:",omitempty"` // where new documents lie where none does yet
	Template     string         `json:",omitempty"` // the path of the company's own template; "" for a built-in one
	BuiltIn      []Titled       `json:",omitempty"` // the built-in templates
}

// Interval says how often records of a kind come, and how long what follows from them may take. Each is a convention
// of the company, zero for none: the standard says "planned intervals" and names no length.
type Interval struct {
	Every         day.Cycle `json:",omitzero"`  // the newest one may not be older
	Grace         day.Cycle `json:",omitzero"`  // how long after its day something promised is no fault yet
	CheckWithin   day.Cycle `json:",omitzero"`  // from an action's end to the check of its effect; of others' documents from check to check
	ApproveWithin day.Cycle `json:",omitzero"`  // from a report's last day to its approval
	TreatFrom     []string  `json:",omitempty"` // the level from which risks are treated: a number, or words
}

// Titled is a built-in template for documents whose title begins with some words; "" for all.
type Titled struct{ Title, File string }

// BuiltInTemplate returns the built-in template of a document with a title.
func (k *Kind) BuiltInTemplate(title string) (text []byte, ok bool) {
	low := strings.ToLower(title)
	for _, t := range k.BuiltIn { // the one for all titles is the last
		if strings.HasPrefix(low, t.Title) {
			return schema.Template(t.File)
		}
	}
	return nil, false
}

// Field is a field of the front matter that a kind has, with what its values must be.
type Field struct {
	Name   string
	Schema *fields.Schema
}

// Titled reports whether the field's schema states a title.
func (f Field) Titled() bool { return f.title() != "" }

func (f Field) title() string {
	m, _ := f.Schema.Value().(map[string]any)
	title, _ := m["title"].(string)
	return title
}

// Label is what a page calls the field: the title of its schema, else its name in words.
func (f Field) Label() string {
	if title := f.title(); title != "" {
		return title
	}
	return strings.ToUpper(f.Name[:1]) + strings.ReplaceAll(f.Name[1:], "_", " ")
}

// Field returns the schema of a field; nil where the kind says nothing of its values.
func (k *Kind) Field(name string) *fields.Schema {
	if i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name }); i >= 0 {
		return k.Fields[i].Schema
	}
	return nil
}

// Prefix begins the ids of new documents where none has one yet, before a hyphen: the stated one, else letters of the
// kind's name, such as POL for policy and IA for internal-audit.
func (k *Kind) Prefix() string {
	if k.IDPrefix != "" {
		return k.IDPrefix
	}
	parts := strings.Split(k.Name, "-")
	if len(parts) == 1 {
		return strings.ToUpper(k.Name[:min(3, len(k.Name))])
	}
	prefix := ""
	for _, part := range parts {
		prefix += strings.ToUpper(part[:min(1, len(part))])
	}
	return prefix
}

// KindFiles returns the paths of the files of kinds that the configuration names, sorted.
func (c *Config) KindFiles() []string {
	var all []string
	for _, k := range c.Kinds {
		if k.File != "" {
			all = append(all, k.File)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Files returns the paths of all files that make the configuration up: writ.yaml, the files of kinds, and those of
// keys.
func (c *Config) Files() []string { return slices.Concat([]string{File}, c.KindFiles(), c.KeyFiles()) }

// BuiltInTitle returns the title of a built-in kind as it is without a word of a company; "" where there is none of
// the name.
func BuiltInTitle(name string) string {
	if k := compiledKinds()[name]; k != nil {
		return k.Title
	}
	return ""
}

// builtIn returns the built-in kinds.
func builtIn() map[string]*Kind {
	kinds := maps.Clone(compiledKinds())
	for name, k := range kinds {
		own := *k
		kinds[name] = &own
	}
	return kinds
}

var compiledKinds = sync.OnceValue(func() map[string]*Kind {
	var all []*Kind
	if err := json.Unmarshal(schema.CompiledKinds(), &all); err != nil {
		panic("the embedded kinds: " + err.Error()) // a test reads them
	}
	kinds := make(map[string]*Kind, len(all))
	for _, k := range all {
		k.Approvers = Quorum{Minimum: 1}
		k.IDPattern = schema.IDPattern
		kinds[k.Name] = k
	}
	return kinds
})

// CompileKinds returns the built-in kinds as they are embedded: each over the one that it extends, in the order of
// their names. The sources are files by the kind's name. They are read as the file of a company's kind is.
func CompileKinds(sources map[string][]byte) ([]byte, []Problem) {
	c := &Config{Kinds: map[string]*Kind{}, Fields: schema.Aliases()}
	r := reader{builtIn: true}
	stated := map[string][]*node{}
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		file, faults := parse(name, sources[name])
		if r.faults = append(r.faults, faults...); file.root != nil {
			stated[name] = []*node{file.root}
		}
	}
	r.allKinds(stated, c)
	for _, check := range r.later {
		check()
	}
	if len(r.faults) > 0 {
		return nil, problems(&source{}, r.faults)
	}
	out := []byte("[")
	for i, name := range slices.Sorted(maps.Keys(c.Kinds)) {
		c.Kinds[name].Extends = "" // a company's change of a built-in kind doesn't change others
		line, err := json.Marshal(c.Kinds[name])
		if err != nil {
			panic("a kind is text, numbers and lists: " + err.Error())
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, '\n'), line...)
	}
	return append(out, "\n]\n"...), nil
}
