package register

import (
	"context"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// Register is all documents of one snapshot. It is never changed after it was made.
type Register struct {
	Config    *config.Config // with Documents.Everywhere where nothing lay under the usual folders
	Documents []*Entry       // sorted by path

	snapshot snapshot.Snapshot
	byID     map[string][]*Entry
	byPath   map[string]*Entry
	all      []*Entry // where Documents are only some of them; else nil
}

// Entry is one document of the register.
type Entry struct {
	*document.Document
	ID    string // "" where the front matter has none
	Kind  *config.Kind
	Blob  gitrepo.ID // of the file as it is here; of a sidecar that of the gitrepo.Pair with its file
	File  *File      // whose sidecar it is; nil for none
	Link  string     // where a symbolic link points: it has no content of its own, and isn't followed
	Dirty bool       // of the working tree: not what Git's index holds

	Untracked bool // of the working tree: Git's index doesn't have the file

	// Placeholder reports whether the body may hold a template's placeholder: see MayHoldPlaceholder.
	Placeholder bool

	// Promise reports whether the body may say how often it is reviewed: see MayPromiseReview.
	Promise bool

	// Foreign reports whether the body is in a language of which the built-in kinds know no words: see
	// records.KnownLanguage.
	Foreign bool

	text    gitrepo.ID // the blob of a sidecar alone
	status  string     // as Status returns it, where it was read already
	targets *targets
}

// Status returns the status in lower case.
func (e *Entry) Status() string {
	if e.status != "" {
		return e.status
	}
	return strings.ToLower(e.Front.Text("status"))
}

func (e *Entry) file() gitrepo.File {
	f := gitrepo.File{Path: e.Path, Mode: gitrepo.ModeFile, Blob: e.Blob, Edited: e.Dirty, Untracked: e.Untracked}
	if e.File != nil {
		f.Blob = e.text
	}
	return f
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

// At returns what the snapshot holds at a path relative to the root; Mode is 0 for nothing. It is safe for concurrent
// use.
func (r *Register) At(path string) (gitrepo.File, error) {
	if e := r.byPath[path]; e != nil && e.Link == "" {
		return e.file(), nil
	}
	return snapshot.At(r.snapshot, path)
}

// Toward returns what the snapshot holds at a clean path relative to the root, or what is on the way there instead of
// a folder: see Snapshot.Entry.
func (r *Register) Toward(path string) (gitrepo.File, error) {
	if e := r.byPath[path]; e != nil && e.Link == "" {
		return e.file(), nil
	}
	return r.snapshot.Entry(path)
}

// Unseen says why something at a path of the disk is no part of the snapshot: see snapshot.Unseen.
func (r *Register) Unseen(path string) gitrepo.Unseen { return snapshot.Unseen(r.snapshot, path) }

// Names lists the paths of all files of the snapshot, without looking at any.
func (r *Register) Names() ([]string, error) {
	var all []string
	_, err := r.snapshot.Files(gitrepo.Filter{Match: func(path []byte) bool {
		all = append(all, string(path))
		return false
	}})
	return all, err
}

// Exists reports whether the snapshot holds a file or a folder at a path relative to the root. It is safe for
// concurrent use.
func (r *Register) Exists(path string) (bool, error) {
	f, err := r.At(path)
	return f.Mode != 0, err
}

// Read returns the content of a regular file of the snapshot, which need be no document, or snapshot.ErrNoFile. It is
// safe for concurrent use. Of a commit it works only while the repository is open.
func (r *Register) Read(path string) ([]byte, error) { return snapshot.Read(r.snapshot, path) }

// Options say how a register is read.
type Options struct {
	// Kept is the repository in whose index facts of unchanged documents are kept, so that these are neither read nor
	// parsed again. Without it all documents are read and parsed at once: for those who look at them after the snapshot
	// has changed, or ask each for its text and its HTML.
	Kept *gitrepo.Repo

	// Past says that the snapshot is an older commit: facts that it doesn't need stay kept.
	Past bool

	every int // how many files that aren't kept yet are worth writing the index anew; 0 for keptEvery
}

// Read makes the register of a snapshot. Where nothing lies under the usual folders and no configuration says where
// documents live, Markdown of every folder is taken; see Register.Config.
func Read(ctx context.Context, s snapshot.Snapshot, cfg *config.Config, opt Options) (*Register, error) {
	r, err := read(ctx, s, cfg, opt)
	if err != nil || len(r.Documents) > 0 || cfg.Documents.Explicit || cfg.Documents.Everywhere {
		return r, err
	}
	return read(ctx, s, cfg.Everywhere(), opt)
}

// ReadOne reads a single document; nil where none is at the path.
func ReadOne(s snapshot.Snapshot, cfg *config.Config, path string) (*Entry, error) {
	f, err := snapshot.At(s, path)
	if err != nil || !cfg.MayInclude(path) || f.Mode != gitrepo.ModeSymlink && !f.Regular() {
		return nil, err
	}
	r := newReading(s, cfg, keptFiles{}, []gitrepo.File{f})
	r.whole = true
	if err := r.all(context.Background()); err != nil {
		return nil, err
	}
	return r.register().ByPath(path), nil
}

// filter asks a snapshot for all files that may be documents.
func filter(cfg *config.Config) gitrepo.Filter {
	return gitrepo.Filter{Match: func(path []byte) bool { return cfg.MayInclude(string(path)) }}
}

// Dirty counts the documents of a working tree that aren't what Git's index holds, without parsing any.
func Dirty(s snapshot.Snapshot, cfg *config.Config) (int, error) {
	files, err := s.Files(filter(cfg))
	if err != nil {
		return 0, err
	}
	n, err := dirtyFiles(s, files)
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		if !f.Edited || !f.Regular() {
			continue
		}
		src, err := snapshot.Content(s, f)
		if err != nil {
			return 0, err
		}
		if isDocument(cfg, f.Path, src) {
			n++
		}
	}
	return n, nil
}

// isDocument reports whether a file that may be a document is one.
func isDocument(cfg *config.Config, path string, src []byte) bool {
	if cfg.Includes(path) {
		return true
	}
	front, _ := document.ParseFront(src, cfg.Fields)
	return front.Text("id") != ""
}

func collect(cfg *config.Config, entries []*Entry) *Register {
	entries = slices.DeleteFunc(entries, func(e *Entry) bool { return e == nil })
	slices.SortFunc(entries, byPlace)
	r := &Register{Config: cfg, Documents: entries,
		byID: make(map[string][]*Entry, len(entries)), byPath: make(map[string]*Entry, len(entries))}
	links := make([]targets, len(entries))
	for i, e := range entries {
		r.byPath[e.Path] = e
		if e.targets == nil {
			e.targets = &links[i]
			e.targets.known = r.byPath
			if cfg.Links.Generated() {
				e.targets.links = &cfg.Links
			}
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
