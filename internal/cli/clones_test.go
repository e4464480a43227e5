package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// TestSameInEveryClone: a commit has the same findings in the checkout in which it was made, whatever else is on that disk,
// in a fresh clone and in a bare one. Only help, and the fix that it describes, may say what this disk has.
func TestSameInEveryClone(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			dir := t.TempDir()
			work := clone{t, filepath.Join(dir, "work")}
			work.commit(r)
			fresh, bare := clone{t, filepath.Join(dir, "fresh")}, clone{t, filepath.Join(dir, "bare.git")}
			gittest.Git(t, dir, "clone", "-q", "work", "fresh")
			gittest.Git(t, dir, "clone", "-q", "--bare", "work", "bare.git")
			want := fresh.findings()
			work.litter(r)
			for name, got := range map[string]string{"bare": bare.findings(), "at work": work.findings(), "at work, staged": work.findings("--staged"),
				"at work, as of HEAD": work.findings("--as-of", "HEAD")} {
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-fresh clone +here):\n%s", name, diff)
				}
			}
		})
	}
}

// targets are what documents link to: some are committed, some only on the disk, some nowhere, and some can't be.
var targets = []string{"a.md", "A.md", "b.md", "forms/leave.txt", "Forms/Leave.txt", "forms", "caf\u00e9.txt", "cafe\u0301.txt", "plan.png", "PLAN.png",
	"away/x.txt", "away", "module", "module/README.md", "../.git/config", "../.GIT/config", "build/out.png", "a.md/x", "nowhere.md", "../top.txt", "../TOP.txt"}

type clone struct {
	t   *testing.T
	dir string
}

func (c clone) write(name, text string) {
	c.t.Helper()
	gittest.Write(c.t, filepath.Join(c.dir, "policies"), map[string]string{name: text})
}

// isFile reports whether a target can be made as a file of its own beside the others.
func isFile(target string) bool {
	return strings.Contains(target, ".") && !strings.HasPrefix(target, "away/") && !strings.HasPrefix(target, "module") &&
		!strings.HasPrefix(strings.ToLower(target), "../.git") && target != "a.md/x"
}

// commit makes the repository, with two documents and some of what they link to.
func (c clone) commit(r *rand.Rand) {
	gittest.Git(c.t, filepath.Dir(c.dir), "init", "-q", "-b", "main", c.dir)
	for _, to := range targets {
		if isFile(to) && !strings.HasPrefix(to, "build/") && r.IntN(2) == 0 {
			c.write(to, "Committed.\n")
		}
	}
	for i, name := range []string{"a.md", "b.md"} {
		text := fmt.Sprintf("---\nid: POL-%d\ntitle: %s\nkind: policy\nversion: \"1.0\"\nstatus: draft\nowner: ciso\n---\n\n# %[2]s\n\n", i, name)
		for _, to := range targets {
			text += strings.Repeat("!", r.IntN(2)) + "[x](" + to + ")\n"
		}
		c.write(name, text)
	}
	c.write("../.gitignore", "build/\n")
	if err := os.Symlink("forms", filepath.Join(c.dir, "policies", "away")); err != nil {
		c.t.Skip("no symbolic links here:", err)
	}
	gittest.Git(c.t, c.dir, "add", ".")
	gittest.Git(c.t, c.dir, "update-index", "--add", "--cacheinfo", "160000,1234567890123456789012345678901234567890,policies/module")
	gittest.Git(c.t, c.dir, "commit", "-qm", "All of it")
}

// litter leaves files on the disk that no commit has, and turns git's settings.
func (c clone) litter(r *rand.Rand) {
	if r.IntN(2) == 0 {
		gittest.Git(c.t, c.dir, "config", "core.ignorecase", "true")
	}
	for _, to := range targets {
		if !isFile(to) || strings.HasSuffix(to, ".md") || r.IntN(2) == 0 {
			continue
		}
		if _, err := os.Lstat(filepath.Join(c.dir, "policies", to)); err != nil {
			c.write(to, "Only here.\n")
		}
	}
	if r.IntN(2) == 0 {
		c.write("module/README.md", "# A submodule's file\n")
	}
}

// findings are those of a lint run, without what is said of this disk.
func (c clone) findings(args ...string) string {
	var out, failed bytes.Buffer
	code := Main(append([]string{"lint", "--format", "json"}, args...),
		Surroundings{Program: "writ", Streams: Streams{Out: &out, Err: &failed}, Clock: time.Now, Dir: c.dir})
	if code == exitFailed || failed.Len() > 0 {
		c.t.Fatalf("%s: exit code %d, %s", c.dir, code, &failed)
	}
	var report struct{ Findings []map[string]any }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		c.t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range report.Findings {
		delete(f, "help")
		delete(f, "fix")
		text, err := json.Marshal(f)
		if err != nil {
			c.t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n", text)
	}
	return all.String()
}
