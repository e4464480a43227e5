package clitest

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Runner runs writ inside the test: most of what a short run costs is the start of a program. A program of its own, as
// it must be for signals, a terminal or input, is `exec writ` in a script.
type Runner struct {
	dir  string // of the scripts
	more []cli.Command
}

// New returns the Runner of the scripts of dir, whose writ has the commands more.
func New(dir string, more ...cli.Command) *Runner { return &Runner{dir, more} }

// Writ runs writ, with what its script has as folder and environment, and returns its exit code.
func (r *Runner) Writ(ts *testscript.TestScript, out, errs io.Writer, args ...string) int {
	if len(args) > 0 && strings.HasSuffix(args[len(args)-1], "&") {
		ts.Fatalf("in the background, it is `exec writ`")
	}
	return run(args, r.environ(ts), ts.MkAbs("."), cli.Streams{In: nothing{}, Out: out, Err: errs}, r.more)
}

// writ ARGS… runs writ.
func (r *Runner) writ(ts *testscript.TestScript, neg bool, args []string) {
	code := r.Writ(ts, ts.Stdout(), ts.Stderr(), args...)
	if neg == (code == 0) {
		ts.Fatalf("writ ended with %d", code)
	}
}

// exit CODE COMMAND… runs a command that must end with the code. Only `exit CODE writ` runs inside the test.
func (r *Runner) exit(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, command := 0, args[1:]
	var out, errs string
	if command[0] == "writ" {
		var o, e strings.Builder
		got = r.Writ(ts, io.MultiWriter(&o, ts.Stdout()), io.MultiWriter(&e, ts.Stderr()), command[1:]...)
		out, errs = o.String(), e.String()
	} else {
		if command[0] == "exec" {
			command = command[1:]
		}
		err := ts.Exec(command[0], command[1:]...)
		if e, ok := err.(*exec.ExitError); ok {
			got = e.ExitCode()
		} else {
			ts.Check(err)
		}
		out, errs = ts.ReadFile("stdout"), ts.ReadFile("stderr")
	}
	if neg || got != want {
		ts.Fatalf("%s ended with %d, not %d", strings.Join(args[1:], " "), got, want)
	}
	for _, out := range []string{out, errs} {
		if strings.Contains(out, "goroutine ") || strings.Contains(out, "panic:") {
			ts.Fatalf("a stack trace:\n%s", out)
		}
	}
}

// nothing is what writ has to read inside a test: testscript keeps the text of its command stdin to itself.
type nothing struct{}

func (nothing) Read([]byte) (int, error) {
	return 0, errors.New("a script's writ that reads must be a program: `exec writ`")
}

// startNames is the key of the names of the variables with which a script starts.
type startNames struct{}

func namesOf(environ []string) []string {
	var names []string
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		names = append(names, name)
	}
	return names
}

var (
	envLine = lazyregexp.New(`(?m)^(?:\[[^\]]*\] *)*env (.*)$`)
	envName = lazyregexp.New(`(?:^| )([A-Za-z_][A-Za-z_0-9]*)=`)
)

// environ is the environment that a program of the script would have. testscript tells only the value of a name: the
// names are those with which the script starts, and those that its lines set.
func (r *Runner) environ(ts *testscript.TestScript) []string {
	names := slices.Clone(ts.Value(startNames{}).([]string))
	script, err := os.ReadFile(filepath.Join(r.dir, ts.Name()+".txtar"))
	ts.Check(err)
	for _, line := range envLine.FindAllSubmatch(script, -1) {
		for _, m := range envName.FindAllSubmatch(line[1], -1) {
			if name := string(m[1]); ts.Getenv(name) != "" { // it may be set further on
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	var all []string
	for _, name := range slices.Compact(names) {
		all = append(all, name+"="+ts.Getenv(name))
	}
	return all
}
