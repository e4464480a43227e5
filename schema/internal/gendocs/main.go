// Command gendocs writes docs/configuration.md from the JSON Schema of writ.yaml. go generate runs it in the folder of
// package schema.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() { os.Exit(run()) }

func run() int {
	text, err := configuration()
	if err == nil {
		err = os.WriteFile(filepath.Join("..", "docs", "configuration.md"), text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		return 1
	}
	return 0
}
