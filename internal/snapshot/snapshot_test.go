package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
	"github.com/writ-docs/writ/internal/snapshot"
)

// files of the repository that all tests start from.
var files = map[string]string{"a.md": "A.\n", "dir/b.md": "B.\n", "dir/deep/c.md": "C.\n", "dir.txt": "Sorts between dir and dir/.\n", ".gitignore": "no/\n"}

// repository makes one with these files, a symbolic link and a submodule, all committed.
func repository(t *testing.T) (*gitrepo.Repo, string) {
	t.Helper()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "-q", "-b", "main")
	gittest.Write(t, dir, files)
	if err := os.Symlink("dir", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "update-index", "--add", "--cacheinfo", "160000,1234567890123456789012345678901234567890,module")
	gittest.Git(t, dir, "commit", "-qm", "All")
	return open(t, dir), dir
}

func open(t *testing.T, dir string) *gitrepo.Repo {
	t.Helper()
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { repo.Close() })
	return repo
}

// kinds returns all snapshots of the repository, which are alike.
func kinds(t *testing.T, repo *gitrepo.Repo) map[string]snapshot.Snapshot {
	t.Helper()
	head, err := repo.Head()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := repo.WorkTree()
	if err != nil {
		t.Fatal(err)
	}
	staged, err := repo.Staged()
	if err != nil {
		t.Fatal(err)
	}
	commit := snapshot.Commit(repo, head.Commit)
	return map[string]snapshot.Snapshot{"commit": commit, "staged": staged, "working tree": tree, "overlay of nothing": over(t, tree, nil),
		"overlay of the same": over(t, commit, map[string]string{"a.md": files["a.md"]})}
}

func over(t *testing.T, below snapshot.Snapshot, texts map[string]string) snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Overlay(below, bytesOf(texts))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func bytesOf(texts map[string]string) map[string][]byte {
	out := map[string][]byte{}
	for name, text := range texts {
		out[name] = []byte(text)
	}
	return out
}

