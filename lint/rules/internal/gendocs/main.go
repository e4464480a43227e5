// Command gendocs writes docs/rules.md and docs/rules/ from the rules. go generate runs it in the folder of package
// rules.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/writ-docs/writ/lint/rules"
)

func main() { os.Exit(run()) }

func run() int {
	docs := filepath.Join("..", "..", "docs")
	err := os.MkdirAll(filepath.Join(docs, "rules"), 0o755)
	for _, p := range rules.Pages(rules.All()) {
		if err == nil {
			err = os.WriteFile(filepath.Join(docs, filepath.FromSlash(p.Path)), p.Text, 0o644)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		return 1
	}
	return 0
}
