// Package process runs the command line as a process of the operating system. It alone takes arguments, streams,
// environment, clock and folder from there; everything below gets them handed in.
package process

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/term"

	"github.com/writ-docs/writ/internal/cli"
)

// A run is short, and most of what it reads stays in use to its end: collecting garbage from 4 MB on, as Go does, costs
// up to a sixth of it. A ballast that is never touched takes no memory, and counts as heap in use: nothing is collected
// before the heap has as much again, and then when it has grown to twice of what is in use and the ballast.
const ballastBytes = 32 << 20

// Run runs the program of that name with this process's arguments, and returns its exit code. more are commands of other
// packages.
func Run(name string, more ...cli.Command) int {
	ballast := make([]byte, ballastBytes)
	defer runtime.KeepAlive(ballast)
	useLargePages()
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "writ: the current folder is unknown:", err)
		return 2
	}
	var built cli.Build
	if info, ok := debug.ReadBuildInfo(); ok {
		built = build(info)
	}
	color := cli.ShowsColor(term.IsTerminal(int(os.Stdout.Fd())), os.Getenv)
	return cli.Main(os.Args[1:], cli.Surroundings{
		Program: name,
		Build:   built,
		Streams: cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Color: color},
		Environ: os.Environ(),
		Clock:   time.Now,
		Dir:     dir,
	}, more...)
}
