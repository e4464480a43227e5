package gitrepo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	formatconfig "github.com/go-git/go-git/v5/plumbing/format/config"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
)

// Refusal says that this repository, as it is, can't be read rightly, and how to fix that.
type Refusal struct{ What, Fix string }

func (r *Refusal) Error() string { return r.What + "; " + r.Fix }

// ErrNoRepository is wrapped by Open's error where no Git repository is found.
var ErrNoRepository = errors.New("no Git repository")

// Repo is an open repository. It is safe for concurrent use as far as its methods say nothing else.
type Repo struct {
	Root      string // the working tree's folder; "" for a bare repository
	GitDir    string // this working tree's own Git directory
	CommonDir string // where objects and branches live; equal to GitDir but in linked worktrees

	// History is nil where the whole history is there, else what is missing and how to fix it.
	History *Refusal

	// Partial is set for a partial clone. Its history may well hold all that is asked for; when an object then is
	// missing, this says why.
	Partial *Refusal

	refs   *refStore
	store  *objects.Store
	config *formatconfig.Config

	indexing sync.Mutex // held while this process writes the index
	beside   sync.WaitGroup
}

// Open finds the repository that dir belongs to (upwards, as git does; GIT_DIR decides if it is set) and reads
// its configuration. Errors: ErrNoRepository, a *Refusal, or a failure to read.
func Open(dir string, getenv func(string) string) (*Repo, error) {
	r, err := discover(dir, getenv)
	if err != nil {
		return nil, err
	}
	if err := r.readConfig(); err != nil {
		return nil, err
	}
	if err := r.checkFormat(); err != nil {
		return nil, err
	}
	if r.store, err = objects.OpenStore(r.CommonDir); err != nil {
		return nil, fmt.Errorf("reading the objects of %s: %w", r.CommonDir, err)
	}
	r.refs = &refStore{gitDir: r.GitDir, commonDir: r.CommonDir}
	r.History = r.historyFault()
	r.Partial = r.partialClone()
	return r, nil
}

// Beside runs f beside what follows: what is kept for the next run needn't hold up the answer. Close waits for it.
func (r *Repo) Beside(f func()) { r.beside.Go(f) }

// Close releases the files that the repository holds open. It must not be called beside Beside.
func (r *Repo) Close() error {
	r.beside.Wait()
	return r.store.Close()
}

func discover(dir string, getenv func(string) string) (*Repo, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		abs = resolved
	}
	if env := getenv("GIT_DIR"); env != "" {
		return fromEnvironment(abs, env, getenv("GIT_WORK_TREE"))
	}
	for at := abs; ; at = filepath.Dir(at) {
		r, err := repoAt(at)
		if r != nil || err != nil {
			return r, err
		}
		if at == filepath.Dir(at) {
			return nil, fmt.Errorf("%w here or above %s; run writ inside a clone, or start one with `git init`", ErrNoRepository, abs)
		}
	}
}

// fromEnvironment follows git-rev-parse(1): GIT_DIR names the Git directory, and the working tree is
// GIT_WORK_TREE or the current folder. Hooks run with it set.
func fromEnvironment(cwd, gitDir, workTree string) (*Repo, error) {
	if !filepath.IsAbs(gitDir) {
		gitDir = filepath.Join(cwd, gitDir)
	}
	if !isGitDir(gitDir) {
		return nil, fmt.Errorf("%w at GIT_DIR=%s; unset GIT_DIR or point it at a Git directory", ErrNoRepository, gitDir)
	}
	root := workTree
	switch {
	case root == "" && filepath.Base(gitDir) == ".git":
		root = filepath.Dir(gitDir)
	case root == "":
		root = cwd
	case !filepath.IsAbs(root):
		root = filepath.Join(cwd, root)
	}
	return withCommonDir(&Repo{Root: root, GitDir: gitDir})
}

