package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr213() *lint.Rule {
	return &lint.Rule{
		ID: "WR213", Name: "embedded-file-changed", Scope: lint.History, Severity: lint.Error, Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title: "An image or attachment of approved words changed after the approval",
		Text: `An approval pins the words of a document. What an image shows or an attachment says is a part of it for every reader, and
lies in a file of its own.

**What counts.** A local image, or a link to a local file that is no page of Markdown, in the words in force, whose file on the
main branch is another than when they were approved last, or isn't there any more.

**What doesn't.** Links to other documents, which have approvals of their own; to folders and to other sites; a file that was
there under the same name with the same bytes.

**How to mend it.** Those who may approve the document approve it again, with the command that the finding gives; or put the old
file back.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR213"), Good: good("WR213"),
		Find: func(p *lint.Pass) {
			for _, t := range p.Book.Trails {
				last, content := tip(t)
				e := entryOf(p.Input, t)
				if last == nil || e == nil || content != t.Current || content.Approval == nil || content.Approval.Merged || e.Blob != last.Blob {
					continue
				}
				findSwapped(p, t, content, e)
			}
		},
		Seed: seedSwappedImage,
	}
}

func findSwapped(p *lint.Pass, t *trail.Trail, c *trail.Content, e *register.Entry) {
	approved, tipOf := approvedIn(t, c), len(p.Book.Steps)-1
	before := t.Path
	if ch := t.At(approved); ch != nil {
		before = ch.Path // links lead from where the document stood
	}
	seen := map[string]bool{}
	links := e.Links()
	for i, to := range e.Targets() {
		if !to.Local || to.Path == "" || seen[to.Path] || leavesRepository(to.Path) || isPage(to.Path) || approved >= tipOf {
			continue
		}
		seen[to.Path] = true
		old := to.Path
		if before != t.Path && !strings.HasPrefix(strings.TrimSpace(links[i].Target), "/") {
			old = path.Join(path.Dir(before), strings.ReplaceAll(relative(t.Path, to.Path), "%20", " "))
		}
		then, err := p.Book.FileAt(approved, old)
		if err != nil || then.IsZero() {
			continue // it came later: links that lead nowhere have rules of their own
		}
		have, err := p.Book.FileAt(tipOf, to.Path)
		if err != nil || have == then {
			continue
		}
		what := "was changed"
		if have.IsZero() {
			what = "was removed"
		}
		found := lint.Found{Doc: e, Span: links[i].Span, Anchor: "file " + to.Path, Commit: changedIn(p.Book, approved, to.Path, have),
			Message: fmt.Sprintf("%s %s after %s was approved on %s; nobody approved it as it is", to.Path, what, nameOf(c), p.Book.Days[approved]),
			Help:    "have it approved as it is, or put the old file back (git show " + then.String() + "): " + again(p.Input, t)}
		p.Report(found)
	}
}

// approvedIn returns the newest step that brought evidence which counts for a content.
func approvedIn(t *trail.Trail, c *trail.Content) int {
	at := c.Approval.Index
	for _, e := range t.Evidence() {
		if e.Why == "" && e.Pinned == c.Digest && e.Person != nil && e.Role != "" {
			at = max(at, e.Index)
		}
	}
	return at
}

func isPage(p string) bool {
	return slices.Contains([]string{"", ".md", ".markdown"}, strings.ToLower(path.Ext(p)))
}

// changedIn finds the step that gave a file the bytes which it has at the line's end, by halves: a file that changed back
// and forth in between may show a later one.
func changedIn(b *trail.Book, from int, path string, have gitrepo.ID) gitrepo.ID {
	lo, hi := from, len(b.Steps)-1
	for lo+1 < hi {
		mid := (lo + hi) / 2
		if id, err := b.FileAt(mid, path); err == nil && id == have {
			hi = mid
		} else {
			lo = mid
		}
	}
	return b.Steps[hi].ID
}
