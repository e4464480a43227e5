package objects

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rawDiff lists the differences of two trees as git diff-tree -r --raw -z does.
func rawDiff(t *testing.T, r *Reader, a, b ID) string {
	t.Helper()
	var out strings.Builder
	err := r.DiffTrees(a, b, func(path []byte, oldMode, newMode uint32, oldID, newID ID) error {
		status := "M"
		const kind = 0o170000
		switch {
		case oldMode == 0:
			status = "A"
		case newMode == 0:
			status = "D"
		case oldMode&kind != newMode&kind:
			status = "T"
		}
		fmt.Fprintf(&out, ":%06o %06o %s %s %s\x00%s\x00", oldMode, newMode, oldID, newID, status, path)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// compareDiffs compares trees of main, neighbours for the most part, with git's list of differences.
func compareDiffs(t *testing.T, r *Reader, dir string) {
	t.Helper()
	list := strings.Fields(git(t, dir, "log", "--format=%T", "main"))
	list = append(list, strings.TrimSpace(git(t, dir, "hash-object", "-t", "tree", "-w", "--stdin")))
	rng := rand.New(rand.NewSource(4))
	comparePairs(t, r, dir, 150, func() (string, string) {
		i := rng.Intn(len(list))
		if rng.Intn(3) == 0 {
			return list[i], list[rng.Intn(len(list))]
		}
		return list[i], list[min(i+1, len(list)-1)]
	})
}

// comparePairs compares n pairs of trees.
func comparePairs(t *testing.T, r *Reader, dir string, n int, pair func() (string, string)) {
	t.Helper()
	var input, got strings.Builder
	for range n {
		oldHex, newHex := pair()
		a, errA := ParseHex(oldHex)
		b, errB := ParseHex(newHex)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&input, "%s %s\n", a, b)
		fmt.Fprintf(&got, "%s %s\n%s", a, b, rawDiff(t, r, a, b))
	}
	want := gitInput(t, dir, input.String(), "diff-tree", "--stdin", "-r", "--raw", "-z", "--no-renames", "--no-abbrev")
	if diff := cmp.Diff(split(want), split(got.String())); diff != "" {
		t.Error(diff)
	}
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == 0 || r == '\n' })
}

// TestDiffTreesOfRandomTrees makes wide trees of names that sort close together, and ids with many zero bytes.
func TestDiffTreesOfRandomTrees(t *testing.T) {
	dir := newHistory(t, historySpec{files: 2, commits: 1, seed: 31})
	rng := rand.New(rand.NewSource(5))
	trees := []string{""}
	for range 60 {
		trees = append(trees, randomTree(t, rng, dir, trees[len(trees)-1]))
	}
	comparePairs(t, mustOpen(t, dir, true).NewReader(), dir, 200, func() (string, string) {
		i := 1 + rng.Intn(len(trees)-1)
		return trees[i], trees[max(1, i-rng.Intn(3))]
	})
}

// randomTree writes a tree, most of whose entries are those of the tree before.
func randomTree(t *testing.T, rng *rand.Rand, dir, before string) string {
	t.Helper()
	entries := map[string]string{}
	if before != "" {
		for line := range strings.Lines(git(t, dir, "ls-tree", before)) {
			line = strings.TrimSuffix(line, "\n")
			_, name, _ := strings.Cut(line, "\t")
			entries[name] = line
		}
	}
	const letters = "a-.0/ é"
	for range 12 {
		var name []byte
		for range 1 + rng.Intn(4) {
			name = append(name, letters[rng.Intn(4)])
		}
		if rng.Intn(4) == 0 {
			name = append(name, strings.Repeat("100644 x", 1+rng.Intn(3))...)
		}
		if string(name) == "." || string(name) == ".." {
			continue
		}
		var id ID
		if rng.Intn(2) == 0 {
			rng.Read(id[:])
		}
		for range 8 {
			id[rng.Intn(IDSize)] = byte(rng.Intn(2))
		}
		id[0] = 1
		switch {
		case rng.Intn(4) == 0:
			delete(entries, string(name))
		case before != "" && rng.Intn(4) == 0:
			entries[string(name)] = fmt.Sprintf("040000 tree %s\t%s", before, name)
		default:
			mode := []string{"100644 blob", "100755 blob", "120000 blob", "160000 commit"}[rng.Intn(4)]
			entries[string(name)] = fmt.Sprintf("%s %s\t%s", mode, id, name)
		}
	}
	var input strings.Builder
	for _, line := range entries {
		// Nesting is kept shallow: a tree that holds the one before, which holds the one before, would grow too fast.
		if strings.HasPrefix(line, "040000") && rng.Intn(3) > 0 {
			continue
		}
		input.WriteString(line + "\n")
	}
	return strings.TrimSpace(gitInput(t, dir, input.String(), "mktree", "--missing"))
}

func TestDiffTreesOptions(t *testing.T) {
	dir := newHistory(t, historySpec{files: 12, commits: 60, seed: 32})
	s := mustOpen(t, dir, true)
	r := s.NewReader()
	a, err := ParseHex(strings.TrimSpace(git(t, dir, "rev-parse", "main~40^{tree}")))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseHex(strings.TrimSpace(git(t, dir, "rev-parse", "main^{tree}")))
	if err != nil {
		t.Fatal(err)
	}
	// Only one folder, and other use of the Reader meanwhile.
	n := 0
	err = r.DiffTrees(a, b, func(path []byte, _, _ uint32, _, _ ID) error {
		kept := string(path)
		n++
		if err := r.DiffTrees(b, a, func([]byte, uint32, uint32, ID, ID) error { return nil }, nil); err != nil {
			return err
		}
		if string(path) != kept || !bytes.HasPrefix(path, []byte("d1/")) {
			t.Errorf("path %q was %q", path, kept)
		}
		return nil
	}, func(dir []byte) bool { return bytes.HasPrefix(append(dir, '/'), []byte("d1/")) })
	if err != nil || n == 0 {
		t.Errorf("%d changes, %v", n, err)
	}
	stop := errors.New("stop")
	if err := r.DiffTrees(ID{}, b, func([]byte, uint32, uint32, ID, ID) error { return stop }, nil); err != stop {
		t.Errorf("got %v", err)
	}
	if err := r.DiffTrees(a, ID{7}, nil, nil); !errors.As(err, new(*MissingError)) {
		t.Errorf("got %v", err)
	}
	commit, err := ParseHex(strings.TrimSpace(git(t, dir, "rev-parse", "main")))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.DiffTrees(a, commit, nil, nil); !errors.As(err, new(*DamagedError)) {
		t.Errorf("got %v", err)
	}
	for _, o := range r.cache.packed {
		if o.holds != 0 {
			t.Fatal("an object is still held")
		}
	}
}
