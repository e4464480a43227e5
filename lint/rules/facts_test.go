package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/scratch"
	"github.com/writ-docs/writ/internal/story/storytest"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// TestFactsTellTheSame: each example is told the same of, be its files parsed or made of facts.
func TestFactsTellTheSame(t *testing.T) {
	for _, r := range All() {
		t.Run(r.ID, func(t *testing.T) {
			t.Parallel()
			for _, archive := range []string{r.Bad(), r.Good()} {
				e := exampleOf(t, archive)
				sameByFacts(t, e.dir, e.in, e.result)
			}
		})
	}
}

// TestFactsOfManyFiles: a repository with the files of all bad examples, of which facts are kept from the first run on.
func TestFactsOfManyFiles(t *testing.T) {
	dir := manyFiles(t)
	in, err := scratch.Load(t.Context(), dir, defaultToday)
	if err != nil {
		t.Fatal(err)
	}
	want := run(t, in)
	sameByFacts(t, dir, in, want)
	sameByFacts(t, dir, in, want)
}

// TestReadingsAreKept: the same repository is told the same of with an index that holds the readings of tables as
// without any.
func TestReadingsAreKept(t *testing.T) {
	dir, cache := manyFiles(t), t.TempDir()
	in, err := scratch.Load(t.Context(), dir, defaultToday)
	if err != nil {
		t.Fatal(err)
	}
	want := run(t, in)
	for _, warm := range []bool{false, true} {
		repo, err := gitrepo.Open(dir, func(name string) string { return map[string]string{"XDG_CACHE_HOME": cache}[name] })
		if err != nil {
			t.Fatal(err)
		}
		if _, kept := repo.ReadSection("readings"); kept != warm {
			t.Errorf("readings are kept: %v, want %v", kept, warm)
		}
		again := *in
		if again.Book, err = trail.Build(t.Context(), repo, trail.Options{Config: in.Config, Today: in.Today}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, run(t, &again), cmp.AllowUnexported(lint.Finding{}),
			cmp.Comparer(func(a, b *lint.Rule) bool { return a.ID == b.ID })); diff != "" {
			t.Errorf("warm %v (-without index +with):\n%s", warm, diff)
		}
		if err := repo.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// manyFiles plays a repository with the documents of all bad examples.
func manyFiles(t *testing.T) string {
	t.Helper()
	var all txtar.Archive
	for _, r := range All() {
		for i, f := range txtar.Parse([]byte(r.Bad())).Files {
			if strings.HasSuffix(f.Name, ".md") && !strings.Contains(f.Name, ":") {
				f.Name = fmt.Sprintf("policies/%s/%d/%s", r.ID, i, f.Name)
				all.Files = append(all.Files, f)
			}
		}
	}
	all.Files = append(all.Files, txtar.File{Name: "git: commit 2026-02-01 ada", Data: []byte("All\n")})
	dir, _ := storytest.Play(t, string(txtar.Format(&all)), day.Of(2026, 6, 1))
	return dir
}

// sameByFacts lints a repository with its files made of facts, and compares that with what is found when they are parsed.
func sameByFacts(t *testing.T, dir string, in *lint.Input, want *lint.Result) {
	t.Helper()
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	defer repo.Close()
	tree, err := repo.WorkTree()
	if err != nil {
		t.Fatal(err)
	}
	facts := *in
	if facts.Register, err = register.Read(t.Context(), tree, in.Config, register.Options{Kept: repo}); err != nil {
		t.Fatal(err)
	}
	all := cmp.AllowUnexported(lint.Finding{})
	if diff := cmp.Diff(want, run(t, &facts), all, cmp.Comparer(func(a, b *lint.Rule) bool { return a.ID == b.ID })); diff != "" {
		t.Errorf("(-parsed +facts):\n%s", diff)
	}
}
