package cli_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
)

// writingState is a state of a repository, and the exit codes in it of approve, approve --tag, review, release and capture.
type writingState struct {
	name    string
	prepare string   // a script of the shell
	in      string   // the folder of the commands, below that of the repository
	env     []string // over what every state has
	want    [5]int
	words   string // a pattern: one of the commands that fail has to say so
	then    string // a script at the end, and what it prints
	prints  string
}

// hook begins a script that writes a hook of the name $1 from its input.
const hook = `hook() { mkdir -p .git/hooks; { echo '#!/bin/sh'; cat; } >.git/hooks/$1; chmod 755 .git/hooks/$1; }; `

var writingStates = []writingState{
	{name: "as it should be"},
	{name: "other files staged", prepare: `echo x >>README.md; echo n >new.md; git add README.md new.md; echo y >>README.md`,
		then: `git show --name-only --format=%s HEAD~2 HEAD~1 HEAD; git status --short`, prints: `Review POL-001 1.0 without change

policies/one.md
POL-004 1.0: x

policies/four.md
Record the reviews of a9a7432a65

.writ/captures/a9a7432a65be-github.json
MM README.md
A  new.md
`},
	{name: "below", in: "policies"},
	{name: "a hook refuses", prepare: hook + `echo 'echo lint failed >&2; exit 1' | hook pre-commit`, want: [5]int{2, 0, 2, 2, 2},
		words: "nothing was written: git commit failed"},
	{name: "a hook replaces the message", prepare: hook + `echo 'echo Ticket 7 >$1' | hook commit-msg`, want: [5]int{2, 0, 2, 0, 0},
		words: "nothing was written: .*a hook seems to have changed the message"},
	{name: "a hook adds prose to the message", want: [5]int{0, 0, 2, 0, 0}, words: "because a hook seems to have changed the message",
		prepare: hook + `echo '{ cat $1; echo; echo Some prose; } >$1.new; mv $1.new $1' | hook commit-msg`},
	{name: "a hook adds a trailer", prepare: hook + `echo 'echo Change-Id: I7 >>$1' | hook commit-msg`},
	{name: "a hook fails after the commit", prepare: hook + `echo 'exit 1' | hook post-commit`},
	{name: "the key to sign with is missing", prepare: `git config commit.gpgSign true; git config user.signingKey ../none`,
		want: [5]int{2, 2, 2, 2, 2}, words: "Couldn't load public key"},
	{name: "OpenPGP without a key", env: []string{"GNUPGHOME=none"}, want: [5]int{2, 2, 2, 2, 2}, words: "git commit failed",
		prepare: `git config commit.gpgSign true; git config gpg.format openpgp; git config user.signingKey none`},
	{name: "a program to sign with that is missing", want: [5]int{2, 2, 2, 2, 2}, words: "nothing was written",
		prepare: `git config commit.gpgSign true; git config gpg.format x509; git config user.signingKey none; git config gpg.x509.program ../none`},
	{name: "HEAD is detached", prepare: `git checkout -q --detach`, want: [5]int{2, 2, 2, 2, 2}, words: "HEAD is detached"},
	{name: "a merge is in progress", want: [5]int{2, 2, 2, 2, 2}, words: "a merge is in progress",
		prepare: `git switch -qc side; echo a >README.md; git commit -qam a; git switch -q main; echo b >README.md; git commit -qam b; ! git merge -q side`},
	{name: "another git is at work", prepare: `touch .git/index.lock`, want: [5]int{2, 0, 2, 2, 2}, words: `index\.lock`},
	{name: "the documents are changed", want: [5]int{2, 2, 2, 2, 0}, words: "changed and not committed",
		prepare: `for f in one two three four; do echo more >>policies/$f.md; done; git add policies/two.md policies/three.md`},
	{name: "the documents are taken from the index", want: [5]int{2, 2, 2, 2, 0}, words: `policies/one\.md: changed and not committed`,
		prepare: `git rm -q --cached policies/one.md policies/two.md policies/three.md policies/four.md`},
	{name: "nobody has a name", prepare: `git config user.useConfigOnly true`, want: [5]int{2, 2, 2, 2, 2}, words: `user\.email`,
		env: []string{"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"}},
	{name: "GIT_DIR is set", env: []string{"GIT_DIR=.git"}},
	{name: "GIT_DIR is relative to a folder", in: "policies", env: []string{"GIT_DIR=../.git", "GIT_WORK_TREE=.."}},
	{name: "in a linked worktree", prepare: `git worktree add -q ../tree -b tree`, in: "../tree"},
	{name: "a branch behind", prepare: `git switch -q -c behind start~1`, want: [5]int{2, 2, 0, 2, 0},
		words: `no document has the id or path "POL-003"`},
}

