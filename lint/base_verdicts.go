package lint

import (
	"context"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/trail"
)

// Leaving is a document that is in force, or on record, by the configuration below a change and not by the one that
// it brings.
type Leaving struct {
	Document, Path string
	Seen           bool // it is still a document, whose approved words are in force no more
}

// onlyOwn returns the findings of documents that only the change's own configuration knows, and those of itself.
func (c *Comparison) onlyOwn(own []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(own), func(f Finding) bool {
		return !ofConfiguration(f) && (f.Path == "" || c.below(f.Path))
	})
}

// judgeWhole judges the whole register by both configurations, because one line of a configuration may be about
// documents that the change leaves alone. It notes the findings on which they disagree, and the documents that leave
// force.
func (c *Comparison) judgeWhole(ctx context.Context, rules []*Rule) error {
	all := func(string) bool { return true }
	head, err := c.Head.limited(c.below)
	if err != nil {
		return err
	}
	own, err := c.Own.limited(all)
	if err != nil {
		return err
	}
	own.stated = true
	head.Baseline = c.Base.Baseline // not what the change brings, which is told here
	below, err := Run(ctx, head, rules)
	if err != nil {
		return err
	}
	theirs, err := Run(ctx, own, rules)
	if err != nil {
		return err
	}
	c.noteVerdicts(below.Findings, theirs.Findings)
	if c.Base.Baseline == nil && c.Own.Baseline != nil { // a first baseline is there to take findings
		c.Head.Proposal.Verdicts = slices.DeleteFunc(c.Head.Proposal.Verdicts, func(v Verdict) bool {
			return v.Effective == "" && !config.OfApprovals(v.Finding.Rule.ID)
		})
	}
	if head.Book != nil && own.Book != nil {
		c.Head.Proposal.Leaving, err = leaving(head, own)
	}
	return err
}

func (c *Comparison) noteVerdicts(below, own []Finding) {
	ch := c.Head.Proposal
	theirs, ours := byFingerprint(own), byFingerprint(below)
	for _, f := range below {
		switch other, ok := theirs[f.Fingerprint]; {
		case ofConfiguration(f):
		case !ok:
			ch.Verdicts = append(ch.Verdicts, Verdict{Finding: f, Below: f.Severity})
		case other.Severity != f.Severity:
			ch.Verdicts = append(ch.Verdicts, Verdict{Finding: f, Below: f.Severity, Effective: other.Severity})
		}
	}
	for _, f := range own {
		if _, ok := ours[f.Fingerprint]; !ok && !ofConfiguration(f) && (f.Path == "" || c.below(f.Path)) {
			ch.Verdicts = append(ch.Verdicts, Verdict{Finding: f, Effective: f.Severity})
		}
	}
	slices.SortStableFunc(ch.Verdicts, func(a, b Verdict) int { return compare(a.Finding, b.Finding) })
}

// leaving lists the documents that one configuration has in force or on record, and the other hasn't.
func leaving(below, own *Input) (out []Leaving, err error) {
	for _, t := range below.Book.Trails {
		if !below.View().Controlled(t.Document) {
			continue
		}
		other, err := own.Book.Trail(own.Book.DocumentOf(t.ID, t.Path))
		if err != nil {
			return nil, err
		}
		x := Leaving{Document: t.ID, Path: t.Path, Seen: other != nil && own.View().Controlled(other.Document)}
		if !x.Seen || t.Current != nil && other.Current == nil {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Leaving) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// Pending is an approval on the branch that counts once the change is merged.
type Pending struct {
	Document, Path, Version string
	By                      string // who approved, in words that claim no more than the evidence proves
	Grade                   string
	Commit                  string // full hex
	Whole                   bool   // with the others it is all that the document's kind asks for
}

// pending lists the approvals that the change brings along, by document.
func (c *Comparison) pending() ([]Pending, error) {
	b := c.Head.Book
	if b == nil || b.Proposed < 0 {
		return nil, nil
	}
	few, err := b.Limited(c.concerns)
	if err != nil {
		return nil, err
	}
	var all []Pending
	for _, t := range few.Trails {
		if t.Removed || len(t.Contents) == 0 {
			continue
		}
		content := t.Contents[len(t.Contents)-1]
		by, whole := content.Partial, false
		if content.Approval != nil {
			by, whole = content.Approval.By, true
		}
		for _, e := range by {
			if e.Index == b.Proposed {
				all = append(all, Pending{t.ID, t.Path, content.Version.Number, trail.Wording(e), string(e.Grade),
					e.Commit.String(), whole})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Pending) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}
