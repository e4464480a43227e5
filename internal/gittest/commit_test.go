package gittest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCommitStaged commits the same by git and without it: each commit is the same, git finds nothing amiss, and goes on from there.
func TestCommitStaged(t *testing.T) {
	byGit, without := Init(t), Init(t)
	const who, at = "Gus Holm <gus@example.com>", "1700000000 +0100"
	git := func(message string) {
		t.Helper()
		Git(t, byGit, "add", "-A")
		cmd := exec.Command("git", "commit", "-q", "--allow-empty", "-m", message)
		cmd.Dir, cmd.Env = byGit, append(Env(), "GIT_AUTHOR_NAME=Gus Holm", "GIT_AUTHOR_EMAIL=gus@example.com", "GIT_AUTHOR_DATE="+at,
			"GIT_COMMITTER_NAME=Gus Holm", "GIT_COMMITTER_EMAIL=gus@example.com", "GIT_COMMITTER_DATE="+at)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	for _, step := range []struct {
		message string
		files   map[string]string // "" removes one
		before  []string          // a command of git, in both
		onlyGit bool              // has more than plain files
	}{
		{"One", map[string]string{"a/b": "1\n", "a.b": "2\n", "a-b/c/d": "3\n", "run.sh": "#!/bin/sh\n"}, nil, false},
		{"Two  \n\n\n\nApproved-by: Gus Holm <gus@example.com> \n\n", map[string]string{"a.b": "", "a/b": "4\n", "ä/ö.md": "5\n"}, nil, false},
		{"Nothing", nil, nil, false},
		{"On a branch", map[string]string{"a/x": "y\n"}, []string{"switch", "-qc", "side/of"}, false},
		{"Packed", map[string]string{"a-b/c/d": ""}, []string{"gc", "-q"}, false},
		{"Ignored files", map[string]string{".gitignore": "*.log\n", "x.log": "x\n"}, nil, true},
		{"Detached", map[string]string{"z": "z\n"}, []string{"switch", "-q", "--detach"}, true},
	} {
		for _, dir := range []string{byGit, without} {
			if step.before != nil {
				Git(t, dir, step.before...)
			}
			for name, text := range step.files {
				if text != "" {
					Write(t, dir, map[string]string{name: text})
				} else {
					os.Remove(filepath.Join(dir, filepath.FromSlash(name)))
				}
			}
			os.Chmod(filepath.Join(dir, "run.sh"), 0o755)
		}
		git(step.message)
		if err := add(without); errors.Is(err, errOnlyGit) != step.onlyGit {
			t.Errorf("%q is staged without git: %v", step.message, err)
		}
		StageAll(t, without)
		CommitStaged(t, without, who+" "+at, step.message)
		if diff := cmp.Diff(Git(t, byGit, "log", "-1", "--format=raw", "--stat"), Git(t, without, "log", "-1", "--format=raw", "--stat")); diff != "" {
			t.Fatalf("%q (-git +without):\n%s", step.message, diff)
		}
		if status := Git(t, without, "status", "--porcelain"); status != "" {
			t.Errorf("after %q git sees\n%s", step.message, status)
		}
		Git(t, without, "fsck", "--strict")
	}
}
