package rules

import (
	"fmt"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr213() *lint.Rule {
	return &lint.Rule{
		ID: "WR213", Name: "embedded-file-changed", Scope: lint.History, Severity: lint.Error,
		Ground: lint.NeedsHistory | lint.NeedsRoster,
		Title:  "An image or attachment of approved words changed after the approval",
		Text: `An approval pins the words of a document. What an image shows or an attachment says is a part of it for
every reader, and lies in a file of its own.

**What counts.** A local image, or a link to a local file that is no page of Markdown, in the words in force, whose
file on the main branch is another than in the commit that was approved last, or isn't there any more; an image that
came later. A pull request that swaps one is an error as an edit is. Pages show the images of the approved commit.

**What doesn't.** Links to other documents, which have approvals of their own; to folders and to other sites; a file that its own sidecar's approval pins as it is; a file
that was there under the same name with the same bytes.

**How to fix it.** Those who may approve the document approve it again, with the command that the finding gives; or
put the old file back.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR213"), Good: good("WR213"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if last, _ := tip(t); last == nil {
					continue
				} else if e := entryOf(p.Input, t); e != nil && e.Blob == last.Blob {
					if err := findChangedFiles(p, t, e); err != nil {
						return err
					}
				}
			}
			return nil
		},
		Seed: seedSwappedImage,
	}
}

func findChangedFiles(p *lint.Pass, t *trail.Trail, e *register.Entry) error {
	changed, err := p.Book.ChangedFiles(t, e)
	for _, f := range changed {
		what, back := "was changed", "put the old file back (`git show "+f.Then.String()+" > "+argument(f.Path)+"`)"
		switch {
		case f.Now.IsZero():
			what = "was removed"
		case f.Then.IsZero():
			what, back = "came", "remove it"
		}
		p.Report(lint.Found{Doc: e, Span: e.Links()[f.Link].Span, Anchor: "file " + f.Path,
			Commit: p.Book.Steps[f.Changed].ID,
			Message: fmt.Sprintf("%s %s after %s was approved on %s; nobody approved it as it is", f.Path, what,
				nameOf(t.Current), p.Book.Days[f.Approved]),
			Help: "raise the version" + releaseSays(e.ID) + ", have it approved as it is, or " + back + ": " +
				again(p.Input, t)})
	}
	return err
}
