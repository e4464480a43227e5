package register

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/records"
	"github.com/writ-docs/writ/internal/snapshot"
)

// reading makes entries of the files of one snapshot, of facts where they are kept. Files are read in parallel, each
// by its number.
type reading struct {
	cfg      *config.Config
	old      keptFiles
	snapshot snapshot.Snapshot
	files    []gitrepo.File
	whole    bool // parsed at once, with syntax trees

	entries []*Entry
	news    []fresh // what was learnt of a file; empty where its facts were kept
	at      []int   // the record that a file's facts are from; -1 for none
}

func newReading(s snapshot.Snapshot, cfg *config.Config, old keptFiles, files []gitrepo.File) *reading {
	return &reading{cfg: cfg, old: old, snapshot: s, files: files,
		entries: make([]*Entry, len(files)),
		news:    make([]fresh, len(files)), at: slices.Repeat([]int{-1}, len(files))}
}

// read makes the register of a snapshot with one configuration.
func read(ctx context.Context, s snapshot.Snapshot, cfg *config.Config, opt Options) (*Register, error) {
	files, err := s.Files(filter(cfg))
	if err != nil {
		return nil, err
	}
	var old keptFiles
	if opt.Kept != nil {
		old = readKept(opt.Kept, cfg)
	}
	r := newReading(s, cfg, old, files)
	r.whole = opt.Kept == nil
	if err := r.all(ctx); err != nil {
		return nil, err
	}
	if opt.Kept != nil {
		r.save(opt.Kept, cmp.Or(opt.every, keptEvery), opt.Past || !wasteful(r.used()))
	}
	return r.register(), nil
}

// all reads all files: those whose facts aren't kept together, which is faster than one by one.
func (r *reading) all(ctx context.Context) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), len(r.files)))
	known := make([]bool, len(r.files))
	var group errgroup.Group
	for w := range workers {
		group.Go(func() error {
			for i := w; i < len(r.files) && ctx.Err() == nil; i += workers {
				known[i] = r.files[i].Regular() && r.known(i)
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	var unknown []gitrepo.File
	var at []int
	for i, f := range r.files {
		if !known[i] {
			unknown, at = append(unknown, f), append(at, i)
		}
	}
	err := r.snapshot.Each(ctx, unknown, func(n int, data []byte) error {
		if unknown[n].Regular() {
			r.learn(at[n], slices.Clone(data))
		} else {
			r.entries[at[n]] = linked(r.cfg, unknown[n].Path, string(data))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.findFiles(ctx)
}

// text reads the content of a file when somebody asks for it.
func (r *reading) text(f gitrepo.File) func() ([]byte, error) {
	return func() ([]byte, error) { return snapshot.Content(r.snapshot, f) }
}

// known makes the entry of a file whose facts are kept, and reports whether they are.
func (r *reading) known(i int) bool {
	f := r.files[i]
	record, at := r.old.find(f.Blob)
	if at < 0 || record[0]&markFile != 0 {
		return false
	}
	sure := r.cfg.Includes(f.Path)
	if record[0]&markNoID != 0 {
		if !sure {
			r.at[i] = at
		}
		return !sure
	}
	d, err := document.Decode(f.Path, record[1:], r.text(f))
	if err != nil {
		return false
	}
	r.at[i] = at
	if sure || d.Front.Text("id") != "" {
		r.entries[i] = r.entry(d, f, record[0])
	}
	return true
}

// learn parses a file. What it holds from then on are the facts, not the text and the syntax tree, of which there may
// be thousands.
func (r *reading) learn(i int, src []byte) {
	f := r.files[i]
	if !isDocument(r.cfg, f.Path, src) {
		r.news[i] = fresh{f.Blob, string(rune(markNoID))}
		return
	}
	d := document.Parse(f.Path, src, r.cfg.Fields)
	marks := marksOf(src[d.Body.Start:d.Body.End])
	if !r.whole {
		d = r.keep(i, d, marks)
	}
	r.entries[i] = r.entry(d, f, marks)
}

// keep turns a parsed document into one made of its facts, and remembers these: a third less memory with thousands of
// them than the parsed ones without their trees.
func (r *reading) keep(i int, d *document.Document, marks byte) *document.Document {
	facts := document.Encode(d)
	if facts == nil {
		return d.WithoutTree()
	}
	record := string(append([]byte{marks}, facts...))
	kept, err := document.Decode(d.Path, record[1:], r.text(r.files[i]))
	if err != nil {
		return d.WithoutTree()
	}
	r.news[i] = fresh{r.files[i].Blob, record}
	return kept
}

// marksOf returns what a body may hold, as records have it.
func marksOf(body []byte) (marks byte) {
	if MayHoldPlaceholder(body) {
		marks |= markPlaceholder
	}
	if MayPromiseReview(body) {
		marks |= markPromise
	}
	if !records.KnownLanguage(string(body)) {
		marks |= markForeign
	}
	return marks
}

// marks are those by which the entry was made.
func (e *Entry) marks() (marks byte) {
	if e.Placeholder {
		marks |= markPlaceholder
	}
	if e.Promise {
		marks |= markPromise
	}
	if e.Foreign {
		marks |= markForeign
	}
	return marks
}

func (r *reading) entry(d *document.Document, f gitrepo.File, marks byte) *Entry {
	return &Entry{Document: d, ID: strings.TrimSpace(d.Front.Text("id")),
		Kind: r.cfg.KindFor(d.Path, d.Front.Text("kind")),
		Blob: f.Blob, Dirty: f.Edited, Untracked: f.Untracked,
		Placeholder: marks&markPlaceholder != 0, Promise: marks&markPromise != 0, Foreign: marks&markForeign != 0,
		status: strings.ToLower(d.Front.Text("status"))}
}

// linked stands for a symbolic link where a document is due: an entry without content.
func linked(cfg *config.Config, path, target string) *Entry {
	if !cfg.Includes(path) {
		return nil
	}
	return &Entry{Document: document.Parse(path, nil, cfg.Fields), Kind: cfg.KindFor(path, ""), Link: target}
}

func (r *reading) register() *Register {
	out := collect(r.cfg, r.entries)
	out.snapshot = r.snapshot
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
func (r *reading) save(repo *gitrepo.Repo, every int, keepIdle bool) {
	var news []fresh
	worth := 0
	for _, f := range r.news {
		if f.record != "" {
			news = append(news, f)
			worth += 1 + f.large()
		}
	}
	if worth < every && keepIdle {
		return
	}
	data := encodeKept(keptHeader(r.cfg), r.old, r.used(), keepIdle, news)
	_ = repo.WriteSections(map[string][]byte{keptSection: data})
}
