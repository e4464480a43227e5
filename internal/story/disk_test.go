package story_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
)

func TestTargetIsGuarded(t *testing.T) {
	s, err := story.Parse([]byte("-- a.md --\nx\n-- git: commit 2024-01-01 ada --\nx\n"))
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	dir := filepath.Join(root, "deep/er/repo")
	if _, err := s.Play(dir, story.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Play(dir, story.Options{}); err == nil || !strings.Contains(err.Error(), "isn't empty") {
		t.Errorf("a second play: %v", err)
	}
	file := filepath.Join(root, "file")
	write(t, file, "")
	for _, bad := range []string{file, filepath.Join(file, "sub/dir")} {
		if _, err := s.Play(bad, story.Options{}); err == nil {
			t.Errorf("played into %s", bad)
		}
	}
	bad, err := story.Parse([]byte("-- a.md --\nx\n-- git: commit 2024-01-01 ada --\nx\n-- git: remove b --\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bad.Play(filepath.Join(root, "new/one"), story.Options{}); err == nil {
		t.Error("a broken story played")
	}
	if _, err := os.Stat(filepath.Join(root, "new")); !os.IsNotExist(err) {
		t.Errorf("a failed play left something: %v", err)
	}
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	// A name longer than any file system takes fails in the middle of the writing.
	s, err := story.Parse([]byte("-- a.md --\nx\n-- " + strings.Repeat("n", 300) + " --\nx\n-- git: commit 2024-01-01 ada --\nx\n"))
	if err != nil {
		t.Fatal(err)
	}
	empty, fresh := t.TempDir(), filepath.Join(t.TempDir(), "a/b")
	for _, dir := range []string{empty, fresh} {
		if _, err := s.Play(dir, story.Options{}); err == nil {
			t.Fatal("the write passed")
		}
	}
	if list, err := os.ReadDir(empty); err != nil || len(list) != 0 {
		t.Errorf("left %v, %v", list, err)
	}
	if _, err := os.Stat(filepath.Dir(fresh)); !os.IsNotExist(err) {
		t.Errorf("left folders: %v", err)
	}
}

func TestFilesOfTheLastCommit(t *testing.T) {
	s, err := story.Parse([]byte("-- b --\n{{day -1}}\n-- a/a --\nx\n-- git: commit 2024-01-01 ada --\nx\n-- git: worktree --\n-- c --\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Files(story.Options{Today: day.Of(2024, 3, 1)})
	if err != nil {
		t.Fatal(err)
	}
	want := []story.File{{Path: "a/a", Data: []byte("x\n")}, {Path: "b", Data: []byte("2024-02-29\n")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
