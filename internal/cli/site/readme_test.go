package site_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestReadme follows "Your own repository in five minutes": the files that it shows are written, its commands run as the
// people that its writ.yaml names, and what comes out has to be a repository without errors, an approved version and a site.
func TestReadme(t *testing.T) {
	readme, err := filepath.Abs("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "readme.txtar")
	if err := os.WriteFile(script, []byte("readme\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files: []string{script},
		Setup: func(e *testscript.Env) error {
			e.Setenv("GIT_CONFIG_GLOBAL", "/dev/null")
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			e.Setenv("LC_ALL", "C")
			return os.MkdirAll(filepath.Join(e.WorkDir, "isms", "policies"), 0o750)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"readme": func(ts *testscript.TestScript, _ bool, _ []string) { followReadme(ts, readme) },
		},
	})
}

func followReadme(ts *testscript.TestScript, readme string) {
	raw, err := os.ReadFile(readme)
	ts.Check(err)
	_, steps, found := strings.Cut(string(raw), "\n## Your own repository in five minutes\n")
	if !found {
		ts.Fatalf("the README has lost its section")
	}
	steps, _, _ = strings.Cut(steps, "\n## ")
	ts.Check(ts.Chdir("isms"))
	must := func(who, day, name string, args ...string) {
		onDay(ts, who, day)
		ts.Check(ts.Exec(name, args...))
	}
	must("ada", "2026-11-20", "git", "init", "-q", "-b", "main")
	must("ilse", "2026-11-20", "git", "commit", "-q", "--allow-empty", "-m", "Begin")
	ts.Check(os.WriteFile(ts.MkAbs("writ.yaml"), []byte(block(ts, steps, "yaml", "people:")), 0o600))
	must("ilse", "2026-11-20", "git", "add", ".")
	must("ilse", "2026-11-20", "git", "commit", "-q", "-m", "Say who is who")
	document := block(ts, steps, "markdown", "id: POL-001") + "\n# Access Policy\n\nAccess is granted by role.\n"
	ts.Check(os.WriteFile(ts.MkAbs("policies/access.md"), []byte(document), 0o600))
	must("ada", "2026-11-21", "git", "add", ".")
	must("ada", "2026-11-21", "git", "commit", "-q", "-m", "Write the access policy")

	steps5 := commands(block(ts, steps, "sh", "writ release"))
	for i, turn := range []struct{ who, day, says string }{
		{"ada", "2026-11-22", "Written: commit"},
		{"ilse", "2026-11-23", "POL-001 1.0: approved, grade C"},
		{"ilse", "2026-11-23", "named as approver by Ilse Marr"},
		{"ada", "2027-11-10", "Written: commit"},
	} {
		if i >= len(steps5) {
			ts.Fatalf("the README has lost a command of its fifth step: %q", steps5)
		}
		must(turn.who, turn.day, "sh", "-c", steps5[i])
		out := ts.ReadFile("stdout")
		if !strings.Contains(out, turn.says) || strings.Contains(out, "doesn't count") {
			ts.Fatalf("%s\nsaid\n%s\nand was to say %q, and nothing that doesn't count", steps5[i], out, turn.says)
		}
	}
	for _, command := range append(commands(block(ts, steps, "sh", "writ lint  ")), commands(block(ts, steps, "sh", "writ build"))...) {
		must("ada", "2027-11-11", "sh", "-c", command)
	}
	if page := ts.ReadFile("public/POL-001/index.html"); !strings.Contains(page, "Access is granted by role.") {
		ts.Fatalf("the site doesn't serve the approved words:\n%s", page)
	}
}

// onDay makes the following commands those of one person, on one day.
func onDay(ts *testscript.TestScript, who, day string) {
	names := map[string]string{"ada": "Ada Byron", "ilse": "Ilse Marr"}
	for _, role := range []string{"AUTHOR", "COMMITTER"} {
		ts.Setenv("GIT_"+role+"_NAME", names[who])
		ts.Setenv("GIT_"+role+"_EMAIL", who+"@example.com")
		ts.Setenv("GIT_"+role+"_DATE", day+"T10:00:00Z")
	}
	ts.Setenv("TODAY", day)
}

// block is the first fenced block of a language that holds some words.
func block(ts *testscript.TestScript, text, language, holds string) string {
	for _, part := range strings.Split(text, "\n```"+language+"\n")[1:] {
		body, _, _ := strings.Cut(part, "\n```")
		if strings.Contains(body, holds) {
			return body + "\n"
		}
	}
	ts.Fatalf("the README has lost its block of %s with %q", language, holds)
	return ""
}

// commands are the lines of a block, without their comments.
func commands(block string) []string {
	var out []string
	for line := range strings.Lines(block) {
		if line, _, _ = strings.Cut(line, "#"); strings.TrimSpace(line) != "" {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}
