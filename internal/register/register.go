package register

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Register is all documents of one snapshot. It is never changed after it was made.
type Register struct {
	Config    *config.Config // with Documents.Everywhere where nothing lay under the usual folders
	Documents []*Entry       // sorted by path
	Commit    gitrepo.ID     // the snapshot's commit; zero for the working tree

	// Exists reports whether the snapshot holds a file or a folder at a path relative to the root. It is safe for
	// concurrent use.
	Exists func(path string) bool

	// Read returns the content of a regular file of the snapshot, which need be no document, or ErrNoFile. It is safe
	// for concurrent use. Of a commit it works only while the repository is open.
	Read func(path string) ([]byte, error)

	failure *failure
	byID    map[string][]*Entry
	byPath  map[string]*Entry
	all     []*Entry // where Documents are only some of them; else nil
}

// Err returns the first error that kept the text of a document from being read when somebody asked for it. What was told
// of that document since is worth nothing. It is nil for nearly every run: the file was there a moment ago.
func (r *Register) Err() error {
	if r.failure == nil {
		return nil
	}
	return r.failure.first()
}

// Entry is one document of the register.
type Entry struct {
	*document.Document
	ID    string // "" where the front matter has none
	Kind  *config.Kind
	Blob  gitrepo.ID // of the file as it is here
	Link  string     // where a symbolic link points: it has no content of its own, and isn't followed
	Dirty bool       // of the working tree: not what Git's index holds

	// Placeholder reports whether the body may hold a template's placeholder: see MayHoldPlaceholder.
	Placeholder bool

	status  string // as Status returns it, where it was read already
	targets *targets
}

// Status returns the status in lower case.
func (e *Entry) Status() string {
	if e.status != "" {
		return e.status
	}
	return strings.ToLower(e.Front.Text("status"))
}

// Key names the document: its id, else its path.
func (e *Entry) Key() string {
	if e.ID != "" {
		return e.ID
	}
	return e.Path
}

// ByID returns the documents with an id, compared without case, in the order of their paths.
func (r *Register) ByID(id string) []*Entry { return r.byID[strings.ToLower(id)] }

// ByPath returns the document at a path; nil where none is.
func (r *Register) ByPath(path string) *Entry { return r.byPath[path] }

