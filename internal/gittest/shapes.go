package gittest

import (
	"fmt"
	"strings"
	"testing"
)

// Shape is a way in which the git program itself joins histories.
type Shape struct {
	Name string
	Make func(t testing.TB, dir string) // in a repository on main with one commit of policies/pol-0.md to pol-2.md
}

// Shapes are the shapes that people's histories have and random ones don't: those that git's own commands make.
func Shapes() []Shape {
	return []Shape{
		{"cherry-pick", cherryPick},
		{"subtree", subtree},
		{"octopus", octopus},
		{"criss-cross", crissCross},
		{"reverts", reverts},
		{"rebase", rebase},
		{"squash", squash},
		{"foxtrot", foxtrot},
		{"ours", ours},
	}
}

// Shaped makes a repository of one shape and returns its folder.
func Shaped(t testing.TB, s Shape) string {
	t.Helper()
	dir := Init(t)
	for n := range 3 {
		Write(t, dir, map[string]string{policyPath(n): policyText(n, "First.")})
	}
	save(t, dir, "Import")
	s.Make(t, dir)
	return dir
}

func policyPath(n int) string { return fmt.Sprintf("policies/pol-%d.md", n) }

// policyText is a document whose words are far apart, so that changes at both ends merge.
func policyText(n int, words string) string {
	return fmt.Sprintf("---\nid: POL-%d\ntitle: Policy %d\nversion: \"1.0\"\nstatus: approved\n---\n\n# Policy "+
		"%d\n%s\n%s\n", n, n, n, strings.Repeat("\nThe same words.\n", 12), words)
}

func save(t testing.TB, dir, message string) {
	t.Helper()
	Git(t, dir, "add", "-A")
	Git(t, dir, "commit", "-q", "-m", message)
}

// edit commits new last words of a document on a branch, which it makes where it isn't there.
func edit(t testing.TB, dir, branch string, n int, words string) {
	t.Helper()
	if Git(t, dir, "branch", "--list", branch) == "" {
		Git(t, dir, "switch", "-q", "-c", branch)
	} else {
		Git(t, dir, "switch", "-q", branch)
	}
	Write(t, dir, map[string]string{policyPath(n): policyText(n, words)})
	save(t, dir, "Say "+words)
}

func cherryPick(t testing.TB, dir string) {
	edit(t, dir, "side", 0, "Picked.")
	edit(t, dir, "side", 1, "Left out at first.")
	edit(t, dir, "main", 2, "Between.")
	Git(t, dir, "cherry-pick", "-x", "side~1")
	Git(t, dir, "merge", "-q", "--no-ff", "-m", "Merge what was picked, too", "side")
	Git(t, dir, "branch", "-q", "late", "HEAD~1")
	Git(t, dir, "switch", "-q", "late")
	Git(t, dir, "cherry-pick", "-m", "1", "main")
	Git(t, dir, "switch", "-q", "main")
	Git(t, dir, "merge", "-q", "-m", "Merge a pick of a merge", "late")
}

// subtree brings a history of its own, with its root elsewhere, below a folder, and later once more.
func subtree(t testing.TB, dir string) {
	join := func() {
		Git(t, dir, "merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories", "other")
		Git(t, dir, "read-tree", "--prefix=records/other/", "-u", "other")
		Git(t, dir, "commit", "-q", "-m", "Take other below records")
	}
	Git(t, dir, "switch", "-q", "--orphan", "other")
	Write(t, dir, map[string]string{"pol-7.md": policyText(7, "Elsewhere."), "pol-8.md": policyText(8, "Elsewhere.")})
	save(t, dir, "Another root")
	Git(t, dir, "mv", "pol-8.md", "renamed.md")
	save(t, dir, "Rename at the other root")
	Git(t, dir, "switch", "-q", "main")
	join()
	edit(t, dir, "main", 0, "Beside.")
	Git(t, dir, "switch", "-q", "other")
	Write(t, dir, map[string]string{"pol-7.md": policyText(7, "Elsewhere, again.")})
	save(t, dir, "Go on elsewhere")
	Git(t, dir, "switch", "-q", "main")
	Git(t, dir, "merge", "-q", "-X", "subtree=records/other", "-m", "Take what is new", "other")
}

