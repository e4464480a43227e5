package rules

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// target is where a link of a document leads.
type target struct {
	local    bool   // a place in the repository; false for addresses elsewhere
	path     string // relative to the root, cleaned; "" for the document itself; ".." at its start leads out
	fragment string // decoded, without the #
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// resolve reads a link's target as it stands in the document at from. Relative ones start at the document's
// folder, those with a slash at the repository's root.
func resolve(from, to string) target {
	to = strings.TrimSpace(to)
	if hasScheme(to) || strings.HasPrefix(to, "//") {
		return target{}
	}
	to, fragment, _ := strings.Cut(to, "#")
	file, _, _ := strings.Cut(to, "?")
	t := target{local: true, fragment: decoded(fragment)}
	if file = decoded(file); file == "" {
		return t
	}
	if strings.HasPrefix(file, "/") {
		t.path = path.Join(".", strings.TrimLeft(file, "/"))
	} else {
		t.path = path.Join(path.Dir(from), file)
	}
	return t
}

// hasScheme tells whether scheme matches.
func hasScheme(to string) bool {
	end := strings.IndexByte(to, ':')
	return end > 0 && scheme.MatchString(to[:end+1])
}

func decoded(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}

// leavesRepository tells whether a path leads out of the repository.
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
