package gitrepo

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
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

	refs    *refStore
	store   *objects.Store
	readers sync.Pool // of *Reader, that nobody uses
	config  settings  // of the clone
	own     settings  // of this working tree alone
	bare    bool      // the clone is one, though this may be a linked working tree of it
	at      ID        // judged in place of HEAD; zero for HEAD

	getenv    func(string) string
	indexFile string // Git's index

	index    string     // the file of what is remembered; "" for none
	indexing sync.Mutex // held while this process writes the index
	beside   sync.WaitGroup

	pairs sync.Map // of Pair, by its id
}

// Open finds the repository that dir belongs to and reads its configuration, all as git does: upwards from dir, or
// where GIT_DIR says; GIT_WORK_TREE, GIT_COMMON_DIR, GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES count,
// so that a hook sees what git shows it. Errors: ErrNoRepository, a *Refusal, or a failure to read.
func Open(dir string, getenv func(string) string) (*Repo, error) {
	cwd, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	cwd = resolved(cwd)
	r, top, err := find(cwd, getenv)
	if err != nil {
		return nil, err
	}
	if err := r.readConfig(); err != nil {
		return nil, err
	}
	if r.Root, err = r.workTree(cwd, top, getenv); err != nil {
		return nil, err
	}
	r.bare = isTrue(r.config.core("bare")) || r.config.core("bare") == "" && r.Root == "" && r.GitDir == r.CommonDir
	own, others := objectFolders(r.CommonDir, cwd, getenv)
	if r.store, err = objects.OpenStore(own, others...); err != nil {
		return nil, fmt.Errorf("reading the objects of %s: %w", r.CommonDir, err)
	}
	r.getenv, r.indexFile = getenv, filepath.Join(r.GitDir, "index")
	if file := getenv("GIT_INDEX_FILE"); file != "" {
		r.indexFile = r.expand(file, r.Root)
	}
	r.chooseIndex(getenv)
	r.refs = &refStore{gitDir: r.GitDir, commonDir: r.CommonDir}
	r.History = r.historyFault()
	r.Partial = r.partialClone()
	return r, nil
}

// objectFolders returns the folder of the repository's objects, and those that only the environment names beside it:
// what a push brings is in a folder of its own while the server's pre-receive hook runs (git-receive-pack(1)).
func objectFolders(commonDir, cwd string, getenv func(string) string) (own string, others []string) {
	own = filepath.Join(commonDir, "objects")
	if env := getenv("GIT_OBJECT_DIRECTORY"); env != "" {
		own = under(cwd, env)
	}
	return own, objects.Alternates(getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES"), os.PathListSeparator, cwd)
}

// ObjectFolders lists the folders that objects are looked for in, as absolute paths.
func (r *Repo) ObjectFolders() []string { return r.store.Dirs() }

// Beside runs f beside what follows: what is kept for the next run needn't hold up the answer. Close waits for it.
func (r *Repo) Beside(f func()) { r.beside.Go(f) }

// Close releases the files that the repository holds open. It must not be called beside Beside.
func (r *Repo) Close() error {
	r.beside.Wait()
	return r.store.Close()
}

func (r *Repo) historyFault() *Refusal {
	if b, err := os.ReadFile(filepath.Join(r.CommonDir, "shallow")); err == nil &&
		len(strings.TrimSpace(string(b))) > 0 {
		return &Refusal{"this clone is shallow: older commits, and the approvals in them, aren't here",
			"run `git fetch --unshallow`; in CI fetch all of it (`fetch-depth: 0` with actions/checkout, `GIT_DEPTH: " +
				"0` with GitLab)"}
	}
	if b, err := os.ReadFile(filepath.Join(r.CommonDir, "info", "grafts")); err == nil && hasGraft(string(b)) {
		return &Refusal{"info/grafts replaces parents of commits: the history here isn't the one that was made",
			"remove the file " + filepath.Join(r.CommonDir, "info", "grafts")}
	}
	return nil
}

func (r *Repo) partialClone() *Refusal {
	partial := r.store.PromisorPacks()
	for _, x := range r.config {
		if strings.HasPrefix(x.key, "remote.") {
			partial = partial || strings.HasSuffix(x.key, ".promisor") && (x.bare || isTrue(x.value)) ||
				strings.HasSuffix(x.key, ".partialclonefilter") && x.value != ""
		}
	}
	if partial {
		return &Refusal{"this is a partial clone: old contents of documents aren't here",
			"clone again without `--filter`, or run `git fetch --refetch --no-filter` and remove `remote.*.promisor` " +
				"from the configuration"}
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
