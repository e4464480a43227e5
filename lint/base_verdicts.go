package lint

import (
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/trail"
)

// differ notes where the verdicts of the two configurations differ, and returns the findings of documents that only
// the change's own configuration knows.
func (c *Comparison) differ(below, own []Finding) []Finding {
	var only []Finding
	theirs := byFingerprint(own)
	ch := c.Head.Proposal
	for _, f := range below {
		switch other, ok := theirs[f.Fingerprint]; {
		case !ok:
			ch.Verdicts = append(ch.Verdicts, Verdict{Finding: f, Below: f.Severity})
		case other.Severity != f.Severity:
			ch.Verdicts = append(ch.Verdicts, Verdict{Finding: f, Below: f.Severity, Effective: other.Severity})
		}
	}
	ours := byFingerprint(below)
	for _, f := range own {
		switch _, ok := ours[f.Fingerprint]; {
		case f.Path != "" && !c.below(f.Path), ofConfiguration(f):
			only = append(only, f)
		case !ok:
			ch.Verdicts = append(ch.Verdicts, Verdict{Finding: f, Effective: f.Severity})
		}
	}
	slices.SortStableFunc(ch.Verdicts, func(a, b Verdict) int { return compare(a.Finding, b.Finding) })
	return only
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
func (c *Comparison) pending() []Pending {
	b := c.Head.Book
	if b == nil || b.Proposed < 0 {
		return nil
	}
	var all []Pending
	for _, t := range b.Limited(c.concerns).Trails {
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
				all = append(all, Pending{t.ID, t.Path, content.Version.Number, trail.Wording(e), string(e.Grade), e.Commit.String(), whole})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Pending) int { return strings.Compare(a.Path, b.Path) })
	return all
}
