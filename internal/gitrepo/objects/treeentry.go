package objects

import (
	"bytes"
	"errors"
)

// Modes of tree entries, as Git's programs show them.
const (
	ModeFile       uint32 = 0o100644
	ModeExecutable uint32 = 0o100755
	ModeSymlink    uint32 = 0o120000
	ModeTree       uint32 = 0o040000
	ModeSubmodule  uint32 = 0o160000
)

// TreeEntry is one entry of a raw tree.
type TreeEntry struct {
	Mode uint32 // one of the five
	Name []byte // part of the tree's bytes
	ID   ID
}

var (
	errTreeShort = errors.New("the tree ends inside an entry")
	errTreeMode  = errors.New("a tree entry's mode isn't an octal number")
	errTreeName  = errors.New("a tree entry has no name")
)

// NextTreeEntry reads the entry at the start of a raw tree that isn't empty, and gives the bytes after it.
// The name is not checked but for being there: it may hold what no file may be named.
func NextTreeEntry(tree []byte) (e TreeEntry, rest []byte, err error) {
	mode, i := uint32(0), 0
	for ; i < len(tree) && tree[i] != ' '; i++ {
		if tree[i] < '0' || tree[i] > '7' || i >= 7 {
			return e, nil, errTreeMode
		}
		mode = mode<<3 | uint32(tree[i]-'0')
	}
	if i == 0 {
		return e, nil, errTreeMode
	}
	if i == len(tree) {
		return e, nil, errTreeShort
	}
	tree = tree[i+1:]
	n := bytes.IndexByte(tree, 0)
	switch {
	case n == 0:
		return e, nil, errTreeName
	case n < 0 || len(tree)-n-1 < IDSize:
		return e, nil, errTreeShort
	}
	e.Mode, e.Name, e.ID = canonicalMode(mode), tree[:n:n], ID(tree[n+1:n+1+IDSize])
	return e, tree[n+1+IDSize:], nil
}

// canonicalMode gives what Git makes of the modes of old trees, such as 100664.
func canonicalMode(mode uint32) uint32 {
	switch mode & 0o170000 {
	case 0o100000:
		if mode&0o100 != 0 {
			return ModeExecutable
		}
		return ModeFile
	case 0o120000:
		return ModeSymlink
	case 0o040000:
		return ModeTree
	}
	return ModeSubmodule
}

// compareEntries orders entries as trees are sorted: by name, a folder as if its name ended with "/".
func compareEntries(a, b *TreeEntry) int {
	n := min(len(a.Name), len(b.Name))
	if c := bytes.Compare(a.Name[:n], b.Name[:n]); c != 0 {
		return c
	}
	return a.byteAt(n) - b.byteAt(n)
}

// byteAt gives the byte at n, which is at most the name's length, of the name to sort by; 0 after its end.
func (e *TreeEntry) byteAt(n int) int {
	switch {
	case n < len(e.Name):
		return int(e.Name[n])
	case e.Mode == ModeTree:
		return '/'
	}
	return 0
}
