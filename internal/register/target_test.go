package register

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
)

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		dir, to string
		want    Target
	}{
		{"a", "b.md", Target{Local: true, Path: "a/b.md"}},
		{"a", "../c/d.md#Top%20one", Target{Local: true, Path: "c/d.md", Fragment: "Top one"}},
		{"a", "/e.md?x=1#y", Target{Local: true, Path: "e.md", Fragment: "y"}},
		{"a", "/", Target{Local: true, Path: "."}},
		{"a", "/../x", Target{Local: true, Path: "../x"}},
		{"a", "../../x.md", Target{Local: true, Path: "../x.md"}},
		{"a", "#here", Target{Local: true, Path: "", Fragment: "here"}},
		{"a", "a%20b.md", Target{Local: true, Path: "a/a b.md"}},
		{"a", "100%.md", Target{Local: true, Path: "a/100%.md"}},
		{"a", "folder/", Target{Local: true, Path: "a/folder"}},
		{"a", "", Target{Local: true, Path: ""}},
		{"a", "https://x.example/y", Target{}},
		{"a", "mailto:x@y.example", Target{}},
		{"a", "//x.example/y", Target{}},
		{"a", "javascript:alert(1)", Target{}},
		{"policies", "a.md", Target{Local: true, Path: "policies/a.md"}},
		{"policies/sub", "../a.md#x", Target{Local: true, Path: "policies/a.md", Fragment: "x"}},
		{"policies", "../../out.md", Target{Local: true, Path: "../out.md"}},
		{".", "../out.md", Target{Local: true, Path: "../out.md"}},
		{".", "a.md", Target{Local: true, Path: "a.md"}},
		{"policies", "/notes//b.md", Target{Local: true, Path: "notes/b.md"}},
		{"policies", "./a%20b.md?x#c%20d", Target{Local: true, Path: "policies/a b.md", Fragment: "c d"}},
		{"policies", "sub/../a.md", Target{Local: true, Path: "policies/a.md"}},
		{"policies", "#here", Target{Local: true, Path: "", Fragment: "here"}},
		{"policies", "https://example.com/a.md", Target{}},
		{"policies", "mailto:a@example.com", Target{}},
		{"policies", "//example.com", Target{}},
		{"policies", "a:b.md", Target{}},
		{"policies", "1:b.md", Target{Local: true, Path: "policies/1:b.md"}},
	} {
		if got := new(targets).resolve(c.dir, c.to); got != c.want {
			t.Errorf("%s from %s: %+v, want %+v", c.to, c.dir, got, c.want)
		}
	}
}

// TestRoutes: what the links of a site generator may mean, in order, and how a link to a file is written alike.
func TestRoutes(t *testing.T) {
	links := config.Links{Root: "content", Extensions: []string{".md", ".html.md"}}
	for _, c := range []struct{ from, to, first, found, like string }{
		{"content/a/b.md", "/handbook/x", "content/handbook/x", "content/handbook/x.md", "content/handbook/x"},
		{"content/a/b.md", "/handbook/x/#y", "content/handbook/x", "content/handbook/x.md", "content/handbook/x/"},
		{"content/a/b.md", "/handbook/x.html", "content/handbook/x.html", "content/handbook/x.md", "content/handbook/x.html"},
		{"content/a/b.md", "/handbook/", "content/handbook", "content/handbook/_index.md", "content/handbook/"},
		{"content/a/b.md", "/y.html", "content/y.html", "content/y.html.md", "content/y.html"},
		{"content/a/b.md", "/y", "content/y", "content/y.html.md", "content/y"},
		{"content/a/b.md", "/handbook/x.md", "content/handbook/x.md", "content/handbook/x.md", "content/handbook/x.md"},
		{"content/a/b.md", "../handbook/x", "content/handbook/x", "content/handbook/x.md", "content/handbook/x"},
		{"content/a/b.md", "/docs/z.md", "content/docs/z.md", "docs/z.md", "docs/z.md"},
		{"content/a/b.md", "/docs/z", "content/docs/z", "docs/z.md", "docs/z"},
		{"content/a/b.md", "/", "content", "content/index.md", "content/"},
		{"content/a/b.md", "/../secret", "../secret", "", ""},
		{"content/a/b.md", "#here", "", "", ""},
		{"content/a/b.md", "/none", "content/none", "", ""},
	} {
		there := map[string]bool{"content/handbook/x.md": true, "content/handbook/_index.md": true, "content/y.html.md": true,
			"docs/z.md": true, "content/index.md": true}
		got, found := Resolve(links, c.from, c.to), ""
		for p := range got.Paths() {
			if there[p] {
				found = p
				break
			}
		}
		if got.Path != c.first || found != c.found {
			t.Errorf("%s: %s, and %s is found; want %s and %s", c.to, got.Path, found, c.first, c.found)
		}
		page, _, _ := strings.Cut(c.to, "#")
		if found != "" && Address(links, page, found) != c.like {
			t.Errorf("%s is written %s, want %s", found, Address(links, page, found), c.like)
		}
	}
}

// FuzzJoin: the short way to known paths gives what path.Join gives.
func FuzzJoin(f *testing.F) {
	f.Add("policies/sub", "../a.md")
	f.Add(".", "policies/a.md")
	f.Add("policies", "../policies/a.md")
	known := map[string]*Entry{}
	for _, p := range []string{"a.md", "policies/a.md", "policies/sub/a.md", "../a.md", ".a", "..."} {
		known[p] = entryAt(p)
	}
	f.Fuzz(func(t *testing.T, dir, file string) {
		dir = path.Dir(path.Join(dir, "x"))
		if !filepath.IsLocal(dir) {
			return // no document lies there
		}
		if got, want := join(dir, file, known), path.Join(dir, file); file != "" && got != want {
			t.Errorf("join(%q, %q) is %q, want %q", dir, file, got, want)
		}
	})
}

func entryAt(p string) *Entry { return &Entry{Document: &document.Document{Path: p}} }
