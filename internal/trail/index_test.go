package trail

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
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
	other, problems := config.Load([]byte("version: 1\nfields: {heading: title}\n"))
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

// TestIndexHoldsAll: whatever a commit, a change or facts say comes back as it was. Every field is filled, so that one
// which is added later and forgotten in the index is found here.
func TestIndexHoldsAll(t *testing.T) {
	n := 0
	fill := func(v any) { fillValue(t, reflect.ValueOf(v).Elem(), &n) }
	var steps []*gitrepo.Step
	facts := map[gitrepo.ID]*Facts{}
	step := func(parents ...gitrepo.ID) *gitrepo.Step {
		s := &gitrepo.Step{Commit: &gitrepo.Commit{}, Changes: make([]gitrepo.Change, 2)}
		fill(s.Commit)
		s.Parents = parents
		for i := range s.Changes {
			fill(&s.Changes[i])
			f := &Facts{}
			fill(f)
			facts[s.Changes[i].Blob] = f
		}
		return s
	}
	first, side := step(), step()
	merge := step(first.ID, side.ID)
	merge.Side = []*gitrepo.Step{side, step(side.ID)}
	none := &gitrepo.Step{Commit: &gitrepo.Commit{ID: gitrepo.ID{9}, Parents: []gitrepo.ID{merge.ID}}}
	none.Author.When, none.Committer.When = time.Unix(5, 0).UTC(), time.Unix(-7, 0).UTC()
	steps = []*gitrepo.Step{first, merge, none}
	for i := range steps[0].Changes {
		steps[0].Changes[i].OldMode &= 0xffff
	}
	table := &factsTable{}
	for id, f := range facts {
		table = table.with([]gitrepo.ID{id}, []*Facts{f})
	}
	data, ok := encodeIndex("h\n", &index{steps, table})
	if !ok {
		t.Fatal("it can't be written")
	}
	x, err := decodeIndex("h\n", data)
	if err != nil {
		t.Fatal(err)
	}
	same := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) && zoneOf(a) == zoneOf(b) })
	if diff := cmp.Diff(steps, x.steps, same); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(facts, x.facts.all()); diff != "" {
		t.Error(diff)
	}
}

// all lists what a table holds.
func (t *factsTable) all() map[gitrepo.ID]*Facts {
	out := map[gitrepo.ID]*Facts{}
	for i, id := range t.ids {
		out[id] = t.facts[i]
	}
	maps.Copy(out, t.more)
	return out
}

// TestFactsTable: whatever was put in is found, and nothing else, however the ids are spread.
func TestFactsTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for n := range 300 {
		ids := make([]gitrepo.ID, n)
		for i := range ids {
			for k := range ids[i] {
				ids[i][k] = byte(rng.IntN(1 << (1 + n%8)))
			}
			if n%3 == 0 {
				copy(ids[i][:3], "abc") // all in one bucket
			}
		}
		slices.SortFunc(ids, func(a, b gitrepo.ID) int { return bytes.Compare(a[:], b[:]) })
		ids = slices.Compact(ids)
		facts := make([]*Facts, len(ids))
		known := map[gitrepo.ID]*Facts{}
		for i, id := range ids {
			facts[i] = &Facts{ID: id.String()}
			known[id] = facts[i]
		}
		rng.Shuffle(n, func(i, j int) {
			if i < len(ids) && j < len(ids) {
				ids[i], ids[j], facts[i], facts[j] = ids[j], ids[i], facts[j], facts[i]
			}
		})
		half := len(ids) / 2
		table := (&factsTable{}).with(ids[:half], facts[:half]).with(ids[half:], facts[half:])
		late := gitrepo.ID{255, 1, byte(n)}
		table.put(late, &Facts{ID: "late"})
		for _, id := range append(ids, late, gitrepo.ID{}, gitrepo.ID{97, 98, 99, 255}, gitrepo.ID{1, 1, 1}) {
			want := known[id]
			if id == late {
				want = table.more[late]
			}
			if got := table.of(id); got != want {
				t.Fatalf("%d ids: %s gives %v, and %v is due", n, id, got, want)
			}
		}
	}
	if _, ok := newFactsTable([]gitrepo.ID{{2}, {1}}, make([]*Facts, 2)); ok {
		t.Error("ids out of order pass")
	}
	if _, ok := newFactsTable([]gitrepo.ID{{2}, {2}}, make([]*Facts, 2)); ok {
		t.Error("an id twice passes")
	}
}

// fillValue gives each field another value.
func fillValue(t *testing.T, v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(uint64(*n % 251))
	case reflect.Array:
		for i := range v.Len() {
			fillValue(t, v.Index(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillValue(t, v.Index(0), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*n)*1e6, 0).In(time.FixedZone("", -*n*60))))
			return
		}
		for i := range v.NumField() {
			fillValue(t, v.Field(i), n)
		}
	default:
		t.Fatalf("a %s isn't filled", v.Type())
	}
}

// TestLazyIsTheSame: a trail that is judged alone says what it says when all are judged.
func TestLazyIsTheSame(t *testing.T) {
	dir := gittest.Random(t, 600, 200)
	cfg := mustLoad(t, strings.Replace(roster, "kinds:\n", "kinds:\n  record: {approval: required, approvers: {any_of: [ceo]}}\n", 1))
	build(t, dir, cfg, day.Of(2026, 1, 1)) // which compares
}

func FuzzIndex(f *testing.F) {
	const header = "h\n"
	steps := []*gitrepo.Step{{Commit: &gitrepo.Commit{ID: gitrepo.ID{2}, Message: "x"}, Changes: []gitrepo.Change{{Path: "p.md", Blob: gitrepo.ID{1}}}}}
	steps = append(steps, &gitrepo.Step{Commit: &gitrepo.Commit{ID: gitrepo.ID{3}, Parents: []gitrepo.ID{{2}, {4}}}, Side: []*gitrepo.Step{{Commit: &gitrepo.Commit{ID: gitrepo.ID{4}}}}})
	data, _ := encodeIndex(header, &index{steps, (&factsTable{}).with([]gitrepo.ID{{1}}, []*Facts{{ID: "P"}})})
	f.Add(data[len(header):])
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := decodeIndex(header, append([]byte(header), data...))
		if err != nil {
			return
		}
		written, ok := encodeIndex(header, x)
		if !ok {
			return
		}
		again, err := decodeIndex(header, written)
		if err != nil || !cmp.Equal(x.steps, again.steps) || !cmp.Equal(x.facts.all(), again.facts.all()) {
			t.Errorf("an index doesn't survive being written: %v", err)
		}
	})
}
