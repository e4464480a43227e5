package site_test

import (
	"bytes"
	"encoding/json"
	"fmt"
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
	"golang.org/x/tools/txtar"

	"github.com/writ-docs/writ/internal/cli"
	"github.com/writ-docs/writ/internal/cli/site"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// TestOldDocuments: in eight kinds of repositories with old documents each command that the first report suggests works.
// After `adopt --write` and a commit lint has nothing to report, nor in the pull request that brings it; the site shows every
// document, and a second run proposes nothing.
func TestOldDocuments(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the commands are written for a shell")
	}
	archive, err := txtar.ParseFile("testdata/old_documents.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	texts := map[string]string{}
	for _, f := range archive.Files {
		kind, _, _ := strings.Cut(f.Name, "/")
		if kinds = append(kinds, kind); f.Name != "" {
			texts[f.Name] = string(f.Data)
		}
	}
	for _, kind := range slices.Compact(kinds) {
		files := map[string]string{}
		for name, text := range texts {
			if name, of := strings.CutPrefix(name, kind+"/files/"); of {
				files[name] = text
			}
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(texts[kind+"/report"], firstReport(newOld(t, files), kind)); diff != "" {
				t.Errorf("the first report (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(texts[kind+"/adopted"], adopted(newOld(t, files))); diff != "" {
				t.Errorf("adopted (-want +got):\n%s", diff)
			}
		})
	}
}

// old is a repository of old documents.
type old struct {
	t   *testing.T
	dir string
}

// newOld writes the files into a folder, which isn't a repository yet.
func newOld(t *testing.T, files map[string]string) old {
	o := old{t, t.TempDir()}
	gittest.Write(t, o.dir, files)
	return o
}

const begin = "git init -q -b main . && git add -A && git commit -qm 'Documents as they were'"

func (o old) environ() []string {
	return append(gittest.Env(), "GIT_AUTHOR_DATE=2026-11-20T10:00:00Z", "GIT_COMMITTER_DATE=2026-11-20T10:00:00Z",
		"XDG_CACHE_HOME="+o.dir+".cache")
}

// sh runs a line of the shell, and returns its exit code and what it prints.
func (o old) sh(line string) (int, string) {
	o.t.Helper()
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env = o.dir, o.environ()
	out, err := cmd.CombinedOutput()
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		o.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// must runs a line of the shell that has to succeed.
func (o old) must(line string) {
	o.t.Helper()
	if code, out := o.sh(line); code != 0 {
		o.t.Fatalf("%s: exit code %d\n%s", line, code, out)
	}
}

// writ runs writ, and returns its exit code and what it prints.
func (o old) writ(args ...string) (int, string) {
	var out bytes.Buffer
	code := cli.Main(args, cli.Surroundings{Program: "writ", Dir: o.dir, Environ: o.environ(),
		Streams: cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out},
		Clock:   func() time.Time { return day.Of(2026, 11, 23).Time().Add(12 * time.Hour) }}, site.Commands()...)
	return code, out.String()
}

var (
	counted   = regexp.MustCompile(`(?m)^\d+ documents?.*$`)
	indented  = regexp.MustCompile(`(?m)^  ([^ ].*)`)
	backquote = regexp.MustCompile("`(writ [^`]*)`")
	word      = regexp.MustCompile(`'[^']*'|\S+`)
)

// firstReport is the exit code of the first lint, the last line of its report, and what comes of each command that the
// report suggests, in a copy of its own.
func firstReport(o old, kind string) string {
	switch kind {
	case "routes": // enough to need a baseline
		more := strings.Repeat("\n[a](/handbook/security/) [b](/handbook/people/leave) [c](../people/leave.html)\n", 7)
		o.must("printf '%s' '" + more + "' >>content/handbook/security/devices.md")
	case "languages":
		phones := "---\nid: phones\ntitle: Phones\n---\n\nPhones must be locked.\n"
		gittest.Write(o.t, o.dir, map[string]string{"docs/phones.md": phones, "docs/phones.de.md": phones})
	}
	o.must(begin)
	code, report := o.writ("lint")
	lines := strings.Split(strings.TrimSuffix(report, "\n"), "\n")
	if len(lines) > 30 {
		o.t.Errorf("the report has %d lines:\n%s", len(lines), report)
	}
	var commands []string
	_, next, _ := strings.Cut(report, "\nNext:\n")
	for _, m := range append(indented.FindAllStringSubmatch(next, -1), backquote.FindAllStringSubmatch(report, -1)...) {
		commands = append(commands, m[1])
	}
	got := fmt.Sprintf("%d, %s\n", code, lines[len(lines)-1])
	for _, command := range commands {
		got += o.followed(command)
	}
	return got
}

// followed is a command in a copy of the repository, and what comes of it.
func (o old) followed(command string) string {
	o.t.Helper()
	c := old{o.t, o.t.TempDir()}
	if err := os.CopyFS(c.dir, os.DirFS(o.dir)); err != nil {
		o.t.Fatal(err)
	}
	var code int
	var said string
	if args, ours := strings.CutPrefix(command, "writ "); ours {
		words := word.FindAllString(args, -1)
		for i, w := range words {
			words[i] = strings.Trim(w, "'")
		}
		code, said = c.writ(words...)
	} else {
		code, said = c.sh(command)
	}
	got := fmt.Sprintf("  %s: %d", command, code)
	switch {
	case strings.HasPrefix(command, "printf"):
		c.must("git add -A")
	case !strings.Contains(command, "baseline"):
		return got + "\n"
	}
	_, report := c.writ("lint", "--all")
	got += fmt.Sprintf(", then %s\n", counted.FindString(report))
	if strings.HasPrefix(said, "writ:") || strings.Contains(said, "\nwrit:") {
		got += said
	}
	return got
}

// adopted is what comes of `writ adopt --write` in a pull request: exit codes of adopt, of lint there and of lint after it,
// and the ids that the site has.
func adopted(o old) string {
	o.must(begin + " && git switch -qc adopt")
	wrote, out := o.writ("adopt", "--write")
	o.must("git add -u :/ && git add -A && git commit -qm Adopt")
	asked, request := o.writ("lint", "--base", "main")
	o.must("git switch -q main && git merge -q --ff-only adopt")
	linted, report := o.writ("lint")
	got := fmt.Sprintf("%d %d %d", wrote, asked, linted)
	if strings.Contains(report, "WR906") {
		got += ", with an outdated baseline"
	}
	public := filepath.Join(o.t.TempDir(), "site")
	if code, built := o.writ("build", "-o", public); code != 0 {
		got += "\n" + built
	}
	ids := idsOf(o.t, filepath.Join(public, "register.json"))
	got += " " + strings.Join(ids, " ") + "\n"
	for _, id := range ids {
		if _, err := os.Stat(filepath.Join(public, id, "index.html")); err != nil {
			got += "  no page of " + id + "\n"
		}
	}
	if _, again := o.writ("adopt"); !strings.HasPrefix(again, "No document gains anything") {
		got += "  a second run:\n" + again
	}
	if wrote+asked+linted != 0 {
		got += out + request + report
	}
	return got
}

// idsOf are the ids of a register.json, in order.
func idsOf(t *testing.T, path string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var register struct{ Documents []struct{ ID string } }
	if err := json.Unmarshal(data, &register); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, d := range register.Documents {
		ids = append(ids, d.ID)
	}
	slices.Sort(ids)
	return ids
}
