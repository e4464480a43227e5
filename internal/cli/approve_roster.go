package cli

import (
	"context"
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
)

func (d toApprove) isRoster() bool { return d.entry == nil }

// what says where the words are, and how they are pinned.
func (d toApprove) what() string {
	if d.isRoster() {
		return config.File + ", digest " + d.facts.Digest.String()
	}
	if f := d.entry.File; f != nil {
		return fmt.Sprintf("%s with %s (SHA-256 %x), together %s", d.entry.Path, f.Path, f.Sum[:], d.entry.Blob)
	}
	return fmt.Sprintf("%s, blob %s", d.entry.Path, d.entry.Blob)
}

// pin is the lines of a message that say which words are approved.
func (d toApprove) pin() string {
	if d.isRoster() {
		return fmt.Sprintf("%s: %s\n", trail.KeyDigest, d.facts.Digest)
	}
	return fmt.Sprintf("%s: %s\n%s: %s\n", trail.KeyVersion, d.facts.Version, trail.KeyBlob, d.entry.Blob)
}

// changedFiles lists the files that the document shows and that changed since its approval.
func (d toApprove) changedFiles(b *trail.Book, t *trail.Trail) ([]trail.ChangedFile, error) {
	if d.isRoster() {
		return nil, nil
	}
	return b.ChangedFiles(t, d.entry)
}

// rosterToApprove finds the roster that HEAD holds, and refuses one that isn't committed as it is.
func (w *writing) rosterToApprove(ctx context.Context) (toApprove, error) {
	book, err := w.foresee(ctx, "")
	if err != nil {
		return toApprove{}, err
	}
	counts, stated := book.RosterNow()
	if stated == nil {
		return toApprove{}, fmt.Errorf("no commit here has a writ.yaml with people and roles, so there is no roster " +
			"to approve")
	}
	changed, err := w.git.Changed(ctx, stated.Files()...)
	switch {
	case err != nil:
		return toApprove{}, err
	case len(changed) > 0:
		return toApprove{}, fmt.Errorf("%s: changed and not committed, so it isn't clear which roster is meant; "+
			"commit or stash it first", changed[0])
	case stated == counts && stated.Basis != trail.ByRestating && len(stated.Content.Approval.By) == 0:
		return toApprove{}, fmt.Errorf("the roster needs no approval: %s", stated.Words())
	}
	return toApprove{facts: stated.Content.First().Facts}, nil
}

// trailFor returns the trail of a document, or of the roster, with the words of HEAD as its newest.
func (w *writing) trailFor(b *trail.Book, d toApprove) (*trail.Trail, error) {
	if !d.isRoster() {
		return w.trailOf(b, d.entry)
	}
	t := b.RosterTrail()
	if len(t.Contents) == 0 || t.Contents[len(t.Contents)-1].Digest != d.facts.Digest {
		return nil, fmt.Errorf("the main line %s has a newer roster than this branch; merge or rebase first, and "+
			"read that", b.Main.Ref)
	}
	return t, nil
}