// IDs returns all ids, in lower case, sorted.
func (r *Register) IDs() []string {
	ids := make([]string, 0, len(r.byID))
	for id := range r.byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// filter asks a snapshot for all files that may be documents.
func filter(cfg *config.Config) gitrepo.Filter {
	return gitrepo.Filter{
		Match: func(path []byte) bool {
			sure, perhaps := cfg.Candidate(string(path))
			return sure || perhaps
		},
		Descend: func([]byte) bool { return true },
	}
}

// FromWorkTree makes the register of the working tree. See Register.Config for what cfg becomes where it finds nothing.
func FromWorkTree(ctx context.Context, repo *gitrepo.Repo, cfg *config.Config) (*Register, error) {
	return widening(cfg, func(cfg *config.Config) (*Register, error) {
		tree, err := repo.WorkFiles(filter(cfg))
		if err != nil {
			return nil, err
		}
		return fromWorkTree(ctx, repo, cfg, tree, readKept(repo, cfg), keptEvery)
	})
}

// FromListing is FromWorkTree for those who have listed all files already.
func FromListing(ctx context.Context, repo *gitrepo.Repo, cfg *config.Config, all *gitrepo.WorkTree) (*Register, error) {
	return widening(cfg, func(cfg *config.Config) (*Register, error) {
		match := filter(cfg).Match
		tree := &gitrepo.WorkTree{Absent: all.Absent}
		for i := range all.Files {
			if match([]byte(all.Files[i].Path)) {
				tree.Files = append(tree.Files, all.Files[i])
			}
		}
		return fromWorkTree(ctx, repo, cfg, tree, readKept(repo, cfg), keptEvery)
	})
}

// WholeFromWorkTree is FromWorkTree for those who look at the documents after the working tree has changed, or the
// repository was closed: all of them are read and parsed at once.
func WholeFromWorkTree(ctx context.Context, repo *gitrepo.Repo, cfg *config.Config) (*Register, error) {
	return widening(cfg, func(cfg *config.Config) (*Register, error) {
		tree, err := repo.WorkFiles(filter(cfg))
		if err != nil {
			return nil, err
		}
		return fromWorkTree(ctx, repo, cfg, tree, keptFiles{}, never)
	})
}

// widening reads a snapshot, and where nothing lies under the usual folders and no configuration says where documents
// live, again with Markdown of every folder.
func widening(cfg *config.Config, read func(*config.Config) (*Register, error)) (*Register, error) {
	r, err := read(cfg)
	if err != nil || len(r.Documents) > 0 || cfg.Documents.Explicit || cfg.Documents.Everywhere {
		return r, err
	}
	return read(cfg.Everywhere())
}

// OneFromWorkTree reads a single document of the working tree; nil where none stands at the path.
func OneFromWorkTree(ctx context.Context, repo *gitrepo.Repo, cfg *config.Config, path string) (*Entry, error) {
	all := filter(cfg)
	one := gitrepo.Filter{
		Match:   func(p []byte) bool { return string(p) == path && all.Match(p) },
		Descend: func(dir []byte) bool { return strings.HasPrefix(path, string(dir)+"/") },
	}
	tree, err := repo.WorkFiles(one)
	if err != nil {
		return nil, err
	}
	r, err := fromWorkTree(ctx, repo, cfg, tree, keptFiles{}, never)
	if err != nil {
		return nil, err
	}
	return r.ByPath(path), nil
}

// Dirty counts the documents of the working tree that aren't what Git's index holds, without parsing any.
func Dirty(ctx context.Context, repo *gitrepo.Repo, cfg *config.Config) (int, error) {
	tree, err := repo.WorkFiles(filter(cfg))
	if err != nil {
		return 0, err
	}
	var dirty atomic.Int64
	err = inParallel(ctx, len(tree.Files), func(i int) error {
		f := tree.Files[i]
		if f.Clean || f.Absent || f.Link != "" {
			return nil
		}
		src, err := repo.ReadWork(f)
		if err == nil && !gitrepo.SameContent(src, f.Indexed) && isDocument(cfg, f.Path, src) {
			dirty.Add(1)
		}
		return err
	})
	return int(dirty.Load()), err
}

// isDocument reports whether a file that may be a document is one.
func isDocument(cfg *config.Config, path string, src []byte) bool {
	if sure, _ := cfg.Candidate(path); sure {
		return true
	}
	front, _ := document.ParseFront(src, cfg.Fields)
	return front.Text("id") != ""
}

// FromCommit makes the register of a commit, read in place. See Register.Config for what cfg becomes where it finds
// nothing.
func FromCommit(ctx context.Context, repo *gitrepo.Repo, commit gitrepo.ID, cfg *config.Config) (*Register, error) {
	return widening(cfg, func(cfg *config.Config) (*Register, error) {
		return fromCommit(ctx, repo, commit, cfg, readKept(repo, cfg), keptEvery)
	})
}

// WholeFromCommit is FromCommit for those who ask each document for its text and its HTML: all of them are read and
// parsed at once.
func WholeFromCommit(ctx context.Context, repo *gitrepo.Repo, commit gitrepo.ID, cfg *config.Config) (*Register, error) {
	return widening(cfg, func(cfg *config.Config) (*Register, error) {
		return fromCommit(ctx, repo, commit, cfg, keptFiles{}, never)
	})
}

func collect(cfg *config.Config, entries []*Entry, commit gitrepo.ID, exists func(string) bool) *Register {
	entries = slices.DeleteFunc(entries, func(e *Entry) bool { return e == nil })
	slices.SortFunc(entries, byPlace)
	r := &Register{Config: cfg, Commit: commit, Exists: exists, Documents: entries,
		byID: make(map[string][]*Entry, len(entries)), byPath: make(map[string]*Entry, len(entries))}
	links := make([]targets, len(entries))
	for i, e := range entries {
		r.byPath[e.Path] = e
		if e.targets == nil {
			e.targets = &links[i]
			e.targets.known = r.byPath
		}
		if e.ID == "" {
			continue
		}
		key := strings.ToLower(e.ID)
		if same := r.byID[key]; same != nil {
			r.byID[key] = append(same, e)
		} else {
			r.byID[key] = entries[i : i+1 : i+1]
		}
	}
	return r
}

func byPlace(a, b *Entry) int { return strings.Compare(a.Path, b.Path) }

// inParallel calls do for 0 … n-1 on all cores and returns the first errors of each worker.
func inParallel(ctx context.Context, n int, do func(i int) error) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), n))
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n && errs[w] == nil; i += workers {
				errs[w] = errors.Join(ctx.Err(), do(i))
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
