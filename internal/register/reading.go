package register

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// reading makes entries of the files of one snapshot, of facts where they are kept. Files are read in parallel, each by
// its number.
type reading struct {
	repo    *gitrepo.Repo
	cfg     *config.Config
	old     keptFiles
	failure *failure
	whole   bool // parsed at once, with syntax trees

	entries []*Entry
	news    []fresh // what was learnt of a file; empty where its facts were kept
	at      []int   // the record that a file's facts are from; -1 for none
}

func newReading(repo *gitrepo.Repo, cfg *config.Config, old keptFiles, files int) *reading {
	return &reading{repo: repo, cfg: cfg, old: old, failure: &failure{}, entries: make([]*Entry, files),
		news: make([]fresh, files), at: slices.Repeat([]int{-1}, files)}
}

// fromWorkTree reads the files of a listing. An unchanged one is made of its facts, where the index has them.
func fromWorkTree(ctx context.Context, repo *gitrepo.Repo, cfg *config.Config, tree *gitrepo.WorkTree, old keptFiles, every int) (*Register, error) {
	files := tree.Files
	r := newReading(repo, cfg, old, len(files))
	r.whole = every == never
	err := inParallel(ctx, len(files), func(i int) error { return r.workFile(i, files[i]) })
	if err != nil {
		return nil, err
	}
	r.save(every, !wasteful(r.used()))
	return r.register(gitrepo.ID{}, workTreeExists(repo.Root, tree)), nil
}

// workFile reads one file of the working tree.
func (r *reading) workFile(i int, f gitrepo.WorkFile) error {
	if f.Link != "" {
		r.entries[i] = linked(r.cfg, f.Path, f.Link)
		return nil
	}
	size := int(f.Size) // a checkout that turned line ends has another size than the blob
	if f.Absent {
		size = anySize
	}
	if f.Clean || f.Absent {
		if r.known(i, f.Path, f.Indexed, size, func() ([]byte, error) { return r.again(f) }) {
			return nil
		}
	}
	src, err := r.repo.ReadWork(f)
	if err != nil {
		return err
	}
	blob := gitrepo.BlobID(src)
	text := func() ([]byte, error) { return src, nil }
	if blob == f.Indexed {
		text = func() ([]byte, error) { return r.again(f) }
	}
	if !r.known(i, f.Path, blob, len(src), text) {
		r.learn(i, f.Path, blob, src, text)
	}
	if e := r.entries[i]; e != nil && blob != f.Indexed {
		e.Dirty = !f.Clean && !gitrepo.SameContent(src, f.Indexed)
		if !e.Dirty {
			e.Blob = f.Indexed
		}
	}
	return nil
}

// again reads the content of an unchanged file; from Git where the file was changed meanwhile.
func (r *reading) again(f gitrepo.WorkFile) ([]byte, error) {
	if src, err := r.repo.ReadWork(f); err == nil && gitrepo.BlobID(src) == f.Indexed {
		return src, nil
	}
	return r.repo.NewReader().Blob(f.Indexed)
}

const anySize = -1

// known makes the entry of a file whose facts are kept, and reports whether they are.
func (r *reading) known(i int, path string, blob gitrepo.ID, size int, text func() ([]byte, error)) bool {
	record, at := r.old.find(blob)
	if at < 0 {
		return false
	}
	sure, _ := r.cfg.Candidate(path)
	if record[0]&markNoID != 0 {
		if !sure {
			r.at[i] = at
		}
		return !sure
	}
	d, err := document.Decode(path, record[1:], r.cfg.Fields, text, r.failure.note)
	if err != nil || size != anySize && size != d.Size() {
		return false
	}
	r.at[i] = at
	if sure || d.Front.Text("id") != "" {
		r.entries[i] = r.entry(d, blob, record[0]&markPlaceholder != 0)
	}
	return true
}

// learn parses a file. What it holds from then on are the facts, not the text and the syntax tree, of which there may be
// thousands.
func (r *reading) learn(i int, path string, blob gitrepo.ID, src []byte, text func() ([]byte, error)) {
	if !isDocument(r.cfg, path, src) {
		r.news[i] = fresh{blob, string(rune(markNoID))}
		return
	}
	d := document.Parse(path, src, r.cfg.Fields)
	placeholder := MayHoldPlaceholder(src[d.Body.Start:d.Body.End])
	if !r.whole {
		d = r.keep(i, d, blob, placeholder, text)
	}
	r.entries[i] = r.entry(d, blob, placeholder)
}

// keep turns a parsed document into one made of its facts, and remembers these.
func (r *reading) keep(i int, d *document.Document, blob gitrepo.ID, placeholder bool, text func() ([]byte, error)) *document.Document {
	facts := document.Encode(d)
	if facts == nil {
		return d.WithoutTree()
	}
	marks := byte(0)
	if placeholder {
		marks = markPlaceholder
	}
	record := string(append([]byte{marks}, facts...))
	kept, err := document.Decode(d.Path, record[1:], r.cfg.Fields, text, r.failure.note)
	if err != nil {
		return d.WithoutTree()
	}
	r.news[i] = fresh{blob, record}
	return kept
}

func (r *reading) entry(d *document.Document, blob gitrepo.ID, placeholder bool) *Entry {
	return &Entry{Document: d, ID: strings.TrimSpace(d.Front.Text("id")), Kind: r.cfg.KindFor(d.Path, d.Front.Text("kind")),
		Blob: blob, Placeholder: placeholder, status: strings.ToLower(d.Front.Text("status"))}
}

// linked stands for a symbolic link where a document is due: an entry without content.
func linked(cfg *config.Config, path, target string) *Entry {
	if sure, _ := cfg.Candidate(path); !sure {
		return nil
	}
	return &Entry{Document: document.Parse(path, nil, cfg.Fields), Kind: cfg.KindFor(path, ""), Link: target}
}

func (r *reading) register(commit gitrepo.ID, exists func(string) bool) *Register {
	out := collect(r.cfg, r.entries, commit, exists)
	out.Read = workTreeRead(r.repo.Root)
	if !commit.IsZero() {
		out.Read = commitRead(r.repo, commit)
	}
	out.failure = r.failure
	return out
}

// used tells which kept records this run needed.
func (r *reading) used() []bool {
	used := make([]bool, r.old.count())
	for _, at := range r.at {
		if at >= 0 {
			used[at] = true
		}
	}
	return used
}

// save keeps what was learnt for the next run, where that is worth a file: when every or more files are new, or
// when too much lies idle. Where it can't be written, the next run reads the files again, and that is all.
func (r *reading) save(every int, keepIdle bool) {
	var news []fresh
	for _, f := range r.news {
		if f.record != "" {
			news = append(news, f)
		}
	}
	if every == never || len(news) < every && keepIdle {
		return
	}
	data := encodeKept(keptHeader(r.cfg), r.old, r.used(), keepIdle, news)
	_ = r.repo.WriteSections(map[string][]byte{keptSection: data})
}

// never is an every with which nothing is kept.
const never = -1

// failure keeps the first error of several goroutines.
type failure struct {
	mu  sync.Mutex
	err error
}

func (f *failure) note(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

func (f *failure) first() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
