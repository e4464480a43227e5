package gitwrite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/internal/rewrite"
)

// Commit is a commit that is to be made.
type Commit struct {
	Message string
	Sign    bool // asks for a signature; without it git's configuration decides

	// Check looks at the commit when it is made. Where it finds a fault (a hook may have changed the message), the
	// commit is taken back. Nil checks nothing.
	Check func(id string) error
}

// Empty makes a commit that changes nothing, whatever is staged, and returns its id. A hook that changes files with it
// is an error, and the commit is taken back.
func (g *Git) Empty(ctx context.Context, c Commit) (string, error) {
	check := func(before, id string) error {
		files, err := g.git(ctx, nil, "diff-tree", "-r", "--name-only", before, id)
		if err == nil && files != "" {
			err = fmt.Errorf("a hook put changes of files into the commit (%s), which is to change none",
				strings.ReplaceAll(files, "\n", ", "))
		}
		return err
	}
	return g.commit(ctx, c, check, "--allow-empty", "--only")
}

func (g *Git) commit(ctx context.Context, c Commit, check func(before, id string) error,
	args ...string) (string, error) {
	before, err := g.git(ctx, nil, "rev-parse", "--verify", "HEAD")
	if err != nil {
		return "", err
	}
	all := []string{"--literal-pathspecs", "commit", "--quiet", "--cleanup=whitespace", "--file=-"}
	if c.Sign {
		all = append(all, "--gpg-sign")
	}
	if _, err := g.git(ctx, []byte(c.Message), append(all, args...)...); err != nil {
		return "", err
	}
	id, err := g.git(ctx, nil, "rev-parse", "--verify", "HEAD")
	if err != nil {
		return "", err
	}
	if check != nil {
		err = check(before, id)
	}
	if err == nil && c.Check != nil {
		err = c.Check(id)
	}
	if err == nil {
		return id, nil
	}
	if _, undo := g.git(context.WithoutCancel(ctx), nil, "update-ref", "-m", "taken back", "HEAD", before,
		id); undo != nil {
		return "", fmt.Errorf("%w\nand the commit %s couldn't be taken back: %w; run `git reset --soft HEAD~1`",
			err, id, undo)
	}
	return "", err
}

// File replaces or adds one file of the working tree and commits it alone, whatever else is staged. Where the commit
// doesn't come about (a hook refuses, signing fails, its check finds a fault), file and index are as they were.
func (g *Git) File(ctx context.Context, path string, content []byte, c Commit) (string, error) {
	full := filepath.Join(g.Dir, filepath.FromSlash(path))
	old, err := os.ReadFile(full)
	isNew := errors.Is(err, fs.ErrNotExist)
	if err != nil && !isNew {
		return "", err
	}
	staged, err := g.staged(ctx, path)
	if err != nil {
		return "", err
	}
	made, err := makeFolders(filepath.Dir(full))
	if err == nil {
		err = rewrite.File(full, content, 0)
	}
	if err != nil {
		removeAll(made)
		return "", err
	}
	id, err := g.commitFile(ctx, path, c, isNew)
	if err == nil {
		return id, nil
	}
	undo := g.stage(context.WithoutCancel(ctx), path, staged) // the context may be what ended the commit
	if isNew {
		undo = errors.Join(undo, os.Remove(full))
		removeAll(made)
	} else {
		undo = errors.Join(undo, rewrite.File(full, old, 0))
	}
	if undo != nil {
		return "", fmt.Errorf("%w\nand %s couldn't be put back: %w", err, path, undo)
	}
	return "", err
}

func (g *Git) commitFile(ctx context.Context, path string, c Commit, isNew bool) (string, error) {
	if isNew {
		if _, err := g.git(ctx, nil, "--literal-pathspecs", "add", "--", path); err != nil {
			return "", err
		}
	}
	return g.commit(ctx, c, nil, "--only", "--", path)
}

// staged returns what the index holds at a path, as git-update-index(1) --index-info takes it.
func (g *Git) staged(ctx context.Context, path string) (string, error) {
	return g.git(ctx, nil, "--literal-pathspecs", "ls-files", "--stage", "-z", "--", path)
}

