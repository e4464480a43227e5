package objects

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// maxAlternates is how many alternates of alternates are followed, as in Git.
const maxAlternates = 5

// objectDirs lists the object folder own and the alternates that it and they name, each once, nearest first; and
// those that can't be read.
func objectDirs(own string) (dirs, absent []string) {
	seen := map[string]bool{resolved(own): true}
	dirs = []string{own}
	level := dirs
	for range maxAlternates {
		var next []string
		for _, dir := range level {
			for _, alt := range alternates(dir) {
				if key := resolved(alt); seen[key] {
					continue
				} else {
					seen[key] = true
				}
				if info, err := os.Stat(alt); err != nil || !info.IsDir() {
					absent = append(absent, alt)
					continue
				}
				next = append(next, alt)
			}
		}
		dirs = slices.Concat(dirs, next)
		level = next
	}
	return dirs, absent
}

// alternates reads info/alternates of an object folder: a path per line, relative to that folder, "#" for comments,
// C quoting allowed.
func alternates(dir string) []string {
	data, err := os.ReadFile(filepath.Join(dir, "info", "alternates"))
	if err != nil {
		return nil
	}
	var paths []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '"' {
			if s, err := strconv.Unquote(line); err == nil {
				line = s
			}
		}
		path := filepath.FromSlash(line)
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		paths = append(paths, filepath.Clean(path))
	}
	return paths
}

// resolved gives a path without symbolic links, to know a folder again.
func resolved(path string) string {
	if r, err := filepath.EvalSymlinks(path); err == nil {
		path = r
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return path
}
