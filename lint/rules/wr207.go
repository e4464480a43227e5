package rules

import (
	"fmt"
	"path"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/schema"
)

func wr207() *lint.Rule {
	return &lint.Rule{
		ID: "WR207", Name: "left-the-register", Scope: lint.Change, Severity: lint.Error, Ground: lint.NeedsHistory,
		Title: "A document left the register, or chose a milder judge",
		Text: `Nobody checks what isn't in the register, and who names a milder kind needs no approval. Both take a
document out of control without a word.

**What counts.** A document that was valid, or a record, and is now where the configuration looks for none, without
being retired first. And words after those in force, whose kind, by the front matter or by the place, asks for less than
the kind in force did: no approval, a weaker grade, fewer approvers, or one's own approval.

**What doesn't.** Drafts; documents that were retired; a kind that asks for as much; one whose demands changed in
writ.yaml (that is WR907's); words that were approved since.

**How to fix it.** Move it back, or retire it. To keep it where it is, include the place in writ.yaml. Let the kind stay
what it is, or have the change of kind approved as the old one asks.`,
		Clause: "ISO27001:7.5.3", Since: "0.1.0", Suppressible: true,
		Bad: bad("WR207"), Good: good("WR207"),
		Find: func(p *lint.Pass) error {
			for _, t := range p.Book.Trails {
				if t.ID == "" || t.Removed || len(p.Register.ByID(t.ID)) > 0 && !controlled(p.Input, t) {
					continue
				}
				if controlled(p.Input, t) {
					findMilder(p, t)
				} else {
					findLeaver(p, t)
				}
			}
			return nil
		},
		Seed: seedLeaver,
	}
}

// findLeaver reports a document that moved to where the configuration looks for none.
func findLeaver(p *lint.Pass, t *trail.Trail) {
	if f := t.LastFacts(); f == nil || f.Status == schema.Retired || !everSettled(t) {
		return
	}
	for i, ch := range slices.Backward(t.Changes) {
		if i == 0 || !p.Config.MayInclude(t.Changes[i-1].Path) || p.Config.MayInclude(ch.Path) {
			continue
		}
		from := t.Changes[i-1].Path
		p.Report(lint.Found{Path: t.Path, Anchor: "left " + t.ID, Commit: ch.Step.ID,
			Message: fmt.Sprintf("%s left the register when it moved from %s to %s (%s): the configuration looks for "+
				"no document there", t.ID, from, ch.Path, commit(ch.Step.ID)),
			Help: fmt.Sprintf("move it back with `git mv %s %s`, or retire it there; to keep it where it is, add "+
				"the place to documents.include in writ.yaml", argument(t.Path),
				argument(from))})
		return
	}
}

// findMilder reports newer words whose kind asks for less than that of the words in force.
func findMilder(p *lint.Pass, t *trail.Trail) {
	if m := milderThan(p.Input, t); m.why != "" {
		last, _ := tip(t)
		p.Report(onField(p.Input, t, "kind", lint.Found{Anchor: "kind", Commit: last.Step.ID,
			Message: fmt.Sprintf("the kind is %s now, and was %s for the words in force (%s): %s",
				m.is.Name, m.was.Name, commit(m.inForce.Step.ID), m.why),
			Help: "keep the kind, or have the change approved as the old kind asks before the kind changes"}))
	}
}

// milderKind is what a document's kind asks less of than it did for the words in force; why is "" where it doesn't.
type milderKind struct {
	was, is *config.Kind
	inForce *trail.Change
	why     string
}

func milderThan(in *lint.Input, t *trail.Trail) (m milderKind) {
	last, content := tip(t)
	old := inForceBefore(t)
	if last == nil || old == nil || !last.Facts.Settled() || approvedWords(content) &&
		!in.Book.Pending(content.Approval) {
		return m
	}
	m.inForce = old.Changes[len(old.Changes)-1]
	if m.inForce.Facts.Kind == last.Facts.Kind && path.Dir(m.inForce.Path) == path.Dir(last.Path) {
		return m
	}
	m.was, m.is = in.Config.KindOf(m.inForce.Path, m.inForce.Facts.Kind), in.Config.KindFor(last.Path, last.Facts.Kind)
	m.why = milder(demandAt(in.Config, m.inForce), demandAt(in.Config, last))
	if m.why == "" && m.is.Record && !m.was.Record {
		m.why = "a record is never in force" // even where its place asks for approvals
	}
	return m
}

// inForceBefore returns the newest words before the last ones that were in force; nil for none.
func inForceBefore(t *trail.Trail) *trail.Content {
	for i := len(t.Contents) - 2; i >= 0; i-- {
		if c := t.Contents[i]; !c.Valid().Empty() {
			return c
		}
	}
	return nil
}

// demandAt is what a document's place and kind ask for at a change.
func demandAt(cfg *config.Config, ch *trail.Change) config.Demand {
	return cfg.Demand(cfg.KindsAt(ch.Path, ch.Facts.Kind), ch.Facts.Approver, "")
}

// milder says what a newer demand asks less of than an older one; "" where it asks for as much.
func milder(before, after config.Demand) string {
	was, is := approversOf(before), approversOf(after)
	switch {
	case before.Required && !after.Required:
		return "nobody has to approve it any more"
	case !before.Required:
		return ""
	case after.LeastGrade > before.LeastGrade:
		return fmt.Sprintf("grade %s is enough now, and it was %s", after.LeastGrade, before.LeastGrade)
	case is < was:
		return fmt.Sprintf("%s may do now, and it took %d", count(is, "approver"), was)
	case after.SelfApproval && !before.SelfApproval:
		return "authors may approve their own words now"
	}
	return ""
}

// approversOf is how many people at least approve.
func approversOf(d config.Demand) (n int) {
	for _, ask := range d.Asks {
		n = max(n, ask.Minimum)
	}
	return n
}

// seedLeaver brings a document into force and moves it to where none is looked for.
func seedLeaver(s lint.Scratch) error {
	d, message, err := valued(s)
	if err != nil {
		return err
	}
	if err := d.commit(s, lint.Stranger(), message); err != nil {
		return err
	}
	to := "seeded-attic/" + path.Base(d.path)
	if s.Input().Config.MayInclude(to) {
		return lint.ErrOutOfReach // any Markdown with an id is a document
	}
	if err := s.Write(to, d.text()); err != nil {
		return err
	}
	if err := s.Remove(d.path); err != nil {
		return err
	}
	return s.Commit(s.Input().Today, lint.Stranger(), "Move it out of sight")
}
