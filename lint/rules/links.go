package rules

import (
	"path"
	"regexp"
	"strings"
)

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// leavesRepository reports whether a path leads out of the repository.
func leavesRepository(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// relative writes the path to as seen from the document at from.
func relative(from, to string) string {
	dir := strings.Split(path.Dir(from), "/")
	if dir[0] == "." {
		dir = nil
	}
	parts := strings.Split(to, "/")
	same := 0
	for same < len(dir) && same < len(parts)-1 && dir[same] == parts[same] {
		same++
	}
	return strings.ReplaceAll(strings.Repeat("../", len(dir)-same)+strings.Join(parts[same:], "/"), " ", "%20")
}
