package trail

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
)

// read builds all trails of the repository at dir, and tells what they say; every few commits are worth an index.
func read(dir string, cfg *config.Config) (string, error) {
	repo, err := gitrepo.Open(dir, gittest.Cache(dir))
	if err != nil {
		return "", err
	}
	defer repo.Close()
	book, err := Build(context.Background(), repo, Options{Config: cfg, Today: day.Of(2026, 1, 1), indexEvery: 2})
	if err != nil {
		return "", err
	}
	return whole(book), nil
}

// TestSameTrails: however a history lies on the disk, and whatever of it is known already, the trails say the same,
// byte for byte.
func TestSameTrails(t *testing.T) {
	cfg := mustLoad(t, roster)
	for seed := range uint64(2) {
		dir := gittest.Random(t, 700+seed, 300)
		want, err := read(dir, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(want, "gus/ceo") && !strings.Contains(want, "Gus") {
			t.Error("nobody approved anything: the comparison proves little")
		}
		check := func(how, dir string) {
			t.Helper()
			for _, again := range []string{"first read", "with the index"} {
				got, err := read(dir, cfg)
				if err != nil {
					t.Fatalf("%s, %s: %v", how, again, err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s, %s (-want +got):\n%s", how, again, diff)
				}
			}
		}
		forget := func() { forget(dir) }
		git := func(args ...string) { t.Helper(); gittest.Git(t, dir, args...) }
		check("as imported", dir)
		for _, workers := range []int{1, 2, 5} {
			forget()
			old := runtime.GOMAXPROCS(workers)
			check(fmt.Sprint("with processors: ", workers), dir)
			runtime.GOMAXPROCS(old)
		}
		tree := filepath.Join(t.TempDir(), "tree")
		git("worktree", "add", "-q", "--detach", tree, "main")
		forget()
		check("in a linked working tree", tree)
		for _, layout := range []struct {
			name  string
			steps [][]string
		}{
			{"packed anew", [][]string{{"gc", "-q", "--aggressive", "--prune=now"}}},
			{"with a commit-graph", [][]string{{"commit-graph", "write", "--reachable"}}},
			{"with a commit-graph in parts", [][]string{{"commit-graph", "write", "--reachable", "--split=no-merge"}}},
			{"with packed refs and a multi-pack-index", [][]string{{"pack-refs", "--all"}, {"multi-pack-index", "write"}}},
			{"without deltas", [][]string{{"repack", "-q", "-a", "-d", "-F", "--depth=0"}}},
			{"as a pack of long chains", [][]string{{"repack", "-q", "-a", "-d", "-F", "--depth=250", "--window=50"}}},
		} {
			for _, step := range layout.steps {
				git(step...)
			}
			forget()
			check(layout.name, dir)
		}
		other := t.TempDir()
		for name, args := range map[string][]string{"bare": {"clone", "-q", "--bare"}, "borrowing": {"clone", "-q", "--shared"}, "cloned": {"clone", "-q", "--no-local"}} {
			at := filepath.Join(other, name)
			gittest.Git(t, other, append(args, dir, at)...)
			got, err := read(at, cfg)
			if err != nil {
				t.Fatal(name, ": ", err)
			}
			if got != want {
				t.Errorf("%s says something else", name)
			}
		}
		git("config", "gc.auto", "0")
		unpackAll(t, dir)
		forget()
		check("all loose", dir)
	}
}

// unpackAll turns the packs of a repository into loose objects.
func unpackAll(t *testing.T, dir string) {
	t.Helper()
	packs, _ := filepath.Glob(filepath.Join(dir, ".git", "objects", "pack", "*.pack"))
	away := t.TempDir()
	for _, p := range packs {
		for _, ext := range []string{".idx", ".rev"} {
			os.Remove(strings.TrimSuffix(p, ".pack") + ext)
		}
		if err := os.Rename(p, filepath.Join(away, filepath.Base(p))); err != nil {
			t.Fatal(err)
		}
	}
	os.Remove(filepath.Join(dir, ".git", "objects", "pack", "multi-pack-index"))
	for _, p := range packs {
		data, err := os.ReadFile(filepath.Join(away, filepath.Base(p)))
		if err != nil {
			t.Fatal(err)
		}
		gittest.GitIn(t, dir, data, "unpack-objects", "-q")
	}
}

// TestReadersAtOnce reads one packed repository by several goroutines at once; with -race it shows that they share
// nothing that isn't guarded.
func TestReadersAtOnce(t *testing.T) {
	dir := gittest.Random(t, 710, 200)
	gittest.Git(t, dir, "gc", "-q")
	cfg := mustLoad(t, roster)
	want, err := read(dir, cfg)
	if err != nil {
		t.Fatal(err)
	}
	repo, err := gitrepo.Open(dir, gittest.Cache(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	var wg sync.WaitGroup
	for n := range 6 {
		wg.Go(func() {
			if n%2 == 0 {
				forget(dir)
			}
			book, err := Build(context.Background(), repo, Options{Config: cfg, Today: day.Of(2026, 1, 1), indexEvery: 2})
			if err != nil {
				t.Error(err)
			} else if whole(book) != want {
				t.Error("beside others, a reader sees something else")
			}
		})
	}
	wg.Wait()
}

// TestGrowingHistory: an index is extended as commits come, cut back when they go, and rewritten histories don't leave
// anything of the old one in it.
func TestGrowingHistory(t *testing.T) {
	cfg := mustLoad(t, roster)
	dir := gittest.Random(t, 720, 220)
	chain := strings.Fields(gittest.Git(t, dir, "rev-list", "--first-parent", "--reverse", "main"))
	all := strings.Fields(gittest.Git(t, dir, "rev-list", "main"))
	tips := []string{chain[3], chain[len(chain)/2], chain[len(chain)/2+1], chain[len(chain)-1], chain[len(chain)/3], all[len(all)/2], all[len(all)/4], chain[len(chain)-1]}
	for i, tip := range tips {
		gittest.Git(t, dir, "update-ref", "refs/heads/main", tip)
		got, err := read(dir, cfg)
		if err != nil {
			t.Fatal(err)
		}
		saved, _ := os.ReadFile(indexPath(dir))
		forget(dir)
		want, err := read(dir, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("tip %d (-first read +with the index of the tips before):\n%s", i, diff)
		}
		if saved != nil {
			if err := os.WriteFile(indexPath(dir), saved, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
