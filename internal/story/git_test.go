package story_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/story"
	"github.com/writ-docs/writ/internal/story/storytest"
)

// git runs the git program with the given home folder ("" for none) and returns its trimmed output.
func git(t *testing.T, dir, home string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git isn't installed")
	}
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C.UTF-8",
		"GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@example.com", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@example.com"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimRight(string(out), "\n")
}

// wide uses every step of the language.
const wide = `The history of one policy.
-- git: person gh GitHub <noreply@github.com> --
-- writ.yaml --
version: 1
-- policies/Zugriff für Gäste.md --
one
two
three
-- policies/sub/b.md --
b
-- git: commit {{day -100}} ada --
Import {{quarter 0}}

Approved-by: Bo Lind <bo@example.com>
-- git: tag v1 {{day -99}} bo --
First
-- git: branch side --
-- git: edit policies/Zugriff für Gäste.md --
< two
> zwei
-- policies/new.md --
new
-- git: commit {{day -98}} Jörg Ä. Müller <joerg@example.com> committer=gh authored={{day -110}} --
Translate
-- git: switch main --
-- git: crlf policies/sub/b.md --
-- git: mode policies/sub/b.md 755 --
-- policies/sub-x --
sorts between
-- git: commit {{day -97}} bo --
CRLF
-- git: merge side {{day -96}} bo committer="GitHub <noreply@github.com>" --
-- git: branch o1 --
-- o1.md --
1
-- git: commit {{day -95}}T23:50+02:00 noor --
o1
-- git: switch main --
-- git: branch o2 --
-- git: bom o2.md --
2
-- git: commit {{day -95}} gus --
o2
-- git: switch main --
-- git: merge o1,o2 {{day -94}} ada --
Octopus

Approved-Blob: {{blob o1.md}}
Seen: {{commit v1}}
-- git: symlink link policies/sub --
-- git: base64 raw.bin --
AAH/
-- git: chomp tail.txt --
no line feed
-- git: move policies/new.md policies/newer.md --
-- git: remove o2.md --
-- git: commit {{day -93}} ada --
Odd files
-- git: commit {{day -93}} ada --
Empty
-- git: tag light --
-- git: branch feature/x --
-- f.md --
f
-- git: commit {{day -92}} ada --
Propose
-- git: base main --
-- git: today {{day -1}} --
-- git: worktree --
-- untracked.md --
u
`

func TestGitAccepts(t *testing.T) {
	today := storytest.Day(t, "2024-02-29")
	dir, result := storytest.Play(t, wide, today)
	if got := git(t, dir, "", "fsck", "--strict", "--no-dangling"); got != "" {
		t.Errorf("fsck: %s", got)
	}
	git(t, dir, "", "verify-pack", ".git/objects/pack/"+filepath.Base(glob(t, dir, "*.idx")))
	if got := git(t, dir, "", "rev-parse", "HEAD"); got != result.Head {
		t.Errorf("HEAD %s, want %s", got, result.Head)
	}
	if result.Base != "main" || result.Branch != "feature/x" || result.Today.String() != "2024-02-28" {
		t.Errorf("result %+v", result)
	}
	want := `Ada Byron <ada@example.com> Ada Byron 2023-11-29T10:00:00+00:00 Propose
Ada Byron <ada@example.com> Ada Byron 2023-11-28T10:01:00+00:00 Empty
Ada Byron <ada@example.com> Ada Byron 2023-11-28T10:00:00+00:00 Odd files
Ada Byron <ada@example.com> Ada Byron 2023-11-27T10:00:00+00:00 Octopus
Bo Lind <bo@example.com> GitHub 2023-11-25T10:00:00+00:00 Merge branch 'side'
Bo Lind <bo@example.com> Bo Lind 2023-11-24T10:00:00+00:00 CRLF
Ada Byron <ada@example.com> Ada Byron 2023-11-21T10:00:00+00:00 Import Q1 2024`
	if diff := cmp.Diff(want, git(t, dir, "", "log", "--first-parent", "--format=%an <%ae> %cn %cI %s")); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if got := git(t, dir, "", "log", "-1", "--format=%an %aI %cn %cI", "side"); got !=
		"Jörg Ä. Müller 2023-11-11T10:00:00+00:00 GitHub 2023-11-23T10:00:00+00:00" {
		t.Errorf("side commit: %s", got)
	}
	if got := git(t, dir, "", "log", "-1", "--format=%(trailers:key=Approved-by)", "v1"); !strings.Contains(got, "Bo Lind") {
		t.Errorf("trailers: %q", got)
	}
	if got := git(t, dir, "", "status", "--porcelain"); got != "?? untracked.md" {
		t.Errorf("status: %q", got)
	}
	if got := git(t, dir, "", "cat-file", "-t", "v1") + git(t, dir, "", "cat-file", "-t", "light"); got != "tagcommit" {
		t.Errorf("tags: %s", got)
	}
	blob := git(t, dir, "", "rev-parse", "main:o1.md")
	if got := git(t, dir, "", "log", "-1", "--skip=2", "--format=%b", "light"); !strings.Contains(got, blob) {
		t.Errorf("{{blob}}: %s", got)
	}
	if got := git(t, dir, "", "cat-file", "blob", "HEAD:policies/sub/b.md"); got != "b\r" {
		t.Errorf("crlf: %q", got)
	}
}

func glob(t *testing.T, dir, pattern string) string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, ".git/objects/pack", pattern))
	if err != nil || len(list) != 1 {
		t.Fatalf("packs: %v %v", list, err)
	}
	return list[0]
}