// stage gives the index at a path what staged found there.
func (g *Git) stage(ctx context.Context, path, was string) error {
	now, err := g.staged(ctx, path)
	if err != nil || now == was {
		return err
	}
	if was == "" {
		was = "0 " + strings.Repeat("0", 40) + "\t" + path + "\x00"
	}
	_, err = g.git(ctx, []byte(was), "update-index", "-z", "--index-info")
	return err
}

// makeFolders makes the folders on the way to dir, and returns those that weren't there, the deepest first.
func makeFolders(dir string) (made []string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	return made, os.MkdirAll(dir, 0o755)
}

func removeAll(folders []string) {
	for _, dir := range folders {
		_ = os.Remove(dir)
	}
}

// Tag is an annotated tag that is to be made.
type Tag struct{ Name, Message string }

// Tags makes signed annotated tags of a commit: all of them, or none. One that exists already is an error.
func (g *Git) Tags(ctx context.Context, commit string, tags ...Tag) error {
	for i, t := range tags {
		made, err := g.tag(ctx, commit, t)
		if err == nil {
			continue
		}
		err = fmt.Errorf("the tag %s couldn't be made: %w", t.Name, err)
		undo := tags[:i]
		if made {
			undo = tags[:i+1]
		}
		for _, t := range undo {
			// The context may be what ended the tag, and those before it must still go.
			if _, failed := g.git(context.WithoutCancel(ctx), nil, "tag", "--delete", t.Name); failed != nil {
				err = fmt.Errorf("%w\nand the tag %s couldn't be taken back: %w", err, t.Name, failed)
			}
		}
		return err
	}
	return nil
}

// tag makes one tag; made reports whether it is there, also where that is an error: when ssh-keygen fails, git writes
// the tag without a signature and reports success.
func (g *Git) tag(ctx context.Context, commit string, t Tag) (made bool, err error) {
	if _, err := g.git(ctx, []byte(t.Message), "tag", "--sign", "--cleanup=whitespace", "--file=-", t.Name,
		commit); err != nil {
		return false, err
	}
	raw, err := g.git(ctx, nil, "cat-file", "tag", "refs/tags/"+t.Name)
	if err == nil && !strings.Contains(raw, "\n-----BEGIN ") {
		err = errors.New("git made it without a signature; see what the signing program says above")
	}
	return true, err
}

// HasTag reports whether a tag of this name exists.
func (g *Git) HasTag(ctx context.Context, name string) (bool, error) {
	_, err := g.git(ctx, nil, "rev-parse", "--verify", "--quiet", "refs/tags/"+name)
	if errors.As(err, new(*FailedError)) {
		return false, nil
	}
	return err == nil, err
}

// Note puts content, byte for byte, as the note of a commit under a notes ref, in place of one that was there.
func (g *Git) Note(ctx context.Context, ref, commit string, content []byte) error {
	blob, err := g.git(ctx, content, "hash-object", "-w", "--stdin")
	if err != nil {
		return err
	}
	_, err = g.git(ctx, nil, "notes", "--ref="+ref, "add", "--force", "--reuse-message="+blob, commit)
	return err
}

// ReadNote returns the note of a commit under a notes ref; ok is false where there is none.
func (g *Git) ReadNote(ctx context.Context, ref, commit string) (note []byte, ok bool, err error) {
	blob, err := g.git(ctx, nil, "notes", "--ref="+ref, "list", commit)
	if failed := new(FailedError); errors.As(err, &failed) && failed.Code == 1 {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	note, err = g.run(ctx, nil, "git", "cat-file", "blob", blob)
	return note, err == nil, err
}

// BlobID returns the id of the blob that git would make of a file's content at path, after the filters that the
// repository's attributes ask for.
func (g *Git) BlobID(ctx context.Context, path string, content []byte) (string, error) {
	return g.git(ctx, content, "hash-object", "--stdin", "--path="+path)
}
