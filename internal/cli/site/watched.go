package site

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/cli"
)

// watched are folders and files.
type watched []string

// watchedBy are those on which a preview depends: where documents are, with the images beside them, what configures
// them, and the state of the repository.
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

// folders are those in which something has to happen for a stamp to change.
func (w watched) folders() []string {
	all := map[string]bool{}
	for _, name := range w {
		if info, err := os.Lstat(name); err != nil || !info.IsDir() {
			name = filepath.Dir(name)
		}
		all[name] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// stamp is equal as long as nobody wrote a file. The zero value stands for one that isn't there.
type stamp struct {
	size int64
	time time.Duration // since 1970
	mode fs.FileMode
}

func stampOf(info fs.FileInfo, err error) stamp {
	if err != nil {
		return stamp{}
	}
	return stamp{info.Size(), time.Duration(info.ModTime().UnixNano()), info.Mode()}
}

// stamps are those of files by their names, at one moment.
type stamps map[string]stamp

// stamps looks at the files. Of folders it looks at what is directly in them.
func (w watched) stamps() stamps {
	all := make(stamps, 2*len(w))
	own := make(map[string]bool, len(w))
	for _, name := range w {
		own[name] = true
	}
	for _, name := range w {
		info, err := os.Lstat(name)
		if err != nil || !info.IsDir() {
			all[name] = stampOf(info, err)
			continue
		}
		all[name] = stamp{mode: info.Mode()}
		entries, _ := os.ReadDir(name)
		for _, e := range entries {
			if in := filepath.Join(name, e.Name()); !own[in] && !passing(e.Name()) {
				all[in] = stampOf(e.Info())
			}
		}
	}
	return all
}

// forget leaves out what was written since a moment, so that it counts as changed.
func (s stamps) forget(since time.Time) {
	now := time.Now()
	for name, x := range s {
		if at := time.Unix(0, int64(x.time)); at.After(since) && !at.After(now) {
			delete(s, name)
		}
	}
}

// passing reports whether a name is one that editors give to files which are there only for a while.
func passing(name string) bool {
	return strings.HasPrefix(name, ".#") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") ||
		strings.HasSuffix(name, ".swx") || strings.HasSuffix(name, ".tmp") || name == "4913"
}

// since lists the names whose stamps are other ones than before, sorted.
func (s stamps) since(before stamps) []string {
	var names []string
	for name, now := range s {
		if was, there := before[name]; !there || was != now {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, there := s[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
