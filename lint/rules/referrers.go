package rules

import (
	"path"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
)

// Referrers returns the paths of the documents that lead to any of the paths, by a link or an image, or name any of
// the ids (in lower case). A link to a folder leads to what the folder holds, or held.
func Referrers(r *register.Register, paths, ids map[string]bool) map[string]bool {
	look := &referred{paths: paths, ids: ids, folders: map[string]bool{}, names: map[string]bool{},
		rows: sync.OnceValue(func() rows { return rowsOf(r) })}
	for p := range paths {
		look.names[path.Base(p)] = true
		for dir := path.Dir(p); dir != "." && !look.folders[dir]; dir = path.Dir(dir) {
			look.folders[dir] = true
			look.names[path.Base(dir)] = true
		}
	}
	all := r.All()
	found := make([]bool, len(all))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, e := range all {
		group.Go(func() error {
			found[i] = look.leads(e) || look.named(e)
			return nil
		})
	}
	_ = group.Wait()
	out := map[string]bool{}
	for i, e := range all {
		if found[i] {
			out[e.Path] = true
		}
	}
	return out
}

// referred is what referrers are looked for of. Nothing in it changes meanwhile.
type referred struct {
	paths, ids, folders map[string]bool
	names               map[string]bool // last parts of paths and folders
	rows                func() rows
}

// leads reports whether a link of the document leads to one of the paths. Most links are told apart by their last
// part, without working out where they lead.
func (r *referred) leads(e *register.Entry) bool {
	may := e.Routes().Generated()
	e.EachTarget(func(target string) {
		name, plain := lastPart(target)
		may = may || !plain || r.names[name]
	})
	if !may {
		return false
	}
	for _, t := range e.Targets() {
		if !t.Local {
			continue
		}
		for p := range t.Paths() {
			if r.paths[p] || r.folders[p] {
				return true
			}
		}
	}
	return false
}

// lastPart returns the last part of a link's path as it is written. It isn't plain where another part may be meant.
func lastPart(target string) (name string, plain bool) {
	target, _, _ = strings.Cut(strings.TrimSpace(target), "#")
	target, _, _ = strings.Cut(target, "?")
	name = strings.TrimRight(target, "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	return name, name != "." && name != ".." && strings.IndexByte(name, '%') < 0
}

// named reports whether the document has one of the ids, or names one in its words or its front matter.
func (r *referred) named(e *register.Entry) bool {
	if len(r.ids) == 0 {
		return false
	}
	if r.ids[strings.ToLower(e.ID)] {
		return true
	}
	for _, m := range e.Mentions() {
		if r.ids[strings.ToLower(m.Text)] && r.rows().has(m) {
			return true
		}
	}
	for _, v := range supersedes(e) {
		if r.ids[strings.ToLower(strings.TrimSpace(v.Text))] {
			return true
		}
	}
	return false
}

// supersedes returns the values that may name what a document supersedes: the field's own, and those of its list.
func supersedes(e *register.Entry) []document.Value {
	f, ok := e.Front.Field("supersedes")
	if !ok {
		return nil
	}
	return append([]document.Value{f.Value}, f.Value.List...)
}
