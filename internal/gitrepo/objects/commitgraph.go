package objects

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// CommitGraph answers for commits without reading them: parents, root tree and time. It may lack the newest commits,
// and may know commits that are gone. It is safe for concurrent use, and independent of the Store's files.
type CommitGraph struct {
	layers []graphLayer // base first
	count  int
}

// maxGraphFile is the size in bytes of the largest commit-graph file that is read: about 15 million commits.
const maxGraphFile = 1 << 30

// CommitGraph reads the repository's commit-graph, one file or a chain of them. It gives nil when there is none, and on
// any doubt: a checksum or structure that is wrong, a file of a chain that is missing, and a history that isn't what
// the commits say (shallow, grafts, replace refs). Everything is checked here, so that the methods can't fail; in
// particular no commit is its own ancestor. The error is a failure to look at the files.
func (s *Store) CommitGraph() (*CommitGraph, error) {
	altered, err := s.historyAltered()
	if err != nil || altered {
		return nil, err
	}
	for _, dir := range s.dirs {
		g, err := s.graphIn(filepath.Join(dir, "info"))
		if g != nil || err != nil {
			return g, err
		}
	}
	return nil, nil
}

// historyAltered reports whether Git shows another history than the commits tell.
func (s *Store) historyAltered() (bool, error) {
	for _, name := range []string{"shallow", "info/grafts"} {
		info, err := os.Stat(filepath.Join(s.commonDir, filepath.FromSlash(name)))
		if err == nil && info.Size() > 0 {
			return true, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, err
		}
	}
	packed, err := os.ReadFile(filepath.Join(s.commonDir, "packed-refs"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if bytes.Contains(packed, []byte(" refs/replace/")) {
		return true, nil
	}
	refs, err := os.ReadDir(filepath.Join(s.commonDir, "refs", "replace"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return len(refs) > 0, nil
}

// graphIn reads the commit-graph of one object folder's info folder: the single file, else the chain.
func (s *Store) graphIn(info string) (*CommitGraph, error) {
	data, err := readLimited(filepath.Join(info, "commit-graph"))
	if err != nil {
		return nil, err
	}
	if data != nil {
		return newCommitGraph([][]byte{data}, nil), nil
	}
	chain, err := readLimited(filepath.Join(info, "commit-graphs", "commit-graph-chain"))
	if err != nil || chain == nil {
		return nil, err
	}
	var files [][]byte
	var names []ID
	for _, line := range strings.Fields(string(chain)) {
		name, err := ParseHex(line)
		if err != nil || len(names) == maxGraphLayers {
			return nil, nil
		}
		file, err := s.graphLayer(name)
		if err != nil || file == nil {
			return nil, err
		}
		files, names = append(files, file), append(names, name)
	}
	return newCommitGraph(files, names), nil
}

// maxGraphLayers bounds the files of a chain; a graph file counts those under it in one byte.
const maxGraphLayers = 256

// graphLayer reads a file of a chain, which may lie in any of the object folders.
func (s *Store) graphLayer(name ID) ([]byte, error) {
	for _, dir := range s.dirs {
		data, err := readLimited(filepath.Join(dir, "info", "commit-graphs", "graph-"+name.String()+".graph"))
		if data != nil || err != nil {
			return data, err
		}
	}
	return nil, nil
}

// readLimited reads a file; nil when it is missing or too large.
func readLimited(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && (info.Size() > maxGraphFile || !info.Mode().IsRegular()) {
		return nil, nil
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// newCommitGraph parses and checks the files of a chain, base first; nil when something is wrong.
// names are the names that a chain gives its files, nil for a single file.
func newCommitGraph(files [][]byte, names []ID) *CommitGraph {
	g := &CommitGraph{}
	for i, data := range files {
		l, ok := parseGraphLayer(data)
		if !ok || names != nil && l.checksum != names[i] || !l.onTopOf(names, i) {
			return nil
		}
		l.first = g.count
		if int64(g.count)+int64(l.count) >= noParent {
			return nil
		}
		g.count += l.count
		g.layers = append(g.layers, l)
	}
	if g.count == 0 || !g.sound() {
		return nil
	}
	return g
}

// sound checks that all parents exist and come before their children, by generation.
func (g *CommitGraph) sound() bool {
	for li := range g.layers {
		l := &g.layers[li]
		end := l.first + l.count
		for i := range l.count {
			own := l.generation(i)
			if own == 0 || own == maxGeneration {
				return false // not numbered by an old Git, or deeper than can be told
			}
			ok := l.eachParent(i, func(p uint32) bool {
				if int64(p) >= int64(end) {
					return false
				}
				pl, pi := g.layer(p)
				return pl.generation(pi) < own
			})
			if !ok {
				return false
			}
		}
	}
	return true
}

// layer gives the layer that has position pos, and the place in it.
func (g *CommitGraph) layer(pos uint32) (*graphLayer, int) {
	i := sort.Search(len(g.layers), func(i int) bool { return g.layers[i].first > int(pos) }) - 1
	return &g.layers[i], int(pos) - g.layers[i].first
}

// Len is the number of commits. Their positions are 0 to Len()-1, in no order that means anything.
func (g *CommitGraph) Len() int { return g.count }

// Lookup gives the position of a commit.
func (g *CommitGraph) Lookup(id ID) (pos uint32, ok bool) {
	for i := len(g.layers) - 1; i >= 0; i-- {
		if at, ok := g.layers[i].find(&id); ok {
			return uint32(g.layers[i].first + at), true
		}
	}
	return 0, false
}

// ID gives the commit at a position that Lookup or Parents gave.
func (g *CommitGraph) ID(pos uint32) ID {
	l, i := g.layer(pos)
	return ID(l.ids[i*IDSize : i*IDSize+IDSize])
}

// Parents appends the positions of a commit's parents to into, the first parent first.
func (g *CommitGraph) Parents(pos uint32, into []uint32) []uint32 {
	l, i := g.layer(pos)
	l.eachParent(i, func(p uint32) bool {
		into = append(into, p)
		return true
	})
	return into
}

// RootTree gives the tree of a commit.
func (g *CommitGraph) RootTree(pos uint32) ID {
	l, i := g.layer(pos)
	return ID(l.commits[i*graphRow : i*graphRow+IDSize])
}

// CommitTime gives the committer's time of a commit in seconds since 1970 UTC, without its zone. Git keeps 34 bits:
// a time outside of 1970 to 2514 is not the commit's own.
func (g *CommitGraph) CommitTime(pos uint32) int64 {
	l, i := g.layer(pos)
	row := l.commits[i*graphRow:]
	return int64(binary.BigEndian.Uint64(row[IDSize+8:]) & (1<<34 - 1))
}
