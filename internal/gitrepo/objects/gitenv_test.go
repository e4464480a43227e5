package objects

import (
	"bytes"
	"fmt"
	"math/rand"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// git runs the git program and gives its output.
func git(tb testing.TB, dir string, args ...string) string {
	tb.Helper()
	return gittest.Git(tb, dir, args...)
}

func gitInput(tb testing.TB, dir, input string, args ...string) string {
	tb.Helper()
	return gittest.GitIn(tb, dir, []byte(input), args...)
}

// historySpec says what newHistory makes.
type historySpec struct {
	files, commits, batches int // batches: how many imports, each its own pack
	seed                    int64
	loose                   bool
}

var histories sync.Map // historySpec → gittest.Folder, each made once

// newHistory makes a bare repository with a random history of nested files that grow, shrink, move, become folders,
// links and executables, with merges, an octopus, tags, an empty file, an empty tree and a large binary file.
func newHistory(tb testing.TB, spec historySpec) string {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), "repo.git")
	if made, ok := histories.Load(spec); ok {
		made.(gittest.Folder).Write(tb, dir)
		return dir
	}
	git(tb, filepath.Dir(dir), "init", "-q", "--bare", "-b", "main", "--template=", dir)
	limit := "fastimport.unpackLimit=1"
	if spec.loose {
		limit = "fastimport.unpackLimit=1000000"
	}
	h := &history{rng: rand.New(rand.NewSource(spec.seed)), files: spec.files, content: map[string][]byte{}}
	for b := range max(spec.batches, 1) {
		h.out.Reset()
		h.batch = true
		for range spec.commits / max(spec.batches, 1) {
			h.commit()
		}
		if b == 0 {
			h.special()
		}
		gitInput(tb, dir, h.out.String(), "-c", limit, "fast-import", "--quiet", "--force")
	}
	made, err := gittest.ReadFolder(dir)
	if err != nil {
		tb.Fatal(err)
	}
	histories.Store(spec, made)
	return dir
}

type history struct {
	rng     *rand.Rand
	out     bytes.Buffer
	files   int
	n       int
	batch   bool // nothing has been written in this batch
	content map[string][]byte
}

// commit adds to main; each tenth one is a merge, each twentieth an octopus.
func (h *history) commit() {
	h.n++
	h.head("main")
	if h.batch && h.n > 1 { // the first of a later batch
		h.out.WriteString("from refs/heads/main^0\n")
	}
	h.batch = false
	for range 1 + h.rng.Intn(3) {
		h.change()
	}
	h.out.WriteString("\n")
	if h.n%10 != 0 {
		return
	}
	sides := 1 + 2*(h.n/10%2)
	for i := range sides {
		h.head(fmt.Sprintf("side%d", i))
		h.out.WriteString("from refs/heads/main\n")
		h.change()
		h.out.WriteString("\n")
	}
	h.head("main")
	for i := range sides {
		fmt.Fprintf(&h.out, "merge refs/heads/side%d\n", i)
	}
	h.change()
	h.out.WriteString("\n")
}

func (h *history) head(branch string) {
	fmt.Fprintf(&h.out, "commit refs/heads/%s\n", branch)
	fmt.Fprintf(&h.out, "author Bo Lind <bo@example.com> %d +0100\ncommitter Ada Byron <ada@example.com> %d +0000\n",
		1700000000+h.n*3600, 1700000000+h.n*3600)
	h.data(fmt.Appendf(nil, "policies: change %d\n\n%s", h.n, h.text(h.rng.Intn(60))))
}

func (h *history) data(b []byte) { fmt.Fprintf(&h.out, "data %d\n%s\n", len(b), b) }

func (h *history) text(n int) []byte {
	words := strings.Fields("shall must policy review owner risk control access key day month the of and 2026 §")
	var b []byte
	for len(b) < n {
		b = append(append(b, words[h.rng.Intn(len(words))]...), " \n"[h.rng.Intn(2)])
	}
	return b
}

// change edits, adds, removes or retypes a file. Names are such that files and folders sort close together.
func (h *history) change() {
	name := fmt.Sprintf("d%d/p%d", h.rng.Intn(3), h.rng.Intn(h.files))
	switch h.rng.Intn(12) {
	case 0:
		fmt.Fprintf(&h.out, "D %s\n", name)
		return
	case 1:
		name += "/inner.md"
	case 2:
		name += ".md"
	case 3:
		fmt.Fprintf(&h.out, "M 160000 %040x d0/module%d\n", h.rng.Uint64(), h.rng.Intn(3))
		return
	case 4:
		fmt.Fprintf(&h.out, "M 120000 inline d1/link%d\n", h.rng.Intn(3))
		h.data(fmt.Appendf(nil, "p%d", h.rng.Intn(h.files)))
		return
	}
	old := h.content[name]
	at := h.rng.Intn(len(old) + 1)
	end := min(len(old), at+h.rng.Intn(80))
	edited := append(append(append([]byte{}, old[:at]...), h.text(h.rng.Intn(200))...), old[end:]...)
	h.content[name] = edited
	fmt.Fprintf(&h.out, "M %s inline %s\n", []string{"100644", "100644", "100755"}[h.rng.Intn(3)], name)
	h.data(edited)
}

// special adds what random changes wouldn't.
func (h *history) special() {
	big := make([]byte, 1200<<10)
	h.rng.Read(big[:800<<10])
	h.head("big")
	h.out.WriteString("from refs/heads/main\nM 100644 inline big.bin\n")
	h.data(big)
	h.out.WriteString("M 100644 inline nothing\n")
	h.data(nil)
	h.out.WriteString("\n")
	h.head("big")
	copy(big[400<<10:], "a small change in a large file")
	h.out.WriteString("M 100644 inline big.bin\n")
	h.data(big)
	h.out.WriteString("\n")
	h.head("empty")
	h.out.WriteString("from refs/heads/main\ndeleteall\n\n")
	h.out.WriteString("tag v1\nfrom refs/heads/main\ntagger Ada Byron <ada@example.com> 1700000000 +0000\n")
	h.data([]byte("first version\n"))
}

// object is what git says of an object.
type object struct {
	typ  string
	data []byte
}

// allObjects asks git for every object of a repository.
func allObjects(tb testing.TB, dir string) map[ID]object {
	tb.Helper()
	out := []byte(git(tb, dir, "cat-file", "--batch-all-objects", "--batch"))
	all := map[ID]object{}
	for len(out) > 0 {
		line, rest, _ := bytes.Cut(out, []byte("\n"))
		var hex, typ string
		var size int
		if _, err := fmt.Sscan(string(line), &hex, &typ, &size); err != nil {
			tb.Fatalf("git cat-file printed %q: %v", line, err)
		}
		id, err := ParseHex(hex)
		if err != nil {
			tb.Fatal(err)
		}
		all[id] = object{typ, rest[:size:size]}
		out = rest[size+1:]
	}
	return all
}
