package rules

import (
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
)

// Referrers returns the paths of the documents that lead to any of the paths, by a link or an image, or name any of
// the ids (in lower case). A link to a folder leads to what the folder holds, or held.
func Referrers(r *register.Register, paths, ids map[string]bool) map[string]bool {
	folders := map[string]bool{}
	for p := range paths {
		for dir := path.Dir(p); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	rows := rowsOf(r)
	found := map[string]bool{}
	for _, e := range r.All() {
		if refers(e, paths, folders) || ids[strings.ToLower(e.ID)] || namesAny(rows, e, ids) {
			found[e.Path] = true
		}
	}
	return found
}

func refers(e *register.Entry, paths, folders map[string]bool) bool {
	for _, t := range e.Targets() {
		if t.Local && (paths[t.Path] || folders[t.Path]) {
			return true
		}
	}
	return false
}

// namesAny tells whether a document's words or its front matter name one of the ids.
func namesAny(rows rows, e *register.Entry, ids map[string]bool) bool {
	if len(ids) == 0 {
		return false
	}
	named := false
	rows.each(e, func(m document.Mention) { named = named || ids[strings.ToLower(m.Text)] })
	f, _ := e.Front.Field("supersedes")
	for _, v := range append([]document.Value{f.Value}, f.Value.List...) {
		named = named || ids[strings.ToLower(strings.TrimSpace(v.Text))]
	}
	return named
}
