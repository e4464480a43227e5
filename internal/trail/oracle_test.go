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
	"github.com/writ-docs/writ/internal/history"
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

// byID returns the trail of an id in a book of which everything can be read.
func byID(b *Book, id string) *Trail { return trailOf(b, b.Document(id)) }

func trailOf(b *Book, d *history.Document) *Trail {
	tr, err := b.Trail(d)
	if err != nil {
		panic(err)
	}
	return tr
}

// sameAlone makes sure that each trail which is judged alone says what it says when all are judged.
func sameAlone(t testing.TB, repo *gitrepo.Repo, cfg *config.Config, all *Book) {
	t.Helper()
	lazy, err := Build(context.Background(), repo, Options{Config: cfg, Today: all.Today, Lazy: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(lazy.Documents) != len(all.Trails) {
		t.Fatalf("unjudged there are %d documents, and %d judged", len(lazy.Documents), len(all.Trails))
	}
	for i, d := range lazy.Documents {
		if i%3 == 2 {
			continue // the others mustn't need it
		}
		var tr *Trail
		for range 2 {
			if tr, err = lazy.Trail(d); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(told(all, all.Trails[i]), told(lazy, tr)); diff != "" {
			t.Errorf("%s (-all +alone):\n%s", tr.ID, diff)
		}
	}
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
