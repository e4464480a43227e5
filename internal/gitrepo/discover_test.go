package gitrepo

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/gittest"
)

// asGitFinds returns what git says of the repository that dir and the environment name: its own Git directory, the
// common one and the working tree, "" for none; nothing where git finds none.
func asGitFinds(t *testing.T, dir string, env []string) []string {
	t.Helper()
	ask := func(args ...string) (string, bool) {
		cmd := exec.Command("git", append([]string{"rev-parse", "--path-format=absolute"}, args...)...)
		cmd.Dir, cmd.Env = dir, append(gittest.Env(), env...)
		out, err := cmd.Output()
		return strings.TrimSpace(string(out)), err == nil
	}
	gitDir, ok := ask("--git-dir")
	if !ok {
		return nil
	}
	common, _ := ask("--git-common-dir")
	tree, _ := ask("--show-toplevel") // fails where there is none
	return []string{gitDir, common, tree}
}

func lookup(env []string) func(string) string {
	return func(key string) string {
		for _, kv := range env {
			if v, ok := strings.CutPrefix(kv, key+"="); ok {
				return v
			}
		}
		return ""
	}
}

// TestPlacesAreGits compares which repository and working tree are found, from many places and by many variables, with
// what git finds.
func TestPlacesAreGits(t *testing.T) {
	home := gittest.Random(t, 21, 4)
	gittest.Write(t, home, map[string]string{"policies/here.md": "Here.\n"})
	at := func(parts ...string) string { return filepath.Join(append([]string{home}, parts...)...) }
	top := t.TempDir()
	in := func(parts ...string) string { return filepath.Join(append([]string{top}, parts...)...) }
	git := func(dir string, args ...string) { t.Helper(); gittest.Git(t, dir, args...) }

	git(home, "worktree", "add", "-q", in("linked"), "HEAD^")
	git(top, "clone", "-q", "--bare", home, "bare.git")
	git(top, "init", "-q", "beside")
	git(top, "clone", "-q", "--bare", home, "beside/.bare")
	os.RemoveAll(in("beside", ".git"))
	gittest.Write(t, top, map[string]string{"beside/.git": "gitdir: ./.bare\n", "else/where/file": "", "gitfile": "gitdir: " + at(".git") + "\n"})
	git(in("beside"), "worktree", "add", "-q", "main", "main")
	git(top, "clone", "-q", home, "own")
	git(in("own"), "config", "extensions.worktreeConfig", "true")
	git(in("own"), "worktree", "add", "-q", "-b", "other", in("own2"))
	git(top, "clone", "-q", "--bare", home, "own.git")
	git(in("own.git"), "config", "--unset", "core.bare")
	git(in("own.git"), "config", "extensions.worktreeConfig", "true")
	gittest.Write(t, in("own.git"), map[string]string{"config.worktree": "[core]\n\tbare\n"})
	git(in("own.git"), "worktree", "add", "-q", in("own3"), "main")
	git(top, "clone", "-q", home, "apart")
	git(in("apart"), "config", "core.worktree", "../../else/where")
	git(top, "clone", "-q", "--bare", home, "dot/.git")
	git(top, "clone", "-q", "--bare", home, "unsaid.git")
	git(in("unsaid.git"), "config", "--unset", "core.bare")

	for _, c := range []struct {
		name, dir string
		env       []string
	}{
		{"at the root", home, nil},
		{"below the root", at("policies"), nil},
		{"nowhere", in("else"), nil},
		{"linked", in("linked"), nil},
		{"bare", in("bare.git"), nil},
		{"in a bare one", in("bare.git", "refs"), nil},
		{"bare, and called .git", in("dot"), nil},
		{"bare, and nothing says so", in("unsaid.git"), nil},
		{"a .git file beside a bare one", in("beside"), nil},
		{"a worktree of a bare one", in("beside", "main"), nil},
		{"settings of each worktree", in("own"), nil},
		{"settings of each worktree, linked", in("own2"), nil},
		{"settings of each worktree of a bare one", in("own.git"), nil},
		{"settings of each worktree of a bare one, linked", in("own3"), nil},
		{"core.worktree", in("apart"), nil},
		{"core.worktree by GIT_DIR", in("else"), []string{"GIT_DIR=" + in("apart", ".git")}},
		{"GIT_DIR in a hook", home, []string{"GIT_DIR=.git"}},
		{"GIT_DIR in a folder", at("policies"), []string{"GIT_DIR=../.git"}},
		{"GIT_DIR from elsewhere", in("else"), []string{"GIT_DIR=" + at(".git")}},
		{"GIT_DIR of a bare one", in("bare.git"), []string{"GIT_DIR=."}},
		{"GIT_DIR of a bare one from elsewhere", in("else"), []string{"GIT_DIR=../bare.git"}},
		{"GIT_DIR names a file", in("linked"), []string{"GIT_DIR=" + in("linked", ".git")}},
		{"GIT_DIR names a file elsewhere", in("else"), []string{"GIT_DIR=../gitfile"}},
		{"GIT_DIR and no working tree", in("else"), []string{"GIT_DIR=" + at(".git"), "GIT_IMPLICIT_WORK_TREE=0"}},
		{"GIT_DIR names nothing", home, []string{"GIT_DIR=" + in("else")}},
		{"GIT_WORK_TREE", in("else"), []string{"GIT_DIR=" + at(".git"), "GIT_WORK_TREE=where"}},
		{"GIT_WORK_TREE of a bare one", in("else"), []string{"GIT_DIR=" + in("bare.git"), "GIT_WORK_TREE=where"}},
		{"GIT_WORK_TREE alone", at("policies"), []string{"GIT_WORK_TREE=."}},
		{"GIT_COMMON_DIR", in("linked"), []string{"GIT_DIR=" + at(".git", "worktrees", "linked"), "GIT_COMMON_DIR=" + in("own", ".git")}},
	} {
		want := asGitFinds(t, c.dir, c.env)
		var got []string
		r, err := Open(c.dir, lookup(c.env))
		if err == nil {
			got = []string{r.GitDir, r.CommonDir, r.Root}
			r.Close()
		} else if want == nil && !errors.Is(err, ErrNoRepository) {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: git directory, common directory, working tree (-git +writ), %v:\n%s", c.name, err, diff)
		}
	}
	// A hook that receives runs in the Git directory, and git takes that for the working tree. It is none.
	r, err := Open(at(".git"), lookup([]string{"GIT_DIR=."}))
	if err != nil || r.Root != home {
		t.Errorf("in a hook that receives: %v, %v", r, err)
	}
}

