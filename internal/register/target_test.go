package register

import (
	"path"
	"path/filepath"
	"testing"

	"github.com/writ-docs/writ/internal/document"
)

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		dir, to string
		want    Target
	}{
		{"a", "b.md", Target{true, "a/b.md", ""}},
		{"a", "../c/d.md#Top%20one", Target{true, "c/d.md", "Top one"}},
		{"a", "/e.md?x=1#y", Target{true, "e.md", "y"}},
		{"a", "/", Target{true, ".", ""}},
		{"a", "/../x", Target{true, "../x", ""}},
		{"a", "../../x.md", Target{true, "../x.md", ""}},
		{"a", "#here", Target{true, "", "here"}},
		{"a", "a%20b.md", Target{true, "a/a b.md", ""}},
		{"a", "100%.md", Target{true, "a/100%.md", ""}},
		{"a", "folder/", Target{true, "a/folder", ""}},
		{"a", "", Target{true, "", ""}},
		{"a", "https://x.example/y", Target{}},
		{"a", "mailto:x@y.example", Target{}},
		{"a", "//x.example/y", Target{}},
		{"a", "javascript:alert(1)", Target{}},
		{"policies", "a.md", Target{true, "policies/a.md", ""}},
		{"policies/sub", "../a.md#x", Target{true, "policies/a.md", "x"}},
		{"policies", "../../out.md", Target{true, "../out.md", ""}},
		{".", "../out.md", Target{true, "../out.md", ""}},
		{".", "a.md", Target{true, "a.md", ""}},
		{"policies", "/notes//b.md", Target{true, "notes/b.md", ""}},
		{"policies", "./a%20b.md?x#c%20d", Target{true, "policies/a b.md", "c d"}},
		{"policies", "sub/../a.md", Target{true, "policies/a.md", ""}},
		{"policies", "#here", Target{true, "", "here"}},
		{"policies", "https://example.com/a.md", Target{}},
		{"policies", "mailto:a@example.com", Target{}},
		{"policies", "//example.com", Target{}},
		{"policies", "a:b.md", Target{}},
		{"policies", "1:b.md", Target{true, "policies/1:b.md", ""}},
	} {
		if got := resolve(c.dir, c.to, nil); got != c.want {
			t.Errorf("%s from %s: %+v, want %+v", c.to, c.dir, got, c.want)
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
