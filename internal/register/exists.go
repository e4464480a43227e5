package register

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// workTreeExists looks on the disk, each path once, but for the files that were seen there; what a sparse checkout
// leaves out is there too. Symbolic links are not followed.
func workTreeExists(root string, tree *gitrepo.WorkTree) func(string) bool {
	var known sync.Map
	here := sync.OnceValue(func() map[string]bool {
		paths := make(map[string]bool, len(tree.Files))
		for i := range tree.Files {
			paths[tree.Files[i].Path] = true
		}
		return paths
	})
	leftOut := commitExists(tree.Absent)
	return func(path string) bool {
		if here()[path] {
			return true
		}
		if found, ok := known.Load(path); ok {
			return found.(bool)
		}
		found := false
		if local := filepath.FromSlash(path); filepath.IsLocal(local) {
			_, err := os.Lstat(filepath.Join(root, local))
			found = err == nil || leftOut(path)
		}
		known.Store(path, found)
		return found
	}
}

func pathsOf(files []gitrepo.File) []string {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path
	}
	return paths
}

// commitExists knows the files of a commit and the folders that they lie in.
func commitExists(paths []string) func(string) bool {
	known := make(map[string]bool, len(paths))
	for _, path := range paths {
		for !known[path] {
			known[path] = true
			i := strings.LastIndexByte(path, '/')
			if i < 0 {
				break
			}
			path = path[:i]
		}
	}
	return func(path string) bool { return path == "." || known[strings.TrimSuffix(path, "/")] }
}
