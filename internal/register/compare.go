package register

import (
	"context"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// Limited returns the register with only the documents that keep wants in Documents: those to be judged. All others
// are still there for who looks for a path or an id; see All.
func (r *Register) Limited(keep func(*Entry) bool) *Register {
	few := *r
	few.all = r.All()
	few.Documents = nil
	for _, e := range few.all {
		if keep(e) {
			few.Documents = append(few.Documents, e)
		}
	}
	return &few
}

// Only returns the register as if the snapshot had no other documents than those that keep wants.
func (r *Register) Only(keep func(*Entry) bool) *Register {
	out := collect(r.Config, slices.DeleteFunc(slices.Clone(r.All()), func(e *Entry) bool { return !keep(e) }))
	out.snapshot = r.snapshot
	return out
}

// All returns every document of the snapshot, sorted by path, where Documents may be those to be judged only.
func (r *Register) All() []*Entry {
	if r.all != nil {
		return r.all
	}
	return r.Documents
}

// Under returns the same snapshot as another configuration reads it. It has the documents that this register has,
// less those that the other configuration leaves out.
func (r *Register) Under(cfg *config.Config) (*Register, error) {
	same := maps.Equal(r.Config.Fields, cfg.Fields)
	from := r.All()
	files := make([]gitrepo.File, len(from))
	for i, e := range from {
		files[i] = e.file()
	}
	read := newReading(r.snapshot, cfg, keptFiles{}, files)
	read.whole = true
	for i, e := range from {
		switch {
		case e.Link != "":
			read.entries[i] = linked(cfg, e.Path, e.Link)
		case !same:
			src, err := e.Source()
			if err != nil {
				return nil, err
			}
			read.learn(i, src)
		default:
			if sure, perhaps := cfg.Candidate(e.Path); sure || perhaps && e.ID != "" {
				read.entries[i] = read.entry(e.Document, files[i], e.marks())
			}
		}
	}
	for i, e := range from {
		if is := read.entries[i]; is != nil && e.File != nil {
			is.describes(e.File, read.text(e.File.File))
		}
	}
	return read.register(), nil
}

// Before makes the register of an older commit out of that of a newer snapshot and of what changed since, so that
// documents which stayed the same aren't parsed again.
func (r *Register) Before(ctx context.Context, was snapshot.Snapshot, brought *gitrepo.Proposal) (*Register, error) {
	var files []gitrepo.File
	for _, c := range brought.Changes {
		if c.OldMode != 0 && r.Config.MayInclude(c.Path) {
			files = append(files, gitrepo.File{Path: c.Path, Mode: c.OldMode, Blob: c.OldBlob})
		}
	}
	var same []*Entry
	for _, e := range r.All() {
		_, changed := brought.At(e.Path)
		_, beside := brought.At(config.SidecarOf(e.Path))
		switch {
		case changed:
		case beside && e.Link == "":
			files = append(files, e.file())
		default:
			same = append(same, e)
		}
	}
	read := newReading(was, r.Config, keptFiles{}, files)
	read.whole = true
	if err := read.all(ctx); err != nil {
		return nil, err
	}
	read.entries = append(read.entries, same...)
	return read.register(), nil
}

// Of returns the register of other entries for the same snapshot, such as of documents with their words of another
// time.
func (r *Register) Of(entries []*Entry) *Register {
	other := collect(r.Config, slices.Clone(entries))
	other.snapshot = r.snapshot
	return other
}
