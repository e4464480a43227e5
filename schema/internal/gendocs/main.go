// Command gendocs writes what is generated of package schema, in whose folder go generate runs it: gendocs kinds
// writes kinds.json from the files of the built-in kinds, gendocs configuration writes docs/configuration.md from the
// JSON Schema of writ.yaml and the kinds.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/writ-docs/writ/schema"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	make, to := configuration, filepath.Join("..", "docs", "configuration.md")
	if len(args) == 1 && args[0] == "kinds" {
		make, to = schema.CompileKinds, schema.CompiledKinds
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
