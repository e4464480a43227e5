// Command writ-lint is writ without the site: it lints and proves controlled documents kept in Git. It leaves Hugo
// out, so it is smaller, and starts and compiles faster.
package main

import (
	"os"

	"github.com/writ-docs/writ/internal/cli/process"
)

func main() { os.Exit(process.Run("writ-lint")) }
