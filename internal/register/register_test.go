package register

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/story/storytest"
)

const tale = `-- policies/a.md --
---
id: POL-1
kind: policy
---

# A
-- policies/sub/b.md --
---
document_id: POL-2
---

# B
-- policies/README.md --
How we write policies.
-- notes/c.md --
---
id: pol-1
---
-- notes/d.md --
No front matter.
-- notes/pic.png --
x
-- git: commit 2026-01-01 ada --
All
`

func play(t *testing.T) (*gitrepo.Repo, string) {
	t.Helper()
	dir, _ := storytest.Play(t, tale, day.Of(2026, 2, 1))
	repo, err := gitrepo.Open(dir, gittest.Cache(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	return repo, dir
}

func workTree(t *testing.T, repo *gitrepo.Repo) snapshot.Snapshot {
	t.Helper()
	w, err := repo.WorkTree()
	if err != nil {
		t.Error(err)
	}
	return w
}

func paths(r *Register) []string {
	var out []string
	for _, e := range r.Documents {
		out = append(out, e.Path+" "+e.ID+" "+e.Kind.Name+" "+e.Blob.String()[:8])
	}
	return out
}

// TestBothSnapshots: a clean working tree and its commit have the same documents.
func TestBothSnapshots(t *testing.T) {
	repo, _ := play(t)
	ctx, cfg := context.Background(), config.Default()
	head, err := repo.Head()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := Read(ctx, workTree(t, repo), cfg, Options{Kept: repo})
	if err != nil {
		t.Fatal(err)
	}
	commit, err := Read(ctx, snapshot.Commit(repo, head.Commit), cfg, Options{Kept: repo})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(paths(commit), paths(tree)); diff != "" {
		t.Errorf("(-commit +tree):\n%s", diff)
	}
	if len(tree.Documents) != 3 || len(tree.ByID("POL-1")) != 2 || tree.ByID("pol-2")[0].Path != "policies/sub/b.md" {
		t.Errorf("documents: %v", paths(tree))
	}
	for _, r := range []*Register{tree, commit} {
		for path, want := range map[string]bool{"policies": true, "policies/a.md": true, "notes/pic.png": true, "notes/no.png": false, "../x": false, "pol": false} {
			if is, err := r.Exists(path); is != want || err != nil {
				t.Errorf("Exists(%q) = %v, %v", path, is, err)
			}
		}
	}
}

// TestDirty: a document counts as changed when its content is, not when its times are.
func TestDirty(t *testing.T) {
	repo, dir := play(t)
	cfg := config.Default()
	count := func() int {
		t.Helper()
		n, err := Dirty(workTree(t, repo), cfg)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	path := filepath.Join(dir, "policies", "a.md")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(path string, data string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(path, string(src))
	if n := count(); n != 0 {
		t.Errorf("%d documents are changed after the same was written again", n)
	}
	write(path, string(src)+"more\n")
	write(filepath.Join(dir, "policies", "new.md"), "new\n")
	write(filepath.Join(dir, "notes", "d.md"), "no document\n")
	if n := count(); n != 2 {
		t.Errorf("%d documents are changed, not 2", n)
	}
	e, err := ReadOne(workTree(t, repo), cfg, "policies/a.md")
	if err != nil || e == nil || !e.Dirty || e.Blob == (gitrepo.ID{}) {
		t.Errorf("%+v, %v", e, err)
	}
}
