package trail

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
)

func build(t testing.TB, dir string, cfg *config.Config, today day.Day) *Book {
	t.Helper()
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	book, err := Build(context.Background(), repo, Options{Config: cfg, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	sameAlone(t, repo, cfg, book)
	return book
}

// sameAlone makes sure that each trail which is judged alone says what it says when all are judged.
func sameAlone(t testing.TB, repo *gitrepo.Repo, cfg *config.Config, all *Book) {
	t.Helper()
	lazy, err := Build(context.Background(), repo, Options{Config: cfg, Today: all.Today, Lazy: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(lazy.Trails) != len(all.Trails) {
		t.Fatalf("unjudged there are %d trails, and %d judged", len(lazy.Trails), len(all.Trails))
	}
	for i, tr := range lazy.Trails {
		if i%3 == 2 {
			continue // the others mustn't need it
		}
		for range 2 {
			if lazy.judged(tr); lazy.Err() != nil {
				t.Fatal(lazy.Err())
			}
		}
		if diff := cmp.Diff(told(all, all.Trails[i]), told(lazy, tr)); diff != "" {
			t.Errorf("%s (-all +alone):\n%s", tr.ID, diff)
		}
	}
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
	book := build(t, dir, config.Default(), day.Of(2026, 1, 1))
	got := map[string][]string{}
	for _, tr := range book.Trails {
		if tr.ID == "" || book.ByID(tr.ID) != tr {
			continue
		}
		for _, c := range tr.Changes {
			got[tr.ID] = append(got[tr.ID], fmt.Sprintf("%s %s %s %s", c.Step.ID, c.What, c.Path, c.Blob))
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

// TestTrailersAreGits compares trailers with what git prints for %(trailers).
func TestTrailersAreGits(t *testing.T) {
	messages := []string{
		"Title\n\nApproved-by: Ilse <ilse@example.com>\n",
		"Title\n\nBody.\n\nApproved-by: A <a@x>\nReviewed-by: B <b@x>\n",
		"Title\n\nBody.\n\nSome prose\nApproved-by: A <a@x>\n",
		"Title\n\nSome prose\nApproved-by: A <a@x>\nSigned-off-by: C <c@x>\n",
		"Title\n\nprose\nprose\nprose\nprose\nSigned-off-by: C <c@x>\n",
		"Approved-by: A <a@x>\n",
		"Title\nApproved-by: A <a@x>\n",
		"Title\n\nApproved-by: A\n  folded <a@x>\nX: y\n",
		"Title\n\nApproved-by: A <a@x>\n\nCo-authored-by: B <b@x>\n",
		"Title\n\nApproved by: A <a@x>\n",
		"Title\n\nApproved-by : A <a@x>\n",
		"Title\n\n---\n\nApproved-by: A <a@x>\n",
		"Title\n\nhttps://example.com/x\n",
		"Title\n\nNote: this is prose\n",
		"Title\n\nApproved-by: A <a@x>\n\n   \n\n",
		"Title\n\n  indented: x\nApproved-by: A <a@x>\n",
		"Title\n\nApproved-by: A <a@x>\n# a comment\nX: y\n",
		"Title\n\nApproved-by:\nX: \n",
		"Title\r\n\r\nApproved-by: A <a@x>\r\n",
		"Title\n\nbody\n\n(cherry picked from commit 0123)\nApproved-by: A <a@x>\nprose\n",
		"\n\nTitle\n\nApproved-by: A <a@x>\n",
		"Title\n\nConflicts:\n\tfile.md\n",
		"Title\n\nApproved-by: A <a@x>\n\nConflicts:\n\tfile.md\n",
	}
	dir := gittest.Init(t)
	for _, m := range messages {
		commit := strings.TrimSpace(gittest.GitIn(t, dir, []byte(m), "commit-tree", "4b825dc642cb6eb9a060e54bf8d69288fbee4904"))
		want := gittest.Git(t, dir, "log", "-1", "--format=%(trailers:only,unfold)", commit)
		var got strings.Builder
		for _, tr := range gitrepo.Trailers(m) {
			fmt.Fprintf(&got, "%s: %s\n", tr.Key, tr.Value)
		}
		if diff := cmp.Diff(lines(want), lines(got.String())); diff != "" {
			t.Errorf("%q (-git +writ):\n%s", m, diff)
		}
	}
}

func lines(s string) []string {
	out := strings.Split(strings.TrimSpace(s), "\n")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return slices.DeleteFunc(out, func(l string) bool { return l == "" })
}
