package scratch

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/lint"
)

const told = `-- writ.yaml --
version: 1
organization: {name: Example, timezone: Pacific/Auckland}
main: trunk
-- policies/a b.md --
---
id: POL-1
title: A
---
-- run.sh --
echo
-- git: mode run.sh 755 --
-- git: symlink link.md policies/a b.md --
-- git: commit 2026-05-01T22:30 ada --
Begin
-- git: branch trunk --
-- git: switch main --
-- git: worktree --
-- policies/b.md --
uncommitted
`

var today = day.Of(2026, 6, 1)

func copyOf(t *testing.T, archive string) (from string, r *Repo) {
	t.Helper()
	from, _ = storytest.Play(t, strings.Replace(archive, "symlink link.md policies/a b.md", `symlink link.md "policies/a b.md"`, 1), day.None)
	repo, err := gitrepo.Open(from, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	r, err = Copy(t.Context(), repo, config.Default(), filepath.Join(t.TempDir(), "copy"), today)
	if err != nil {
		t.Fatal(err)
	}
	return from, r
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// TestGitAgrees compares a copy, and what is committed there, with what the git program sees.
func TestGitAgrees(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("the git program isn't installed")
	}
	from, r := copyOf(t, told)
	if s := git(t, r.Dir, "status", "--porcelain"); s != "" {
		t.Errorf("a fresh copy isn't clean:\n%s", s)
	}
	before := git(t, from, "for-each-ref")
	ada := lint.Author{Name: "Ada Byron", Email: "ada@example.com"}
	for _, err := range []error{
		r.Write("policies/new/c.md", []byte("x\n")), r.Write("run.sh", []byte("echo 2\n")), r.Remove("policies/a b.md"),
		r.Commit(today, ada, "Change\n\nApproved-by: Bo Lind <bo@example.com>"),
		r.Write("policies/d.md", []byte("y\n")), r.Commit(today, ada, "Again"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	git(t, r.Dir, "fsck", "--strict")
	if s := git(t, r.Dir, "status", "--porcelain"); s != "" {
		t.Errorf("the copy isn't clean after commits:\n%s", s)
	}
	want := "100755 run.sh\n100644 writ.yaml\n120000 link.md\n100644 policies/d.md\n100644 policies/new/c.md\n"
	got := git(t, r.Dir, "ls-tree", "-r", "--format=%(objectmode) %(path)", "trunk")
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Errorf("the tip's files (-want +got):\n%s", diff)
	}
	if got := git(t, r.Dir, "log", "--format=%ci %s", "trunk"); !strings.HasPrefix(got, "2026-06-01 12:00:01 +1200 Again\n2026-06-01 12:00:00 +1200 Change\n") {
		t.Errorf("the history is\n%s", got)
	}
	if after := git(t, from, "for-each-ref"); after != before {
		t.Errorf("the original changed:\n%s", after)
	}
}

// TestAgain: a copy of a copy is the same, and what is changed there leaves the first as it was.
func TestAgain(t *testing.T) {
	_, first := copyOf(t, told)
	seen := func(r *Repo) string {
		git(t, r.Dir, "fsck", "--strict")
		return git(t, r.Dir, "status", "--porcelain") + git(t, r.Dir, "log", "--format=%H") + git(t, r.Dir, "ls-files", "--stage")
	}
	before := seen(first)
	second, err := first.Again(filepath.Join(t.TempDir(), "second"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, seen(second)); diff != "" {
		t.Errorf("the second copy (-first +second):\n%s", diff)
	}
	if err := errors.Join(second.Write("writ.yaml", []byte("version: 1\n")), second.Write("policies/a b.md", []byte("x\n")), second.Write("link.md", []byte("y\n")),
		second.Write("run.sh", []byte("echo 2\n")), second.Commit(today, lint.Stranger(), "Change")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, seen(first)); diff != "" {
		t.Errorf("the first copy (-before +after):\n%s", diff)
	}
	if seen(second) == before {
		t.Error("nothing was committed")
	}
}

// TestMergesAndTags compares them, too.
func TestMergesAndTags(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("the git program isn't installed")
	}
	_, r := copyOf(t, told)
	ada, below := lint.Author{Name: "Ada Byron", Email: "ada@example.com"}, r.Tip()
	if err := errors.Join(r.Write("a.md", []byte("a\n")), r.Commit(today, ada, "One side")); err != nil {
		t.Fatal(err)
	}
	one := r.Tip()
	if err := errors.Join(r.Remove("a.md"), r.Write("b.md", []byte("b\n")), r.CommitOn([]gitrepo.ID{below}, today, ada, "The other")); err != nil {
		t.Fatal(err)
	}
	other := r.Tip()
	if err := errors.Join(r.Write("a.md", []byte("a\n")), r.CommitOn([]gitrepo.ID{other, one}, today, ada, "Both"), r.Tag("v/1", today, ada, "First")); err != nil {
		t.Fatal(err)
	}
	git(t, r.Dir, "fsck", "--strict")
	if got, want := git(t, r.Dir, "log", "-1", "--format=%P %s %cI", "trunk"), other.String()+" "+one.String()+" Both 2026-06-01T12:00:01+12:00\n"; got != want {
		t.Errorf("the merge is %q, expected %q", got, want)
	}
	got := git(t, r.Dir, "for-each-ref", "--format=%(objecttype) %(refname) %(*objectname) %(taggeremail) %(taggerdate:iso-strict) %(contents:subject)", "refs/tags")
	if want := "tag refs/tags/v/1 " + r.Tip().String() + " <ada@example.com> 2026-06-01T12:00:02+12:00 First\n"; got != want {
		t.Errorf("the tag is %q, expected %q", got, want)
	}
	if s := git(t, r.Dir, "status", "--porcelain"); s != "" {
		t.Errorf("the copy isn't clean:\n%s", s)
	}
}

func sorted(s string) map[string]bool {
	lines := map[string]bool{}
	for l := range strings.Lines(s) {
		lines[l] = true
	}
	return lines
}

func TestCopyLeavesUncommittedWork(t *testing.T) {
	_, r := copyOf(t, told)
	if _, err := r.Read("policies/b.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("uncommitted work came along: %v", err)
	}
	if e := r.Input().Register.ByPath("policies/a b.md"); e == nil || e.Dirty || r.Input().Book.Document("pol-1") == nil {
		t.Errorf("the copy wasn't read: %+v", e)
	}
}

func TestRefusals(t *testing.T) {
	_, r := copyOf(t, told)
	for what, err := range map[string]error{
		"a day before the tip": r.Commit(day.Of(2026, 5, 1), lint.Stranger(), "Early"), // in Auckland the tip is of 2 May
		"a path outside":       r.Write("../x", nil),
		"an absolute path":     r.Write("/x", nil),
		"what isn't there":     r.Remove("policies/none.md"),
	} {
		if err == nil {
			t.Errorf("%s is accepted", what)
		}
	}
}

// TestBorrowedLink sees to it that writing over a link of the original changes no other file.
func TestBorrowedLink(t *testing.T) {
	_, r := copyOf(t, told)
	if err := r.Write("link.md", []byte("plain\n")); err != nil {
		t.Fatal(err)
	}
	if b, err := r.Read("policies/a b.md"); err != nil || !strings.HasPrefix(string(b), "---") {
		t.Errorf("the link's target was written: %q, %v", b, err)
	}
}

func TestUnborn(t *testing.T) {
	_, r := copyOf(t, "-- git: worktree --\n-- a.md --\nx\n")
	if err := r.Write("policies/a.md", []byte("x\n")); err != nil {
		t.Fatal(err)
	}
	if err := r.Commit(today, lint.Stranger(), "First"); err != nil {
		t.Fatal(err)
	}
	in, err := Load(t.Context(), r.Dir, today)
	if err != nil || len(in.Book.Steps) != 1 {
		t.Errorf("after the first commit: %v", err)
	}
}
