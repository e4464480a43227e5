package register

import (
	"cmp"
	"iter"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Routes says how links of the document are read.
func (e *Entry) Routes() config.Links {
	if e.targets == nil || e.targets.links == nil {
		return config.Links{}
	}
	return *e.targets.links
}

// At returns the target with one of its paths as the one that is meant.
func (t Target) At(path string) Target {
	t.Path = path
	return t
}

// Files yields the paths that the link names as it is written, the likeliest first.
func (t Target) Files() iter.Seq[string] {
	return func(yield func(string) bool) {
		if yield(t.Path) && t.other != "" && t.other != t.Path {
			yield(t.other)
		}
	}
}

// Paths yields what the link may mean, the likeliest first: the files that it names as it is written and, where links
// are those of a site generator, the Markdown from which that makes such a page.
func (t Target) Paths() iter.Seq[string] {
	return func(yield func(string) bool) {
		for file := range t.Files() {
			if !yield(file) {
				return
			}
			if t.links == nil || file == "" || leaves(file) {
				continue
			}
			for _, stem := range stems(file) {
				for _, ending := range t.links.Extensions {
					if !yield(stem + ending) {
						return
					}
				}
			}
		}
	}
}

// indexes are the names of files that a site generator shows at their folder's address.
var indexes = [...]string{"index", "_index", "README"}

// stems are the paths without their endings from which a site generator makes the page at an address.
func stems(page string) (all []string) {
	if page != "." {
		all = append(all, page)
	}
	if ending := path.Ext(page); ending == ".html" || ending == ".htm" {
		all = append(all, strings.TrimSuffix(page, ending))
	}
	for _, name := range indexes {
		all = append(all, path.Join(page, name))
	}
	return all
}

// leaves reports whether a path leads out of the repository.
func leaves(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// PageOf returns a target with the path at which the snapshot has what is meant: a document, else a file, else a
// folder. found reports whether it has any of them.
func (r *Register) PageOf(t Target) (at Target, found bool, err error) {
	for p := range t.Paths() {
		if r.byPath[p] != nil {
			return t.At(p), true, nil
		}
	}
	return r.first(t, t.Paths())
}

// FileOf returns a target with the path at which the snapshot has a file that the link names as it is written, as that
// of an image; the target as it is where there is none.
func (r *Register) FileOf(t Target) (Target, error) {
	if t.other == "" {
		return t, nil
	}
	at, _, err := r.first(t, t.Files())
	return at, err
}

// first returns a target with the first path at which the snapshot has a file, else a folder.
func (r *Register) first(t Target, paths iter.Seq[string]) (at Target, found bool, err error) {
	folder := ""
	for p := range paths {
		if leaves(p) {
			continue
		}
		f, err := r.At(p)
		switch {
		case err != nil:
			return t, false, err
		case f.Mode == gitrepo.ModeFolder:
			folder = cmp.Or(folder, p)
		case f.Mode != 0:
			return t.At(p), true, nil
		}
	}
	if folder != "" {
		return t.At(folder), true, nil
	}
	return t, false, nil
}

// Address writes the path of a file as a link that is like another one: without its ending, or with .html, where that
// one is so. Where links are no site generator's, it is the path.
func Address(l config.Links, like, file string) string {
	ending := endingOf(l, file)
	if ending == "" || endingOf(l, like) != "" {
		return file
	}
	stem := strings.TrimSuffix(file, ending)
	switch {
	case strings.HasSuffix(like, ".html"):
		return strings.TrimSuffix(stem, ".html") + ".html"
	case !strings.HasSuffix(like, "/"):
		return stem
	}
	for _, name := range indexes {
		stem = strings.TrimSuffix(stem, "/"+name)
	}
	return stem + "/"
}

// endingOf returns the longest ending of a path that links may leave out; "" for none.
func endingOf(l config.Links, file string) (longest string) {
	for _, ending := range l.Extensions {
		if strings.HasSuffix(file, ending) && len(ending) > len(longest) {
			longest = ending
		}
	}
	return longest
}
