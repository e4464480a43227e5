package standing

import (
	"fmt"
	"path/filepath"
	"testing"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/internal/trail"
)

// TestPastDays asks the whole history what documents were on past days, and holds that against a history that ends there.
func TestPastDays(t *testing.T) {
	today := day.Of(2026, 11, 23)
	tale, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "repo")
	if _, err := tale.Play(dir, story.Options{Today: today}); err != nil {
		t.Fatal(err)
	}
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	head, err := repo.Head()
	if err != nil {
		t.Fatal(err)
	}
	rd := repo.NewReader()
	_, id, err := rd.Lookup(head.Commit, config.File)
	if err != nil {
		t.Fatal(err)
	}
	src, err := rd.Blob(id)
	if err != nil {
		t.Fatal(err)
	}
	cfg, problems := config.Load(src, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	book := func(at history.Cut) *trail.Book {
		b, err := trail.Build(t.Context(), repo, trail.Options{Config: cfg, Today: today, AsOf: at})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole, states := book(history.Cut{}), map[State]int{}
	for on := whole.Days[0]; on <= today; on += 23 {
		then := book(history.Cut{Day: on})
		for _, was := range then.Trails {
			d := whole.DocumentAt(was.Path)
			if d == nil || d.Changes[0].Step.ID != was.Changes[0].Step.ID {
				if d = whole.Document(was.ID); d == nil {
					continue // a path that another document has today
				}
			}
			is, err := whole.Trail(d)
			if err != nil {
				t.Fatal(err)
			}
			want := told(t, View{Config: cfg, Book: then, Today: on}, was)
			if got := told(t, View{Config: cfg, Book: whole, Today: on}, is); got != want {
				t.Errorf("%s on %s: %s; the history up to that day says %s", was.Path, on, got, want)
			}
			s, _ := View{Config: cfg, Book: then, Today: on}.History(was)
			states[s.State]++
		}
	}
	for _, s := range []State{InForce, OnRecord, NotInForce, Retired} {
		if states[s] == 0 {
			t.Errorf("nothing was ever %s", s)
		}
	}
}

func told(t *testing.T, v View, of *trail.Trail) string {
	t.Helper()
	s, err := v.History(of)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s since %s, version %s %s, kind %s, review %s (%d days late, soon %v), lapsed %d days", s.State, s.Since, s.Version, s.Grade, s.Kind.Name,
		s.Review.Due, s.Review.Overdue, s.Review.Soon, LapseDays(of, v.Today-365, v.Today))
}
