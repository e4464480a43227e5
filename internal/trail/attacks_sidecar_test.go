package trail

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gittest"
)

// pairOf is what an approval names of a sidecar and its file.
func pairOf(text, file string) string {
	return gitrepo.Pair{Text: gitrepo.BlobID([]byte(text)), File: gitrepo.BlobID([]byte(file))}.ID().String()
}

// TestAttacksOnSidecars: an approval is of a file and of its front matter, as both were together.
func TestAttacksOnSidecars(t *testing.T) {
	one := policy("1.0", "approved", "review_date: 2030-01-01\n", "One.")
	two := policy("2.0", "approved", "review_date: 2030-01-01\n", "Two.")
	const doc, file, a, b, c = "policies/p.pdf.md", "policies/p.pdf", "terms a\n", "terms b\n", "terms c\n"
	both := func(text, terms string) string { return at(doc, text) + at(file, terms) }
	commit := func(day int, who, message string) string {
		return at(fmt.Sprintf("git: commit 2024-02-%02d %s", day, who), message)
	}
	approves := func(day int, text, terms string) string {
		return commit(day, "ada", "Approve\n\n"+byGus+"\nApproved-Document: POL-1\nApproved-Blob: "+pairOf(text, terms))
	}
	good, bad := "1.0 C, 1.0 in force", "1.0 D, nothing in force"
	withstand(t, []attack{
		{"the file swapped before the approval is merged", tale(both(one, a)+commit(1, "bo", "P")+"{}"+approves(3, one, a), "", at(file, b)+commit(2, "bo", "Swap")), good, good},
		{"the file swapped in the commit that approves", tale(both(one, a)+commit(1, "bo", "P")+"{}"+approves(3, one, a), "", at(file, b)), good, good},
		{"the file swapped in the commit, whose trailer names no blob", tale(both(one, a)+commit(1, "bo", "P\n\n"+byGus)+"{}"+commit(2, "bo", "More"), at("README", "x"), at(file, b)), good, good},
		{"only the sidecar named", tale(both(one, a)+commit(1, "bo", "P")+commit(3, "ada", "Approve\n\n"+byGus+"\nApproved-Document: POL-1\nApproved-Blob: {}"), pairOf(one, a), blobOf(one)), good, bad},
		{"only the file named", tale(both(one, a)+commit(1, "bo", "P")+commit(3, "ada", "Approve\n\n"+byGus+"\nApproved-Document: POL-1\nApproved-Blob: {}"), pairOf(one, a), blobOf(a)), good, bad},
		{"the approver put the file there before the sidecar came", tale(at(file, a)+"{}"+at(doc, one)+commit(2, "bo", "P")+approves(3, one, a), commit(1, "bo", "Terms"), commit(1, "gus", "Terms")), good, bad},
		{"the approver wrote the file that the words were edited beside", tale(both(one, b)+commit(1, "bo", "P")+at(file, a)+"{}"+approves(3, one, a), commit(2, "ada", "Terms"), commit(2, "gus", "Terms")), good, bad},
		{"the file by the approver on a branch", tale(at(doc, one)+commit(1, "bo", "P")+at("git: branch terms", "")+at(file, a)+"{}"+at("git: switch main", "")+
			at("git: merge terms 2024-02-03 ada", "Merge")+approves(4, one, a), commit(2, "bo", "Terms"), commit(2, "gus", "Terms")), good, bad},
		{"the lone file by the approver on a branch, the sidecar later", tale(at("git: branch terms", "")+at(file, a)+"{}"+at("git: switch main", "")+
			at("git: merge terms 2024-02-03 ada", "Merge")+at(doc, one)+commit(4, "bo", "P")+approves(5, one, a), commit(2, "bo", "Terms"), commit(2, "gus", "Terms")), good, bad},
		{"approved without its file, which came later", tale(at(doc, one)+commit(1, "bo", "P\n\n"+byGus)+"{}", "", at(file, a)+commit(2, "bo", "Terms")), good, "1.0 C, 1.0 in force"},
		{"approved words moved to another file", tale(both(one, a)+at("policies/q.pdf", b)+commit(1, "bo", "P\n\n"+byGus)+at("git: move {} policies/p2.pdf", "")+at("git: move "+doc+" policies/p2.pdf.md", "")+
			commit(2, "bo", "Move"), file, "policies/q.pdf"), good, good},
		{"the old file brought back under new words", tale(both(one, a)+commit(1, "bo", "P\n\n"+byGus)+both(two, b)+commit(2, "bo", "P\n\n"+byGus)+"{}", "", at(file, a)+commit(3, "bo", "Back")),
			"2.0 C, 2.0 in force", "2.0 C, 2.0 in force"},
		{"a copy of an approved sidecar beside another file", tale(both(one, a)+commit(1, "bo", "P\n\n"+byGus)+at("git: remove "+doc, "")+at("policies/q.pdf", "{}")+at("policies/q.pdf.md", one)+commit(2, "bo", "Q"),
			strings.TrimSpace(a), "terms x"), good, good},
	})
	// Who looks at what is in force sees the file that was approved, whatever lies beside the words now.
	for name, story := range map[string]string{
		"swapped": both(one, a) + commit(1, "bo", "P\n\n"+byGus) + at(file, b) + commit(2, "bo", "Swap"),
		"moved":   both(one, a) + at("policies/q.pdf", c) + commit(1, "bo", "P\n\n"+byGus) + at("git: move policies/q.pdf policies/r.pdf", "") + at("git: move "+doc+" policies/r.pdf.md", "") + commit(2, "bo", "Move"),
		"removed": both(one, a) + commit(1, "bo", "P\n\n"+byGus) + at("git: remove "+file, "") + commit(2, "bo", "Remove"),
		"a link":  both(one, a) + commit(1, "bo", "P\n\n"+byGus) + at("git: remove "+file, "") + at("git: symlink "+file+" other.pdf", "") + commit(2, "bo", "Link"),
		"came":    at(doc, one) + commit(1, "bo", "P\n\n"+byGus) + at(file, b) + commit(2, "bo", "Terms"),
	} {
		t.Run(name, func(t *testing.T) {
			tr := byID(play(t, begin+story, day.Of(2025, 12, 31)), "POL-1")
			if n := len(tr.Contents); n != 2 || tr.Current != tr.Contents[0] || tr.Contents[1].Approval != nil {
				t.Errorf("%d contents, in force: %v", n, tr.Current)
			}
		})
	}
}

