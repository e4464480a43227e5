package gitrepo

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// refsByGit lists refs as git does, with what it peels them to.
func refsByGit(t *testing.T, dir, prefix string) string {
	return gittest.Git(t, dir, "for-each-ref", "--format=%(refname) %(objectname)", prefix)
}

func listed(t *testing.T, r *Repo, prefix string) string {
	t.Helper()
	refs, err := r.Refs(prefix)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, ref := range refs {
		fmt.Fprintln(&out, ref.Name, ref.ID)
	}
	return out.String()
}

// TestRefsAreGits compares lists of loose, packed, mixed, deleted, moved and symbolic refs with git's.
func TestRefsAreGits(t *testing.T) {
	dir := gittest.Random(t, 1, 6)
	git := func(args ...string) { t.Helper(); gittest.Git(t, dir, args...) }
	check := func(how string) {
		t.Helper()
		r := open(t, dir)
		for _, prefix := range []string{"refs/", "refs/tags/", "refs/heads/", "refs/notes/", "refs/none/"} {
			if diff := cmp.Diff(refsByGit(t, dir, prefix), listed(t, r, prefix)); diff != "" {
				t.Errorf("%s, %s (-git +writ):\n%s", how, prefix, diff)
			}
		}
	}
	git("tag", "light")
	git("tag", "-a", "-m", "x", "heavy")
	git("tag", "-a", "-m", "x", "deep/er/one", "HEAD^")
	git("branch", "side", "HEAD^")
	git("notes", "--ref=writ", "add", "-m", "note")
	git("update-ref", "refs/remotes/origin/main", "HEAD")
	git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	git("symbolic-ref", "refs/heads/dangling", "refs/heads/nothing")
	check("loose")
	git("pack-refs", "--all")
	check("packed")
	git("update-ref", "refs/heads/side", "HEAD")
	git("tag", "-f", "light", "HEAD^")
	git("tag", "-d", "heavy")
	git("tag", "-a", "-m", "y", "later")
	check("mixed")
	r := open(t, dir)
	git("pack-refs", "--all")
	if diff := cmp.Diff(refsByGit(t, dir, "refs/tags/"), listed(t, r, "refs/tags/")); diff != "" {
		t.Errorf("packed while the repository is open (-git +writ):\n%s", diff)
	}
	if got, want := listed(t, r, "refs/tags/l"), "refs/tags/later "; !strings.Contains(got, want) || strings.Contains(got, "deep") {
		t.Errorf("part of a name lists %q", got)
	}
}

// TestPeeledRefs: packed-refs says what annotated tags lead to; a moved tag isn't peeled by an old line.
func TestPeeledRefs(t *testing.T) {
	dir := gittest.Random(t, 2, 6)
	gittest.Git(t, dir, "tag", "light")
	gittest.Git(t, dir, "tag", "-a", "-m", "x", "heavy")
	gittest.Git(t, dir, "tag", "-a", "-m", "x", "moved")
	gittest.Git(t, dir, "pack-refs", "--all")
	gittest.Git(t, dir, "tag", "-f", "-a", "-m", "x", "moved", "HEAD^")
	r := open(t, dir)
	refs, err := r.Refs("refs/tags/")
	if err != nil {
		t.Fatal(err)
	}
	head := mustResolve(t, r, "HEAD")
	got := map[string]ID{}
	for _, ref := range refs {
		got[ref.Name] = ref.Peeled
	}
	if diff := cmp.Diff(map[string]ID{"refs/tags/heavy": head, "refs/tags/light": {}, "refs/tags/moved": {}}, got); diff != "" {
		t.Error(diff)
	}
}

// TestManyRefs: 100,000 refs don't hold up the reading of one, nor of all.
func TestManyRefs(t *testing.T) {
	dir := gittest.Random(t, 3, 6)
	head := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD"))
	var in strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&in, "%s refs/tags/build-%06d\n", head, i)
	}
	if err := os.WriteFile(filepath.Join(dir, ".git", "packed-refs"), []byte(in.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, name := range []string{"HEAD", "refs/tags/build-000000", "refs/tags/build-099999", "main~1"} {
		mustResolve(t, r, name)
	}
	if _, err := r.Resolve("refs/tags/build-100000"); err == nil {
		t.Error("a ref that isn't there is found")
	}
	refs, err := r.Refs("refs/tags/build-0")
	if err != nil || len(refs) != 100_000 {
		t.Errorf("%d refs, %v", len(refs), err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1000*100_000 {
		t.Errorf("%d bytes were allocated for 100,000 refs", n)
	}
}

// TestBadRefs: what isn't a ref is refused by name, and names can't leave the Git directory.
func TestBadRefs(t *testing.T) {
	dir := gittest.Random(t, 4, 6)
	head := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD"))
	if err := os.WriteFile(filepath.Join(dir, "outside"), []byte(head+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	for _, name := range []string{"../outside", "refs/../../outside", "refs/heads/../../../outside", "refs/heads/main.lock", "refs//heads/main",
		"refs/heads/ma*n", "config", "refs/heads"} {
		if id, err := r.Resolve(name); err == nil {
			t.Errorf("%q leads to %s", name, id)
		}
	}
	for name, text := range map[string]string{"empty": "", "short": head[:39], "zeros": strings.Repeat("\x00", 41), "loop": "ref: refs/tags/loop"} {
		path := filepath.Join(dir, ".git", "refs", "tags", name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := r.Refs("refs/tags/")
		if refusal, ok := err.(*Refusal); !ok || !strings.Contains(refusal.What, name) {
			t.Errorf("%s: %v", name, err)
		}
		os.Remove(path)
	}
}

func FuzzPackedRefs(f *testing.F) {
	f.Add([]byte("# pack-refs with: peeled fully-peeled sorted \n4b825dc642cb6eb9a060e54bf8d69288fbee4904 refs/tags/a\n^4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"))
	f.Add([]byte("4b825dc642cb6eb9a060e54bf8d69288fbee4904 refs/heads/../x\n^\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = eachPacked(data, "refs/", func(ref Ref) {
			if !soundRef(ref.Name) || !strings.HasPrefix(ref.Name, "refs/") {
				t.Errorf("the name %q", ref.Name)
			}
		})
	})
}

// TestHeads: HEAD as a branch, detached, as the symbolic link that it once was, unborn, and of a linked working tree.
func TestHeads(t *testing.T) {
	dir := gittest.Random(t, 5, 6)
	tip := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD"))
	below := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD^"))
	want := func(how, at, ref, commit string, unborn bool) {
		t.Helper()
		h, err := open(t, at).Head()
		if err != nil || h.Ref != ref || h.Commit.String() != commit || h.Unborn != unborn || h.Detached != (ref == "") {
			t.Errorf("%s: %+v, %v", how, h, err)
		}
	}
	want("branch", dir, "refs/heads/main", tip, false)
	tree := filepath.Join(t.TempDir(), "tree")
	gittest.Git(t, dir, "worktree", "add", "-q", "--detach", tree, "HEAD^")
	want("linked working tree", tree, "", below, false)
	head := filepath.Join(dir, ".git", "HEAD")
	os.Remove(head)
	if err := os.Symlink("refs/heads/main", head); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	want("symbolic link", dir, "refs/heads/main", tip, false)
	os.Remove(head)
	if err := os.WriteFile(head, []byte("ref: refs/heads/new\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	want("unborn", dir, "refs/heads/new", strings.Repeat("0", 40), true)
}
