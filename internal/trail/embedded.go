package trail

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
)

// ChangedFile is a local image or attachment of a document, which isn't as it was when the words were approved last. An
// approval pins words; what a picture says is a part of them for every reader.
type ChangedFile struct {
	Link     int        // the first link to it, of the document's Links
	Path     string     // relative to the repository's root
	Then     gitrepo.ID // the blob that stood there at the approval
	Now      gitrepo.ID // the blob that stands there; zero where it is gone
	Approved int        // the step of the newest approval that would do alone
	Changed  int        // the step that brought what stands there
}

// ChangedFiles lists them for words in force that somebody approved, in the order of their links. e is the document as
// the register has it. Files that came after the approval are no news: links that led nowhere have rules of their own.
func (b *Book) ChangedFiles(t *Trail, e *register.Entry) []ChangedFile {
	c, tip := t.Current, len(b.Steps)-1
	if c == nil || c != t.Contents[len(t.Contents)-1] || c.Approval == nil || c.Approval.Merged || c.Approval.Renewed >= tip {
		return nil
	}
	var all []ChangedFile
	seen := map[string]bool{}
	links := e.Links()
	for i, to := range e.Targets() {
		if !to.Local || to.Path == "" || seen[to.Path] || strings.HasPrefix(to.Path+"/", "../") || isPage(to.Path) {
			continue
		}
		seen[to.Path] = true
		f := ChangedFile{Link: i, Path: to.Path, Approved: c.Approval.Renewed}
		var err error
		if f.Then, err = b.FileAt(f.Approved, t.ledTo(f.Approved, links[i].Target, to.Path)); err != nil || f.Then.IsZero() {
			continue
		}
		if f.Now, err = b.FileAt(tip, to.Path); err != nil || f.Now == f.Then {
			continue
		}
		f.Changed = b.changedIn(f)
		all = append(all, f)
	}
	return all
}

// ledTo returns where a link of the document led at a step: a relative one leads from where the document stood.
func (t *Trail) ledTo(step int, link, now string) string {
	ch := t.At(step)
	if ch == nil || ch.Path == t.Path || strings.HasPrefix(strings.TrimSpace(link), "/") {
		return now
	}
	relative, err := filepath.Rel(path.Dir(t.Path), now)
	if err != nil {
		return now
	}
	return path.Join(path.Dir(ch.Path), filepath.ToSlash(relative))
}

// isPage reports whether a path is a document or a folder, rather than a file that a document shows.
func isPage(p string) bool {
	return slices.Contains([]string{"", ".md", ".markdown"}, strings.ToLower(path.Ext(p)))
}

// changedIn finds the step that gave a file the bytes which it has at the line's end, by halves: of a file that changed
// back and forth in between, that may be a later one.
func (b *Book) changedIn(f ChangedFile) int {
	lo, hi := f.Approved, len(b.Steps)-1
	for lo+1 < hi {
		mid := (lo + hi) / 2
		if id, err := b.FileAt(mid, f.Path); err == nil && id == f.Now {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}
