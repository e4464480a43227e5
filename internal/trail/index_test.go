package trail

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
)

// whole prints everything that a book says.
func whole(b *Book) string {
	var out strings.Builder
	for _, tr := range b.Trails {
		fmt.Fprintf(&out, "%s %s removed=%v\n%s", tr.ID, tr.Path, tr.Removed, told(b, tr))
		for _, c := range tr.Changes {
			fmt.Fprintf(&out, "  %s %s %s %s %s %v %s %d", c.Step.ID, c.Day, c.What, c.Path, c.Blob, c.Authors, c.Step.Committer.When, len(c.Step.Side))
			if c.Facts != nil {
				fmt.Fprintf(&out, " %+v", *c.Facts)
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

// indexPath is where the index of a repository is.
func indexPath(dir string) string {
	repo, err := gitrepo.Open(dir, gittest.Cache(dir))
	if err != nil {
		panic(err)
	}
	defer repo.Close()
	return repo.IndexPath()
}

// forget drops the index of a repository.
func forget(dir string) { os.Remove(indexPath(dir)) }

func bookOf(t *testing.T, dir string) string {
	t.Helper()
	return whole(buildIndexed(t, dir, config.Default()))
}

// buildIndexed is build with an index after every few commits: random histories are short.
func buildIndexed(t *testing.T, dir string, cfg *config.Config) *Book {
	t.Helper()
	repo, err := gitrepo.Open(dir, gittest.Cache(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	book, err := Build(context.Background(), repo, Options{Config: cfg, Today: day.Of(2026, 1, 1), indexEvery: 2})
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// TestIndexChangesNothing compares what is read without an index, with one, with a half-old one, with one of commits
// that a rewrite took away, and with damaged ones.
func TestIndexChangesNothing(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			dir := gittest.Random(t, 300+seed, 260)
			chain := strings.Fields(gittest.Git(t, dir, "rev-list", "--first-parent", "HEAD"))
			if len(chain) < 12 {
				t.Fatalf("a history of %d steps proves nothing", len(chain))
			}
			want := bookOf(t, dir) // writes the index
			sound, err := os.ReadFile(indexPath(dir))
			if err != nil {
				t.Fatal("no index was written: ", err)
			}
			check := func(how string) {
				t.Helper()
				if diff := cmp.Diff(want, bookOf(t, dir)); diff != "" {
					t.Fatalf("%s (-want +got):\n%s", how, diff)
				}
			}
			check("with the index")

			half := chain[len(chain)/3]
			os.Remove(indexPath(dir))
			gittest.Git(t, dir, "update-ref", "refs/heads/main", half)
			older := bookOf(t, dir)
			gittest.Git(t, dir, "update-ref", "refs/heads/main", chain[0])
			check("with the index of an older commit")

			if err := os.WriteFile(indexPath(dir), sound, 0o644); err != nil {
				t.Fatal(err)
			}
			gittest.Git(t, dir, "update-ref", "refs/heads/main", half)
			if diff := cmp.Diff(older, bookOf(t, dir)); diff != "" {
				t.Fatalf("with the index of newer commits (-want +got):\n%s", diff)
			}
			gittest.Git(t, dir, "update-ref", "refs/heads/main", chain[0])

			rng := rand.New(rand.NewPCG(seed, 1))
			for range 25 {
				bad := append([]byte(nil), sound...)
				bad[rng.IntN(len(bad))] ^= 1 << rng.IntN(8)
				if err := os.WriteFile(indexPath(dir), bad[:len(bad)-rng.IntN(2)*rng.IntN(len(bad))], 0o644); err != nil {
					t.Fatal(err)
				}
				check("with a damaged index")
			}
		})
	}
}

// TestIndexKnowsItsFields: other aliases give other facts, and an index of the old ones is of no use.
func TestIndexKnowsItsFields(t *testing.T) {
	dir := gittest.Random(t, 400, 260)
	bookOf(t, dir)
	other, problems := config.Load([]byte("version: 1\nfields: {heading: title}\n"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	with := whole(buildIndexed(t, dir, other))
	os.Remove(indexPath(dir))
	if diff := cmp.Diff(whole(buildIndexed(t, dir, other)), with); diff != "" {
		t.Error(diff)
	}
}

// TestIndexIsShared: runs at the same time, a lock that a killed run left, and a folder that can't be made.
func TestIndexIsShared(t *testing.T) {
	dir := gittest.Random(t, 500, 260)
	want := bookOf(t, dir)
	os.Remove(indexPath(dir))
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			repo, err := gitrepo.Open(dir, gittest.Cache(dir))
			if err != nil {
				t.Error(err)
				return
			}
			defer repo.Close()
			book, err := Build(context.Background(), repo, Options{Config: config.Default(), Today: day.Of(2026, 1, 1), indexEvery: 2})
			if err != nil {
				t.Error(err)
			} else if whole(book) != want {
				t.Error("a run beside others reads something else")
			}
		})
	}
	wg.Wait()
	lock := indexPath(dir) + ".lock"
	os.Remove(indexPath(dir))
	if err := os.WriteFile(lock, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if bookOf(t, dir) != want {
		t.Error("beside a lock something else is read")
	}
	if _, err := os.Stat(indexPath(dir)); err == nil {
		t.Error("an index was written beside the lock of another run")
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(lock, old, old); err != nil {
		t.Fatal(err)
	}
	bookOf(t, dir)
	if _, err := os.Stat(indexPath(dir)); err != nil {
		t.Error("the lock of a killed run still holds: ", err)
	}
	if err := os.RemoveAll(filepath.Dir(lock)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(lock), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if bookOf(t, dir) != want {
		t.Error("where no index can be written something else is read")
	}
}

// TestLazyIsTheSame: a trail that is judged alone says what it says when all are judged.
func TestLazyIsTheSame(t *testing.T) {
	dir := gittest.Random(t, 600, 200)
	cfg := mustLoad(t, strings.Replace(roster, "kinds:\n", "kinds:\n  record: {approval: required, approvers: {any_of: [ceo]}}\n", 1))
	build(t, dir, cfg, day.Of(2026, 1, 1)) // which compares
}
