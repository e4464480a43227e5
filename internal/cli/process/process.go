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

// gcPercent is how much the heap may grow before garbage is collected, as runtime/debug.SetGCPercent takes it. A run
// is short, and most of what it reads stays in use to its end: with Go's 100, collecting costs up to a tenth of it.
const gcPercent = 200

// leastLimit is how many bytes a run that saves memory may always take.
const leastLimit = 320 << 20

// saveMemory has garbage collected sooner once the process takes more than two and three quarter times what is in use
// now, and more than leastLimit. Nearer to what is in use, which grows by half with the pages, a build would mostly
// collect.
func saveMemory() {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	debug.SetMemoryLimit(max(leastLimit, int64(now.HeapAlloc)/4*11))
}

// Run runs the program of that name with this process's arguments, and returns its exit code. more are commands of
// other packages.
func Run(name string, more ...cli.Command) int {
	debug.SetGCPercent(gcPercent)
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
	self, err := os.Executable()
	if err != nil {
		self = "" // not on every system: see its documentation
	}
	terminal := term.IsTerminal(int(os.Stdout.Fd()))
	return cli.Main(os.Args[1:], cli.Surroundings{
		Program: name,
		Build:   built,
		Streams: cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: terminal,
			Asks:  term.IsTerminal(int(os.Stdin.Fd())),
			Color: cli.ShowsColor(terminal, os.Getenv)},
		Environ: os.Environ(),
		Clock:   time.Now,
		Dir:     dir,
		Self:    self,

		SaveMemory: saveMemory,
	}, more...)
}
