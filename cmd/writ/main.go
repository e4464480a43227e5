// Command writ lints, proves and publishes controlled documents kept in Git.
package main

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/writ-docs/writ/internal/cli"
)

func main() {
	useLargePages()
	tuneCollector()
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "writ: the current folder can't be told:", err)
		os.Exit(2)
	}
	color := cli.ShowsColor(term.IsTerminal(int(os.Stdout.Fd())), os.Getenv)
	streams := cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Color: color}
	os.Exit(cli.Main(os.Args[1:], streams, os.Environ(), time.Now, dir))
}
