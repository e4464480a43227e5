package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"writ-lint": main}) }

const (
	modulePath = "github.com/writ-docs/writ"
	released   = "v0.0.1" // the version of this clone that the tests install
)

// TestHooks runs the program as others start it: the action's script, and pre-commit by either of the two ways that
// .pre-commit-hooks.yaml and docs/examples document.
func TestHooks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the hooks are tried where there is a shell")
	}
	if _, err := exec.LookPath("pre-commit"); err != nil && os.Getenv("WRIT_REQUIRE_PRECOMMIT") != "" {
		t.Fatal("WRIT_REQUIRE_PRECOMMIT is set, and there is no pre-commit: Debian's package pre-commit has it")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for _, kv := range []string{"ROOT=" + root, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
				"GIT_AUTHOR_NAME=Ada Byron", "GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada Byron",
				"GIT_COMMITTER_EMAIL=ada@example.com", "PRE_COMMIT_HOME=" + filepath.Join(e.WorkDir, ".pre-commit")} {
				k, v, _ := strings.Cut(kv, "=")
				e.Setenv(k, v)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"release": release},
		Condition: func(name string) (bool, error) {
			if name != "demanded" {
				return false, fmt.Errorf("there is no condition %s", name)
			}
			return os.Getenv("WRIT_REQUIRE_PRECOMMIT") != "", nil
		},
	})
}

// release makes the clone a released module, and lets the Go command find it, and what it needs, without the network.
func release(ts *testscript.TestScript, _ bool, _ []string) {
	at := filepath.Join(ts.MkAbs("proxy"), filepath.FromSlash(modulePath), "@v")
	ts.Check(os.MkdirAll(at, 0o750))
	gomod, err := os.ReadFile(filepath.Join(ts.Getenv("ROOT"), "go.mod"))
	ts.Check(err)
	for name, text := range map[string]string{"list": released + "\n", released + ".mod": string(gomod),
		released + ".info": fmt.Sprintf(`{"Version": %q}`, released)} {
		ts.Check(os.WriteFile(filepath.Join(at, name), []byte(text), 0o600))
	}
	f, err := os.Create(filepath.Join(at, released+".zip"))
	ts.Check(err)
	ts.Check(zip.CreateFromDir(f, module.Version{Path: modulePath, Version: released}, ts.Getenv("ROOT")))
	ts.Check(f.Close())
	kept := strings.Fields(run(ts, "go", "env", "GOMODCACHE", "GOCACHE"))
	ts.Setenv("GOPROXY", "file://"+ts.MkAbs("proxy")+",file://"+kept[0]+"/cache/download")
	ts.Setenv("GOCACHE", kept[1])
	ts.Setenv("GOSUMDB", "off")
	ts.Setenv("GOTOOLCHAIN", "local")
	ts.Setenv("GOFLAGS", "-trimpath -modcacherw") // compiled packages are shared with the next run
}

func run(ts *testscript.TestScript, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	out, err := cmd.Output()
	ts.Check(err)
	return string(out)
}

// TestAction: action.yml declares each input that it uses, and no expression gets into a script.
func TestAction(t *testing.T) {
	raw, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs map[string]struct{ Description string }
		Runs   struct {
			Using string
			Steps []struct {
				Run, Shell, Uses string
				Env              map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(raw, &action); err != nil {
		t.Fatal(err)
	}
	if action.Runs.Using != "composite" || len(action.Runs.Steps) < 4 {
		t.Fatalf("it runs %+v", action.Runs)
	}
	var used []string
	for _, part := range strings.Split(string(raw), "inputs.")[1:] {
		used = append(used, part[:strings.IndexFunc(part, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') })])
	}
	for name, input := range action.Inputs {
		if input.Description == "" || !slices.Contains(used, name) {
			t.Errorf("the input %s has no description, or nothing uses it", name)
		}
	}
	for _, name := range used {
		if _, ok := action.Inputs[name]; !ok {
			t.Errorf("inputs.%s isn't declared", name)
		}
	}
	for _, s := range action.Runs.Steps {
		if strings.Contains(s.Run, "${{") || s.Run != "" && s.Shell != "bash" {
			t.Errorf("a script of %q has an expression in it, or isn't bash: pass it as a variable\n%s", s.Shell, s.Run)
		}
	}
}
