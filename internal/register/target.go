package register

import (
	"net/url"
	"path"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/lazyregexp"
)

// Target is where a link of a document leads. Where `links` of writ.yaml says so it may be one of several paths: see
// Paths.
type Target struct {
	Local    bool   // a place in the repository; false for addresses elsewhere
	Path     string // relative to the root, cleaned; "" for the document itself; ".." at its start leads out
	Fragment string // decoded, without the #

	other string        // Path from the repository's root, where a leading slash starts in another folder; else ""
	links *config.Links // nil where Path is the only one
}

// Targets returns where the document's links lead, one for each of Links.
func (e *Entry) Targets() []Target {
	if e.targets == nil {
		return new(targets).resolveAll(e)
	}
	e.targets.once.Do(func() { e.targets.all = e.targets.resolveAll(e) })
	return e.targets.all
}

// Resolve reads a link's target as it is in words of the document that were at the path from.
func (e *Entry) Resolve(from, to string) Target {
	if e.targets == nil {
		return new(targets).resolve(path.Dir(from), to)
	}
	return e.targets.resolve(path.Dir(from), to)
}

// Resolve reads a link's target in a document at a path, with links read as a configuration says.
func Resolve(l config.Links, from, to string) Target {
	return (&targets{links: &l}).resolve(path.Dir(from), to)
}

// targets are the resolved links of a document, once somebody asks for them.
type targets struct {
	known map[string]*Entry // paths of documents: most links lead to one, and share its string
	links *config.Links     // nil where links aren't those of a site generator
	once  sync.Once
	all   []Target
}

func (t *targets) resolveAll(e *Entry) []Target {
	links := e.Links()
	if len(links) == 0 {
		return nil
	}
	all := make([]Target, len(links))
	dir := path.Dir(e.Path)
	for i := range links {
		all[i] = t.resolve(dir, links[i].Target)
	}
	return all
}

var scheme = lazyregexp.New(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// HasScheme reports whether a link is an absolute address, such as https://example.com or mailto:ada@example.com.
func HasScheme(to string) bool {
	end := strings.IndexByte(to, ':')
	return end > 0 && scheme.MatchString(to[:end+1])
}

// resolve reads a link's target as it is in a document in the folder dir. Relative ones start there, those with a
// slash at the repository's root, or at the one that `links` states.
func (t *targets) resolve(dir, to string) Target {
	to = strings.TrimSpace(to)
	if HasScheme(to) || strings.HasPrefix(to, "//") {
		return Target{}
	}
	to, fragment, _ := strings.Cut(to, "#")
	file, _, _ := strings.Cut(to, "?")
	at := Target{Local: true, Fragment: decoded(fragment)}
	if file = decoded(file); file == "" {
		return at
	}
	if at.links = t.links; !strings.HasPrefix(file, "/") {
		at.Path = join(dir, file, t.known)
		return at
	}
	at.Path = path.Join(".", strings.TrimLeft(file, "/"))
	if t.links != nil && t.links.Root != "." && !leaves(at.Path) {
		at.Path, at.other = path.Join(t.links.Root, at.Path), at.Path
	}
	return at
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

// Loose returns an entry for a file that is no document of the register. Its links are read as those of documents.
func (r *Register) Loose(d *document.Document) *Entry {
	e := &Entry{Document: d, targets: &targets{}}
	if r.Config.Links.Generated() {
		e.targets.links = &r.Config.Links
	}
	return e
}
