package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/writ-docs/writ/internal/cli"
)

// watched are folders and files.
type watched []string

// watchedBy are those on which a preview depends: where documents are, with the images beside them, what configures them,
// and the state of the repository.
func watchedBy(src *cli.Published) watched {
	at := map[string]bool{}
	add := func(name string) { at[filepath.Join(src.Repo.Root, filepath.FromSlash(name))] = true }
	for _, e := range src.Register.All() {
		for folder := path.Dir(e.Path); ; folder = path.Dir(folder) {
			add(folder)
			if folder == "." {
				break
			}
		}
	}
	for _, name := range slices.Concat(src.Config.Files(), src.Config.Site.Files()) {
		add(name)
	}
	for _, name := range []string{"HEAD", "index", "packed-refs", "refs/heads"} {
		at[filepath.Join(src.Repo.GitDir, filepath.FromSlash(name))] = true
	}
	return slices.Sorted(maps.Keys(at))
}

// settings are the files that configure the documents.
func settings(src *cli.Published) watched {
	var all watched
	for _, name := range src.Config.Files() {
		all = append(all, filepath.Join(src.Repo.Root, filepath.FromSlash(name)))
	}
	return all
}

// stamp is equal as long as none of the files was written, made or removed. Of folders it counts what is directly in
// them.
func (w watched) stamp() string {
	h := sha256.New()
	note := func(name string, info os.FileInfo, err error) {
		if err != nil {
			_, _ = fmt.Fprintf(h, "%s: none\n", name)
			return
		}
		_, _ = fmt.Fprintf(h, "%s: %d %d %o\n", name, info.Size(), info.ModTime().UnixNano(), info.Mode())
	}
	for _, name := range w {
		info, err := os.Lstat(name)
		if err != nil || !info.IsDir() {
			note(name, info, err)
			continue
		}
		entries, err := os.ReadDir(name)
		note(name, info, err)
		for _, e := range entries {
			if !e.IsDir() {
				info, err := e.Info()
				note(e.Name(), info, err)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
