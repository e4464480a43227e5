package rules

import (
	"path"
	"testing"

	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/register"
)

// FuzzLastPart: a link never leads to a file of another name than its last part says.
func FuzzLastPart(f *testing.F) {
	for _, to := range []string{"b.md", "../x/b.md#part", "/docs/b.md?raw=1", "sub/", "sub//", ".", "..", "../..", "b%2Emd", "a%2Fb.md", "x/../b.md", "x/.", " b.md ", "#part", "https://example.com/b.md", ""} {
		f.Add(to)
	}
	f.Fuzz(func(t *testing.T, to string) {
		e := &register.Entry{Document: document.Parse("policies/sub/a.md", []byte("[x](<"+to+">)\n"), nil)}
		links := e.Links()
		for i, target := range e.Targets() {
			if !target.Local || target.Path == "" || target.Path == "." { // itself, or the root, which nobody looks for
				continue
			}
			if name, plain := lastPart(links[i].Target); plain && name != path.Base(target.Path) {
				t.Errorf("%q leads to %s, and its last part is said to be %q", links[i].Target, target.Path, name)
			}
		}
	})
}
