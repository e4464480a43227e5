// Command gendocs writes what is generated of package schema, in whose folder go generate runs it: gendocs kinds
// writes kinds.json from the files of the built-in kinds, gendocs kind writes kind.schema.json from the JSON Schema of
// writ.yaml, gendocs configuration writes docs/configuration.md from the
// JSON Schema of writ.yaml and the kinds.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/schema"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	make, to := configuration, filepath.Join("..", "docs", "configuration.md")
	switch strings.Join(args, " ") {
	case "kinds":
		make, to = kinds, schema.CompiledFile
	case "kind":
		make, to = kindSchema, "kind.schema.json"
	}
	text, err := make()
	if err == nil {
		err = os.WriteFile(to, text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		return 1
	}
	return 0
}

// kinds returns kinds.json.
func kinds() ([]byte, error) {
	sources, err := schema.KindSources()
	if err != nil {
		return nil, err
	}
	text, problems := config.CompileKinds(sources)
	for _, p := range problems {
		return nil, fmt.Errorf("kinds/%s.yaml:%d:%d: %s", p.Path, p.Line, p.Column, p.Message)
	}
	return text, nil
}
