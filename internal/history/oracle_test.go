package history

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
)

func read(t testing.TB, dir string, cfg *config.Config, today day.Day) *History {
	t.Helper()
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	h, err := Read(context.Background(), repo, Options{Config: cfg, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestChangesAreGits compares each document's changes with what `git grep` finds in every commit of the main line: the
// oracle knows nothing of diffs.
func TestChangesAreGits(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			compareChanges(t, gittest.Random(t, 200+seed, 50))
		})
	}
	for _, shape := range gittest.Shapes() {
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			compareChanges(t, gittest.Shaped(t, shape))
		})
	}
}

func compareChanges(t *testing.T, dir string) {
	t.Helper()
	line := read(t, dir, config.Default(), day.Of(2026, 1, 1))
	got := map[string][]string{}
	for _, d := range line.Documents {
		if d.ID == "" || line.Document(d.ID) != d {
			continue
		}
		for _, c := range d.Changes {
			got[d.ID] = append(got[d.ID], fmt.Sprintf("%s %s %s %s", c.Step.ID, c.What, c.Path, c.Blob))
		}
	}
	if diff := cmp.Diff(changesByGit(t, dir), got); diff != "" {
		t.Errorf("changes differ (-git +writ):\n%s", diff)
	}
}

// changesByGit works the changes of each id out from the full listings of neighbouring commits.
func changesByGit(t *testing.T, dir string) map[string][]string {
	t.Helper()
	chain := strings.Fields(gittest.Git(t, dir, "rev-list", "--first-parent", "--reverse", "HEAD"))
	holds := map[string]map[string]string{} // commit → id → "path blob"
	for _, commit := range chain {
		holds[commit] = map[string]string{}
	}
	grep := append([]string{"grep", "--null", "-e", "^id: "}, chain...)
	found := strings.Split(strings.TrimSpace(gittest.Git(t, dir, append(grep, "--", "*.md")...)), "\n")
	names := make([]string, len(found)) // "commit:path"
	for i := range found {
		names[i], found[i], _ = strings.Cut(found[i], "\x00id: ")
	}
	blobs := strings.Fields(gittest.GitIn(t, dir, []byte(strings.Join(names, "\n")), "cat-file", "--batch-check=%(objectname)"))
	for i, id := range found {
		commit, path, _ := strings.Cut(names[i], ":")
		if holds[commit][id] != "" {
			t.Skipf("commit %s holds %s twice: the oracle doesn't judge that", commit, id)
		}
		holds[commit][id] = path + " " + blobs[i]
	}
	out, before := map[string][]string{}, map[string]string{}
	for _, commit := range chain {
		out = appendChanges(out, commit, before, holds[commit])
		before = holds[commit]
	}
	return out
}

func appendChanges(out map[string][]string, commit string, before, now map[string]string) map[string][]string {
	zero := strings.Repeat("0", 40)
	for id, at := range now {
		was, had := before[id]
		what := Changed
		switch path, _, _ := cutLast(at); {
		case was == at:
			continue
		case !had:
			what = Added
		default:
			if old, _, _ := cutLast(was); old != path {
				what = Moved
			}
		}
		out[id] = append(out[id], fmt.Sprintf("%s %s %s", commit, what, at))
	}
	for id, was := range before {
		if _, ok := now[id]; !ok {
			path, _, _ := cutLast(was)
			out[id] = append(out[id], fmt.Sprintf("%s %s %s %s", commit, Removed, path, zero))
		}
	}
	return out
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	return s[:i], s[i+1:], true
}
