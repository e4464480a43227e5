package site_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestReadme follows "Your own repository in five minutes": the files that it shows are written, its commands run as the
// people that its writ.yaml names, and what comes out has to be a repository without errors, an approved version and a site.
func TestReadme(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil || runtime.GOOS == "windows" {
		t.Skip("no ssh-keygen or sh on this machine: the README's commands can't be run")
	}
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
			return nil
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
	ts.Check(ts.Exec("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", makeKeyFolder(ts)))
	ts.Check(ts.Exec("git", "init", "-q", "--bare", "-b", "main", "server.git"))
	ts.Check(ts.Exec("git", "clone", "-q", "server.git", "isms"))
	ts.Check(ts.Chdir("isms"))
	const placeholder = "ssh-ed25519 AAAA…"
	key := strings.TrimSpace(ts.ReadFile(ts.Getenv("HOME") + "/.ssh/id_ed25519.pub"))
	config := block(ts, steps, "yaml", "people:")
	if !strings.Contains(config, placeholder) {
		ts.Fatalf("the README's writ.yaml has lost its key: %s", config)
	}
	document := block(ts, steps, "markdown", "id: POL-001") + "\n# Access Policy\n\nAccess is granted by role.\n"
	ts.Check(os.MkdirAll(ts.MkAbs("policies"), 0o750))
	ts.Check(os.WriteFile(ts.MkAbs("writ.yaml"), []byte(strings.ReplaceAll(config, placeholder, key)), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("policies/access.md"), []byte(document), 0o600))

	run := func(who, day, command, says string) {
		onDay(ts, who, day)
		ts.Check(ts.Exec("sh", "-c", command))
		if out := ts.ReadFile("stdout"); !strings.Contains(out, says) || strings.Contains(out, "doesn't count") {
			ts.Fatalf("%s\nsaid\n%s\nand was to say %q, and nothing that doesn't count", command, out, says)
		}
	}
	for _, turn := range []struct {
		who, day, holds string
		says            []string // by each command of the block
	}{
		{"ada", "2026-11-20", "writ release", []string{"", "", "Written: commit"}},
		{"ada", "2026-11-20", "", []string{""}},
		{"ilse", "2026-11-23", "writ approve", []string{"", "", "", "POL-001 1.0: approved, grade A", "in force since 2026-11-23", ""}},
		{"ada", "2027-11-10", "writ review", []string{"Written: commit"}},
	} {
		todo := []string{"git push -q origin HEAD"}
		if turn.holds != "" {
			todo = commands(block(ts, steps, "sh", turn.holds))
		}
		if len(todo) != len(turn.says) {
			ts.Fatalf("the README's block with %q has the commands %q; the test knows %d", turn.holds, todo, len(turn.says))
		}
		if turn.who == "ilse" {
			ts.Check(ts.Exec("git", "clone", "-q", "../server.git", "../ilse"))
			ts.Check(ts.Chdir("../ilse"))
		}
		for i, command := range todo {
			run(turn.who, turn.day, command, turn.says[i])
		}
		if turn.who == "ilse" {
			ts.Check(ts.Chdir("../isms"))
			ts.Check(ts.Exec("git", "pull", "-q", "origin", "main"))
		}
	}
	for _, holds := range []string{"writ lint  ", "writ build"} {
		for _, command := range commands(block(ts, steps, "sh", holds)) {
			run("ada", "2027-11-11", command, "")
		}
	}
	if page := ts.ReadFile("public/POL-001/index.html"); !strings.Contains(page, "Access is granted by role.") {
		ts.Fatalf("the site doesn't serve the approved words:\n%s", page)
	}
}

// makeKeyFolder makes a home with a folder for keys, and returns the path of the key that it is to hold.
func makeKeyFolder(ts *testscript.TestScript) string {
	home := ts.MkAbs("home")
	ts.Setenv("HOME", home)
	ts.Check(os.MkdirAll(home+"/.ssh", 0o700))
	return home + "/.ssh/id_ed25519"
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

// TestReadmeBegins types the commands of "From nothing": what they leave has no errors.
func TestReadmeBegins(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the commands are written for a shell")
	}
	raw, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(raw), "\n## From nothing\n")
	_, part, _ = strings.Cut(part, "\n```sh\n")
	commands, _, found := strings.Cut(part, "\n```\n")
	if !found {
		t.Fatal("the README has lost its commands")
	}
	script := filepath.Join(t.TempDir(), "begin.txtar")
	text := "exec sh -e begin.sh\nstdout ' 0 errors, [1-9][0-9]* warnings, 0 info'\n-- begin.sh --\n" + commands + "\n"
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files: []string{script},
		Setup: func(e *testscript.Env) error {
			for _, kv := range []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada Byron",
				"GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada Byron", "GIT_COMMITTER_EMAIL=ada@example.com"} {
				k, v, _ := strings.Cut(kv, "=")
				e.Setenv(k, v)
			}
			return nil
		},
	})
}
