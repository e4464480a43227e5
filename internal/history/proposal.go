package history

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/snapshot"
)

// Proposal is a change that isn't on the main line yet. History is then told as if the change were merged today,
// by nobody: its last step is the merge, with the zero ID and with the branch's commits as its side commits, and the
// configuration below it judges. So what is told of it is what will be told after the merge.
type Proposal struct {
	// Base is the commit that the change builds on, and Ref what the main line is called that ends there. The zero ID
	// stands for the main branch as it is.
	Base gitrepo.ID
	Ref  string

	// Brings says what the change brings. It is called once, after the history was read, so that both can be read at
	// the same time. Nil stands for HEAD's commits since it left the main line.
	Brings func() (*gitrepo.Proposal, error)

	// Next is one commit more, which isn't made yet: on top of HEAD, unsigned. Nil for none. See Foreseen.
	Next *NextCommit
}

// NextCommit is a commit before it is made. When is its moment, and By author and committer. Files is what it will
// hold; nil where it changes nothing.
type NextCommit struct {
	By      gitrepo.Person
	Message string
	Files   snapshot.Snapshot
}

// foreseenID names the commit that isn't made yet. No object has this name.
var foreseenID = gitrepo.ID{0: 0xf0, 19: 1}

// Foreseen is the name that a proposal's next commit has in the trails.
func Foreseen() gitrepo.ID { return foreseenID }

// IsMade reports whether a step is a commit that exists.
func IsMade(s *gitrepo.Step) bool { return !s.ID.IsZero() && s.ID != foreseenID }

// Propose returns the history that has a proposal's merge on top of the line, from the same reading. Where there is
// nothing to merge, it says what h says.
func (h *History) Propose(ctx context.Context, p *Proposal) (*History, error) {
	brought, err := h.readBrought(p)
	if err != nil {
		return nil, err
	}
	with := h.fork()
	with.brought = brought
	side, err := h.repo.Branch(ctx, h.line, brought.Tips, ofInterest(h.cfg))
	if err != nil {
		return nil, err
	}
	merge := &gitrepo.Step{Commit: mergeOf(brought, h.Today.Time().Add(12*time.Hour)), Changes: brought.Changes}
	if err := with.joinProposed(ctx, merge, side); err != nil {
		return nil, err
	}
	var next *gitrepo.Step
	if n := p.Next; n != nil {
		next = &gitrepo.Step{Commit: &gitrepo.Commit{ID: foreseenID, Parents: []gitrepo.ID{h.Head.Commit},
			Author: n.By, Committer: n.By, Message: n.Message}}
	}
	step := &gitrepo.Step{Commit: merge.Commit, Side: side}
	for _, c := range merge.Changes {
		if with.matters(c.Path) {
			step.Changes = append(step.Changes, c)
		}
	}
	switch {
	case len(side) == 0 && len(brought.Changes) == 0 && next == nil:
		with.sortDocuments()
		return with, nil
	case len(brought.Tips) == 0 && next != nil: // right on the main line
		next.Changes = step.Changes
		step = next
	case next != nil:
		step.Side = append(step.Side, next)
	}
	if err := with.readProposed(ctx, step); err != nil {
		return nil, err
	}
	with.put(step)
	return with, with.readMailmaps(with.Proposed)
}

// readBrought says what a proposal brings.
func (h *History) readBrought(p *Proposal) (*gitrepo.Proposal, error) {
	if p.Brings != nil {
		return p.Brings()
	}
	head := h.Head.Commit
	from := head
	if h.Steps[len(h.Steps)-1].ID != head {
		if h.Fork < 0 {
			return nil, &gitrepo.Refusal{What: "HEAD has no commit in common with the main line " + h.Main.Ref,
				Fix: "switch to a branch that was made from it"}
		}
		from = h.Steps[h.Fork].ID
	}
	if p.Next != nil && p.Next.Files != nil {
		files, err := p.Next.Files.Files(gitrepo.Filter{})
		if err != nil {
			return nil, err
		}
		read := func(f gitrepo.File) ([]byte, error) { return snapshot.Content(p.Next.Files, f) }
		return h.repo.ReadProposal(from, h.Head, files, read)
	}
	if from == head {
		return &gitrepo.Proposal{Base: head}, nil
	}
	changes, err := h.repo.Changes(from, head, gitrepo.Filter{})
	return &gitrepo.Proposal{Base: from, Tips: []gitrepo.ID{head}, Changes: changes}, err
}