// repoAt returns the repository whose working tree or bare directory is at; nil when there is none.
func repoAt(at string) (*Repo, error) {
	dotGit := filepath.Join(at, ".git")
	info, err := os.Stat(dotGit)
	switch {
	case err == nil && info.IsDir() && isGitDir(dotGit):
		return withCommonDir(&Repo{Root: at, GitDir: dotGit})
	case err == nil && info.Mode().IsRegular():
		target, err := readGitFile(dotGit)
		if err != nil {
			return nil, err
		}
		return withCommonDir(&Repo{Root: at, GitDir: target})
	case isGitDir(at):
		if filepath.Base(at) == ".git" {
			return withCommonDir(&Repo{Root: filepath.Dir(at), GitDir: at})
		}
		return withCommonDir(&Repo{GitDir: at})
	}
	return nil, nil
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
	target = strings.TrimSpace(target)
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(path), target)
	}
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

func withCommonDir(r *Repo) (*Repo, error) {
	r.CommonDir = r.GitDir
	b, err := os.ReadFile(filepath.Join(r.GitDir, "commondir"))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	common := strings.TrimSpace(string(b))
	if !filepath.IsAbs(common) {
		common = filepath.Join(r.GitDir, common)
	}
	r.CommonDir = filepath.Clean(common)
	return r, nil
}

func (r *Repo) readConfig() error {
	r.config = formatconfig.New()
	f, err := os.Open(filepath.Join(r.CommonDir, "config"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := formatconfig.NewDecoder(f).Decode(r.config); err != nil {
		return &Refusal{fmt.Sprintf("the Git configuration %s can't be read: %v", f.Name(), err), "fix it with `git config --edit`"}
	}
	if r.Root != "" {
		return nil
	}
	if tree := r.config.Section("core").Option("worktree"); tree != "" {
		if !filepath.IsAbs(tree) {
			tree = filepath.Join(r.GitDir, tree)
		}
		r.Root = tree
	}
	return nil
}

// checkFormat refuses the repository formats that writ doesn't read, by name.
func (r *Repo) checkFormat() error {
	for _, o := range r.config.Section("extensions").Options {
		switch strings.ToLower(o.Key) {
		case "objectformat":
			if !strings.EqualFold(o.Value, "sha1") {
				return &Refusal{"this repository names its objects by " + o.Value + ", which writ doesn't read yet",
					"use a clone with SHA-1 object ids (`git init --object-format=sha1`)"}
			}
		case "refstorage":
			if !strings.EqualFold(o.Value, "files") {
				return &Refusal{"this repository keeps its refs as " + o.Value + ", which writ doesn't read yet",
					"run `git refs migrate --ref-format=files`"}
			}
		}
	}
	return nil
}

func (r *Repo) historyFault() *Refusal {
	if b, err := os.ReadFile(filepath.Join(r.CommonDir, "shallow")); err == nil && len(strings.TrimSpace(string(b))) > 0 {
		return &Refusal{"this clone is shallow: older commits, and the approvals in them, aren't here",
			"run `git fetch --unshallow`; in CI fetch all of it (`fetch-depth: 0` with actions/checkout, `GIT_DEPTH: 0` with GitLab)"}
	}
	if b, err := os.ReadFile(filepath.Join(r.CommonDir, "info", "grafts")); err == nil && hasGraft(string(b)) {
		return &Refusal{"info/grafts replaces parents of commits: the history here isn't the one that was made",
			"remove the file " + filepath.Join(r.CommonDir, "info", "grafts")}
	}
	return nil
}

func (r *Repo) partialClone() *Refusal {
	partial := r.store.PromisorPacks()
	for _, s := range r.config.Section("remote").Subsections {
		partial = partial || strings.EqualFold(s.Option("promisor"), "true") || s.Option("partialclonefilter") != ""
	}
	if partial {
		return &Refusal{"this is a partial clone: old contents of documents aren't here",
			"clone again without `--filter`, or run `git fetch --refetch --no-filter` and remove `remote.*.promisor` from the configuration"}
	}
	return nil
}

func hasGraft(s string) bool {
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
			return true
		}
	}
	return false
}

// gitStorage opens a storage of go-git: the reader of last resort, one per worker because it isn't safe for
// concurrent use.
func (r *Repo) gitStorage() *filesystem.Storage {
	return filesystem.NewStorageWithOptions(osfs.New(r.CommonDir, osfs.WithBoundOS()), cache.NewObjectLRUDefault(),
		filesystem.Options{ExclusiveAccess: true, KeepDescriptors: true, AlternatesFS: osfs.New("/")})
}

func hashOf(id ID) plumbing.Hash { return plumbing.Hash(id) }
