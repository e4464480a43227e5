package storytest

import (
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/story"
)

// Play plays the archive into a temporary folder and returns the folder. Tokens count from today, which may be
// day.None. A fault of the story fails the test at once.
func Play(t testing.TB, archive string, today day.Day) (dir string, result story.Result) {
	t.Helper()
	s, err := story.Parse([]byte(archive))
	if err != nil {
		t.Fatalf("story: %v", err)
	}
	dir = t.TempDir()
	result, err = s.Play(dir, story.Options{Today: today})
	if err != nil {
		t.Fatalf("story: %v", err)
	}
	return dir, result
}

// Day reads YYYY-MM-DD.
func Day(t testing.TB, s string) day.Day {
	t.Helper()
	d, err := day.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