// fork returns a history with what h knows of the line, which can go on without h.
func (h *History) fork() *History {
	with := *h
	with.mailmaps = mailmaps{slices.Clip(h.mailmaps.at), slices.Clip(h.mailmaps.maps)}
	with.ancestry, with.facts, with.naming = &ancestry{}, h.facts.fork(), maps.Clone(h.naming)
	with.wrote = sync.OnceValue(with.findWriters)
	with.ids, with.byPath = h.ids.fork(&with), map[string]*Document{}
	with.byID = with.ids.byID
	return &with
}

// put adds the step to the line, and to the documents that it changes.
func (h *History) put(step *gitrepo.Step) {
	h.Proposed = len(h.Steps)
	h.Steps = append(slices.Clip(h.Steps), step)
	h.putDay(step)
	h.Fork = h.Proposed
	h.ids.step(h.Proposed, step)
	h.sortDocuments()
}

// putDay gives the step its day: a merge is made today, and the next commit on the line itself is dated.
func (h *History) putDay(step *gitrepo.Step) {
	last := h.Days[len(h.Days)-1]
	date := h.Today
	if step.ID == foreseenID {
		date = day.In(step.Committer.When, h.Zone(h.Proposed))
	}
	if date > h.Today {
		h.ClockOff = append(slices.Clip(h.ClockOff), OffClock{Index: h.Proposed, Date: date,
			Under: h.Proposed - 1, Ahead: true})
		date = last
	}
	h.Days = append(slices.Clip(h.Days), max(date, last))
}

// mergeOf is the commit that would merge a proposal. Where HEAD merges it already, what that merge resolved is its
// author's.
func mergeOf(brought *gitrepo.Proposal, at time.Time) *gitrepo.Commit {
	c := &gitrepo.Commit{Parents: append([]gitrepo.ID{brought.Base}, brought.Tips...)}
	if brought.Merge != nil {
		c.Author = brought.Merge.Author
	}
	c.Author.When, c.Committer.When = at, at
	return c
}

// readProposed reads the facts of all contents that a proposal and its commits have, or name.
func (h *History) readProposed(ctx context.Context, step *gitrepo.Step) error {
	var ids []gitrepo.ID
	rd := h.repo.NewReader()
	for _, s := range append([]*gitrepo.Step{step}, step.Side...) {
		for _, c := range s.Changes {
			for _, at := range []struct {
				id   gitrepo.ID
				mode uint32
			}{{c.Blob, c.Mode}, {c.OldBlob, c.OldMode}} {
				if at.mode == 0 || at.mode == gitrepo.ModeSymlink || !config.IsMarkdown(c.Path) ||
					h.Facts(at.id) != nil {
					continue
				}
				data, edited, err := h.brought.Edited(at.id)
				_, joined := h.repo.PairOf(at.id)
				switch {
				case err != nil:
					return err
				case joined:
					f, err := h.ReadFacts(rd, at.id)
					if err != nil {
						return err
					}
					h.facts.put(at.id, f)
				case edited:
					h.facts.put(at.id, ReadFacts(data, h.cfg.Fields))
				default:
					ids = append(ids, at.id)
				}
			}
		}
	}
	facts := make([]*Facts, len(ids))
	err := h.repo.EachBlob(ctx, ids, func(i int, data []byte) error {
		facts[i] = ReadFacts(data, h.cfg.Fields)
		return nil
	})
	if err != nil {
		return err
	}
	for i, id := range ids {
		h.facts.put(id, facts[i])
	}
	return h.readNamedBlobs(len(h.Steps), []*gitrepo.Step{step})
}

// Brings returns what a proposal makes of a file; false where it leaves it alone, or there is none.
func (h *History) Brings(path string) (gitrepo.Change, bool) {
	if h.brought == nil {
		return gitrepo.Change{}, false
	}
	return h.brought.At(path)
}
