// Package clitest runs the command line in scripts, as testscript reads them: for the tests of internal/cli, and for
// those of the packages that add commands to it.
package clitest

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/term"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/schema/schematest"
)

// Main is the TestMain of a package whose scripts run writ with the commands more. Programs that a script starts, as a
// shell, find writ in $PATH: it is this test's own program, which runs as writ when it is called so.
func Main(m *testing.M, more ...cli.Command) {
	if strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") == "writ" {
		os.Exit(program(more))
	}
	os.Exit(withProgram(m))
}

func withProgram(m *testing.M) int {
	debug.SetGCPercent(400) // scripts hold little: to collect it often takes longer than it helps
	dir, err := os.MkdirTemp("", "clitest")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	at := filepath.Join(dir, "writ"+strings.TrimPrefix(filepath.Ext(self), ".test"))
	if os.Link(self, at) != nil { // another file system, perhaps
		if err := os.Symlink(self, at); err != nil {
			panic(err)
		}
	}
	os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return m.Run()
}

// program runs writ as a program.
func program(more []cli.Command) int {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	terminal := term.IsTerminal(int(os.Stdout.Fd()))
	return run(os.Args[1:], os.Environ(), dir, cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: terminal, Asks: term.IsTerminal(int(os.Stdin.Fd())), Color: cli.ShowsColor(terminal, os.Getenv)}, more)
}

// run runs the writ of scripts: its clock is at noon UTC of $TODAY.
func run(args, environ []string, dir string, streams cli.Streams, more []cli.Command) int {
	clock := time.Now
	for _, kv := range environ {
		if s, ok := strings.CutPrefix(kv, "TODAY="); ok && s != "" {
			d, err := day.Parse(s)
			if err != nil {
				panic(err)
			}
			clock = func() time.Time { return d.Time().Add(12 * time.Hour) }
		}
	}
	return cli.Main(args, cli.Surroundings{
		Program: "writ",
		Build:   cli.Build{Version: "1.2.3", Commit: strings.Repeat("0123456789", 4), Go: "go1.26.1"},
		Streams: streams,
		Environ: environ,
		Clock:   clock,
		Dir:     dir,
	}, more...)
}

// Scripts runs the scripts of dir. Their command story knows the stories of the folder stories by name.
func Scripts(t *testing.T, dir, stories string, more ...cli.Command) {
	testscript.Run(t, New(dir, more...).Params(t, stories))
}

// Params are the environment and the commands of scripts. Their command story knows the stories of the folder stories
// by name.
func (r *Runner) Params(t *testing.T, stories string) testscript.Params {
	stories, err := filepath.Abs(stories)
	if err != nil {
		t.Fatal(err)
	}
	examples := filepath.Join(moduleRoot(t), "docs", "examples")
	seed := filepath.Join(moduleRoot(t), "internal", "records", "testdata", "seed")
	return testscript.Params{
		Condition: condition,
		Dir:       r.dir,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TODAY", "2026-11-23")
			e.Setenv("STORIES", stories)
			e.Setenv("EXAMPLES", examples)
			e.Setenv("SEED", seed)                    // templates as many companies have them
			home := filepath.Join(e.WorkDir, ".home") // with a cache folder of its own
			if err := os.MkdirAll(filepath.Join(home, "Library", "Caches"), 0o700); err != nil {
				return err
			}
			e.Setenv("HOME", home)
			e.Setenv("LocalAppData", home)
			for _, kv := range []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
				"GIT_AUTHOR_NAME=Ada Byron",
				"GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada Byron",
				"GIT_COMMITTER_EMAIL=ada@example.com",
				"GIT_AUTHOR_DATE=2026-11-20T10:00:00Z", "GIT_COMMITTER_DATE=2026-11-20T10:00:00Z", "LC_ALL=C",
				"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=maintenance.auto", "GIT_CONFIG_VALUE_0=false",
				"GIT_CONFIG_KEY_1=core.fsync", "GIT_CONFIG_VALUE_1=none", "MALLOC_TRIM_THRESHOLD_=1000000000"} {
				k, v, _ := strings.Cut(kv, "=")
				e.Setenv(k, v)
			}
			e.Values[startNames{}] = namesOf(e.Vars)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"writ":    r.writ,
			"story":   playStory,
			"example": playExample,
			"git":     runGit,
			"exit":    r.exit,
			"schema":  checkSchema,
			"grow":    growFile,
			"put":     putBytes,
			"on":      onDay,
		},
	}
}

