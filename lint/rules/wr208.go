package rules

import (
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

func wr208() *lint.Rule {
	return &lint.Rule{
		ID: "WR208", Name: "id-changed", Scope: lint.Change, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "The same document got another id",
		Text: `The id is what history, approvals and other texts know a document by. With a new one it has no past,
and its approvals are gone.

**What counts.** A commit, or what you propose, in which a document with an id gives way to one of the same title and
kind with another id, at its place or elsewhere, until the new one has a further approved version.

**What doesn't.** Drafts that never were more; a document that got its first id; another document, with another title,
in the place of a removed one; case.

**How to fix it.** Put the old id back. If it really has to be a new document, retire the old one, and let the new one
supersede it.`,
		Clause: "ISO27001:7.5.2", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR208"), Good: good("WR208"),
		Find: func(p *lint.Pass) error {
			begun := begunBySteps(p.Book)
			for _, old := range p.Book.Trails {
				if old.ID == "" || !everSettled(old) {
					continue
				}
				if t := renumbered(old, begun[old.Last().Index]); t != nil {
					reportRenumbered(p, old, t)
				} else if !old.Removed {
					findProposedID(p, old)
				}
			}
			return nil
		},
		Seed: seedNewID,
	}
}

func everSettled(t *trail.Trail) bool {
	for _, v := range t.Versions {
		if wasSettled(v) {
			return true
		}
	}
	return false
}

// renumbered returns which of the trails that began in the step in which a document was removed is that document
// under another id; nil for none.
func renumbered(old *trail.Trail, begun []*trail.Trail) *trail.Trail {
	f := old.LastFacts()
	if !old.Removed || f == nil {
		return nil
	}
	for _, t := range begun {
		first := t.Changes[0].Facts
		if t != old && first != nil && sameButID(f, first) && t.Changes[0].Index == old.Last().Index {
			return t
		}
	}
	return nil
}

func sameButID(a, b *history.Facts) bool {
	return a.Title != "" && b.ID != "" && strings.EqualFold(a.Title, b.Title) && a.Kind == b.Kind &&
		!strings.EqualFold(a.ID, b.ID)
}

func reportRenumbered(p *lint.Pass, old, t *trail.Trail) {
	if t.Removed || len(t.Contents) == 0 || t.Current != nil && t.Current != t.Contents[0] {
		return
	}
	at := t.Changes[0]
	p.Report(onField(p.Input, t, "id", lint.Found{Anchor: "id", Commit: at.Step.ID,
		Message: fmt.Sprintf("the id was %s until %s (%s); its history and approvals stay with that id", old.ID, at.Day,
			commit(at.Step.ID)),
		Help: fmt.Sprintf("put %s back; or retire that one as a document of its own, and name it under `supersedes`",
			old.ID)}))
}

// findProposedID reports another id at a document's path in HEAD or the working tree.
func findProposedID(p *lint.Pass, old *trail.Trail) {
	e := p.Register.ByPath(old.Path)
	if e == nil || e.Link != "" || e.ID == "" || strings.EqualFold(e.ID, old.ID) || len(p.Register.ByID(old.ID)) > 0 {
		return
	}
	if !p.Book.Proposes(old, e.Blob) || !sameButID(old.LastFacts(), factsOf(p.Input, e)) {
		return
	}
	p.Report(lint.Found{Doc: e, Span: at(e, "id"), Anchor: "id",
		Message: fmt.Sprintf("the id is %s on the main branch; ids never change", old.ID), Help: "put it back: " +
			fieldLine(e, "id", old.ID)})
}
