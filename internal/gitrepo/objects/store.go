package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Store knows which packs, alternates and loose folders a repository has. It is safe for concurrent use; the Readers
// that it makes are not.
type Store struct {
	mapping bool
	dirs    []string // object folders: the repository's own, then its alternates
	absent  []string // alternates that can't be read
	view    atomic.Pointer[view]

	mu  sync.Mutex // guards what follows, and the making of views
	seq uint64
	all []*pack // every pack that was ever opened
}

// view is what one look at the folders found. It never changes.
type view struct {
	packs   []*pack // in the order in which they are searched
	dirs    []string
	damaged []damagedPack
	absent  []string
}

// damagedPack is a pack whose index can't be used.
type damagedPack struct {
	path, stamp string
	err         *DamagedError
}

// OpenStore opens the objects that the folder own holds (".git/objects"), its alternates, and other folders whose
// alternates count as well. A damaged pack index is no error: it is named when an object isn't found elsewhere.
// Call Close when all Readers are done.
func OpenStore(own string, others ...string) (*Store, error) { return openStore(true, own, others...) }

func openStore(mapping bool, own string, others ...string) (*Store, error) {
	info, err := os.Stat(own)
	if err != nil {
		return nil, fmt.Errorf("the repository has no readable folder of objects: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s isn't a folder", own)
	}
	s := &Store{mapping: mapping}
	s.dirs, s.absent = objectDirs(own, others)
	if _, err := s.rescan(nil); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Dirs lists the folders that objects are looked for in.
func (s *Store) Dirs() []string { return slices.Clone(s.dirs) }

// Close releases all files. No Reader of this Store may be used during or after it; what Read copied and what
// Readers lent stays valid.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	for _, p := range s.all {
		err = errors.Join(err, p.close())
	}
	s.all = nil
	s.view.Store(&view{})
	return err
}

// PromisorPacks reports whether a pack came from a partial clone, whose other objects may be missing.
func (s *Store) PromisorPacks() bool {
	return slices.ContainsFunc(s.view.Load().packs, func(p *pack) bool { return p.promisor })
}

// AbsentAlternates lists the alternate object folders that are named but can't be read.
func (s *Store) AbsentAlternates() []string { return slices.Clone(s.absent) }

// rescan looks at the pack folders again, unless another goroutine has done so since old was made. It gives old when
// nothing has changed.
func (s *Store) rescan(old *view) (*view, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.view.Load(); now != old {
		return now, nil
	}
	next := &view{dirs: s.dirs, absent: s.absent}
	for _, dir := range s.dirs {
		if err := s.scan(next, old, filepath.Join(dir, "pack")); err != nil {
			return nil, err
		}
	}
	if old != nil {
		// A pack that was deleted while it is open can still be read, and may have what a gc has pruned.
		for _, p := range old.packs {
			if p.opened.Load() && !slices.Contains(next.packs, p) {
				next.packs = append(next.packs, p)
			}
		}
		if slices.Equal(old.packs, next.packs) && len(old.damaged) == len(next.damaged) {
			return old, nil
		}
	}
	s.view.Store(next)
	return next, nil
}

// scan adds the packs of one folder to next, the newest first, and takes those over that old has.
func (s *Store) scan(next, old *view, dir string) error {
	names, err := packNames(dir)
	if err != nil {
		return err
	}
	for _, path := range names {
		if p := old.pack(path); p != nil {
			next.packs = append(next.packs, p)
			continue
		}
		now := stamp(path)
		if d := old.damage(path, now); d != nil {
			next.damaged = append(next.damaged, *d)
			continue
		}
		p, err := openPack(path, s.seq+1, s.mapping)
		var damaged *DamagedError
		switch {
		case err == nil:
			s.seq++
			s.all = append(s.all, p)
			next.packs = append(next.packs, p)
		case errors.Is(err, fs.ErrNotExist):
			// Deleted since the folder was read.
		case errors.As(err, &damaged):
			next.damaged = append(next.damaged, damagedPack{path, now, damaged})
		default:
			next.damaged = append(next.damaged, damagedPack{path, now, &DamagedError{Pack: path, Err: err}})
		}
	}
	return nil
}

// pack gives the pack of this path, unless it turned out to have been replaced.
func (v *view) pack(path string) *pack {
	if v == nil {
		return nil
	}
	for _, p := range v.packs {
		if p.path == path && (!p.gone.Load() || p.stamp == stamp(path)) {
			return p
		}
	}
	return nil
}

// damage returns what is known of a damaged pack that hasn't been replaced since; nil for nothing.
func (v *view) damage(path, stamp string) *damagedPack {
	if v == nil {
		return nil
	}
	for i, d := range v.damaged {
		if d.path == path && d.stamp == stamp {
			return &v.damaged[i]
		}
	}
	return nil
}

// packNames lists the packs of a folder that have an index, the newest first. A missing folder has none.
func packNames(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	indexed := map[string]bool{}
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".idx"); ok {
			indexed[name] = true
		}
	}
	var paths []string
	times := map[string]time.Time{}
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), ".pack")
		if !ok || !indexed[name] {
			continue
		}
		info, err := f.Info()
		if err != nil {
			continue // deleted since
		}
		path := filepath.Join(dir, f.Name())
		times[path] = info.ModTime()
		paths = append(paths, path)
	}
	slices.SortStableFunc(paths, func(a, b string) int { return times[b].Compare(times[a]) })
	return paths, nil
}
