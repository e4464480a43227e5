package register

import (
	"context"
	"maps"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
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

// All returns every document of the snapshot, sorted by path, where Documents may be those to be judged only.
func (r *Register) All() []*Entry {
	if r.all != nil {
		return r.all
	}
	return r.Documents
}

// Under returns the same snapshot as another configuration reads it. It has the documents that this register has,
// less those that the other configuration leaves out.
func (r *Register) Under(cfg *config.Config) *Register {
	same := maps.Equal(r.Config.Fields, cfg.Fields)
	from := r.All()
	read := newReading(nil, cfg, keptFiles{}, len(from))
	read.whole, read.failure = true, r.failure
	for i, e := range from {
		switch {
		case e.Link != "":
			read.entries[i] = linked(cfg, e.Path, e.Link)
		case !same:
			read.learn(i, e.Path, e.Blob, e.Source(), nil)
		default:
			if sure, perhaps := cfg.Candidate(e.Path); sure || perhaps && e.ID != "" {
				read.entries[i] = read.entry(e.Document, e.Blob, e.Placeholder)
			}
		}
		if x := read.entries[i]; x != nil {
			x.Dirty = e.Dirty
		}
	}
	out := collect(cfg, read.entries, r.Commit, r.Exists)
	out.failure, out.Read = r.failure, r.Read
	return out
}

// Before makes the register of an older commit out of that of a newer snapshot and of what changed since, so that
// documents which stayed the same aren't parsed again.
func (r *Register) Before(ctx context.Context, repo *gitrepo.Repo, ahead *gitrepo.Ahead) (*Register, error) {
	match := filter(r.Config).Match
	var was []gitrepo.Change
	var ids []gitrepo.ID
	for _, c := range ahead.Changes {
		if c.OldMode != 0 && match([]byte(c.Path)) {
			was, ids = append(was, c), append(ids, c.OldBlob)
		}
	}
	read := newReading(repo, r.Config, keptFiles{}, len(was))
	read.whole, read.failure = true, r.failure
	err := repo.EachBlob(ctx, ids, func(i int, data []byte) error {
		if was[i].OldMode == gitrepo.ModeSymlink {
			read.entries[i] = linked(r.Config, was[i].Path, string(data))
			return nil
		}
		read.learn(i, was[i].Path, ids[i], slices.Clone(data), nil)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, e := range r.All() {
		if _, changed := ahead.At(e.Path); !changed {
			read.entries = append(read.entries, e)
		}
	}
	return read.register(ahead.Base, existedBefore(r.Exists, ahead)), nil
}

// existedBefore tells what a snapshot held before a change, by what it holds after it.
func existedBefore(now func(string) bool, ahead *gitrepo.Ahead) func(string) bool {
	var gone []string
	added := map[string]bool{}
	for _, c := range ahead.Changes {
		if c.OldMode != 0 {
			gone = append(gone, c.Path)
		} else {
			added[c.Path] = true
		}
	}
	before := commitExists(gone)
	return func(path string) bool { return before(path) || now(path) && !added[path] }
}
