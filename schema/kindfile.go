package schema

import (
	"embed"
	"path"
	"strings"
)

//go:embed kinds.json
var compiledKinds []byte

//go:embed kinds/*.yaml
var kindSources embed.FS

// CompiledFile is the name of the file that go generate compiles from the files of the kinds, because that is read in
// a tenth of the time.
const CompiledFile = "kinds.json"

// CompiledKinds returns the built-in kinds as package config reads them: a JSON list with a line for each. It mustn't
// be changed.
func CompiledKinds() []byte { return compiledKinds }

// KindSources returns the files of the built-in kinds, by the kind's name. People read and write a kind there, as a
// company does in a file that writ.yaml names.
func KindSources() (map[string][]byte, error) {
	const folder = "kinds"
	entries, err := kindSources.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	sources := map[string][]byte{}
	for _, e := range entries {
		src, err := kindSources.ReadFile(path.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		sources[strings.TrimSuffix(e.Name(), dataEnd)] = src
	}
	return sources, nil
}
