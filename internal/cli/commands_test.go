package cli_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

// TestSuggestedCommands runs each command that a finding suggests, as it is printed: those of each rule over its bad
// example, in a copy of it, as the person whom the finding names. Every command must succeed, and the finding be gone
// after it, unless the command only says more.
func TestSuggestedCommands(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the commands are written for a shell")
	}
	for _, r := range rules.All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			e := exampleOf(t, r, r.Bad())
			for _, f := range e.findings(t) {
				for _, s := range suggested(t, f) {
					if f.Rule == r.ID && !e.done[s.command+s.who] {
						e.done[s.command+s.who] = true
						e.try(t, r, f, s)
					}
				}
			}
		})
	}
}

// example is the repository of a rule's bad example.
type example struct {
	dir, base string
	today     day.Day
	done      map[string]bool
}

func exampleOf(t *testing.T, r *lint.Rule, story string) *example {
	dir, told := storytest.Play(t, story, day.None)
	e := &example{dir: dir, base: told.Base, today: told.Today, done: map[string]bool{}}
	if e.today == day.None {
		e.today = day.Of(2026, 6, 1)
	}
	if r.ID == "WR214" { // a story can't be a shallow clone
		head := e.sh(t, dir, "git rev-parse HEAD")
		if err := os.WriteFile(filepath.Join(dir, ".git", "shallow"), []byte(head), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// reported is a finding as `writ lint --format json` has it.
type reported struct{ Rule, Document, Path, Message, Help, Fingerprint string }

func (e *example) findings(t *testing.T) []reported {
	args := []string{"lint", "--format", "json"}
	if e.base != "" {
		args = append(args, "--base", e.base)
	}
	code, out, errs := e.writ(e.dir, nil, args...)
	if strings.Contains(errs, "no document found") { // as in a repository of nothing but a roster
		e.sh(t, e.dir, "mkdir policies && echo '# Other' > policies/other.md")
		return e.findings(t)
	}
	var report struct{ Findings []reported }
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("lint ended with %d: %v\n%s", code, err, errs)
	}
	return report.Findings
}

// suggestion is a command that a finding prints, and who is to run it.
type suggestion struct{ command, who string }

var (
	quotedText = regexp.MustCompile("`[^`]*`")
	aCommand   = regexp.MustCompile(`^(writ|git) [a-z]`)
	bare       = regexp.MustCompile(`\b(writ (approve|release|review|log|lint|rules|capture|explain)|` +
		`git (add|checkout|show|mv|rm|fetch|pull|push|commit|merge|revert|switch))\b`)
	named = regexp.MustCompile(`([A-Z]\w+(?: [A-Z]\w+)+) <([^>]+)>`)
)

// suggested lists the commands of a finding. One that isn't in backquotes fails the test: nobody sees where it ends.
func suggested(t *testing.T, f reported) []suggestion {
	var all []suggestion
	for _, text := range []string{f.Message, f.Help} {
		if at := bare.FindString(quotedText.ReplaceAllString(text, "")); at != "" {
			t.Errorf("%s: %q isn't in backquotes: %s", f.Rule, at, text)
		}
		for _, q := range quotedText.FindAllString(text, -1) {
			if q = strings.Trim(q, "`"); aCommand.MatchString(q) {
				who := "Ada Byron <ada@example.com>"
				if m := named.FindString(f.Help + f.Message); m != "" && strings.HasPrefix(q, "writ approve") {
					who = m
				}
				all = append(all, suggestion{q, who})
			}
		}
	}
	return all
}

// placeholders are the words that stand for something in a suggested command.
var placeholders = map[string]func(e *example, f reported) string{
	"REASON": func(*example, reported) string { return "'As the finding says'" },
	"DATE":   func(e *example, _ reported) string { return e.today.String() },
	"ID": func(_ *example, f reported) string {
		if f.Document != "" {
			return f.Document
		}
		return "POL-001"
	},
}

// try runs a suggested command in a copy of the example.
func (e *example) try(t *testing.T, r *lint.Rule, f reported, s suggestion) {
	sign := ""
	if strings.Contains(s.command, " -S ") {
		e, sign = e.withKey(t, r)
	}
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(dir, os.DirFS(e.dir)); err != nil {
		t.Fatal(err)
	}
	command := s.command
	for _, word := range slices.Sorted(maps.Keys(placeholders)) {
		command = regexp.MustCompile(` `+word+`\b( |$)`).ReplaceAllString(command, " "+placeholders[word](e, f)+"$1")
	}
	e.sh(t, dir, cmp.Or(preparations[s.command], sign, "true"))
	person := named.FindStringSubmatch(s.who)
	env := []string{"GIT_AUTHOR_NAME=" + person[1], "GIT_COMMITTER_NAME=" + person[1], "GIT_AUTHOR_EMAIL=" + person[2],
		"GIT_COMMITTER_EMAIL=" + person[2]}
	code, out, errs := 0, "", ""
	if args, ours := strings.CutPrefix(command, "writ "); ours {
		code, out, errs = e.writ(dir, env, words(args)...)
	} else {
		cmd := exec.Command("sh", "-c", command)
		if !onlyTells.MatchString(command) { // what is put back counts once it is committed
			cmd = exec.Command("sh", "-c", command+" && git add -A && git commit -qm 'Repair'")
		}
		cmd.Dir, cmd.Env = dir, e.environ(env)
		all, err := cmd.CombinedOutput()
		if errs = string(all); err != nil {
			code = 1
		}
	}
	if code != 0 {
		t.Errorf("%s: %s\n  help: %s\n  %s (by %s) ended with %d:\n%s%s", f.Rule, f.Message, f.Help, command, s.who, code,
			out, errs)
	}
	if onlyTells.MatchString(s.command) {
		return
	}
	for _, still := range (&example{dir: dir, base: e.base, today: e.today}).findings(t) {
		if still.Fingerprint == f.Fingerprint {
			t.Errorf("%s: %s\n  help: %s\n  %s (by %s) doesn't repair it", f.Rule, f.Message, f.Help, command, s.who)
		}
	}
}

// onlyTells fits the commands that say more, and repair nothing themselves.
var onlyTells = regexp.MustCompile(`^(writ (log|rules|(release|adopt) \S+$)|git (pull|fetch))`)

// preparations make the surroundings that some commands need.
var preparations = map[string]string{
	"git pull --rebase": "git clone -q --bare . ../up.git && git remote add up ../up.git && git fetch -q up && " +
		"git branch -q -u up/$(git branch --show-current)",
	"git fetch --unshallow": "cp -r . ../up && rm ../up/.git/shallow && git remote add origin ../up/.git",
}

// bo is Bo's entry in the rosters of the examples.
var bo = regexp.MustCompile(`bo: \{name: Bo Lind, emails: \[bo@example.com\](, keys: \[[^\]]*\])?`)

// withKey is the example with a key of Bo's own in its roster, and the line that has git sign with it.
func (e *example) withKey(t *testing.T, r *lint.Rule) (*example, string) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is needed")
	}
	key := filepath.Join(t.TempDir(), "key")
	e.sh(t, e.dir, "ssh-keygen -q -t ed25519 -N '' -f "+key)
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	entry := fmt.Sprintf("bo: {name: Bo Lind, emails: [bo@example.com], keys: [%q]", strings.TrimSpace(string(public)))
	with := exampleOf(t, r, bo.ReplaceAllString(r.Bad(), entry))
	return with, "git config gpg.format ssh && git config user.signingKey " + key
}

// words splits a command's arguments as a shell would, as far as the findings write them.
func words(s string) []string {
	var out []string
	for _, w := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(s, -1) {
		out = append(out, strings.Trim(w, "'"))
	}
	return out
}

// writ runs the program on the example's day.
func (e *example) writ(dir string, env []string, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = cli.Main(args, cli.Surroundings{Program: "writ", Dir: dir, Environ: e.environ(env),
		Streams: cli.Streams{In: strings.NewReader(""), Out: &stdout, Err: &stderr},
		Clock:   func() time.Time { return e.today.Time().Add(12 * time.Hour) }})
	return code, stdout.String(), stderr.String()
}

// environ is the environment of all programs, apart from the user's settings.
func (e *example) environ(more []string) []string {
	at := e.today.String() + "T10:00:00Z"
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + e.dir, "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C", "GIT_AUTHOR_DATE=" + at, "GIT_COMMITTER_DATE=" + at}, more...)
}

// sh runs a line of the shell in a folder, and returns what it prints.
func (e *example) sh(t *testing.T, dir, line string) string {
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env = dir, e.environ(nil)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w\n%s", line, err, out))
	}
	return string(out)
}
