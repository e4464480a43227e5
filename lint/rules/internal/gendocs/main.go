// Command gendocs writes docs/rules.md from the rules. go generate runs it in the folder of package rules.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/writ-docs/writ/lint/rules"
)

func main() { os.Exit(run()) }

func run() int {
	path := filepath.Join("..", "..", "docs", "rules.md")
	if err := os.WriteFile(path, rules.Markdown(rules.All()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		return 1
	}
	return 0
}
