package gitrepo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// find returns the repository that cwd belongs to, and the folder that is its working tree as far as the place of the
// Git directory says: "" for none.
func find(cwd string, getenv func(string) string) (r *Repo, top string, err error) {
	if env := getenv("GIT_DIR"); env != "" {
		return fromEnvironment(cwd, env, getenv)
	}
	for at := cwd; ; at = filepath.Dir(at) {
		gitDir, top, err := gitDirAt(at)
		if gitDir != "" || err != nil {
			r, err := withCommonDir(gitDir, cwd, getenv, err)
			return r, top, err
		}
		if at == filepath.Dir(at) {
			return nil, "", fmt.Errorf("%w here or above %s; run writ inside a clone, or start one with `git init`",
				ErrNoRepository, cwd)
		}
	}
}

// fromEnvironment opens what GIT_DIR names: a Git directory, or a .git file that leads to one. The working tree then
// is the current folder, as hooks have it. A server's hooks run inside the Git directory, which is no working tree.
func fromEnvironment(cwd, env string, getenv func(string) string) (r *Repo, top string, err error) {
	gitDir := under(cwd, env)
	if info, err := os.Stat(gitDir); err == nil && info.Mode().IsRegular() {
		if gitDir, err = readGitFile(gitDir); err != nil {
			return nil, "", err
		}
	}
	if !isGitDir(gitDir) {
		return nil, "", fmt.Errorf("%w at GIT_DIR=%s; unset GIT_DIR or point it at a Git directory",
			ErrNoRepository, gitDir)
	}
	gitDir = resolved(gitDir)
	inside, _ := filepath.Rel(gitDir, cwd)
	switch {
	case filepath.IsLocal(inside):
		top = above(gitDir)
	case getenv("GIT_IMPLICIT_WORK_TREE") == "" || isTrue(getenv("GIT_IMPLICIT_WORK_TREE")):
		top = cwd
	}
	r, err = withCommonDir(gitDir, cwd, getenv, nil)
	return r, top, err
}

// gitDirAt returns the Git directory that at has or is; "" where it neither has nor is one.
func gitDirAt(at string) (gitDir, top string, err error) {
	dotGit := filepath.Join(at, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.IsDir() && isGitDir(dotGit):
		return dotGit, at, nil
	case err == nil && info.Mode().IsRegular():
		gitDir, err = readGitFile(dotGit)
		return gitDir, at, err
	case isGitDir(at):
		return at, above(at), nil
	}
	return "", "", nil
}

// above returns the folder that a Git directory called .git is in; "" for others, which are bare.
func above(gitDir string) string {
	if filepath.Base(gitDir) == ".git" {
		return filepath.Dir(gitDir)
	}
	return ""
}

// readGitFile follows a .git file of a linked worktree or a submodule (gitrepository-layout(5)).
func readGitFile(path string) (string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(strings.TrimSpace(string(b)), "gitdir:")
	if !ok {
		return "", &Refusal{path + " isn't a Git directory and has no \"gitdir:\" line", "restore it, or clone again"}
	}
	target = under(filepath.Dir(path), strings.TrimSpace(target))
	if _, err := os.Stat(filepath.Join(target, "HEAD")); err != nil {
		return "", &Refusal{path + " points at " + target + ", which isn't a Git directory",
			"run `git worktree repair` in the main clone, or clone again"}
	}
	return target, nil
}

func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	for _, sub := range []string{"objects", "refs"} {
		if info, err := os.Stat(filepath.Join(dir, sub)); err != nil || !info.IsDir() {
			_, err := os.Stat(filepath.Join(dir, "commondir"))
			return err == nil
		}
	}
	return true
}

// withCommonDir makes a repository of a Git directory, unless there was an error before.
func withCommonDir(gitDir, cwd string, getenv func(string) string, err error) (*Repo, error) {
	if err != nil {
		return nil, err
	}
	r := &Repo{GitDir: gitDir, CommonDir: gitDir}
	if env := getenv("GIT_COMMON_DIR"); env != "" {
		r.CommonDir = under(cwd, env)
		return r, nil
	}
	b, err := os.ReadFile(filepath.Join(gitDir, "commondir"))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	r.CommonDir = under(gitDir, strings.TrimSpace(string(b)))
	return r, err
}

// workTree returns the folder of the working tree, "" for a bare repository. The order is that of git's own setup:
// GIT_WORK_TREE, core.bare, core.worktree, and top, which is where the Git directory was found.
func (r *Repo) workTree(cwd, top string, getenv func(string) string) (string, error) {
	tree := top
	switch env := getenv("GIT_WORK_TREE"); {
	case env != "":
		tree = under(cwd, env)
	case isTrue(r.own.core("bare")):
		return "", nil
	case r.own.core("worktree") != "":
		tree = under(r.GitDir, r.own.core("worktree"))
	}
	if tree == "" {
		return "", nil
	}
	if info, err := os.Stat(tree); err != nil || !info.IsDir() {
		return "", &Refusal{"the working tree " + tree + ", which core.worktree or GIT_WORK_TREE names, isn't a folder",
			"correct the setting, or unset it"}
	}
	return resolved(tree), nil
}

// under returns path as it is where it is absolute, else below dir.
func under(dir, path string) string {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return filepath.Clean(path)
}

// resolved returns a path without symbolic links, as far as it can be followed.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}