// TestSidecarsInTheIndex: what an earlier run kept changes nothing, whatever files get sidecars later.
func TestSidecarsInTheIndex(t *testing.T) {
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "-q", "-b", "main")
	text := func(id, body string) string { return strings.Replace(policy("1.0", "draft", "", body), "POL-1", id, 1) }
	n := 0
	commit := func(files map[string]string) {
		n++
		gittest.Write(t, dir, files)
		gittest.Git(t, dir, "add", "-A")
		gittest.Git(t, dir, "commit", "-qm", fmt.Sprint("Step ", n))
	}
	steps := []func(){
		func() {
			commit(map[string]string{"a.pdf": "a", "docs/b.csv": "b", "notes.v1.md": text("N-1", "Notes.")})
		},
		func() { commit(map[string]string{"a.pdf.md": text("A-1", "One.")}) },
		func() { commit(map[string]string{"a.pdf": "a2", "docs/b.csv": "b2"}) },
		func() { commit(map[string]string{"docs/b.csv.md": text("B-1", "One.")}) },
		func() { commit(map[string]string{"notes.v1": "now a file"}) },
		func() {
			gittest.Git(t, dir, "switch", "-qc", "side", "HEAD~2")
			commit(map[string]string{"a.pdf": "a3", "c.png": "c", "c.png.md": text("C-1", "One.")})
			gittest.Git(t, dir, "switch", "-q", "main")
			commit(map[string]string{"a.pdf.md": text("A-1", "Two.")})
			gittest.Git(t, dir, "merge", "-q", "--no-ff", "-m", "Merge", "side")
		},
		func() {
			gittest.Git(t, dir, "mv", "a.pdf", "docs/a.pdf")
			gittest.Git(t, dir, "mv", "a.pdf.md", "docs/a.pdf.md")
			commit(nil)
		},
		func() { os.Remove(dir + "/docs/a.pdf"); commit(nil) },
		func() { commit(map[string]string{"docs/a.pdf": "a"}) },
	}
	for i, step := range steps {
		step()
		warm := bookOf(t, dir)
		again := bookOf(t, dir)
		index, _ := os.ReadFile(indexPath(dir))
		forget(dir)
		cold := bookOf(t, dir)
		if diff := cmp.Diff(cold, warm); diff != "" {
			t.Fatalf("step %d (-cold +warm):\n%s", i, diff)
		}
		if diff := cmp.Diff(cold, again); diff != "" {
			t.Fatalf("step %d again (-cold +warm):\n%s", i, diff)
		}
		if index == nil {
			forget(dir)
		} else if err := os.WriteFile(indexPath(dir), index, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
