package gitwrite

import (
	"os"
	"path/filepath"
)

// InProgress tells what git is in the middle of, and the command that ends it; "" for nothing. gitDir is the
// working tree's own Git directory.
func InProgress(gitDir string) (what, fix string) {
	for _, s := range []struct{ file, what, fix string }{
		{"rebase-merge", "a rebase", "`git rebase --continue` or `--abort`"},
		{"rebase-apply", "a rebase or `git am`",
			"`git rebase --continue` or `--abort` (`git am --continue` or `--abort`)"},
		{"MERGE_HEAD", "a merge", "`git merge --continue` or `--abort`"},
		{"CHERRY_PICK_HEAD", "a cherry-pick", "`git cherry-pick --continue` or `--abort`"},
		{"REVERT_HEAD", "a revert", "`git revert --continue` or `--abort`"},
	} {
		if _, err := os.Lstat(filepath.Join(gitDir, s.file)); err == nil {
			return s.what, s.fix
		}
	}
	return "", ""
}
