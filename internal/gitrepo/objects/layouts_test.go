package objects

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// layouts are ways to keep one history, each made from a fresh repository.
var layouts = []struct {
	name string
	spec historySpec
	make func(tb testing.TB, dir string) string
}{
	{"loose", historySpec{loose: true}, asItIs},
	{"packed", historySpec{}, func(tb testing.TB, dir string) string {
		git(tb, dir, "repack", "-adq")
		return dir
	}},
	{"several packs and loose objects", historySpec{batches: 4}, func(tb testing.TB, dir string) string {
		for i := range 3 {
			gitInput(tb, dir, fmt.Sprintf("loose %d", i), "hash-object", "-w", "--stdin")
		}
		return dir
	}},
	{"deep deltas", historySpec{commits: 400}, func(tb testing.TB, dir string) string {
		git(tb, dir, "repack", "-adfq", "--depth=400", "--window=20")
		return dir
	}},
	{"reference deltas", historySpec{}, func(tb testing.TB, dir string) string {
		git(tb, dir, "-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq")
		return dir
	}},
	{"index version 1", historySpec{}, func(tb testing.TB, dir string) string {
		git(tb, dir, "-c", "pack.indexVersion=1", "repack", "-adfq")
		return dir
	}},
	{"64-bit offsets", historySpec{}, func(tb testing.TB, dir string) string {
		git(tb, dir, "repack", "-adfq")
		path := onePack(tb, dir)
		idx := strings.TrimSuffix(path, ".pack") + ".idx"
		if err := os.Remove(idx); err != nil {
			tb.Fatal(err)
		}
		git(tb, dir, "index-pack", "--index-version=2,0x400", "-o", idx, path)
		return dir
	}},
	{"gc, keep and cruft", historySpec{batches: 2}, func(tb testing.TB, dir string) string {
		keep := strings.TrimSuffix(onePack(tb, dir), ".pack") + ".keep"
		if err := os.WriteFile(keep, nil, 0o666); err != nil {
			tb.Fatal(err)
		}
		gitInput(tb, dir, "unreachable", "hash-object", "-w", "--stdin")
		git(tb, dir, "gc", "-q", "--cruft", "--aggressive")
		return dir
	}},
	{"absolute alternate", historySpec{}, func(tb testing.TB, dir string) string {
		return borrower(tb, "a.git", filepath.Join(dir, "objects"), dir)
	}},
	{"relative alternates in a chain", historySpec{batches: 2}, func(tb testing.TB, dir string) string {
		near := borrower(tb, "near.git", filepath.Join(dir, "objects"), dir)
		far := filepath.Join(filepath.Dir(near), "far.git")
		git(tb, filepath.Dir(far), "init", "-q", "--bare", far)
		alternatesFile(tb, far, "# borrowed\n\n../../near.git/objects\n")
		gitInput(tb, far, "its own", "hash-object", "-w", "--stdin")
		git(tb, far, "update-ref", "refs/heads/main", strings.TrimSpace(git(tb, dir, "rev-parse", "main")))
		return far
	}},
	{"quoted alternate that leads back", historySpec{}, func(tb testing.TB, dir string) string {
		own := borrower(tb, "own\té.git", `"`+strings.ReplaceAll(filepath.Join(dir, "objects"), "/", `\057`)+`"`, dir)
		alternatesFile(tb, dir, filepath.Join(own, "objects")+"\n")
		return own
	}},
}

func asItIs(_ testing.TB, dir string) string { return dir }

// onePack gives the path of one of the packs.
func onePack(tb testing.TB, dir string) string {
	tb.Helper()
	packs, err := filepath.Glob(filepath.Join(dir, "objects", "pack", "*.pack"))
	if err != nil || len(packs) == 0 {
		tb.Fatalf("no pack in %s: %v", dir, err)
	}
	return packs[0]
}

// borrower makes a repository that borrows objects and has a few of its own.
func borrower(tb testing.TB, name, line, from string) string {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), name)
	git(tb, filepath.Dir(dir), "init", "-q", "--bare", dir)
	alternatesFile(tb, dir, line+"\n")
	head := strings.TrimSpace(git(tb, from, "rev-parse", "main"))
	git(tb, dir, "update-ref", "refs/heads/main", head)
	git(tb, dir, "commit-tree", "-m", "own", head+"^{tree}")
	return dir
}

func alternatesFile(tb testing.TB, dir, text string) {
	tb.Helper()
	if err := os.WriteFile(filepath.Join(dir, "objects", "info", "alternates"), []byte(text), 0o666); err != nil {
		tb.Fatal(err)
	}
}

// TestLayouts makes each layout once and compares all that is read from it, by mapping and by position, with git.
func TestLayouts(t *testing.T) {
	for _, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			l.spec.files, l.spec.seed = 12, 1
			if l.spec.commits == 0 {
				l.spec.commits = 100
			}
			dir := l.make(t, newHistory(t, l.spec))
			want := allObjects(t, dir)
			if len(want) < 300 {
				t.Fatalf("only %d objects: the history is too small to prove anything", len(want))
			}
			for _, mapping := range []bool{true, false} {
				s := mustOpen(t, dir, mapping)
				if msg := compareAll(s.NewReader(), want); msg != "" {
					t.Error(msg)
				}
				compareDiffs(t, s.NewReader(), dir)
			}
			comparePrefixes(t, mustOpen(t, dir, true), want)
		})
	}
}
