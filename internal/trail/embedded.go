package trail

import (
	"errors"
	"path"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
)

// ChangedFile is a local image or attachment of a document, which isn't as it was when the words were approved last.
// An approval pins words; what a picture says is a part of them for every reader.
type ChangedFile struct {
	Link     int        // the first link to it, of the document's Links
	Path     string     // relative to the repository's root
	Then     gitrepo.ID // the blob that was there at the approval; zero where an image came later
	Now      gitrepo.ID // the blob that is there; zero where it is gone
	Approved int        // the step of the newest approval that would do alone
	Changed  int        // the step that brought what is there
}

// Embedding returns the commit whose files belong to approved words, and where the document was in it: the commit that
// was approved, where this clone holds it, else the main line's that brought the approval. The path is "" for words
// that nobody approved.
func (b *Book) Embedding(t *Trail, c *Content) (commit gitrepo.ID, path string, err error) {
	if c == nil || c.Approval == nil || c.Approval.Merged {
		return gitrepo.ID{}, "", nil
	}
	a := c.Approval
	path = t.At(a.Renewed).Path
	commit = b.Steps[a.Renewed].ID
	if !a.seen.IsZero() && a.seen != commit && a.seen != history.Foreseen() {
		mode, _, err := b.judge.repo.NewReader().Lookup(a.seen, path)
		switch {
		case err == nil && mode != 0:
			return a.seen, path, nil
		case err != nil && !errors.As(err, new(*gitrepo.MissingError)):
			return gitrepo.ID{}, "", err
		}
	}
	return commit, path, nil
}

// ChangedFiles lists them for words in force that somebody approved, in the order of their links. e is the document as
// the register has it. A file that only a link leads to, and that came after the approval, is no news: links that led
// nowhere have a rule of their own.
func (b *Book) ChangedFiles(t *Trail, e *register.Entry) ([]ChangedFile, error) {
	c, tip := t.Current, len(b.Steps)-1
	if c == nil || c != t.Contents[len(t.Contents)-1] {
		return nil, nil
	}
	files := filesOf(e)
	if len(files) == 0 {
		return nil, nil
	}
	commit, from, err := b.Embedding(t, c)
	if err != nil || from == "" || commit == b.Steps[tip].ID {
		return nil, err
	}
	var all []ChangedFile
	links, targets := e.Links(), e.Targets()
	for _, i := range files {
		to := targets[i]
		f := ChangedFile{Link: i, Approved: c.Approval.Renewed}
		_, f.Then, err = firstFile(e.Resolve(from, links[i].Target), func(path string) (gitrepo.ID, error) {
			return b.fileIn(commit, f.Approved, path)
		})
		if err != nil {
			return nil, err
		}
		f.Path, f.Now, err = firstFile(to, func(path string) (gitrepo.ID, error) { return b.FileAt(tip, path) })
		if err != nil {
			return nil, err
		}
		if f.Then.IsZero() && !links[i].Image || f.Now == f.Then {
			continue
		}
		if own, err := b.approvedAlone(f); own || err != nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		if f.Changed, err = b.changedIn(f); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// approvedAlone reports whether a file has a sidecar, and is as that one's own approval pins it.
func (b *Book) approvedAlone(f ChangedFile) (bool, error) {
	d := b.DocumentAt(f.Path + ".md")
	if d == nil || d.Removed || f.Now.IsZero() || b.FileOf(d.Last()) != f.Now {
		return false, nil
	}
	t, err := b.Trail(d)
	if err != nil || t == nil || len(t.Contents) == 0 {
		return false, err
	}
	last := t.Contents[len(t.Contents)-1]
	return last.Approval != nil && !last.Approval.Merged, nil
}

// firstFile returns the first file that a link names as it is written, and its blob; the likeliest path where there is
// none.
func firstFile(to register.Target, look func(path string) (gitrepo.ID, error)) (string, gitrepo.ID, error) {
	for p := range to.Files() {
		if id, err := look(p); err != nil || !id.IsZero() {
			return p, id, err
		}
	}
	return to.Path, gitrepo.ID{}, nil
}

// filesOf lists a document's links to local files that are no pages, the first one to each.
func filesOf(e *register.Entry) (links []int) {
	seen := map[string]bool{}
	for i, to := range e.Targets() {
		if !to.Local || to.Path == "" || seen[to.Path] || strings.HasPrefix(to.Path+"/", "../") || isPage(to.Path) {
			continue
		}
		seen[to.Path] = true
		links = append(links, i)
	}
	return links
}

// isPage reports whether a path is a document or a folder, rather than a file that a document shows.
func isPage(p string) bool {
	return path.Ext(p) == "" || config.IsMarkdown(p)
}

// changedIn finds the step that gave a file the bytes which it has at the line's end, by halves: of a file that
// changed back and forth in between, that may be a later one.
func (b *Book) changedIn(f ChangedFile) (int, error) {
	lo, hi := f.Approved, len(b.Steps)-1
	for lo+1 < hi {
		mid := (lo + hi) / 2
		id, err := b.FileAt(mid, f.Path)
		switch {
		case err != nil:
			return 0, err
		case id == f.Now:
			hi = mid
		default:
			lo = mid
		}
	}
	return hi, nil
}

// fileIn returns the blob of a file in a commit, or where that isn't made yet, after a step.
func (b *Book) fileIn(commit gitrepo.ID, step int, path string) (gitrepo.ID, error) {
	if commit == b.Steps[step].ID {
		return b.FileAt(step, path)
	}
	return history.FileIn(b.judge.repo.NewReader(), commit, path)
}