func octopus(t testing.TB, dir string) {
	for n := range 3 {
		edit(t, dir, fmt.Sprint("arm", n), n, "From an arm.")
		Git(t, dir, "switch", "-q", "main")
	}
	Git(t, dir, "merge", "-q", "-m", "Merge three at once", "arm0", "arm1", "arm2")
	edit(t, dir, "main", 1, "After.")
}

func crissCross(t testing.TB, dir string) {
	edit(t, dir, "side", 0, "Left.")
	edit(t, dir, "main", 1, "Right.")
	Git(t, dir, "tag", "right", "main")
	Git(t, dir, "merge", "-q", "-m", "Left into right", "side")
	Git(t, dir, "switch", "-q", "side")
	Git(t, dir, "merge", "-q", "-m", "Right into left", "right")
	edit(t, dir, "side", 2, "Left again.")
	edit(t, dir, "main", 0, "Right again.")
	Git(t, dir, "merge", "-q", "-m", "Both once more", "side")
}

func reverts(t testing.TB, dir string) {
	edit(t, dir, "main", 0, "Wrong.")
	Git(t, dir, "revert", "--no-edit", "HEAD")
	Git(t, dir, "revert", "--no-edit", "HEAD")
	edit(t, dir, "side", 1, "Merged and taken back.")
	Git(t, dir, "switch", "-q", "main")
	Git(t, dir, "merge", "-q", "--no-ff", "-m", "Merge side", "side")
	Git(t, dir, "revert", "--no-edit", "-m", "1", "HEAD")
	edit(t, dir, "side", 2, "More.")
	Git(t, dir, "switch", "-q", "main")
	Git(t, dir, "merge", "-q", "-m", "Merge side again", "side")
	Git(t, dir, "revert", "--no-edit", "HEAD~1")
}

func rebase(t testing.TB, dir string) {
	edit(t, dir, "side", 0, "One.")
	edit(t, dir, "side", 1, "Two.")
	edit(t, dir, "main", 2, "Meanwhile.")
	Git(t, dir, "switch", "-q", "side")
	Git(t, dir, "rebase", "-q", "main")
	Git(t, dir, "switch", "-q", "main")
	Git(t, dir, "merge", "-q", "--ff-only", "side")
}

func squash(t testing.TB, dir string) {
	edit(t, dir, "side", 0, "One.")
	Git(t, dir, "mv", policyPath(1), "policies/renamed.md")
	save(t, dir, "Rename")
	edit(t, dir, "main", 2, "Meanwhile.")
	Git(t, dir, "merge", "-q", "--squash", "side")
	Git(t, dir, "commit", "-q", "-m", "Squash side")
}

// foxtrot brings the main line in from a side branch's point of view, which then becomes the main line.
func foxtrot(t testing.TB, dir string) {
	edit(t, dir, "main", 0, "Pushed by others.")
	Git(t, dir, "switch", "-q", "-c", "mine", "HEAD~1")
	Write(t, dir, map[string]string{policyPath(1): policyText(1, "Mine.")})
	save(t, dir, "Mine")
	Git(t, dir, "merge", "-q", "-m", "Merge main into mine", "main")
	Git(t, dir, "branch", "-f", "main", "mine")
	Git(t, dir, "switch", "-q", "main")
}

// ours merges a branch and takes nothing of it, then a branch and takes everything of it.
func ours(t testing.TB, dir string) {
	edit(t, dir, "side", 0, "Refused.")
	edit(t, dir, "main", 1, "Kept.")
	Git(t, dir, "merge", "-q", "-s", "ours", "-m", "Refuse side", "side")
	edit(t, dir, "other", 2, "Taken.")
	Git(t, dir, "rm", "-q", policyPath(0))
	save(t, dir, "Remove one")
	Git(t, dir, "switch", "-q", "main")
	edit(t, dir, "main", 0, "Lost.")
	Git(t, dir, "merge", "-q", "-s", "ours", "--no-commit", "other")
	Git(t, dir, "read-tree", "-u", "--reset", "other")
	Git(t, dir, "commit", "-q", "-m", "Take other as it is")
}
