package register

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
)

// Target is where a link of a document leads.
type Target struct {
	Local    bool   // a place in the repository; false for addresses elsewhere
	Path     string // relative to the root, cleaned; "" for the document itself; ".." at its start leads out
	Fragment string // decoded, without the #
}

// Targets returns where the document's links lead, one for each of Links.
func (e *Entry) Targets() []Target {
	if e.targets == nil {
		return resolveAll(e, nil)
	}
	e.targets.once.Do(func() { e.targets.all = resolveAll(e, e.targets.known) })
	return e.targets.all
}

// targets are the resolved links of a document, once somebody asks for them.
type targets struct {
	known map[string]*Entry // paths of documents: most links lead to one, and share its string
	once  sync.Once
	all   []Target
}

func resolveAll(e *Entry, known map[string]*Entry) []Target {
	links := e.Links()
	if len(links) == 0 {
		return nil
	}
	all := make([]Target, len(links))
	dir := path.Dir(e.Path)
	for i := range links {
		all[i] = resolve(dir, links[i].Target, known)
	}
	return all
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// hasScheme reports whether scheme matches.
func hasScheme(to string) bool {
	end := strings.IndexByte(to, ':')
	return end > 0 && scheme.MatchString(to[:end+1])
}

// Resolve reads a link's target as it is in a document at the path from.
func Resolve(from, to string) Target { return resolve(path.Dir(from), to, nil) }

// resolve reads a link's target as it stands in a document in the folder dir. Relative ones start there, those with a
// slash at the repository's root.
func resolve(dir, to string, known map[string]*Entry) Target {
	to = strings.TrimSpace(to)
	if hasScheme(to) || strings.HasPrefix(to, "//") {
		return Target{}
	}
	to, fragment, _ := strings.Cut(to, "#")
	file, _, _ := strings.Cut(to, "?")
	t := Target{Local: true, Fragment: decoded(fragment)}
	if file = decoded(file); file == "" {
		return t
	}
	if strings.HasPrefix(file, "/") {
		t.Path = path.Join(".", strings.TrimLeft(file, "/"))
	} else {
		t.Path = join(dir, file, known)
	}
	return t
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

// join is path.Join, without new memory for the path of a document that is known.
func join(dir, file string, known map[string]*Entry) string {
	up, rest := dir, file
	for up != "" && up != "." && strings.HasPrefix(rest, "../") {
		up, rest = up[:max(0, strings.LastIndexByte(up, '/'))], rest[3:]
	}
	var buf [128]byte
	if len(up)+len(rest) >= len(buf) {
		return path.Join(dir, file)
	}
	b := buf[:0]
	if up != "" && up != "." {
		b = append(append(b, up...), '/')
	}
	if e := known[string(append(b, rest...))]; e != nil {
		return e.Path
	}
	return path.Join(dir, file)
}
