package register

import (
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/gitrepo"
)

// workTreeExists looks on the disk, each path once. Symbolic links are not followed out of a folder.
func workTreeExists(root string) func(string) bool {
	var known sync.Map
	return func(path string) bool {
		if found, ok := known.Load(path); ok {
			return found.(bool)
		}
		found := false
		if local := filepath.FromSlash(path); filepath.IsLocal(local) {
			_, err := os.Lstat(filepath.Join(root, local))
			found = err == nil
		}
		known.Store(path, found)
		return found
	}
}

// commitExists knows the files of a commit and the folders that they lie in.
func commitExists(files []gitrepo.File) func(string) bool {
	known := make(map[string]bool, len(files))
	for _, f := range files {
		for path := f.Path; !known[path]; {
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
