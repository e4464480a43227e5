// Command writ lints, proves and publishes controlled documents kept in Git.
package main

import (
	"os"

	"github.com/writ-docs/writ/internal/cli/process"
	"github.com/writ-docs/writ/internal/cli/site"
)

func main() { os.Exit(process.Run("writ", site.Commands()...)) }
