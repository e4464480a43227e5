package gittest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
)

// History collects commits, so that one run of git fast-import writes them all.
type History struct {
	out   bytes.Buffer
	marks int
}

// Commit is one commit of a History.
type Commit struct {
	Parents           []int             // what History.Commit returned for them
	Files             map[string]string // the whole tree
	Author, Committer string            // as in a commit's header: "Ada Byron <ada@example.com> 1700000000 +0100"
	Message           string
}

// Commit adds a commit and returns its number, which counts from 1.
func (h *History) Commit(c Commit) int {
	h.marks++
	fmt.Fprintf(&h.out, "commit refs/heads/work\nmark :%d\nauthor %s\ncommitter %s\ndata %d\n%s\n",
		h.marks, c.Author, c.Committer, len(c.Message), c.Message)
	if len(c.Parents) == 0 && h.marks > 1 {
		h.out.WriteString("from 0000000000000000000000000000000000000000\n")
	}
	for i, p := range c.Parents {
		fmt.Fprintf(&h.out, "%s :%d\n", []string{"from", "merge"}[min(i, 1)], p)
	}
	h.out.WriteString("deleteall\n")
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		fmt.Fprintf(&h.out, "M 100644 inline \"%s\"\ndata %d\n%s\n", name, len(c.Files[name]), c.Files[name])
	}
	h.out.WriteString("\n")
	return h.marks
}

// Write puts the history into a new repository, whose branch main is the commit of that number, and returns its folder.
func (h *History) Write(t testing.TB, main int) string {
	t.Helper()
	dir := Init(t)
	fmt.Fprintf(&h.out, "reset refs/heads/main\nfrom :%d\n\ndone\n", main)
	// One pack is written and read in less time than a file for each object, as git has it for short histories.
	GitIn(t, dir, h.out.Bytes(), "-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", "--done")
	Git(t, dir, "reset", "-q", "--hard")
	return dir
}