// moduleRoot is the folder of go.mod, above the tests' own.
func moduleRoot(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the tests")
		}
		dir = filepath.Dir(dir)
	}
}

// on DAY [PERSON] makes the day today, for writ and for commits, which PERSON makes from then on.
func onDay(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: on DAY [PERSON]")
	}
	ts.Setenv("TODAY", args[0])
	for _, role := range []string{"AUTHOR", "COMMITTER"} {
		ts.Setenv("GIT_"+role+"_DATE", args[0]+"T10:00:00Z")
		if len(args) > 1 {
			name, known := people[args[1]]
			if !known {
				ts.Fatalf("nobody is called %s", args[1])
			}
			ts.Setenv("GIT_"+role+"_NAME", name)
			ts.Setenv("GIT_"+role+"_EMAIL", args[1]+"@example.com")
		}
	}
}

// people are those of the stories, by the names of their addresses.
var people = map[string]string{"ada": "Ada Byron", "bo": "Bo Lind", "gus": "Gus Holm", "ilse": "Ilse Marr"}

// story NAME DIR [TODAY] plays testdata/stories/NAME.txtar, or NAME of the script itself with each line quoted by
// ">", into DIR.
func playStory(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: story NAME DIR [TODAY]")
	}
	path := filepath.Join(ts.Getenv("STORIES"), args[0]+".txtar")
	if _, err := os.Stat(path); err != nil {
		path = ts.MkAbs(args[0])
	}
	raw, err := os.ReadFile(path)
	ts.Check(err)
	lines := strings.Split(string(raw), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, ">")
	}
	s, err := story.Parse([]byte(strings.Join(lines, "\n")))
	ts.Check(err)
	today := ""
	if len(args) > 2 {
		today = args[2]
	}
	play(ts, s, args[1], today)
}

// example DIR plays the story of the example, which `writ demo` shows, into DIR, as of $TODAY.
func playExample(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: example DIR")
	}
	s, err := contentexample.Story()
	ts.Check(err)
	play(ts, s, args[0], ts.Getenv("TODAY"))
}

func play(ts *testscript.TestScript, s *story.Story, dir, today string) {
	var opt story.Options
	var err error
	if today != "" {
		opt.Today, err = day.Parse(today)
		ts.Check(err)
	}
	_, err = s.Play(ts.MkAbs(dir), opt)
	ts.Check(err)
}

// git ARGS… runs the git program apart from the user's settings.
func runGit(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("git", args...)
	if neg != (err != nil) {
		ts.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
}

// schema NAME FILE checks a JSON file (or stdout) against schema/NAME.schema.json.
func checkSchema(ts *testscript.TestScript, neg bool, args []string) {
	if err := schematest.Check(args[0], []byte(ts.ReadFile(args[1]))); neg != (err != nil) {
		ts.Fatalf("%s: %v", args[0], err)
	}
}

// grow FILE BYTES TEXT appends TEXT until FILE has BYTES.
func growFile(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	ts.Check(err)
	defer f.Close()
	_, err = fmt.Fprint(f, strings.Repeat(text, size/len(text)+1))
	ts.Check(err)
}

// put FILE TEXT writes TEXT with Go's escapes (\r, \xff) into FILE.
func putBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, []byte(text), 0o644))
}

// condition is hup where a hangup reaches programs: under nohup they ignore it, as it is meant.
func condition(name string) (bool, error) {
	if name == "hup" {
		return !signal.Ignored(syscall.SIGHUP), nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}
