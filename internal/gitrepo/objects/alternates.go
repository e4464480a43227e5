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

// objectDirs lists the object folder own, others, and the alternates that they name, each once, nearest first; and
// those that can't be read.
func objectDirs(own string, others []string) (dirs, absent []string) {
	seen := map[string]bool{resolved(own): true}
	dirs = []string{own}
	level := dirs
	for range maxAlternates {
		var next []string
		for _, dir := range level {
			named := alternates(dir)
			if dir == own {
				named = slices.Concat(others, named)
			}
			for _, alt := range named {
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

// alternates reads info/alternates of an object folder.
func alternates(dir string) []string {
	data, err := os.ReadFile(filepath.Join(dir, "info", "alternates"))
	if err != nil {
		return nil
	}
	return Alternates(strings.ReplaceAll(string(data), "\r\n", "\n"), '\n', dir)
}

// Alternates reads a list of object folders as git does: paths relative to dir, divided by sep, each after "#" a
// comment, in C quoting where it begins with a quotation mark that is closed.
func Alternates(list string, sep rune, dir string) []string {
	var paths []string
	for list != "" {
		var path string
		if quoted, err := strconv.QuotedPrefix(list); err == nil && list[0] == '"' {
			path, _ = strconv.Unquote(quoted)
			_, list, _ = strings.Cut(list[len(quoted):], string(sep))
		} else if path, list, _ = strings.Cut(list, string(sep)); strings.HasPrefix(path, "#") {
			continue
		}
		if path == "" {
			continue
		}
		path = filepath.FromSlash(path)
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
