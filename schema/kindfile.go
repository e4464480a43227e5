package schema

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// KindFile is all that is known of a built-in kind. People read and write it as a file of the folder kinds; programs
// read kinds.json, which is compiled from these files because that takes a tenth of the time.
type KindFile struct {
	Kind    Kind
	Outline Outline
	Tables  Tables
}

// CompiledKinds is the name of the file that go generate compiles.
const CompiledKinds = "kinds.json"

//go:embed kinds.json
var compiledKinds []byte

//go:embed kinds/*.yaml
var kindSources embed.FS

const kindFolder = "kinds"

// kindFiles returns the built-in kinds, sorted by name.
var kindFiles = sync.OnceValue(func() []KindFile {
	var all []KindFile
	if err := json.Unmarshal(compiledKinds, &all); err != nil {
		panic("schema: " + CompiledKinds + ": " + err.Error()) // a test reads the embedded file
	}
	return all
})

// kindFile returns a built-in kind; an empty one for a name that none has.
func kindFile(name string) KindFile {
	i, ok := slices.BinarySearchFunc(kindFiles(), name, func(f KindFile, name string) int {
		return strings.Compare(f.Kind.Name, name)
	})
	if !ok {
		return KindFile{}
	}
	return kindFiles()[i]
}

// writtenKind is a kind as its file has it. What it leaves out is as in the kind that it extends.
type writtenKind struct {
	Title           string           `yaml:"title"`
	Extends         string           `yaml:"extends"`
	Record          *bool            `yaml:"record"`
	Approval        string           `yaml:"approval"`
	Required        []string         `yaml:"required"`
	States          []string         `yaml:"states"`
	LeastGrade      string           `yaml:"least_grade"`
	ReviewMonths    *int             `yaml:"review_months"`
	DueSoonDays     *int             `yaml:"due_soon_days"`
	RetentionMonths *int             `yaml:"retention_months"`
	IDPrefix        string           `yaml:"id_prefix"`
	Folder          string           `yaml:"folder"`
	Template        string           `yaml:"template"`
	Templates       []TitledTemplate `yaml:"templates"`
	SectionsOf      string           `yaml:"sections_of"`
	Sections        []writtenSection `yaml:"sections"`
	Tables          []Table          `yaml:"tables"`
	Stated          Columns          `yaml:"stated"`
}

// writtenSection is a section of a kind's outline.
type writtenSection struct {
	Title    string   `yaml:"title"`
	Also     []string `yaml:"also"`
	Optional bool     `yaml:"optional"`
}

func parseKind(src []byte) (k writtenKind, err error) {
	err = yaml.NewDecoder(bytes.NewReader(src), yaml.Strict()).Decode(&k)
	return k, err
}

// CompileKinds returns what kinds.json holds: the files of the kinds, each over the one that it extends.
func CompileKinds() ([]byte, error) {
	entries, err := kindSources.ReadDir(kindFolder)
	if err != nil {
		return nil, err
	}
	written := map[string]writtenKind{}
	for _, e := range entries {
		src, err := kindSources.ReadFile(path.Join(kindFolder, e.Name()))
		if err == nil {
			written[strings.TrimSuffix(e.Name(), dataEnd)], err = parseKind(src)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
	}
	var all []KindFile
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), dataEnd)
		k, err := kindOf(name, written)
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b KindFile) int { return strings.Compare(a.Kind.Name, b.Kind.Name) })
	return lines(all)
}

// lines prints a list as JSON with a line for each of its values.
func lines[T any](all []T) ([]byte, error) {
	out := []byte("[")
	for i, x := range all {
		line, err := json.Marshal(x)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, '\n'), line...)
	}
	return append(out, "\n]\n"...), nil
}

// kindOf puts a kind over the one that it extends, which extends none.
func kindOf(name string, written map[string]writtenKind) (KindFile, error) {
	w, ok := written[name]
	if !ok {
		return KindFile{}, fmt.Errorf("there is no kind %s", name)
	}
	f := KindFile{}
	if w.Extends != "" {
		if base, ok := written[w.Extends]; !ok || base.Extends != "" {
			return f, fmt.Errorf("%s extends %s, which extends another one or isn't there", name, w.Extends)
		}
		base, err := kindOf(w.Extends, written)
		if err != nil {
			return f, err
		}
		f.Kind = base.Kind
	}
	k := &f.Kind
	k.Name, k.Title = name, w.Title
	over(&k.Record, w.Record)
	over(&k.ReviewMonths, w.ReviewMonths)
	over(&k.DueSoonDays, w.DueSoonDays)
	over(&k.RetentionMonths, w.RetentionMonths)
	k.IDPrefix, k.Template, k.Templates = w.IDPrefix, w.Template, w.Templates
	if w.Folder != "" {
		k.Folder = w.Folder
	}
	if w.Approval != "" {
		k.Approval = w.Approval == "required"
	}
	if w.Required != nil {
		k.Required = w.Required
	}
	if w.States != nil {
		k.States = w.States
	}
	if w.LeastGrade != "" {
		k.LeastGrade = w.LeastGrade
	}
	f.Outline.Clause = w.SectionsOf
	for _, s := range w.Sections {
		f.Outline.Sections = append(f.Outline.Sections, Section{Title: s.Title, Required: !s.Optional, Names: s.Also})
	}
	f.Tables = Tables{w.Tables, w.Stated}
	return f, nil
}

// over sets a value that a file states.
func over[T any](to *T, stated *T) {
	if stated != nil {
		*to = *stated
	}
}