// TestWritingStates: the commands that write, in every state of a repository: where they fail, everything is as it was.
func TestWritingStates(t *testing.T) {
	for _, need := range []string{"sh", "ssh-keygen"} {
		if _, err := exec.LookPath(need); err != nil || runtime.GOOS == "windows" {
			t.Skip(need + " is needed")
		}
	}
	origin := writingOrigin(t)
	for _, s := range writingStates {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := &writer{t: t, root: t.TempDir()}
			if err := os.CopyFS(w.root, os.DirFS(origin)); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(filepath.Join(w.root, "key"), 0o600); err != nil {
				t.Fatal(err)
			}
			w.dir = filepath.Join(w.root, "repo")
			w.sh(s.prepare)
			w.top, w.dir, w.env = filepath.Join(w.root, "repo"), filepath.Join(w.dir, s.in), s.env
			if strings.HasPrefix(s.in, "..") {
				w.top = w.dir
			}
			if got := w.tryAll(); got != s.want {
				t.Errorf("they end with %v, not %v\n%s", got, s.want, &w.said)
			}
			if !regexp.MustCompile(s.words).MatchString(w.said.String()) {
				t.Errorf("nobody said: %s\n%s", s.words, &w.said)
			}
			if got := w.sh(s.then); got != s.prints {
				t.Errorf("%s prints\n%s", s.then, got)
			}
		})
	}
}

