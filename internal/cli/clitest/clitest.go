// Package clitest runs the command line in scripts, as testscript reads them: for the tests of internal/cli, and for
// those of the packages that add commands to it.
package clitest

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
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

// Main is the TestMain of a package whose scripts run writ with the commands more.
func Main(m *testing.M, more ...cli.Command) {
	testscript.Main(m, map[string]func(){"writ": func() { run(more) }})
}

// run is the writ of scripts: its clock is at noon UTC of $TODAY.
func run(more []cli.Command) {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	clock := time.Now
	if s := os.Getenv("TODAY"); s != "" {
		d, err := day.Parse(s)
		if err != nil {
			panic(err)
		}
		clock = func() time.Time { return d.Time().Add(12 * time.Hour) }
	}
	terminal := term.IsTerminal(int(os.Stdout.Fd()))
	os.Exit(cli.Main(os.Args[1:], cli.Surroundings{
		Program: "writ",
		Build:   cli.Build{Version: "1.2.3", Commit: strings.Repeat("0123456789", 4), Go: "go1.26.1"},
		Streams: cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: terminal,
			Asks:  term.IsTerminal(int(os.Stdin.Fd())),
			Color: cli.ShowsColor(terminal, os.Getenv)},
		Environ: os.Environ(),
		Clock:   clock,
		Dir:     dir,
	}, more...))
}

// Scripts runs the scripts of dir. Their command story knows the stories of the folder stories by name.
func Scripts(t *testing.T, dir, stories string) {
	stories, err := filepath.Abs(stories)
	if err != nil {
		t.Fatal(err)
	}
	examples := filepath.Join(moduleRoot(t), "docs", "examples")
	seed := filepath.Join(moduleRoot(t), "internal", "records", "testdata", "seed")
	testscript.Run(t, testscript.Params{
		Condition: condition,
		Dir:       dir,
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
				"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=maintenance.auto", "GIT_CONFIG_VALUE_0=false"} {
				k, v, _ := strings.Cut(kv, "=")
				e.Setenv(k, v)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"story":   playStory,
			"example": playExample,
			"git":     runGit,
			"exit":    exitCode,
			"schema":  checkSchema,
			"grow":    growFile,
			"put":     putBytes,
			"on":      onDay,
		},
	})
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

// exit CODE COMMAND… runs a command that must end with the code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if e, ok := err.(*exec.ExitError); ok {
		got = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if neg || got != want {
		ts.Fatalf("%s ended with %d, not %d", strings.Join(args[1:], " "), got, want)
	}
	for _, out := range []string{ts.ReadFile("stdout"), ts.ReadFile("stderr")} {
		if strings.Contains(out, "goroutine ") || strings.Contains(out, "panic:") {
			ts.Fatalf("a stack trace:\n%s", out)
		}
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
