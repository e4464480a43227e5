package trail

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
)

// BenchmarkBuild measures the reading of all trails of the repository that WRIT_CORPUS names:
// without an index, with one, and with one and
// all trails judged.
func BenchmarkBuild(b *testing.B) {
	dir := os.Getenv("WRIT_CORPUS")
	if dir == "" {
		b.Skip("WRIT_CORPUS names no repository")
	}
	text, err := os.ReadFile(filepath.Join(dir, config.File))
	if err != nil {
		b.Fatal(err)
	}
	cfg, problems := config.Load(text, nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	folder := filepath.Join(b.TempDir(), "corpus") // of the index, which is that of nobody's own runs
	getenv := gittest.Cache(folder)
	run := func(b *testing.B, lazy bool) {
		b.Helper()
		repo, err := gitrepo.Open(dir, getenv)
		if err != nil {
			b.Fatal(err)
		}
		defer repo.Close()
		book, err := Build(context.Background(), repo, Options{Config: cfg, Today: day.Of(2026, 1, 1), Lazy: lazy})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(book.Trails)), "trails")
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			if err := os.RemoveAll(filepath.Join(getenv("HOME"), ".cache")); err != nil {
				b.Fatal(err)
			}
			run(b, true)
		}
	})
	b.Run("indexed", func(b *testing.B) {
		for b.Loop() {
			run(b, true)
		}
	})
	b.Run("judged", func(b *testing.B) {
		for b.Loop() {
			run(b, false)
		}
	})
}
