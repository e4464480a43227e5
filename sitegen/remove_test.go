package sitegen

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestRemoveAll removes a folder of few and of many children, and nothing that they link to.
func TestRemoveAll(t *testing.T) {
	for _, children := range []int{0, 1, shares - 1, shares, 5*shares + 3} {
		root := t.TempDir()
		outside, dir := filepath.Join(root, "outside"), filepath.Join(root, "site")
		write := func(name string) {
			t.Helper()
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte("kept"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		write(filepath.Join(outside, "file"))
		write(filepath.Join(dir, "index.html"))
		for i := range children {
			write(filepath.Join(dir, fmt.Sprint(i), "history", "index.html"))
			if err := os.Symlink(outside, filepath.Join(dir, fmt.Sprint(i), "link")); err != nil && i == 0 {
				t.Logf("without links: %v", err)
			}
		}
		if err := removeAll(dir); err != nil {
			t.Errorf("%d children: %v", children, err)
		}
		if _, err := os.Lstat(dir); !os.IsNotExist(err) {
			t.Errorf("%d children: the folder is there: %v", children, err)
		}
		if _, err := os.Stat(filepath.Join(outside, "file")); err != nil {
			t.Errorf("%d children: what a link leads to: %v", children, err)
		}
	}
}
