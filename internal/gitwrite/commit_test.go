package gitwrite

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

var two = Commit{Message: "Two\n"}

// repo is a repository with one commit, a new file staged, b.md changed and not staged, and half.md staged and changed again.
func repo(t *testing.T) *Git {
	t.Helper()
	dir := gittest.Init(t)
	gittest.Write(t, dir, map[string]string{"a.md": "one\n", "b.md": "one\n", "half.md": "one\n"})
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "-qm", "One")
	gittest.Write(t, dir, map[string]string{"b.md": "two\n", "staged.md": "staged\n", "half.md": "staged\n"})
	gittest.Git(t, dir, "add", "staged.md", "half.md")
	gittest.Write(t, dir, map[string]string{"half.md": "two\n"})
	return &Git{Dir: dir, Env: gittest.Env(), Err: io.Discard}
}

// state is everything that a command which fails leaves as it was.
func (g *Git) state(t *testing.T) string {
	t.Helper()
	var files strings.Builder
	err := filepath.WalkDir(g.Dir, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == ".git":
			return filepath.SkipDir
		}
		files.WriteString(path + "\n")
		if !d.IsDir() {
			b, err := os.ReadFile(path)
			files.Write(b)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files.String() + gittest.Git(t, g.Dir, "status", "--porcelain=v2", "--branch") + gittest.Git(t, g.Dir, "for-each-ref") +
		gittest.Git(t, g.Dir, "diff", "--cached")
}

func (g *Git) hook(t *testing.T, name, script string) {
	t.Helper()
	path := filepath.Join(g.Dir, ".git", "hooks", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// TestCommitsTakeNothingAlong: what is staged or changed beside a commit stays so.
func TestCommitsTakeNothingAlong(t *testing.T) {
	ctx := context.Background()
	for name, commit := range map[string]func(*Git) (string, error){
		"empty":                func(g *Git) (string, error) { return g.Empty(ctx, two) },
		"a file that is there": func(g *Git) (string, error) { return g.File(ctx, "a.md", []byte("two\n"), two) },
		"a new file":           func(g *Git) (string, error) { return g.File(ctx, "new/deep/c.md", []byte("c\n"), two) },
		"an odd name":          func(g *Git) (string, error) { return g.File(ctx, "new/*.md", []byte("c\n"), two) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := repo(t)
			id, err := commit(g)
			if err != nil {
				t.Fatal(err)
			}
			if head := strings.TrimSpace(gittest.Git(t, g.Dir, "rev-parse", "HEAD")); head != id {
				t.Errorf("it returned %s, and HEAD is %s", id, head)
			}
			if got := gittest.Git(t, g.Dir, "status", "--porcelain"); got != " M b.md\nMM half.md\nA  staged.md\n" {
				t.Errorf("beside it there is now:\n%s", got)
			}
			if files := strings.Fields(gittest.Git(t, g.Dir, "show", "--format=", "--name-only")); len(files) > 1 {
				t.Errorf("it took along %v", files)
			}
		})
	}
}

// TestFailuresLeaveAllAsItWas: a hook that refuses, a key that isn't there, a tag that can't be made.
func TestFailuresLeaveAllAsItWas(t *testing.T) {
	ctx := context.Background()
	for name, do := range map[string]func(*Git) error{
		"a hook refuses an empty commit": func(g *Git) error {
			g.hook(t, "commit-msg", "echo no >&2; exit 1")
			_, err := g.Empty(ctx, two)
			return err
		},
		"a hook refuses a change": func(g *Git) error {
			g.hook(t, "pre-commit", "exit 1")
			_, err := g.File(ctx, "a.md", []byte("two\n"), two)
			return err
		},
		"a hook refuses a new file": func(g *Git) error {
			g.hook(t, "pre-commit", "exit 1")
			_, err := g.File(ctx, "new/deep/c.md", []byte("c\n"), two)
			return err
		},
		"no key to sign with": func(g *Git) error {
			gittest.Git(t, g.Dir, "config", "gpg.format", "ssh")
			gittest.Git(t, g.Dir, "config", "user.signingKey", filepath.Join(g.Dir, "none"))
			_, err := g.File(ctx, "a.md", []byte("two\n"), Commit{Message: "Two\n", Sign: true})
			return err
		},
		"an empty message": func(g *Git) error {
			_, err := g.File(ctx, "a.md", []byte("two\n"), Commit{Message: "\n"})
			return err
		},
		"a check of an empty commit": func(g *Git) error {
			_, err := g.Empty(ctx, Commit{Message: "Two\n", Check: func(string) error { return errors.New("no") }})
			return err
		},
		"a check of a change": func(g *Git) error {
			_, err := g.File(ctx, "a.md", []byte("two\n"), Commit{Message: "Two\n", Check: func(string) error { return errors.New("no") }})
			return err
		},
		"a check of a change to what is half staged": func(g *Git) error {
			_, err := g.File(ctx, "half.md", []byte("three\n"), Commit{Message: "Two\n", Check: func(string) error { return errors.New("no") }})
			return err
		},
		"a check of a new file": func(g *Git) error {
			_, err := g.File(ctx, "new/deep/c.md", []byte("c\n"), Commit{Message: "Two\n", Check: func(string) error { return errors.New("no") }})
			return err
		},
		"a tag without a key": func(g *Git) error {
			gittest.Git(t, g.Dir, "config", "gpg.format", "ssh")
			gittest.Git(t, g.Dir, "config", "user.signingKey", filepath.Join(g.Dir, "none"))
			return g.Tags(ctx, "HEAD", Tag{"v1", "One\n"}, Tag{"v2", "Two\n"})
		},
		"a commit that isn't there": func(g *Git) error { return g.Note(ctx, "writ", "no-such-branch", []byte("x")) },
		"a folder where a file is": func(g *Git) error {
			_, err := g.File(ctx, "a.md/b.md", []byte("c\n"), two)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := repo(t)
			before := g.state(t)
			if err := do(g); err == nil {
				t.Fatal("it succeeded")
			}
			if diff := cmp.Diff(before, g.state(t)); diff != "" {
				t.Errorf("something else is there now:\n%s", diff)
			}
		})
	}
}

// TestHooksThatAdd: a commit that is to change nothing doesn't carry what a hook adds to it.
func TestHooksThatAdd(t *testing.T) {
	g := repo(t)
	head := gittest.Git(t, g.Dir, "rev-parse", "HEAD")
	g.hook(t, "pre-commit", "echo more >>a.md; git add a.md")
	if _, err := g.Empty(context.Background(), two); err == nil || !strings.Contains(err.Error(), "a hook put changes of files into the commit (a.md)") {
		t.Errorf("the error is %v", err)
	}
	if now := gittest.Git(t, g.Dir, "rev-parse", "HEAD"); now != head {
		t.Error("the commit wasn't taken back")
	}
}

// TestTagsAllOrNone: where the second tag fails, the first is taken back; and a tag that git makes without a signature,
// as it does where ssh-keygen fails, is none.
func TestTagsAllOrNone(t *testing.T) {
	g := repo(t)
	signer := filepath.Join(t.TempDir(), "signer")
	gittest.Git(t, g.Dir, "config", "gpg.format", "ssh")
	gittest.Git(t, g.Dir, "config", "gpg.ssh.program", signer)
	gittest.Git(t, g.Dir, "config", "user.signingKey", "key::ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFBNyGfZzbbNF5YNwzoIG8sLJkZiVnV/pjDB9HALh4h4")
	write := func(script string) {
		if err := os.WriteFile(signer, []byte("#!/bin/sh\nfor last; do :; done\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	const sign = `printf -- '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n' >"$last.sig"`
	write(`grep -q '^tag v2' "$last" && exit 1; ` + sign)
	before := g.state(t)
	err := g.Tags(context.Background(), "HEAD", Tag{"v1", "One\n"}, Tag{"v2", "Two\n"}, Tag{"v3", "Three\n"})
	if err == nil || !strings.Contains(err.Error(), "the tag v2 couldn't be made") {
		t.Errorf("the second tag can't be signed: %v", err)
	}
	if diff := cmp.Diff(before, g.state(t)); diff != "" {
		t.Errorf("something else is there now:\n%s", diff)
	}
	write(sign)
	gittest.Git(t, g.Dir, "tag", "v2")
	if err := g.Tags(context.Background(), "HEAD", Tag{"v1", "One\n"}, Tag{"v2", "Two\n"}); err == nil {
		t.Error("a tag that exists is made again")
	}
	if got := gittest.Git(t, g.Dir, "tag"); got != "v2\n" {
		t.Errorf("tags: %q", got)
	}
	if err := g.Tags(context.Background(), "HEAD", Tag{"v1", "One\n\nX: y\n"}, Tag{"v3", "Three\n"}); err != nil {
		t.Fatal(err)
	}
	if got := gittest.Git(t, g.Dir, "cat-file", "tag", "v1"); !strings.Contains(got, "\n\nOne\n\nX: y\n-----BEGIN SSH SIGNATURE-----\n") {
		t.Errorf("the tag is:\n%s", got)
	}
	if has, err := g.HasTag(context.Background(), "v3"); err != nil || !has {
		t.Errorf("v3: %v, %v", has, err)
	}
	if has, err := g.HasTag(context.Background(), "v9"); err != nil || has {
		t.Errorf("v9: %v, %v", has, err)
	}
}

// TestInterrupted: a commit that the user interrupts leaves the file as it was.
func TestInterrupted(t *testing.T) {
	g := repo(t)
	g.hook(t, "pre-commit", "touch "+filepath.Join(g.Dir, ".git", "begun")+"; exec sleep 30")
	before := g.state(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		_, err := g.File(ctx, "a.md", []byte("two\n"), two)
		done <- err
	}()
	for {
		if _, err := os.Stat(filepath.Join(g.Dir, ".git", "begun")); err == nil {
			break
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, g.state(t)); diff != "" {
		t.Errorf("something else is there now:\n%s", diff)
	}
}

func TestNoteIsByteForByte(t *testing.T) {
	g := repo(t)
	for _, text := range []string{"x", "# no comment\n\n\n trailing  \n\n", "{\"a\": 1}\n"} {
		if err := g.Note(context.Background(), "refs/notes/writ", "HEAD", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := gittest.Git(t, g.Dir, "cat-file", "blob", strings.Fields(gittest.Git(t, g.Dir, "notes", "--ref=writ", "list"))[0]); got != text {
			t.Errorf("%q became %q", text, got)
		}
		if got, ok, err := g.ReadNote(context.Background(), "refs/notes/writ", "HEAD"); string(got) != text || !ok || err != nil {
			t.Errorf("%q is read as %q: %v, %v", text, got, ok, err)
		}
	}
	for ref, commit := range map[string]string{"refs/notes/none": "HEAD", "refs/notes/writ": "HEAD^{tree}"} {
		if _, ok, err := g.ReadNote(context.Background(), ref, commit); ok || err != nil {
			t.Errorf("%s of %s: %v, %v", ref, commit, ok, err)
		}
	}
}
