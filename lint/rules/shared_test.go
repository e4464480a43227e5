package rules

import (
	"cmp"
	"context"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/lint"
)

// shared are the examples of rules that were played, by their archives: several tests ask what is found in each.
var shared = struct {
	dir    string
	played sync.Map // archive → func() (*sharedExample, error)
}{}

// sharedExample is the repository of a rule's example, and what all rules find in all of it. Tests that share it change nothing.
type sharedExample struct {
	dir    string
	in     *lint.Input
	result *lint.Result
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "rules")
	if err != nil {
		panic(err)
	}
	shared.dir = dir
	debug.SetGCPercent(400) // many small repositories: to collect them sooner takes longer than the tests have
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// exampleOf plays an archive, once for all tests.
func exampleOf(t *testing.T, archive string) *sharedExample {
	t.Helper()
	play, _ := shared.played.LoadOrStore(archive, sync.OnceValues(func() (*sharedExample, error) { return playOnce(archive) }))
	e, err := play.(func() (*sharedExample, error))()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func playOnce(archive string) (*sharedExample, error) {
	s, err := story.Parse([]byte(archive))
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(shared.dir, "")
	if err != nil {
		return nil, err
	}
	told, err := s.Play(dir, story.Options{})
	if err != nil {
		return nil, err
	}
	e := &sharedExample{dir: dir}
	if e.in, err = scratch.Load(context.Background(), dir, cmp.Or(told.Today, defaultToday)); err == nil {
		e.result, err = lint.Run(context.Background(), e.in, All())
	}
	return e, err
}

// found is what all rules find in an example: in all of it, or in the change that it compares with a base.
func found(t *testing.T, archive string) *lint.Result {
	t.Helper()
	if strings.Contains(archive, "-- git: base ") {
		return examine(t, archive)
	}
	return exampleOf(t, archive).result
}

// badOf is what all rules find in a rule's bad example.
func badOf(t *testing.T, r *lint.Rule) *lint.Result {
	t.Helper()
	if r.ID == "WR214" { // a story can't make a shallow clone
		return run(t, read(t, r.Bad(), cut(t)))
	}
	return found(t, r.Bad())
}