// TestObjectsOfTheEnvironment: GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES hold what git finds there.
func TestObjectsOfTheEnvironment(t *testing.T) {
	dir := gittest.Random(t, 22, 4)
	other := gittest.Random(t, 23, 4)
	id := strings.TrimSpace(gittest.GitIn(t, other, []byte("only there"), "hash-object", "-w", "--stdin"))
	own, beside := filepath.Join(dir, ".git", "objects"), filepath.Join(other, ".git", "objects")
	strange := filepath.Join(t.TempDir(), "a:b\"c") // has to be quoted
	if err := os.Symlink(beside, strange); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	quoted := `"` + strings.NewReplacer(`"`, `\"`, `b`, `\142`).Replace(strange) + `"`
	for _, c := range []struct {
		name string
		env  []string
		here bool
	}{
		{"nothing", nil, false},
		{"alternate", []string{"GIT_ALTERNATE_OBJECT_DIRECTORIES=" + beside}, true},
		{"the second alternate", []string{"GIT_ALTERNATE_OBJECT_DIRECTORIES=/nowhere:" + beside}, true},
		{"quoted", []string{"GIT_ALTERNATE_OBJECT_DIRECTORIES=/nowhere:" + quoted}, true},
		{"after a comment", []string{"GIT_ALTERNATE_OBJECT_DIRECTORIES=#" + beside}, false},
		{"in place of its own", []string{"GIT_OBJECT_DIRECTORY=" + beside, "GIT_ALTERNATE_OBJECT_DIRECTORIES=" + own}, true},
		{"relative", []string{"GIT_OBJECT_DIRECTORY=.git/objects", "GIT_ALTERNATE_OBJECT_DIRECTORIES=" + relative(t, dir, beside)}, true},
	} {
		cmd := exec.Command("git", "cat-file", "-e", id)
		cmd.Dir, cmd.Env = dir, append(gittest.Env(), c.env...)
		if byGit := cmd.Run() == nil; byGit != c.here {
			t.Fatalf("%s: git has it: %v", c.name, byGit)
		}
		r, err := Open(dir, lookup(c.env))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		parsed, _ := objects.ParseHex(id)
		if _, err := r.ReadBlob(parsed); (err == nil) != c.here {
			t.Errorf("%s: %v", c.name, err)
		}
		mustResolve(t, r, "HEAD")
		r.Close()
	}
}

func relative(t *testing.T, from, to string) string {
	t.Helper()
	rel, err := filepath.Rel(from, to)
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

// TestFormatsAreGits: what git refuses to read is refused, and what it reads is read.
func TestFormatsAreGits(t *testing.T) {
	for _, c := range []struct {
		name    string
		set     []string
		beyond  bool   // git reads it, and writ doesn't yet
		refusal string // a part of it; "" for none
	}{
		{"format 1", []string{"core.repositoryFormatVersion", "1"}, false, ""},
		{"format 2", []string{"core.repositoryFormatVersion", "2"}, false, "format version 2"},
		{"no number", []string{"core.repositoryFormatVersion", "one"}, false, "format version one"},
		{"an unknown extension", []string{"core.repositoryFormatVersion", "1", "extensions.futureThing", "true"}, false, "extension futureThing"},
		{"one in a subsection", []string{"core.repositoryFormatVersion", "1", "extensions.a.b", "true"}, false, "extension a"},
		{"an unknown extension of format 0", []string{"extensions.futureThing", "true"}, false, ""},
		{"known ones", []string{"core.repositoryFormatVersion", "1", "extensions.noop", "1", "extensions.noop-v1", "1", "extensions.preciousObjects", "true"}, false, ""},
		{"known ones of format 0", []string{"extensions.noop", "1", "extensions.worktreeConfig", "true"}, false, ""},
		{"one that needs format 1", []string{"extensions.noop-v1", "1"}, false, "format version is 0"},
		{"object format", []string{"core.repositoryFormatVersion", "1", "extensions.objectFormat", "sha1"}, false, ""},
		{"object format in format 0", []string{"extensions.objectFormat", "sha1"}, false, "format version is 0"},
		{"another object format", []string{"core.repositoryFormatVersion", "1", "extensions.objectFormat", "sha256"}, true, "names its objects by sha256"},
	} {
		dir := gittest.Random(t, 24, 2)
		for i := 0; i < len(c.set); i += 2 {
			gittest.Git(t, dir, "config", "-f", filepath.Join(dir, ".git", "config"), c.set[i], c.set[i+1])
		}
		byGit := asGitFinds(t, dir, nil) != nil
		if !c.beyond && byGit != (c.refusal == "") {
			t.Fatalf("%s: git reads it: %v", c.name, byGit)
		}
		r, err := Open(dir, noEnv)
		var refusal *Refusal
		switch {
		case err == nil && c.refusal == "":
			r.Close()
		case c.refusal == "" || !errors.As(err, &refusal) || !strings.Contains(refusal.What, c.refusal):
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
