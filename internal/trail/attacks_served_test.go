package trail

import (
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gittest"
)

// TestAttacksByKind: what was in force goes on being so, as what it was, until an approved change ends it. What a file calls
// itself decides nothing: neither as a record, nor as a symbolic link, nor in a place for another kind.
func TestAttacksByKind(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	called := func(status string) string {
		return strings.Replace(policy("2.0", status, "review_date: 2030-01-01\n", "Two."), "kind: policy", "kind: record", 1)
	}
	p := func(text string) string { return at("policies/p.md", text) }
	approved := p(one) + at("git: commit 2024-02-01 ada", "P\n\n"+byGus)
	kinds := func(text string) func(*testing.T, bool) string {
		return func(t *testing.T, attacked bool) string {
			b := play(t, begin+strings.ReplaceAll(text, "{}", either(attacked, "\n\n"+byGus, "")), day.Of(2025, 12, 31))
			return outcome(b, "POL-1") + " as " + byID(b, "POL-1").Kind.Name
		}
	}
	withstand(t, []attack{
		{"a new file in the policies' folder that calls itself an open record", kinds(p(called("open")) + at("git: commit 2024-02-01 ada", "P{}")),
			"2.0 C, 2.0 in force as policy", "2.0 D, nothing in force as policy"},
		{"one that calls itself a closed record", kinds(p(called("closed")) + at("git: commit 2024-02-01 ada", "P{}")),
			"2.0 C, 2.0 in force as policy", "2.0 D, nothing in force as policy"},
		{"an edit that makes an approved policy an open record", kinds(approved + p(called("open")) + at("git: commit 2024-03-01 bo", "It is a record{}")),
			"2.0 C, 2.0 in force as policy", "2.0 D, 1.0 in force as policy"},
		{"an edit that makes an approved policy a closed record", kinds(approved + p(called("closed")) + at("git: commit 2024-03-01 bo", "It is a record{}")),
			"2.0 C, 2.0 in force as policy", "2.0 D, 1.0 in force as policy"},
		{"a symbolic link in place of an approved file", kinds(approved + at("git: symlink policies/p.md ../x.md", "") + at("git: commit 2024-03-01 bo", "Link{}")),
			"1.0 C, 1.0 in force as policy", "1.0 C, 1.0 in force as policy"},
	})
}

// TestEmbedding: the files of approved words are those of the commit that was approved, not of the merge that brought it, and
// an image that came after the approval is none of them.
func TestEmbedding(t *testing.T) {
	s := newSigner(t, "gus", "ada")
	s.begin(map[string]string{"writ.yaml": s.keyed(map[string]string{"gus": "gus", "ada": "ada"})})
	words := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.\n\n![a](a.png) ![b](b.png)")
	s.write(map[string]string{"policies/a.png": "old"})
	s.put("ada", "", words, "One")
	s.git("ada", "", "switch", "-qc", "work")
	s.git("gus", "gus", "commit", "-q", "--allow-empty", "-m", approval+blobOf(words))
	seen := s.rev("HEAD")
	s.write(map[string]string{"policies/a.png": "new", "policies/b.png": "late"})
	s.git("ada", "", "commit", "-qm", "Swap the picture")
	s.git("ada", "", "switch", "-q", "main")
	s.git("ada", "", "merge", "-q", "--no-ff", "-m", "Merge", "work")
	b := s.book()
	tr := byID(b, "POL-1")
	commit, path, err := b.Embedding(tr, tr.Current)
	if err != nil || commit.String() != seen || path != "policies/p.md" {
		t.Errorf("files of commit %s at %s, want those of %s", commit, path, seen)
	}
	if old := gittest.Git(t, s.dir, "show", commit.String()+":policies/a.png"); old != "old" {
		t.Errorf("the picture is %q", old)
	}
}