// told is everything that a snapshot says of its files, and of the paths.
func told(t *testing.T, s snapshot.Snapshot, paths ...string) string {
	t.Helper()
	all, err := s.Files(gitrepo.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]string, len(all))
	var mu sync.Mutex
	err = s.Each(t.Context(), all, func(i int, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		texts[i] = string(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i, f := range all {
		fmt.Fprintf(&b, "%s %o %s edited %v untracked %v %q\n", f.Path, f.Mode, f.Blob, f.Edited, f.Untracked, texts[i])
	}
	for _, p := range paths {
		f, err := s.Entry(p)
		at, err2 := snapshot.At(s, p)
		text, err3 := snapshot.Read(s, p)
		fmt.Fprintf(&b, "%s: %s %o (%v), itself %o (%v), %q (%v)\n", p, f.Path, f.Mode, err, at.Mode, err2, text, err3)
	}
	return b.String()
}

// TestAlike: a commit, what is staged, the working tree and overlays say the same of the same files.
func TestAlike(t *testing.T) {
	repo, _ := repository(t)
	paths := []string{".", "a.md", "A.md", "dir", "dir/b.md", "dir/none", "dir/deep", "a.md/x", "link", "link/b.md", "module", "module/x", "none", "di", ".git", ".git/config"}
	all := kinds(t, repo)
	want := told(t, all["commit"], paths...)
	for _, line := range []string{"link/b.md: link 120000", "module/x: module 160000", "a.md/x: a.md 100644 (<nil>), itself 0", ".git/config:  0 (<nil>)", "A.md:  0", "link 120000"} {
		if !strings.Contains(want, line) {
			t.Errorf("a commit doesn't say %q:\n%s", line, want)
		}
	}
	for name, s := range all {
		if diff := cmp.Diff(want, told(t, s, paths...)); diff != "" {
			t.Errorf("%s (-commit +this):\n%s", name, diff)
		}
	}
}

// TestThreeVersions: what is staged differs from HEAD and from the working tree, and each snapshot keeps to its own.
func TestThreeVersions(t *testing.T) {
	_, dir := repository(t)
	gittest.Write(t, dir, map[string]string{"a.md": "Staged.\n", "new.md": "Staged, and gone.\n"})
	gittest.Git(t, dir, "add", ".")
	gittest.Write(t, dir, map[string]string{"a.md": "Edited.\n", "other.md": "Untracked.\n", "no/ignored.md": "Ignored.\n", "meant.md": "Announced.\n"})
	gittest.Git(t, dir, "add", "-N", "meant.md")
	gittest.Git(t, dir, "rm", "-q", "--cached", "dir/b.md")
	if err := os.Remove(filepath.Join(dir, "new.md")); err != nil {
		t.Fatal(err)
	}
	all := kinds(t, open(t, dir))
	for name, want := range map[string]string{
		"commit":       `a.md "A.\n" dir/b.md "B.\n"`,
		"staged":       `a.md "Staged.\n" new.md "Staged, and gone.\n"`,
		"working tree": `a.md "Edited.\n" dir/b.md "B.\n" meant.md "Announced.\n" other.md "Untracked.\n"`,
	} {
		var got []string
		for _, p := range []string{"a.md", "dir/b.md", "meant.md", "new.md", "no/ignored.md", "other.md"} {
			text, err := snapshot.Read(all[name], p)
			switch {
			case err == nil:
				got = append(got, fmt.Sprintf("%s %q", p, text))
			case !errors.Is(err, snapshot.ErrNoFile):
				t.Errorf("%s: %s: %v", name, p, err)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), want)
		}
	}
	if why := snapshot.Unseen(all["overlay of nothing"], "no/ignored.md"); why != gitrepo.Ignored {
		t.Errorf("an ignored file is one %q", why)
	}
	if why := snapshot.Unseen(all["staged"], "no/ignored.md"); why != "" {
		t.Errorf("of the disk, what is staged says %q", why)
	}
}

// TestOverlay: texts take the place of files, or are new ones, and everything else is what is below.
func TestOverlay(t *testing.T) {
	repo, _ := repository(t)
	for name, below := range kinds(t, repo) {
		s := over(t, below, map[string]string{"a.md": "Unsaved.\n", "new/deep/d.md": "New.\n", "dir/b.md": "B.\n"})
		list, err := s.Files(gitrepo.Filter{Match: func(path []byte) bool { return strings.HasSuffix(string(path), ".md") }})
		var got []string
		for _, f := range list {
			text, err := snapshot.Content(s, f)
			got = append(got, fmt.Sprintf("%s %q edited %v untracked %v %v", f.Path, text, f.Edited, f.Untracked, err))
		}
		want := []string{`a.md "Unsaved.\n" edited true untracked false <nil>`, `dir/b.md "B.\n" edited false untracked false <nil>`,
			`dir/deep/c.md "C.\n" edited false untracked false <nil>`, `new/deep/d.md "New.\n" edited true untracked true <nil>`}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
		for p, want := range map[string]string{"new": "new 40000", "new/deep": "new/deep 40000", "new/deep/d.md": "new/deep/d.md 100644",
			"new/deep/d.md/x": "new/deep/d.md 100644", "new/none": " 0", "dir": "dir 40000"} {
			f, err := s.Entry(p)
			if got := fmt.Sprintf("%s %o", f.Path, f.Mode); got != want || err != nil {
				t.Errorf("%s: at %s is %s (%v), want %s", name, p, got, err, want)
			}
		}
	}
	alone := over(t, nil, map[string]string{"b.md": "B.\n", "a.md": "A.\n"})
	if list, err := alone.Files(gitrepo.Filter{}); err != nil || len(list) != 2 || list[0].Path != "a.md" {
		t.Errorf("texts alone: %v, %v", list, err)
	}
}

// TestOverlayRefuses: paths at which no file can be.
func TestOverlayRefuses(t *testing.T) {
	repo, _ := repository(t)
	for at, want := range map[string]string{
		"../x": "no path of a file in the repository", "/x": "no path", "": "no path", ".": "no path", "a//b": "no path", "a/../b": "no path", "dir/": "no path",
		".git/config": "Git's own folder", "dir/.GIT/x": "Git's own folder", "dir": "dir is a folder", "link": "link is a symbolic link", "link/b.md": "link is a symbolic link",
		"module": "module is a submodule", "module/x.md": "module is a submodule", "a.md/x": "a.md is a file, and a folder is due",
	} {
		for name, below := range kinds(t, repo) {
			if _, err := snapshot.Overlay(below, map[string][]byte{at: nil}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: at %q: %v, want %s", name, at, err, want)
			}
		}
	}
	if _, err := snapshot.Overlay(nil, bytesOf(map[string]string{"x": "", "x/y": ""})); err == nil || !strings.Contains(err.Error(), "x is a file") {
		t.Errorf("a text below another one: %v", err)
	}
}

// TestEachStops: the first error of a visit ends the reading, as a canceled context does.
func TestEachStops(t *testing.T) {
	repo, _ := repository(t)
	broken := errors.New("broken")
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, s := range kinds(t, repo) {
		list, err := s.Files(gitrepo.Filter{})
		if err != nil || !slices.ContainsFunc(list, func(f gitrepo.File) bool { return f.Path == "a.md" }) {
			t.Fatal(name, list, err)
		}
		if err := s.Each(t.Context(), list, func(int, []byte) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("%s: the error of a visit came back as %v", name, err)
		}
		if err := s.Each(canceled, list, func(int, []byte) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: a canceled reading ended with %v", name, err)
		}
	}
}

// TestLost: a content that Git lost is an error that names the file.
func TestLost(t *testing.T) {
	repo, dir := repository(t)
	id := gitrepo.BlobID([]byte(files["dir/b.md"])).String()
	if err := os.Remove(filepath.Join(dir, ".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	gittest.Write(t, dir, map[string]string{"dir/b.md": "Edited since.\n"})
	for name, s := range kinds(t, repo) {
		text, err := snapshot.Read(s, "dir/b.md")
		if strings.HasSuffix(name, "tree") || name == "overlay of nothing" {
			if string(text) != "Edited since.\n" || err != nil {
				t.Errorf("%s: %q, %v", name, text, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), "dir/b.md") {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
