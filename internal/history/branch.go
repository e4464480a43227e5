package history

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// branch finds what the commits that a merge brought did to documents, by path and by id.
type branch struct {
	byPath, byID map[string][]touch
	group        map[string]int // of paths that exact renames connect
	groups       [][]string
}

// touch is one commit's own change of one file.
type touch struct {
	step   *gitrepo.Step
	change *gitrepo.Change
}

// branchOf returns the commits of a merge, sorted once however many documents ask.
func (h *History) branchOf(s *gitrepo.Step) *branch {
	if known, ok := h.branches.Load(s); ok {
		return known.(*branch)
	}
	made, _ := h.branches.LoadOrStore(s, newBranch(s, h))
	return made.(*branch)
}

func newBranch(s *gitrepo.Step, h *History) *branch {
	r := &branch{byPath: map[string][]touch{}, byID: map[string][]touch{}, group: map[string]int{}}
	for _, side := range s.Side {
		r.read(side, h)
		r.join(side)
	}
	r.read(s, h)
	return r
}

func (r *branch) read(s *gitrepo.Step, h *History) {
	for i := range s.Changes {
		c := &s.Changes[i]
		if !c.Own || !config.IsMarkdown(c.Path) && !h.files[c.Path] {
			continue
		}
		r.byPath[c.Path] = append(r.byPath[c.Path], touch{s, c})
		f := h.facts.of(c.Blob)
		if c.Mode == 0 {
			f = h.facts.of(c.OldBlob)
		}
		if f != nil && f.ID != "" {
			key := strings.ToLower(f.ID)
			r.byID[key] = append(r.byID[key], touch{s, c})
		}
	}
}

// join connects the paths from which and to which a commit moved a file without changing it.
func (r *branch) join(s *gitrepo.Step) {
	left := map[gitrepo.ID]string{}
	for _, c := range s.Changes {
		if c.Mode == 0 && config.IsMarkdown(c.Path) {
			left[c.OldBlob] = c.Path
		}
	}
	if len(left) == 0 {
		return
	}
	for _, c := range s.Changes {
		if from, moved := left[c.Blob]; moved && c.Mode != 0 && config.IsMarkdown(c.Path) {
			r.unite(from, c.Path)
		}
	}
}

func (r *branch) unite(a, b string) {
	at, to := r.groupOf(a), r.groupOf(b)
	if at == to {
		return
	}
	for _, path := range r.groups[to] {
		r.group[path] = at
	}
	r.groups[at] = append(r.groups[at], r.groups[to]...)
	r.groups[to] = nil
}

func (r *branch) groupOf(path string) int {
	g, ok := r.group[path]
	if !ok {
		g = len(r.groups)
		r.group[path], r.groups = g, append(r.groups, []string{path})
	}
	return g
}

// names returns a path and all that renames in the branch connect with it.
func (r *branch) names(path string) []string {
	if g, ok := r.group[path]; ok {
		return r.groups[g]
	}
	return []string{path}
}

// touches returns what the branch did to a document, by the id and under every path that it had on the way.
func (r *branch) touches(key string, paths ...string) []touch {
	var all []touch
	var seen []string
	add := func(path string) {
		for _, name := range r.names(path) {
			if !slices.Contains(seen, name) {
				seen = append(seen, name)
				all = append(all, r.byPath[name]...)
			}
		}
	}
	for _, path := range paths {
		add(path)
	}
	if key != "" {
		for _, x := range r.byID[key] {
			add(x.change.Path)
		}
	}
	return all
}
