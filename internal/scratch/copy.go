package scratch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/lint"
)

// Repo is a copy of a repository's main branch. It isn't safe for concurrent use.
type Repo struct {
	Dir string // its working tree

	branch string
	tip    gitrepo.ID // zero while nothing is committed
	files  map[string]file
	input  *lint.Input
}

// file is what the working tree holds at a path.
type file struct {
	mode uint32
	blob gitrepo.ID
}

// Copy writes the main branch of a repository into the folder dir, which must not exist or be empty, and reads it as
// of today. Uncommitted work, other branches and submodules are left behind. The original has to stay where it is
// while the copy is used.
func Copy(ctx context.Context, from *gitrepo.Repo, cfg *config.Config, dir string, today day.Day) (*Repo, error) {
	m, err := history.ChooseMain(from, cfg)
	if err != nil {
		return nil, err
	}
	r := &Repo{Dir: dir, branch: branchOf(m.Ref), tip: m.Commit, files: map[string]file{}}
	if err := r.skeleton(from); err != nil {
		return nil, fmt.Errorf("making a scratch copy: %w", err)
	}
	if err := r.checkout(ctx, from); err != nil {
		return nil, fmt.Errorf("filling the scratch copy: %w", err)
	}
	r.input, err = Load(ctx, dir, today)
	return r, err
}

// Again makes another copy in dir, which shares the files of r and what was read of it. Nothing in r may be changed,
// before or after. A change in the copy replaces files, and leaves those of r as they are.
func (r *Repo) Again(dir string) (*Repo, error) {
	c := &Repo{Dir: dir, branch: r.branch, tip: r.tip, files: maps.Clone(r.files), input: r.input}
	return c, filepath.WalkDir(r.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimPrefix(path, r.Dir))
		switch {
		case d.IsDir():
			return os.MkdirAll(to, 0o777)
		case d.Type() == fs.ModeSymlink:
			target, err := os.Readlink(path)
			return errors.Join(err, os.Symlink(target, to))
		}
		return os.Link(path, to)
	})
}

// branchOf names the copy's branch as the original's main branch is called.
func branchOf(ref string) string {
	for _, prefix := range []string{"refs/heads/", "refs/remotes/origin/"} {
		if name, ok := strings.CutPrefix(ref, prefix); ok {
			return name
		}
	}
	return "main"
}

// skeleton writes Git's own folder.
func (r *Repo) skeleton(from *gitrepo.Repo) error {
	if err := os.MkdirAll(r.Dir, 0o777); err != nil {
		return err
	}
	for _, d := range []string{"objects/info", "objects/pack", "refs/heads", "refs/tags"} {
		if err := os.MkdirAll(filepath.Join(r.Dir, ".git", d), 0o777); err != nil {
			return err
		}
	}
	texts := map[string]string{
		"HEAD":                    "ref: refs/heads/" + r.branch + "\n",
		"objects/info/alternates": filepath.ToSlash(strings.Join(from.ObjectFolders(), "\n")) + "\n",
		"config":                  "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tautocrlf = false\n",
		"info/attributes":         "* -text -ident -filter -working-tree-encoding\n",
	}
	if shallow, err := os.ReadFile(filepath.Join(from.CommonDir, "shallow")); err == nil {
		texts["shallow"] = string(shallow)
	}
	for name, text := range texts {
		if err := r.put(filepath.Join(".git", filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return r.moveBranch()
}

// moveBranch points the branch at the tip.
func (r *Repo) moveBranch() error {
	if r.tip.IsZero() {
		return nil
	}
	return r.put(filepath.Join(".git", "refs", "heads", filepath.FromSlash(r.branch)),
		[]byte(r.tip.String()+"\n"), 0o666)
}

// checkout writes the files of the tip.
func (r *Repo) checkout(ctx context.Context, from *gitrepo.Repo) error {
	if r.tip.IsZero() {
		return nil
	}
	every := func([]byte) bool { return true }
	list, err := from.Files(r.tip, gitrepo.Filter{Match: every, Descend: every})
	if err != nil {
		return err
	}
	ids := make([]gitrepo.ID, len(list))
	for i, f := range list {
		ids[i] = f.Blob
		r.files[f.Path] = file{f.Mode, f.Blob}
	}
	err = from.EachBlob(ctx, ids, func(i int, data []byte) error {
		name := filepath.FromSlash(list[i].Path)
		if list[i].Mode == gitrepo.ModeSymlink {
			return r.link(name, string(data))
		}
		return r.put(name, data, permOf(list[i].Mode))
	})
	if err != nil {
		return err
	}
	return r.writeIndex()
}

// put writes a file of the copy, with its folders. A file that is there is replaced, never written through: it may
// be a link. Links that lead out of the copy aren't followed.
func (r *Repo) put(name string, data []byte, perm fs.FileMode) error {
	return r.inside(func(root *os.Root) error {
		if err := root.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return root.WriteFile(name, data, perm)
	})
}

func (r *Repo) link(name, target string) error {
	return r.inside(func(root *os.Root) error {
		if err := root.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		return root.Symlink(filepath.FromSlash(target), name)
	})
}

// inside does something with the files of the copy, and of nothing else.
func (r *Repo) inside(do func(root *os.Root) error) error {
	root, err := os.OpenRoot(r.Dir)
	if err != nil {
		return err
	}
	return errors.Join(do(root), root.Close())
}

// permOf is the permission of a file of a mode, before the umask.
func permOf(mode uint32) fs.FileMode {
	if mode == gitrepo.ModeExec {
		return 0o777
	}
	return 0o666
}
