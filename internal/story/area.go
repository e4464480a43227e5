package story

import (
	"maps"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// The modes of files, as trees spell them.
const (
	modeFile = "100644"
	modeExec = "100755"
	modeLink = "120000"
)

// entry is one file. Its bytes are shared and never changed.
type entry struct {
	mode string
	id   plumbing.Hash
	data []byte
}

// same reports whether two entries, of which either may be absent, hold the same file.
func same(a, b entry, aThere, bThere bool) bool {
	return aThere == bThere && (!aThere || a.mode == b.mode && a.id == b.id)
}

// files are the files of a snapshot by path. A map that a commit holds is never changed.
type files map[string]entry

// area is a work area: files, and the spelling of every path and folder in use.
type area struct {
	files files
	names map[string]*spelling // by path in lower case
}

// spelling is how a path or folder is written.
type spelling struct {
	name   string
	folder bool
	uses   int
}

func newArea(fs files) *area {
	a := &area{files: maps.Clone(fs), names: map[string]*spelling{}}
	if a.files == nil {
		a.files = files{}
	}
	for p := range fs {
		a.claim(p)
	}
	return a
}

// prefixes returns the folders of p, outermost first, and p itself.
func prefixes(p string) []string {
	var out []string
	for i := range len(p) {
		if p[i] == '/' {
			out = append(out, p[:i])
		}
	}
	return append(out, p)
}

func (a *area) claim(p string) {
	for _, part := range prefixes(p) {
		key := strings.ToLower(part)
		if a.names[key] == nil {
			a.names[key] = &spelling{name: part, folder: part != p}
		}
		a.names[key].uses++
	}
}

// put writes a file. Two paths that differ only by case would be one file on Windows and macOS: refused.
func (a *area) put(line int, p string, e entry) error {
	for _, part := range prefixes(p) {
		s := a.names[strings.ToLower(part)]
		switch {
		case s == nil:
		case s.name != part:
			return faultf(line, "%q and %q differ only by case", part, s.name)
		case s.folder && part == p:
			return faultf(line, "%q is a folder", p)
		case !s.folder && part != p:
			return faultf(line, "%q is a file, so %q can't be in it", part, p)
		}
	}
	if _, there := a.files[p]; !there {
		a.claim(p)
	}
	a.files[p] = e
	return nil
}

// drop removes a file that is there.
func (a *area) drop(p string) {
	delete(a.files, p)
	for _, part := range prefixes(p) {
		key := strings.ToLower(part)
		if a.names[key].uses--; a.names[key].uses == 0 {
			delete(a.names, key)
		}
	}
}

// under returns p when it is a file, and the files below it when it is a folder, sorted.
func (a *area) under(p string) []string {
	var out []string
	for f := range a.files {
		if f == p || strings.HasPrefix(f, p+"/") {
			out = append(out, f)
		}
	}
	sort.Strings(out)
	return out
}

// changed returns the paths in which two snapshots differ, sorted.
func changed(a, b files) []string {
	var out []string
	for p, x := range a {
		if y, there := b[p]; !same(x, y, true, there) {
			out = append(out, p)
		}
	}
	for p := range b {
		if _, there := a[p]; !there {
			out = append(out, p)
		}
	}
	sort.Strings(out)
	return out
}
