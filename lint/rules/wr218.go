package rules

import (
	"cmp"
	"fmt"

	"github.com/writ-docs/writ/lint"
)

func wr218() *lint.Rule {
	return &lint.Rule{
		ID: "WR218", Name: "away-and-back", Scope: lint.Change, Severity: lint.Warning,
		Ground: lint.NeedsHistory | lint.NeedsRoster | lint.NeedsProposal,
		Title:  "Commits of a pull request take approved words away, and bring them back",
		Text: `A document that was away and comes back needs an approval of its own. Whether it was away depends on
how the request is merged: a merge commit or a squash brings what all commits together changed, and a rebase or a
fast-forward each of them.

**What counts.** With ` + "`--base`" + `: commits of the request that remove a document whose newest words are
approved, give it another id, put a link in its place or move it out of the included paths, and later ones that undo
this.

**What doesn't.** A full run: there, words that came back without a new approval are WR301's. Moves within the
included paths.

**How to fix it.** Merge the request with a merge commit, or squash it. Or take both commits out of the branch.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR218"), Good: good("WR218"),
		Find: findAwayAndBack,
		Seed: seedAwayAndBack,
	}
}

func findAwayAndBack(p *lint.Pass) error {
	for _, x := range p.Book.AwayAndBack(p.Config.MayInclude) {
		t, err := p.Book.Trail(x.Document)
		if err != nil {
			return err
		}
		_, content := tip(t)
		if content == nil || !approvedWords(content) || content.Approval.Index >= p.Book.Proposed {
			continue
		}
		p.Report(onField(p.Input, t, "id", lint.Found{Anchor: "away", Commit: x.Taken.ID,
			Message: fmt.Sprintf("%s of this change takes the approved words of %s away, and %s brings them back: "+
				"merged by a rebase or a fast-forward, they need a new approval", commit(x.Taken.ID),
				cmp.Or(x.ID, x.Path), commit(x.Back.ID)),
			Help: "merge with a merge commit, or squash, so that they keep theirs; or take both commits out of the " +
				"branch"}))
	}
	return nil
}

// seedAwayAndBack removes an approved document, and puts it back.
func seedAwayAndBack(s lint.Scratch) error {
	in := s.Input()
	if in.Book == nil {
		return lint.ErrOutOfReach
	}
	for _, t := range in.Book.Trails {
		_, content := tip(t)
		if content == nil || !approvedWords(content) || !in.Config.MayInclude(t.Path) {
			continue
		}
		text, err := s.Read(t.Path)
		if err != nil {
			continue
		}
		if err := s.Remove(t.Path); err != nil {
			return err
		}
		if err := s.Commit(in.Today, lint.Stranger(), "Remove it"); err != nil {
			return err
		}
		if err := s.Write(t.Path, text); err != nil {
			return err
		}
		return s.Commit(in.Today, lint.Stranger(), "Put it back")
	}
	return lint.ErrOutOfReach
}