// writingOrigin makes the repository of all states, and beside it a key and what a forge says of reviews.
func writingOrigin(t *testing.T) string {
	w := &writer{t: t, root: t.TempDir()}
	w.dir = filepath.Join(w.root, "repo")
	raw, err := os.ReadFile("testdata/stories/basic.txtar")
	if err != nil {
		t.Fatal(err)
	}
	basic, err := story.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := basic.Play(w.dir, story.Options{}); err != nil {
		t.Fatal(err)
	}
	policy := func(id, title, version, status, words string) string {
		return fmt.Sprintf("---\nid: %s\ntitle: %s\nkind: policy\nversion: \"%s\"\nstatus: %s\nowner: ciso\n"+
			"review_date: 2027-11-23\n", id, title, version, status) + words
	}
	for name, text := range map[string]string{
		"three.md": policy("POL-003", "Paper Policy", "1.0", "approved", "classification: internal\n---\n\n# Paper Policy\n\nShred it.\n"),
		"four.md":  policy("POL-004", "Draft", "0.1", "draft", "---\n\n# Draft\n\nNothing yet.\n"),
	} {
		if err := os.WriteFile(filepath.Join(w.dir, "policies", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w.env = []string{"GIT_AUTHOR_NAME=Gus Holm", "GIT_AUTHOR_EMAIL=gus@example.com"}
	w.sh(`ssh-keygen -q -t ed25519 -N '' -f ../key; git add -A; git commit -qm 'Add two policies'; git tag start
		git config gpg.format ssh; git config user.signingKey ../key.pub`)
	review := fmt.Sprintf(`[{"user": {"login": "ilsem", "id": 11, "type": "User"}, "state": "APPROVED", `+
		`"submitted_at": "2026-11-21T10:00:00Z", "commit_id": %q}]`, strings.TrimSpace(w.sh("git rev-parse start")))
	if err := os.WriteFile(filepath.Join(w.root, "reviews.json"), []byte(review), 0o644); err != nil {
		t.Fatal(err)
	}
	return w.root
}

// writer runs commands that write in one repository.
type writer struct {
	t              *testing.T
	root, top, dir string
	env            []string
	before         string // what there was, where it is known
	said           bytes.Buffer
}

func (w *writer) environ(more ...string) []string {
	all := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.root, "LC_ALL=C", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=maintenance.auto", "GIT_CONFIG_VALUE_0=false", "GIT_CONFIG_KEY_1=core.fsync",
		"GIT_CONFIG_VALUE_1=none", "GIT_AUTHOR_NAME=Ada Byron",
		"GIT_AUTHOR_EMAIL=ada@example.com", "GIT_COMMITTER_NAME=Ada Byron", "GIT_COMMITTER_EMAIL=ada@example.com",
		"GIT_AUTHOR_DATE=2026-11-20T10:00:00Z", "GIT_COMMITTER_DATE=2026-11-23T09:00:00Z"}
	for _, kv := range append(more, w.env...) {
		name, _, set := strings.Cut(kv, "=")
		all = slices.DeleteFunc(all, func(old string) bool { return strings.HasPrefix(old, name+"=") })
		if set {
			all = append(all, kv)
		}
	}
	return all
}

// sh runs a script, and returns what it prints.
func (w *writer) sh(script string) string {
	w.t.Helper()
	if script == "" {
		return ""
	}
	cmd := exec.Command("sh", "-ec", script)
	cmd.Dir, cmd.Env = w.dir, w.environ()
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return string(out)
}

// state is all that the repository shows: its refs, its index, and the files of the work tree.
func (w *writer) state() string {
	w.t.Helper()
	var all strings.Builder
	all.WriteString(w.sh("git status --porcelain=v2 --branch --untracked-files=all; git for-each-ref"))
	err := filepath.WalkDir(w.top, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.Name() == ".git" && e.IsDir():
			return fs.SkipDir
		case e.Name() != ".git" && e.Type().IsRegular():
			data, err := os.ReadFile(path)
			fmt.Fprintf(&all, "%s\n%s\n", path, data)
			return err
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all.String()
}

// try runs writ, and returns its exit code. Where it fails, nothing may have changed.
func (w *writer) try(env []string, args ...string) int {
	w.t.Helper()
	if w.before == "" {
		w.before = w.state()
	}
	var out bytes.Buffer
	code := cli.Main(args, cli.Surroundings{Program: "writ", Dir: w.dir, Environ: w.environ(env...),
		Streams: cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out},
		Clock:   func() time.Time { return day.Of(2026, 11, 23).Time().Add(12 * time.Hour) }})
	if code == 0 {
		w.before = ""
		return code
	}
	w.said.Write(out.Bytes())
	if diff := cmp.Diff(w.before, w.state()); diff != "" {
		w.t.Errorf("writ %s failed, and left (-before +after):\n%s\n%s", strings.Join(args, " "), diff, &out)
	}
	return code
}

// tryAll runs every command, and returns their exit codes.
func (w *writer) tryAll() (codes [5]int) {
	w.t.Helper()
	ilse := []string{"GIT_COMMITTER_NAME=Ilse Marr", "GIT_COMMITTER_EMAIL=ilse@example.com"}
	if codes[0] = w.try(ilse, "approve", "POL-003"); codes[0] == 0 {
		w.sh("git reset -q --soft HEAD~1")
	}
	if codes[1] = w.try(ilse, "approve", "--tag", "POL-003", "policies/two.md"); codes[1] == 0 {
		w.sh("git tag -d approve/POL-003/1.0 approve/POL-002/1.0")
	}
	codes[2] = w.try(nil, "review", "pol-001")
	codes[3] = w.try(nil, "release", "POL-004", "--major", "-m", "x")
	codes[4] = w.try(nil, "capture", filepath.Join(w.root, "reviews.json"), "--head", "refs/tags/start")
	return codes
}
