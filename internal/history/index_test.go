package history

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gitrepo"
)

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
	pairs := []gitrepo.Pair{{Text: gitrepo.ID{1}, File: gitrepo.ID{2}}}
	table := &factsTable{}
	for id, f := range facts {
		table = table.with([]gitrepo.ID{id}, []*Facts{f})
	}
	data, ok := encodeIndex("h\n", &index{steps, table, pairs})
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
	if diff := cmp.Diff(pairs, x.pairs); diff != "" {
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
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
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

func FuzzIndex(f *testing.F) {
	const header = "h\n"
	steps := []*gitrepo.Step{{Commit: &gitrepo.Commit{ID: gitrepo.ID{2}, Message: "x"}, Changes: []gitrepo.Change{{Path: "p.md", Blob: gitrepo.ID{1}}}}}
	steps = append(steps, &gitrepo.Step{Commit: &gitrepo.Commit{ID: gitrepo.ID{3}, Parents: []gitrepo.ID{{2}, {4}}}, Side: []*gitrepo.Step{{Commit: &gitrepo.Commit{ID: gitrepo.ID{4}}}}})
	data, _ := encodeIndex(header, &index{steps, (&factsTable{}).with([]gitrepo.ID{{1}}, []*Facts{{ID: "P"}}), []gitrepo.Pair{{Text: gitrepo.ID{5}}}})
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
