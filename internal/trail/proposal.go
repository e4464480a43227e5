package trail

import (
	"context"
	"slices"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
)

// Proposal is a change that isn't on the main line yet. The book then tells history as if the change were merged today,
// by nobody: its last step is the merge, with the zero ID and with the branch's commits as its side commits, and the
// configuration below it judges. So what a rule says of it is what the rule will say after the merge.
type Proposal struct {
	Ref   string // what the main line is called
	Ahead *gitrepo.Ahead
}

// Pending tells whether an approval counts only once the proposal is merged.
func (b *Book) Pending(a *Approval) bool { return b.Proposed >= 0 && a != nil && a.Index == b.Proposed }

// withoutProposal works out the trails as they are before the proposal, from the same reading.
func (b *builder) withoutProposal(ctx context.Context, wanted func(*Trail) bool) (*Book, error) {
	book := *b.book
	book.byID, book.byPath = map[string]*Trail{}, map[string]*Trail{}
	before := &builder{repo: b.repo, cfg: b.cfg, line: b.line, book: &book, rosters: b.rosters, configVersions: b.configVersions,
		mailmap: b.mailmap, naming: b.naming, asOf: b.asOf, indexEvery: b.indexEvery}
	book.judges = before
	return &book, before.conclude(ctx, wanted)
}

// propose adds the merge of a proposal to the line.
func (b *builder) propose(ctx context.Context, ahead *gitrepo.Ahead) error {
	b.work = ahead.Work
	side, err := b.repo.Branch(ctx, b.line, ahead.Tips, ofInterest())
	if err != nil || len(side) == 0 && len(ahead.Changes) == 0 {
		return err
	}
	match := ofInterest().Match
	step := &gitrepo.Step{Commit: mergeOf(ahead, b.book.Today.Time().Add(12*time.Hour)), Side: side}
	for _, c := range ahead.Changes {
		if match([]byte(c.Path)) {
			step.Changes = append(step.Changes, c)
		}
	}
	if err := b.readProposed(ctx, ahead, step); err != nil {
		return err
	}
	if err := b.readNamedBlobs([]*gitrepo.Step{step}); err != nil {
		return err
	}
	b.book.Proposed = len(b.book.Steps)
	b.book.Steps = append(slices.Clip(b.book.Steps), step)
	b.book.Days = append(slices.Clip(b.book.Days), max(b.book.Today, b.book.Days[len(b.book.Days)-1]))
	b.book.Fork = b.book.Proposed
	return b.proposeConfig(ahead)
}

// mergeOf is the commit that would merge a proposal. Where HEAD merges it already, what that merge resolved is its
// author's.
func mergeOf(ahead *gitrepo.Ahead, at time.Time) *gitrepo.Commit {
	c := &gitrepo.Commit{Parents: append([]gitrepo.ID{ahead.Base}, ahead.Tips...)}
	if ahead.Merge != nil {
		c.Author = ahead.Merge.Author
	}
	c.Author.When, c.Committer.When = at, at
	return c
}

// readProposed reads the facts of all contents that a proposal and its commits have.
func (b *builder) readProposed(ctx context.Context, ahead *gitrepo.Ahead, step *gitrepo.Step) error {
	var ids []gitrepo.ID
	for _, s := range append([]*gitrepo.Step{step}, step.Side...) {
		for _, c := range s.Changes {
			for _, at := range []struct {
				id   gitrepo.ID
				mode uint32
			}{{c.Blob, c.Mode}, {c.OldBlob, c.OldMode}} {
				if at.mode == 0 || at.mode == gitrepo.ModeSymlink || !isMarkdown(c.Path) || b.book.facts.of(at.id) != nil {
					continue
				}
				if data, ok := ahead.Work[at.id]; ok {
					b.book.facts.put(at.id, ReadFacts(data, b.cfg.Fields))
					continue
				}
				ids = append(ids, at.id)
			}
		}
	}
	facts := make([]*Facts, len(ids))
	err := b.repo.EachBlob(ctx, ids, func(i int, data []byte) error {
		facts[i] = ReadFacts(data, b.cfg.Fields)
		return nil
	})
	for i, id := range ids {
		b.book.facts.put(id, facts[i])
	}
	return err
}

// proposeConfig takes up the configuration that a proposal brings: it judges nothing of the proposal itself.
func (b *builder) proposeConfig(ahead *gitrepo.Ahead) error {
	c, ok := ahead.At(config.File)
	if !ok || c.Mode == 0 || c.Mode == gitrepo.ModeSymlink {
		return nil
	}
	data, err := ahead.Blob(b.repo.NewReader(), c.Blob)
	if err != nil {
		return err
	}
	if cfg, ok := config.LoadLenient(data); ok {
		b.configVersions = append(b.configVersions, configVersion{b.book.Proposed, c.Blob, cfg})
		if cfg.HasRoster() {
			b.rosters.at = append(b.rosters.at, b.book.Proposed)
			b.rosters.configs = append(b.rosters.configs, cfg)
		}
	}
	return nil
}
