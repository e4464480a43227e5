package publicationtest

import (
	"context"
	"path/filepath"
	"testing"

	contentexample "github.com/writ-docs/writ/content-example"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/publication"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

// Example is the site of the embedded example on a day, read from its Git repository.
func Example(t *testing.T, today day.Day) sitegen.Site {
	t.Helper()
	tale, err := contentexample.Story()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "repo")
	if _, err := tale.Play(dir, story.Options{Today: today}); err != nil {
		t.Fatal(err)
	}
	return Of(t, dir, today)
}

// Of is the site of a repository on a day.
func Of(t *testing.T, dir string, today day.Day) sitegen.Site {
	t.Helper()
	site, err := For(t, dir, today, "")
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// For is the site of a repository on a day for an audience.
func For(t *testing.T, dir string, today day.Day, audience string) (sitegen.Site, error) {
	t.Helper()
	ctx := context.Background()
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
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
	cfg, problems := config.Load(src, snapshot.Files(snapshot.Commit(repo, head.Commit)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	book, err := trail.Build(ctx, repo, trail.Options{Config: cfg, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	reg, err := register.Read(ctx, snapshot.Commit(repo, head.Commit), cfg, register.Options{Kept: repo})
	if err != nil {
		t.Fatal(err)
	}
	return publication.From(ctx, publication.Source{Repo: repo, Config: cfg, Register: reg, Book: book,
		Audience: audience})
}
