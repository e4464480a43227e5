package schema

//go:generate go run ./internal/gendocs kinds
//go:generate go run ./internal/gendocs kind
//go:generate go run ./internal/gendocs configuration

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed *.schema.json
var files embed.FS

const suffix = ".schema.json"

// Names lists the JSON Schemas by the names that JSON takes, sorted: "config" for
// writ.yaml, "baseline" for writ-baseline.json, "settings" for what `writ config` prints as JSON, and "lint", "log"
// and so on for what the commands of these names do.
func Names() []string {
	entries, _ := files.ReadDir(".") // the embedded root can always be read
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), suffix))
	}
	slices.Sort(names)
	return names
}

// JSON returns the text of a JSON Schema (draft 2020-12). An unknown name is an error that lists the names.
func JSON(name string) ([]byte, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("no schema %q; there are: %s", name, strings.Join(Names(), ", "))
	}
	return files.ReadFile(name + suffix)
}