// What git itself makes of the same files must be the same trees.
func TestTreesAreGits(t *testing.T) {
	dir, _ := storytest.Play(t, wide, storytest.Day(t, "2026-12-31"))
	for _, ref := range []string{"v1", "side", "main", "light"} {
		git(t, dir, "", "read-tree", ref)
		if got, want := git(t, dir, "", "write-tree"), git(t, dir, "", "rev-parse", ref+"^{tree}"); got != want {
			t.Errorf("%s: git writes tree %s, the story %s", ref, got, want)
		}
	}
	git(t, dir, "", "reset", "-q", "HEAD")
	git(t, dir, "", "add", "-A", ":!untracked.md")
	if got, want := git(t, dir, "", "write-tree"), git(t, dir, "", "rev-parse", "HEAD^{tree}"); got != want {
		t.Errorf("git adds the work tree as %s, the story has %s", got, want)
	}
}

func TestMergesAreGits(t *testing.T) {
	dir, _ := storytest.Play(t, wide, storytest.Day(t, "2027-01-01"))
	merges := strings.Fields(git(t, dir, "", "rev-list", "--merges", "HEAD"))
	if len(merges) != 2 {
		t.Fatalf("merges: %v", merges)
	}
	git(t, dir, "", "clean", "-fdq")
	for _, m := range merges {
		parents := strings.Fields(git(t, dir, "", "log", "-1", "--format=%P", m))
		git(t, dir, "", "checkout", "-q", parents[0])
		git(t, dir, "", append([]string{"merge", "-q", "--no-ff", "-m", "m"}, parents[1:]...)...)
		if got, want := git(t, dir, "", "rev-parse", "HEAD^{tree}"), git(t, dir, "", "rev-parse", m+"^{tree}"); got != want {
			t.Errorf("merge %s: git has tree %s, the story %s", m, got, want)
		}
	}
}

// The user's own settings reach neither the commits nor the state of the work tree.
func TestUserSettingsDoNotReachIt(t *testing.T) {
	today := storytest.Day(t, "2026-11-23")
	home := t.TempDir()
	hooks := filepath.Join(home, "hooks")
	write(t, filepath.Join(hooks, "pre-commit"), "#!/bin/sh\nexit 1\n")
	write(t, filepath.Join(home, "template/hooks/post-checkout"), "#!/bin/sh\nexit 1\n")
	write(t, filepath.Join(home, "attributes"), "* text eol=crlf ident filter=bad\n")
	write(t, filepath.Join(home, ".gitconfig"), "[core]\n\tautocrlf = true\n\teol = crlf\n\tsafecrlf = true\n\tfilemode = false\n"+
		"\tsymlinks = false\n\tignorecase = true\n\thooksPath = "+hooks+"\n\tattributesFile = "+filepath.Join(home, "attributes")+"\n"+
		"[filter \"bad\"]\n\tclean = false\n\tsmudge = false\n\trequired = true\n"+
		"[commit]\n\tgpgsign = true\n[init]\n\ttemplateDir = "+filepath.Join(home, "template")+"\n\tdefaultBranch = trunk\n")
	t.Setenv("HOME", home)
	t.Setenv("GIT_DIR", filepath.Join(home, "elsewhere"))
	t.Setenv("GIT_AUTHOR_DATE", "2001-01-01T00:00:00")
	dir, result := storytest.Play(t, wide, today)
	other, _ := storytest.Play(t, wide, today)
	if got := git(t, dir, home, "status", "--porcelain"); got != "?? untracked.md" {
		t.Errorf("status: %q", got)
	}
	if got := git(t, dir, home, "diff", "HEAD"); got != "" {
		t.Errorf("diff: %s", got)
	}
	if a, b := git(t, dir, "", "show-ref"), git(t, other, "", "show-ref"); a != b {
		t.Errorf("two plays differ:\n%s\n%s", a, b)
	}
	const want = "f719e205"
	if !strings.HasPrefix(result.Head, want) {
		t.Errorf("HEAD is %s, want %s…: the same story and day must give the same ids everywhere", result.Head, want)
	}
	if list, _ := os.ReadDir(filepath.Join(dir, ".git/hooks")); len(list) != 0 {
		t.Errorf("hooks: %v", list)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkTinyStory(b *testing.B) {
	s, err := story.Parse([]byte("-- a.md --\nx\n-- git: commit 2024-01-01 ada --\nx\n-- a.md --\ny\n-- git: commit 2024-01-02 ada --\ny\n"))
	if err != nil {
		b.Fatal(err)
	}
	root := b.TempDir()
	for b.Loop() {
		dir, err := os.MkdirTemp(root, "")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Play(dir, story.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSigned holds signatures against Git's own verdict, and against a second play.
func TestSigned(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen isn't installed")
	}
	dir, result := storytest.Play(t, `
-- keys --
ada@example.com {{key ada}}
bo@example.com {{key bo}}
-- git: commit 2024-01-01 ada signed=ada --
First

More
-- git: branch side --
-- b --
b
-- git: commit 2024-01-02 ada --
Unsigned
-- git: switch main --
-- git: merge side 2024-01-03 ada signed=bo --
-- git: tag v1 2024-01-04 bo signed=bo --
One
`, storytest.Day(t, "2024-02-01"))
	keys := "gpg.ssh.allowedSignersFile=" + filepath.Join(dir, "keys")
	if got := git(t, dir, "", "-c", keys, "log", "--format=%G? %GS"); got != "G bo@example.com\nN\nG ada@example.com" &&
		got != "G bo@example.com\nN \nG ada@example.com" {
		t.Errorf("git's verdicts: %q", got)
	}
	git(t, dir, "", "-c", keys, "verify-tag", "v1")
	git(t, dir, "", "fsck", "--strict")
	if got := git(t, dir, "", "rev-parse", "HEAD"); got != result.Head {
		t.Errorf("HEAD %s, want %s", got, result.Head)
	}
}
