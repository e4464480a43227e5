package objects

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// benchRepo is a packed repository: the folder named by WRIT_BENCH_REPO, or a generated one.
func benchRepo(b *testing.B) string {
	if dir := os.Getenv("WRIT_BENCH_REPO"); dir != "" {
		return strings.TrimSpace(git(b, dir, "rev-parse", "--path-format=absolute", "--git-common-dir"))
	}
	dir := newHistory(b, historySpec{files: 300, commits: 2000, seed: 1})
	git(b, dir, "gc", "-q", "--aggressive")
	return dir
}

// ids lists the objects of the given types that are reachable, in git's order.
func ids(b *testing.B, dir string, types ...string) []ID {
	all := git(b, dir, "rev-list", "--objects", "--all")
	var list strings.Builder
	for line := range strings.Lines(all) {
		list.WriteString(strings.Fields(line)[0] + "\n")
	}
	var out []ID
	for line := range strings.Lines(gitInput(b, dir, list.String(), "cat-file", "--batch-check")) {
		f := strings.Fields(line)
		for _, t := range types {
			if f[1] == t {
				id, err := ParseHex(f[0])
				if err != nil {
					b.Fatal(err)
				}
				out = append(out, id)
			}
		}
	}
	return out
}

// BenchmarkReadAll reads all commits, all trees and everything, with a fresh store and reader each time.
func BenchmarkReadAll(b *testing.B) {
	dir := benchRepo(b)
	for _, types := range [][]string{{"commit"}, {"tree"}, {"commit", "tree", "blob"}} {
		list := ids(b, dir, types...)
		b.Run(strings.Join(types, "+"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, dir, list)
			}
			b.ReportMetric(float64(len(list)), "objects")
		})
		b.Run(strings.Join(types, "+")+" by git cat-file", func(b *testing.B) {
			var input strings.Builder
			for _, id := range list {
				fmt.Fprintln(&input, id)
			}
			for b.Loop() {
				gitInput(b, dir, input.String(), "cat-file", "--batch")
			}
		})
	}
}

func readAll(b *testing.B, dir string, list []ID) {
	s, err := OpenStore(filepath.Join(dir, "objects"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r := s.NewReader()
	for _, id := range list {
		if _, _, err := r.Read(id, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDiffTrees compares the trees of all commits with those of their first parents, newest first.
func BenchmarkDiffTrees(b *testing.B) {
	dir := benchRepo(b)
	var trees []ID
	for line := range strings.Lines(git(b, dir, "log", "--first-parent", "--format=%T", "HEAD")) {
		id, err := ParseHex(strings.TrimSpace(line))
		if err != nil {
			b.Fatal(err)
		}
		trees = append(trees, id)
	}
	b.ReportAllocs()
	for b.Loop() {
		s, err := OpenStore(filepath.Join(dir, "objects"))
		if err != nil {
			b.Fatal(err)
		}
		r := s.NewReader()
		n := 0
		for i, id := range trees {
			var parent ID
			if i+1 < len(trees) {
				parent = trees[i+1]
			}
			count := func([]byte, uint32, uint32, ID, ID) error { n++; return nil }
			if err := r.DiffTrees(parent, id, count, nil); err != nil {
				b.Fatal(err)
			}
		}
		s.Close()
		b.ReportMetric(float64(n), "changes")
	}
}
