package gitrepo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/gittest"
)

// TestLostOwnFiles loses what Git's index has of a .gitignore or a .gitattributes that isn't on the disk. Without it
// other files would be documents, or the same ones with other contents: that is an error, and it names the file.
func TestLostOwnFiles(t *testing.T) {
	for _, name := range []string{".gitignore", ".gitattributes", "docs/.gitattributes"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			gittest.Git(t, dir, "init", "-q", "-b", "main")
			gittest.Write(t, dir, map[string]string{name: "*.x ident\n", "docs/a.md": "one\n"})
			gittest.Git(t, dir, "add", ".")
			gittest.Git(t, dir, "commit", "-qm", "All")
			id := strings.TrimSpace(gittest.Git(t, dir, "rev-parse", "HEAD:"+name))
			gittest.Git(t, dir, "update-index", "--skip-worktree", name)
			gittest.Write(t, dir, map[string]string{"docs/a.md": "another one\n", "docs/b.md": "two\n"})
			for _, path := range []string{filepath.Join(dir, name),
				filepath.Join(dir, ".git", "objects", id[:2], id[2:])} {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			w, err := open(t, dir).WorkTree()
			if err == nil {
				_, err = w.Files(Filter{})
			}
			if err == nil || !strings.HasPrefix(err.Error(), name+": ") || !strings.Contains(err.Error(), id) {
				t.Errorf("got the error %v", err)
			}
		})
	}
}
