package isms

import (
	"fmt"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/writ-docs/writ/internal/compact"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
)

// TestKeptEventsHoldAll: whatever a row says comes back from the index. Damaged bytes say nothing.
func TestKeptEventsHoldAll(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	const changes = 5
	for range 100 {
		var events []event
		for i := range rng.Intn(8) {
			row, _ := quick.Value(reflect.TypeFor[*Row](), rng)
			r := row.Interface().(*Row)
			if r != nil && r.Texts == nil {
				r.Texts = map[string]string{}
			}
			events = append(events, event{i % changes, fmt.Sprint(i), r})
		}
		record := encodeEvents(events)
		got, ok := decodeEvents(string(record), changes)
		if diff := cmp.Diff(events, got, cmpopts.EquateEmpty()); !ok || diff != "" {
			t.Fatalf("kept: %v (-read +kept):\n%s", ok, diff)
		}
		for _, r := range got {
			if r.Row != nil && r.Row.Texts == nil {
				t.Fatal("a row without texts can't get one")
			}
		}
		record[rng.Intn(len(record))] ^= 1
		if _, ok := decodeEvents(string(record), changes); ok {
			t.Fatal("a damaged record was read")
		}
	}
	if _, ok := decodeEvents(string(encodeEvents([]event{{At: changes}})), changes); ok {
		t.Error("an event of a change that isn't there was read")
	}
}

// TestKnownVersions: only what follows the versions that an earlier run read is read, and what isn't a commit is never
// known.
func TestKnownVersions(t *testing.T) {
	log := func(blobs ...byte) logInHistory {
		l := logInHistory{Document: &history.Document{}}
		for i, b := range blobs {
			step := &gitrepo.Step{Commit: &gitrepo.Commit{ID: gitrepo.ID{1 + byte(i)}}}
			l.Changes = append(l.Changes, &history.Change{Path: "a.md", Step: step, Blob: gitrepo.ID{b}})
			l.kinds = append(l.kinds, &config.Kind{Name: "corrective-action-log"})
		}
		return l
	}
	kept := []byte(nil)
	ask := func(l logInHistory, wantFrom, wantMade int) {
		t.Helper()
		k := &keptCourses{Store: compact.OpenStore(coursesForm, string(kept))}
		from := wantMade
		events, made, err := k.of(l, func(events []event, start, end int) ([]event, error) {
			from = start
			for i := start; i < end; i++ {
				events = append(events, event{At: i, Key: fmt.Sprint(i)})
			}
			return events, nil
		})
		if err != nil || from != wantFrom || made != wantMade || len(events) != made || k.fresh != made-from {
			t.Errorf("read from %d of %d, %d events, %d fresh, %v; want from %d of %d", from, made, len(events), k.fresh,
				err, wantFrom, wantMade)
		}
		kept = k.Bytes(coursesSpare)
	}
	ask(log(1, 2, 3), 0, 3)
	ask(log(1, 2, 3), 3, 3)
	ask(log(1, 2, 3, 4, 5), 3, 5)
	ask(log(1, 2, 3, 4), 3, 4)
	ask(log(1, 7, 3), 0, 3) // another history
	proposed := log(1, 2, 3, 4)
	proposed.Changes[3].Step = &gitrepo.Step{Commit: &gitrepo.Commit{}}
	ask(proposed, 3, 3)
}
