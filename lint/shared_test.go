package lint_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/writ-docs/writ/lint"
)

// TestShare counts how often shared work is done: once in a run whoever asks, anew in the next run, and each time
// outside of one.
func TestShare(t *testing.T) {
	in := input(t, twoDocuments)
	var counted, listed atomic.Int32
	count := lint.Share(func(in *lint.Input) (int, error) {
		counted.Add(1)
		return len(in.Register.Documents), nil
	})
	list := lint.Share(func(in *lint.Input) ([]string, error) { // the same type as others share, and asks for another
		listed.Add(1)
		n, err := count(in)
		return make([]string, n), err
	})
	var rules []*lint.Rule
	for i := range 20 {
		r := &lint.Rule{ID: fmt.Sprintf("WR5%02d", i), Name: "asks", Scope: lint.Register, Severity: lint.Error, Find: func(p *lint.Pass) error {
			n, err := count(p.Input)
			all, err2 := list(p.Input)
			if n != 2 || len(all) != 2 {
				t.Errorf("%s got %d and %d", p.Rule.ID, n, len(all))
			}
			return errors.Join(err, err2)
		}}
		if i%2 == 0 {
			r.Scope = lint.Document
		}
		rules = append(rules, r)
	}
	for run := range int32(3) {
		if _, err := lint.Run(t.Context(), in, rules); err != nil {
			t.Fatal(err)
		}
		if counted.Load() != run+1 || listed.Load() != run+1 {
			t.Errorf("after run %d the work was done %d and %d times", run+1, counted.Load(), listed.Load())
		}
	}
	for range 2 {
		if n, err := count(in); n != 2 || err != nil {
			t.Errorf("outside of a run: %d, %v", n, err)
		}
	}
	if counted.Load() != 5 {
		t.Errorf("outside of a run the work was done %d times, not 2", counted.Load()-3)
	}
}

// TestShareFails checks that an error of shared work reaches each rule that asks.
func TestShareFails(t *testing.T) {
	broken := errors.New("no such file")
	work := lint.Share(func(*lint.Input) (int, error) { return 0, broken })
	asks := &lint.Rule{ID: "WR501", Name: "asks", Scope: lint.Document, Severity: lint.Error, Find: func(p *lint.Pass) error {
		_, err := work(p.Input)
		return err
	}}
	if _, err := lint.Run(t.Context(), input(t, twoDocuments), []*lint.Rule{asks}); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
