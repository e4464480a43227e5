package config

import (
	"strconv"
	"strings"
)

// nodeKind is the type of a value of YAML's core schema.
type nodeKind uint8

const (
	null nodeKind = iota
	text
	number
	boolean
	list
	mapping
)

// String names the kind as messages do.
func (k nodeKind) String() string {
	return [...]string{"empty", "text", "a number", "true or false", "a list", "a mapping"}[k]
}

// span is a half-open range of bytes of the file.
type span struct{ start, end int }

// node is a value of the file at its place.
type node struct {
	span
	kind    nodeKind
	text    string // of scalars: as written, without quotes and after escapes
	entries []entry
	items   []*node

	parent *node
	label  string  // its key or index in parent
	source *source // of the root alone
}

// entry is one key of a mapping, in the order of the file.
type entry struct {
	key   string
	at    span // the key's
	value *node
}

// path is the place of n as messages name it, such as roles.ciso.holders[0].person.
func (n *node) path() string {
	if n.parent == nil {
		return ""
	}
	if n.parent.kind == list {
		return n.parent.path() + "[" + n.label + "]"
	}
	return join(n.parent.path(), n.label)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// name is path for messages, quoted; the whole file has its own name.
func (n *node) name() string {
	if n.parent != nil {
		return "`" + n.path() + "`"
	}
	if n.source != nil {
		return n.source.path
	}
	return File
}

// root is the mapping that the whole file is.
func (n *node) root() *node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

// at follows keys and indexes down from n. It returns the key's span where the last step is a key.
func (n *node) at(path ...string) (*node, span, bool) {
	if n == nil {
		return nil, span{}, false
	}
	where := n.span
	for _, step := range path {
		var next *node
		for _, e := range n.entries {
			if e.key == step {
				next, where = e.value, e.at
				break
			}
		}
		if i, err := strconv.Atoi(step); next == nil && err == nil && i >= 0 && i < len(n.items) {
			next, where = n.items[i], n.items[i].span
		}
		if next == nil {
			return nil, span{}, false
		}
		n = next
	}
	return n, where, true
}

// lines holds where each line of a source begins. A line ends with LF, CR LF or CR, as in YAML.
type lines []int

func lineStarts(src string) lines {
	starts := make(lines, 1, 1+strings.Count(src, "\n"))
	for i := 0; i < len(src); i++ {
		if src[i] == '\n' || src[i] == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// place returns the 1-based line and byte column of an offset.
func (l lines) place(offset int) (line, column int) {
	lo, hi := 0, len(l)
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		if l[mid] <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + 1, offset - l[lo] + 1
}
