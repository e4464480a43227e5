package history

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// origin is the life that a document's file had as another document: before its id was another, or before it was a
// document of its own.
type origin struct {
	of   *Document
	upTo int // the step that made the file this document
}

func (d *Document) comesFrom(other *Document, step int) {
	o := origin{other, step}
	if other != d && !slices.Contains(d.origins, o) {
		d.origins = append(d.origins, o)
	}
}

// leaving are the documents whose files left their paths in one step.
type leaving struct {
	from   map[string]*Document       // by path
	bytes  map[gitrepo.ID][]*Document // by what the file held
	branch *branch                    // the commits of a merge; nil for another commit
}

func (n *identities) leaving(s *gitrepo.Step, gone map[*Document]string) leaving {
	l := leaving{from: make(map[string]*Document, len(gone)), bytes: make(map[gitrepo.ID][]*Document, len(gone))}
	for d, path := range gone {
		l.from[path] = d
		l.bytes[d.lastBlob()] = append(l.bytes[d.lastBlob()], d)
	}
	if len(s.Parents) > 1 {
		l.branch = n.line.branchOf(s)
	}
	return l
}

// keepLife notes which documents a file that came to a path in step i has its words from: what was at the path, what
// left with the same bytes, under the names that it had in a merged branch, too, and the document whose id it copies.
func (n *identities) keepLife(i int, c gitrepo.Change, l leaving) {
	d := n.at[c.Path]
	if d == nil {
		return
	}
	names := []string{c.Path}
	if l.branch != nil {
		names = l.branch.names(c.Path)
	}
	for _, path := range names {
		for _, from := range []*Document{l.from[path], n.at[path]} {
			if from != nil {
				d.comesFrom(from, i)
			}
		}
	}
	if file := n.file[config.SidecarOf(c.Path)]; file != nil {
		d.comesFrom(file, i)
	}
	for _, from := range l.bytes[c.Blob] {
		d.comesFrom(from, i)
	}
	if f := n.line.Facts(c.Blob); f != nil && f.ID != "" {
		if holder := n.byID[strings.ToLower(f.ID)]; holder != nil {
			d.comesFrom(holder, i)
		}
	}
}

// EachOrigin visits the changes of what became the document after a step, each with the document that it was of.
func (d *Document) EachOrigin(after int, visit func(*Change, *Document)) {
	seen := map[origin]bool{}
	var follow func(d *Document, after int)
	follow = func(d *Document, after int) {
		for _, o := range d.origins {
			if o.upTo <= after || seen[o] {
				continue
			}
			seen[o] = true
			for _, c := range o.of.Changes {
				if c.Index < o.upTo {
					visit(c, o.of)
				}
			}
			follow(o.of, -1)
		}
	}
	follow(d, after)
}
