package trail

import (
	"context"
	"slices"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// Proposal is a change that isn't on the main line yet. The book then tells history as if the change were merged today,
// by nobody: its last step is the merge, with the zero ID and with the branch's commits as its side commits, and the
// configuration below it judges. So what is told of it is what will be told after the merge.
type Proposal struct {
	// Base is the commit that the change builds on, and Ref what the main line is called that ends there. The zero ID
	// stands for the main branch as it is.
	Base gitrepo.ID
	Ref  string

	// Ahead says what the change brings. It is called once, after the history was read, so that both can be read at the
	// same time. Nil stands for HEAD's commits since it left the main line.
	Ahead func() (*gitrepo.Ahead, error)

	// Next is one commit more, which isn't made yet: on top of HEAD, unsigned. Nil for none. See Foreseen.
	Next *NextCommit
}

// NextCommit is a commit before it is made. When is its moment, and By author and committer. Files is what it will hold;
// nil where it changes nothing.
type NextCommit struct {
	By      gitrepo.Person
	Message string
	Files   snapshot.Snapshot
}

// foreseenID names the commit that isn't made yet. No object has this name.
var foreseenID = gitrepo.ID{0: 0xf0, 19: 1}

// Foreseen is the name that a proposal's next commit has in the trails.
func Foreseen() gitrepo.ID { return foreseenID }

// isMade reports whether a step is a commit that exists.
func isMade(s *gitrepo.Step) bool { return !s.ID.IsZero() && s.ID != foreseenID }

// tip is the newest commit of the line that exists.
func (b *builder) tip() gitrepo.ID {
	for _, s := range slices.Backward(b.book.Steps) {
		if isMade(s) {
			return s.ID
		}
	}
	return gitrepo.ID{}
}

// Pending reports whether an approval counts only once the proposal is merged.
func (b *Book) Pending(a *Approval) bool { return b.Proposed >= 0 && a != nil && a.Index == b.Proposed }

// propose makes the book that has a proposal's merge on top of the line, from the same reading. Where there is nothing
// to merge, it says what b says.
func (b *builder) propose(ctx context.Context, p *Proposal) (*builder, error) {
	ahead, err := b.aheadOf(p)
	if err != nil {
		return nil, err
	}
	with := b.fork()
	with.ahead = ahead
	side, err := b.repo.Branch(ctx, b.line, ahead.Tips, b.ofInterest())
	if err != nil {
		return nil, err
	}
	var next *gitrepo.Step
	if n := p.Next; n != nil {
		next = &gitrepo.Step{Commit: &gitrepo.Commit{ID: foreseenID, Parents: []gitrepo.ID{b.book.Head.Commit},
			Author: n.By, Committer: n.By, Message: n.Message}}
	}
	step := &gitrepo.Step{Commit: mergeOf(ahead, b.book.Today.Time().Add(12*time.Hour)), Side: side}
	for _, c := range ahead.Changes {
		if b.ofInterest().Match([]byte(c.Path)) {
			step.Changes = append(step.Changes, c)
		}
	}
	switch {
	case len(side) == 0 && len(ahead.Changes) == 0 && next == nil:
		with.sortTrails()
		return with, nil
	case len(ahead.Tips) == 0 && next != nil: // right on the main line
		next.Changes = step.Changes
		step = next
	case next != nil:
		step.Side = append(step.Side, next)
	}
	if err := with.readProposed(ctx, step); err != nil {
		return nil, err
	}
	with.put(step)
	if err := with.proposeConfig(); err != nil {
		return nil, err
	}
	with.joins = newJoins(with.rosters)
	return with, with.readMailmaps(with.book.Proposed)
}

// aheadOf says what a proposal brings.
func (b *builder) aheadOf(p *Proposal) (*gitrepo.Ahead, error) {
	if p.Ahead != nil {
		return p.Ahead()
	}
	head := b.book.Head.Commit
	from := head
	if b.book.Steps[len(b.book.Steps)-1].ID != head {
		if b.book.Fork < 0 {
			return nil, &gitrepo.Refusal{What: "HEAD has no commit in common with the main line " + b.book.Main.Ref,
				Fix: "switch to a branch that was made from it"}
		}
		from = b.book.Steps[b.book.Fork].ID
	}
	if p.Next != nil && p.Next.Files != nil {
		files, err := p.Next.Files.Files(gitrepo.Filter{})
		if err != nil {
			return nil, err
		}
		read := func(f gitrepo.File) ([]byte, error) { return snapshot.Content(p.Next.Files, f) }
		return b.repo.ReadAhead(from, b.book.Head, files, read)
	}
	if from == head {
		return &gitrepo.Ahead{Base: head}, nil
	}
	changes, err := b.repo.Changes(from, head, b.ofInterest())
	return &gitrepo.Ahead{Base: from, Tips: []gitrepo.ID{head}, Changes: changes}, err
}

// fork returns a builder with what b knows of the line, whose book can go on without b's.
func (b *builder) fork() *builder {
	book := *b.book
	with := &builder{repo: b.repo, cfg: b.cfg, line: b.line, book: &book, keyrings: b.keyrings,
		mailmaps: mailmaps{slices.Clip(b.mailmaps.at), slices.Clip(b.mailmaps.maps)}, joins: b.joins,
		branches: b.branches, ancestry: &ancestry{}, asOf: b.asOf,
		rosters: b.rosters.fork(), rostersOf: b.rostersOf,
		configVersions: slices.Clip(b.configVersions), naming: b.naming, read: map[gitrepo.ID]*Facts{}, lazy: b.lazy,
		judging: b.judging}
	book.judges, book.facts, book.byPath = with, b.book.facts.fork(), map[string]*Trail{}
	with.ids = b.ids.fork(&book)
	if b.roster != nil {
		roster := *b.roster
		roster.Changes = slices.Clip(roster.Changes)
		with.roster = &roster
	}
	book.byID = with.ids.byID
	return with
}

// put adds the step to the line, and to the trails of what it changes.
func (b *builder) put(step *gitrepo.Step) {
	b.book.Proposed = len(b.book.Steps)
	b.book.Steps = append(slices.Clip(b.book.Steps), step)
	b.putDay(step)
	b.book.Fork = b.book.Proposed
	b.ids.step(b.book.Proposed, step)
	b.sortTrails()
	for _, t := range b.book.Trails {
		if t.Last().Index != b.book.Proposed {
			continue
		}
		for k, c := range t.Changes {
			own := *c // its authors follow from the id, which may be another now
			t.Changes[k] = &own
		}
	}
}

// putDay gives the step its day: a merge is made today, and the next commit on the line itself is dated.
func (b *builder) putDay(step *gitrepo.Step) {
	last := b.book.Days[len(b.book.Days)-1]
	date := b.book.Today
	if step.ID == foreseenID {
		date = day.In(step.Committer.When, b.cfg.Organization.Timezone)
	}
	if date > b.book.Today {
		b.book.ClockOff = append(slices.Clip(b.book.ClockOff), OffClock{Index: b.book.Proposed, Date: date,
			Under: b.book.Proposed - 1, Ahead: true})
		date = last
	}
	b.book.Days = append(slices.Clip(b.book.Days), max(date, last))
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

// readProposed reads the facts of all contents that a proposal and its commits have, or name.
func (b *builder) readProposed(ctx context.Context, step *gitrepo.Step) error {
	var ids []gitrepo.ID
	for _, s := range append([]*gitrepo.Step{step}, step.Side...) {
		for _, c := range s.Changes {
			for _, at := range []struct {
				id   gitrepo.ID
				mode uint32
			}{{c.Blob, c.Mode}, {c.OldBlob, c.OldMode}} {
				if at.mode == 0 || at.mode == gitrepo.ModeSymlink || !isMarkdown(c.Path) ||
					b.book.facts.of(at.id) != nil {
					continue
				}
				data, edited, err := b.ahead.Edited(at.id)
				switch {
				case err != nil:
					return err
				case edited:
					b.book.facts.put(at.id, ReadFacts(data, b.cfg.Fields))
				default:
					ids = append(ids, at.id)
				}
			}
		}
	}
	facts := make([]*Facts, len(ids))
	err := b.repo.EachBlob(ctx, ids, func(i int, data []byte) error {
		facts[i] = ReadFacts(data, b.cfg.Fields)
		return nil
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		b.book.facts.put(id, facts[i])
	}
	return b.readNamedBlobs(len(b.book.Steps), []*gitrepo.Step{step})
}

// proposeConfig takes up the configuration, and the files of keys, that a proposal brings: they judge nothing of the
// proposal itself.
func (b *builder) proposeConfig() error {
	rd := b.repo.NewReader()
	cfg := b.rosterConfig()
	if c, ok := b.ahead.At(config.File); ok && c.Mode != 0 && c.Mode != gitrepo.ModeSymlink {
		data, err := b.content(rd, c.Blob)
		if err != nil {
			return err
		}
		if proposed, ok := config.LoadLenient(data); ok && proposed.HasRoster() {
			cfg = proposed
		}
	}
	if cfg == nil {
		return nil
	}
	if err := b.addRoster(rd, b.book.Proposed, cfg); err != nil {
		return err
	}
	b.rosters.settle()
	b.book.Roster = true
	return nil
}
