package config

import (
	"fmt"
	"path"
	"slices"
)

// Links says how the links of a site generator are read: where a leading slash starts, and which endings a link may
// leave out. The zero value is no generator: a link names its file.
type Links struct {
	Root       string   // the folder at which a leading slash starts, clean; "." is the repository's root
	Extensions []string // endings, the likeliest first; never empty where a generator is stated
}

// Generated reports whether links are those of a site generator.
func (l Links) Generated() bool { return len(l.Extensions) > 0 }

// RoutesFrom returns what `links: {root: ROOT}` states.
func RoutesFrom(root string) Links { return Links{Root: root, Extensions: Endings()} }

func (r *reader) links(n *node, c *Config) {
	l := RoutesFrom(".")
	r.object(n, keys{
		"root": func(n *node) {
			s, ok := r.words(n)
			if !ok {
				return
			}
			if wrong := badPath(s); wrong != "" && path.Clean(s) != "." {
				r.fault(n, fmt.Sprintf("%s: %s %s", n.name(), quote(s), wrong),
					"write the folder that a leading slash starts at, such as content, or . for the repository's root")
				return
			}
			l.Root = path.Clean(s)
		},
		"extensions": func(n *node) {
			l.Extensions = slices.Compact(r.list(n, extensionShape))
			if n.kind == list && len(n.items) == 0 {
				r.fault(n, n.name()+" is an empty list; expected at least one ending",
					"write endings such as [.md], or remove the key")
			}
		},
	})
	c.Links = l
}
