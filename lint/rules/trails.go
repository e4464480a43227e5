package rules

import (
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// trailOf returns the trail of a document of the register; nil where history doesn't know it.
func trailOf(in *lint.Input, e *register.Entry) (*trail.Trail, error) { return in.View().TrailOf(e) }

// eachTrail calls find for each document of the register that history knows and that is a file of its own, no link.
func eachTrail(p *lint.Pass, find func(e *register.Entry, t *trail.Trail) error) error {
	for _, e := range p.Register.Documents {
		t, err := trailOf(p.Input, e)
		if err != nil {
			return err
		}
		if t == nil || e.Link != "" {
			continue
		}
		if err := find(e, t); err != nil {
			return err
		}
	}
	return nil
}

// entryOf returns the register's entry of a trail's document; nil where it has none.
func entryOf(in *lint.Input, t *trail.Trail) *register.Entry { return in.View().EntryOf(t.Document) }

// controlled reports whether a trail is that of a document on the main line: history knows other Markdown too.
func controlled(in *lint.Input, t *trail.Trail) bool { return in.View().Controlled(t.Document) }

// tip returns the main line's newest state of a document and the content that it belongs to; nil where the
// document was removed or can't be read.
func tip(t *trail.Trail) (*trail.Change, *trail.Content) {
	if t.Removed || len(t.Contents) == 0 || t.Last().Facts == nil {
		return nil, nil
	}
	return t.Last(), t.Contents[len(t.Contents)-1]
}

// factsOf returns the facts of a document as the register has it.
func factsOf(in *lint.Input, e *register.Entry) *history.Facts { return in.View().Facts(e) }

// proposed reports whether the register's document is something that HEAD or the working tree adds to the main
// line, and not just what the main line holds, or held where HEAD left it.
func proposed(in *lint.Input, t *trail.Trail, e *register.Entry) bool {
	return in.View().Proposed(t, e)
}

// onField places a finding about the main line at a field of the register's document, where that is the main
// line's; elsewhere it is about the document as a whole.
func onField(in *lint.Input, t *trail.Trail, field string, f lint.Found) lint.Found {
	e := entryOf(in, t)
	if e == nil {
		f.Path, f.Whole = t.Path, true
		return f
	}
	f.Doc = e
	if last, _ := tip(t); last != nil && last.Blob == e.Blob && e.Front.Format != "" {
		f.Span = at(e, field)
	} else {
		f.Whole = true
	}
	return f
}

// approvedWords reports whether somebody approved a content, or the company adopted it. Having been merged where
// nobody had to approve doesn't count.
func approvedWords(c *trail.Content) bool { return c.Approval != nil && !c.Approval.Merged }

// approvingCommit returns the commit with which a content was approved.
func approvingCommit(in *lint.Input, a *trail.Approval) gitrepo.ID {
	for _, e := range a.By {
		if e.Index == a.Index {
			return e.Commit
		}
	}
	return in.Book.Steps[a.Index].ID
}
