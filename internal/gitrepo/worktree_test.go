package gitrepo

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gittest"
)

// treeFiles is what a working tree holds, and what of it is edited.
func treeFiles(t *testing.T, r *Repo) (all, edited []string) {
	t.Helper()
	w, err := r.WorkTree()
	if err != nil {
		t.Fatal(err)
	}
	files, err := w.Files(Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		all = append(all, f.Path)
		if f.Edited {
			edited = append(edited, f.Path)
		}
	}
	return all, edited
}

// gitLists is what git prints between NULs, sorted, each once.
func gitLists(t *testing.T, env []string, dir string, args ...string) []string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	known := map[string]bool{}
	for p := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		known[p] = true
	}
	delete(known, "")
	return slices.Sorted(maps.Keys(known))
}

// tree is a random working tree of several folders with patterns of their own, each below a folder that none outside
// of it speaks of, so that one call of git judges all.
type tree struct {
	rng   *rand.Rand
	files map[string]string
}

func (x *tree) pick(from ...string) string { return from[x.rng.IntN(len(from))] }

func (x *tree) name() string {
	return x.pick("a", "b", "ab", "A", "build", "doc", "ä", "x y", "[z]", "!n", "#h", "t\\") + x.pick("", "", ".md", ".txt", ".bak.md")
}

// pattern is a line of a .gitignore, made of what is hard to read right.
func (x *tree) pattern() string {
	if x.rng.IntN(4) == 0 {
		return x.pick("*", "!*/", "!*.md", "**", "!**/a*", "/*", "!/build", "build/", "!build/", "", "# a", "\\#h", "\\!n*", "[!a]*", "[^a-b].md", "?.md",
			"a[[:alpha:]]", "**/b", "a/**", "a/**/b", "*.md ", "*.txt\\ ", "x\\ y", "[z", "[]z]*", "\\[z\\]", "t\\\\", "t\\", "/", "!", "//", "a**", "/a**",
			"*/**/a", "doc/*", "!doc/a*", "ä*", "??", "[a-", "[\\z]", "***/b", "a/***/b", "b*[!d]", "[[:foo:]]", "[[:]", "*\r", "a//b", "*a*b*", "[A-C]*")
	}
	p := x.name()
	if x.rng.IntN(3) == 0 {
		p = x.name() + "/" + p
	}
	if x.rng.IntN(3) == 0 {
		at := x.rng.IntN(len(p) + 1)
		p = p[:at] + x.pick("*", "?", "**", "/", "**/", "/**", "[!a]", "[a-c]", "\\") + p[min(len(p), at+x.rng.IntN(2)):]
	}
	return x.pick("", "", "!", "/", "!/") + p + x.pick("", "", "/", " ")
}

func (x *tree) fill(dir string, depth int) {
	for range 2 + x.rng.IntN(4) {
		x.files[path.Join(dir, x.name())] = "x\n"
	}
	if x.rng.IntN(2) == 0 || depth == 0 {
		var lines []string
		for range 1 + x.rng.IntN(4) {
			lines = append(lines, x.pattern())
		}
		x.files[path.Join(dir, ".gitignore")] = x.pick("", "", "\ufeff") + strings.Join(lines, "\n") + x.pick("", "\n", "\r\n")
	}
	for range x.rng.IntN(3) {
		if depth < 3 {
			x.fill(path.Join(dir, x.name()), depth+1)
		}
	}
}

// write puts the files on the disk. Of a name that is a folder too, the folder counts.
func (x *tree) write(t *testing.T, root string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(x.files)) {
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			if err = os.Remove(filepath.Dir(at)); err == nil {
				err = os.MkdirAll(filepath.Dir(at), 0o755)
			}
			if err != nil {
				continue // a file higher up has the name of a folder
			}
		}
		_ = os.WriteFile(at, []byte(x.files[name]), 0o644)
	}
}

// TestWorkTreeIsGits: what the working tree holds is what `git ls-files -co --exclude-standard` lists, with patterns in
// the tree, in info/exclude and in the user's file, and some ignored files tracked. Each repository holds many trees.
func TestWorkTreeIsGits(t *testing.T) {
	const repositories, trees = 10, 30
	ignored := 0
	for seed := range uint64(repositories) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dir, home := t.TempDir(), t.TempDir()
			x := &tree{rand.New(rand.NewPCG(seed, 11)), map[string]string{}}
			gittest.Git(t, dir, "init", "-q")
			if seed%5 == 4 {
				gittest.Git(t, dir, "config", "core.ignorecase", "true")
			}
			for k := range trees {
				x.fill(fmt.Sprintf("tree%d", k), 0)
			}
			for _, name := range slices.Sorted(maps.Keys(x.files)) {
				if x.rng.IntN(40) == 0 && path.Base(name) != ".gitignore" {
					x.files[path.Dir(name)+"/linked"] = ""
				}
			}
			x.write(t, dir)
			tracked := []string{"add", "-f"}
			all, _ := treeFiles(t, open(t, dir))
			for _, name := range all {
				if x.rng.IntN(10) == 0 {
					tracked = append(tracked, ":(literal)"+name)
				}
			}
			gittest.Git(t, dir, tracked...)
			env := []string{"HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C", "PATH=" + os.Getenv("PATH")}
			outer := x.pattern() + "\n" + x.pattern() + "\n"
			if seed%2 == 0 {
				gittest.Write(t, home, map[string]string{".config/git/ignore": outer})
			} else {
				gittest.Write(t, home, map[string]string{".gitconfig": "[include]\n\tpath = more\n", "more": "[core] excludesFile = ~/own\n", "own": outer})
			}
			gittest.Write(t, dir, map[string]string{".git/info/exclude": x.pattern() + "\n" + x.pattern() + "\n"})
			r, err := Open(dir, lookup(env))
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			want := slices.DeleteFunc(gitLists(t, env, dir, "ls-files", "-co", "--exclude-standard", "-z"),
				func(p string) bool { return strings.HasSuffix(p, "/") })
			got, _ := treeFiles(t, r)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-git +writ):\n%s", diff)
			}
			ignored += len(all) - len(got)
		})
	}
	if ignored < 100 {
		t.Errorf("%d files more were ignored by the patterns outside of the tree: too little is compared", ignored)
	}
}
