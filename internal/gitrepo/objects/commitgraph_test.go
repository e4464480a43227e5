package objects

import (
	"errors"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// compareGraph compares all commits of the graph with git log, and gives how many the graph lacks.
func compareGraph(t *testing.T, g *CommitGraph, dir string) (lacking int) {
	t.Helper()
	seen := 0
	for line := range strings.Lines(git(t, dir, "log", "--all", "--format=%H %T %ct %P")) {
		f := strings.Fields(line)
		id, err := ParseHex(f[0])
		if err != nil {
			t.Fatal(err)
		}
		pos, ok := g.Lookup(id)
		if !ok {
			lacking++
			continue
		}
		seen++
		got := fmt.Sprint(g.ID(pos), " ", g.RootTree(pos), " ", g.CommitTime(pos))
		for _, p := range g.Parents(pos, nil) {
			got += " " + g.ID(p).String()
		}
		if diff := cmp.Diff(strings.Join(f, " "), got); diff != "" {
			t.Fatal(diff)
		}
	}
	if seen > g.Len() {
		t.Errorf("%d commits were found in a graph of %d", seen, g.Len())
	}
	return lacking
}

func mustGraph(t *testing.T, dir string) *CommitGraph {
	t.Helper()
	g, err := mustOpen(t, dir, true).CommitGraph()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func graphHistory(t *testing.T, batches int) string {
	return newHistory(t, historySpec{files: 6, commits: 120, batches: batches, seed: 21})
}

func TestCommitGraphIsWhatGitSays(t *testing.T) {
	dir := graphHistory(t, 1)
	if g := mustGraph(t, dir); g != nil {
		t.Fatal("there is no commit-graph, and one was read")
	}
	git(t, dir, "commit-graph", "write", "--reachable", "--changed-paths")
	g := mustGraph(t, dir)
	if g == nil || compareGraph(t, g, dir) != 0 {
		t.Fatal("the commit-graph wasn't read, or commits are lacking")
	}
	if _, ok := g.Lookup(ID{0xff, 0xff}); ok {
		t.Error("a commit that doesn't exist was found")
	}
	git(t, dir, "commit-tree", "-p", "main", "-m", "newer", "main^{tree}")
	newer := strings.TrimSpace(git(t, dir, "commit-tree", "-p", "main", "-m", "newer", "main^{tree}"))
	git(t, dir, "update-ref", "refs/heads/main", newer)
	if n := compareGraph(t, mustGraph(t, dir), dir); n != 1 {
		t.Errorf("%d commits are lacking, expected the newest one", n)
	}
	borrowing := borrower(t, "b.git", filepath.Join(dir, "objects"), dir)
	if g := mustGraph(t, borrowing); g == nil || compareGraph(t, g, borrowing) != 1 {
		t.Error("the alternate's commit-graph wasn't read")
	}
}

func TestCommitGraphChain(t *testing.T) {
	dir := graphHistory(t, 1)
	for _, start := range []string{"main~80", "main~40", "main"} {
		gitInput(t, dir, strings.TrimSpace(git(t, dir, "rev-parse", start))+"\n", "commit-graph", "write", "--stdin-commits", "--split=no-merge")
	}
	g := mustGraph(t, dir)
	if g == nil || len(g.layers) != 3 {
		t.Fatalf("expected a chain of 3 files: %+v", g)
	}
	compareGraph(t, g, dir)
	graphs, err := filepath.Glob(filepath.Join(dir, "objects", "info", "commit-graphs", "graph-*.graph"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(graphs[0]); err != nil {
		t.Fatal(err)
	}
	if mustGraph(t, dir) != nil {
		t.Error("a chain with a missing file was taken")
	}
}

func TestCommitGraphIsLeftWhereHistoryIsAltered(t *testing.T) {
	for name, alter := range map[string]func(dir string){
		"shallow": func(dir string) { writeFile(t, filepath.Join(dir, "shallow"), git(t, dir, "rev-parse", "main")) },
		"grafts":  func(dir string) { writeFile(t, filepath.Join(dir, "info", "grafts"), git(t, dir, "rev-parse", "main")) },
		"replace": func(dir string) { git(t, dir, "replace", "main", "main~3") },
		"packed replace": func(dir string) {
			git(t, dir, "replace", "main", "main~3")
			git(t, dir, "pack-refs", "--all")
		},
	} {
		dir := graphHistory(t, 1)
		git(t, dir, "commit-graph", "write", "--reachable")
		if mustGraph(t, dir) == nil {
			t.Fatal("no commit-graph")
		}
		alter(dir)
		if mustGraph(t, dir) != nil {
			t.Errorf("%s: the commit-graph was taken", name)
		}
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedCommitGraph(t *testing.T) {
	dir := graphHistory(t, 1)
	git(t, dir, "commit-graph", "write", "--reachable")
	path := filepath.Join(dir, "objects", "info", "commit-graph")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewSource(3))
	for range 500 {
		bad := append([]byte{}, sound...)
		bad[rng.Intn(len(bad))] ^= 1 << rng.Intn(8)
		if newCommitGraph([][]byte{bad}, nil) != nil {
			t.Fatal("a damaged commit-graph was taken")
		}
		if newCommitGraph([][]byte{sound[:rng.Intn(len(sound))]}, nil) != nil {
			t.Fatal("a truncated commit-graph was taken")
		}
		// With a right checksum over wrong bytes, nothing may fail or never end.
		if g := newCommitGraph([][]byte{resum(bad)}, nil); g != nil {
			useGraph(g)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o777); err != nil {
		t.Fatal(err)
	}
	if g, err := mustOpen(t, dir, true).CommitGraph(); g != nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder as commit-graph gave %v, %v", g, err)
	}
}

// useGraph calls everything for all commits, and walks from each commit to the first ones by first parents.
func useGraph(g *CommitGraph) {
	for pos := range uint32(g.Len()) {
		g.Lookup(g.ID(pos))
		g.RootTree(pos)
		g.CommitTime(pos)
		steps := 0
		for parents := g.Parents(pos, nil); len(parents) > 0; parents = g.Parents(parents[0], nil) {
			if steps++; steps > g.Len() {
				panic("a commit is its own ancestor")
			}
		}
	}
}
