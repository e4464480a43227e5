// Command writ lints, proves and publishes controlled documents kept in Git.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/term"

	"github.com/writ-docs/writ/internal/cli"
)

// A run is short, and most of what it reads stays in use to its end: collecting garbage from 4 MB on, as Go does, costs
// up to a sixth of it. A ballast that is never touched takes no memory, and counts as heap in use: nothing is collected before
// the heap has as much again, and then when it has grown to twice of what is in use and the ballast.
const ballastBytes = 32 << 20

func main() {
	ballast := make([]byte, ballastBytes)
	useLargePages()
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "writ: the current folder can't be told:", err)
		os.Exit(2)
	}
	color := cli.ShowsColor(term.IsTerminal(int(os.Stdout.Fd())), os.Getenv)
	streams := cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Color: color}
	code := cli.Main(os.Args[1:], streams, os.Environ(), time.Now, dir)
	runtime.KeepAlive(ballast)
	os.Exit(code)
}
