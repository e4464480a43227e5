package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/trail"
)

// checkApprovals foresees what the approvals would be worth, and refuses those that would count for nothing. It
// returns for each document what can be said of it.
func (w *writing) checkApprovals(ctx context.Context, docs []toApprove, f approveFlags) ([]string, error) {
	before, err := w.foresee(ctx, "")
	if err != nil {
		return nil, err
	}
	after, err := w.foresee(ctx, w.approvalMessage(docs))
	if err != nil {
		return nil, err
	}
	var bad problems
	var lines []string
	for i, doc := range docs {
		if t, err := w.trailOf(before, doc.entry); err == nil {
			docs[i].follows = t.Follows()
		}
		line, err := w.checkApproval(before, after, doc, f)
		if err != nil {
			bad.add(err)
		}
		lines = append(lines, line)
	}
	return lines, bad.err()
}

func (w *writing) checkApproval(before, after *trail.Book, doc toApprove, f approveFlags) (string, error) {
	was, err := w.trailOf(before, doc.entry)
	if err != nil {
		return "", err
	}
	t, err := w.trailOf(after, doc.entry)
	if err != nil {
		return "", err
	}
	if !after.Roster {
		return "writ.yaml names no people and roles yet: nobody is entitled to approve, and this counts once it does", nil
	}
	said, _ := t.Said(trail.Foreseen())
	if len(said) == 0 {
		return "", fmt.Errorf("%s: this approval would be about nothing that the trail knows", doc.name())
	}
	e := said[0]
	if !e.Counts() {
		return "", fmt.Errorf("%s: your approval wouldn't count: %s%s", doc.name(), e.Why, whoMay(after, t))
	}
	changed := before.ChangedFiles(was, doc.entry)
	if err := w.alreadyApproved(was, doc, e, changed); err != nil {
		return "", err
	}
	for _, kind := range after.Judges(t) {
		switch {
		case !kind.Approval:
		case kind.LeastGrade < string(trail.Named) && !w.signing.On:
			return "", fmt.Errorf("%s: the kind %s asks for grade %s, and an unsigned approval is grade C; sign it with -S (`git config commit.gpgSign true` for always)",
				doc.name(), kind.Name, kind.LeastGrade)
		case kind.Anchored && f.tag:
			return "", fmt.Errorf("%s: the kind %s asks for evidence that is anchored in the main line, and a tag isn't; approve with a commit", doc.name(), kind.Name)
		}
	}
	if len(changed) > 0 {
		return whatItRenews(after.ChangedFiles(t, doc.entry), changed, t, e), nil
	}
	return whatItBrings(t, e) + lateForce(after, t), nil
}

// whoMay names those who may approve, where that helps.
func whoMay(b *trail.Book, t *trail.Trail) string {
	people, roles := b.MayApprove(t, b.Today)
	switch {
	case len(people) > 0:
		return "; these may approve it: " + strings.Join(people, ", ")
	case len(roles) > 0:
		return "; nobody who holds " + strings.Join(roles, " or ") + " may, other than its authors"
	}
	return fmt.Sprintf("; name a role under `kinds.%s.approvers` in writ.yaml", t.Kind.Name)
}

// alreadyApproved refuses an approval that would add nothing: the words are approved with the grade that this one
// could have, or by the same person. Where files that the document shows have changed since, it may be approved again.
func (w *writing) alreadyApproved(was *trail.Trail, doc toApprove, e *trail.Evidence, changed []trail.ChangedFile) error {
	if doc.facts.Status == "retired" {
		if was.Retired != 0 {
			return fmt.Errorf("%s: the retirement is approved already, since %s", doc.name(), was.Retired)
		}
		return nil
	}
	could := trail.Named
	if w.signing.On {
		could = trail.Signed
	}
	c := was.Contents[len(was.Contents)-1]
	if len(changed) > 0 {
		return renewedAlready(was, doc, e, changed)
	}
	if a := c.Approval; a != nil && len(a.By) > 0 && a.Grade <= could {
		return fmt.Errorf("%s is already approved with grade %s since %s: %s", doc.name(), a.Grade, a.Day, wordings(a.By))
	}
	for _, mine := range c.Partial {
		if mine.Person.Key == e.Person.Key && mine.Grade <= could {
			return fmt.Errorf("%s: you approved these words already on %s (%s); somebody else has to, too", doc.name(), mine.Day, short(mine.Commit))
		}
	}
	return nil
}

// renewedAlready refuses a second approval of the same person since the last of the files changed.
func renewedAlready(was *trail.Trail, doc toApprove, e *trail.Evidence, changed []trail.ChangedFile) error {
	last := slices.MaxFunc(changed, func(x, y trail.ChangedFile) int { return x.Changed - y.Changed }).Changed
	for _, mine := range was.Evidence() {
		if mine.Counts() && mine.Pinned == was.Current.Digest && mine.Person != nil && mine.Person.Key == e.Person.Key && mine.Index >= last {
			return fmt.Errorf("%s: you approved it with %s already on %s (%s); somebody else has to, too", doc.name(), shownFiles(changed), mine.Day, short(mine.Commit))
		}
	}
	return nil
}

// shownFiles names files that changed after an approval.
func shownFiles(changed []trail.ChangedFile) string {
	var paths []string
	for _, f := range changed {
		if f.Now.IsZero() {
			paths = append(paths, f.Path+" removed")
		} else {
			paths = append(paths, f.Path+" as it is now")
		}
	}
	return strings.Join(paths, " and ")
}

// whatItRenews says what an approval is worth of words that are approved, and show files which changed after that.
func whatItRenews(still, changed []trail.ChangedFile, t *trail.Trail, e *trail.Evidence) string {
	text := fmt.Sprintf("%s may approve it as %s", e.Person.Name, e.Role)
	if len(still) > 0 {
		return text + "; more approvals are needed with " + shownFiles(changed) + ": " + quorumOf(t)
	}
	return text + "; with this it is approved with " + shownFiles(changed)
}

func wordings(by []*trail.Evidence) string {
	var out []string
	for _, e := range by {
		out = append(out, trail.Wording(e)+" ("+short(e.Commit)+")")
	}
	return strings.Join(out, "; ")
}

// whatItBrings says by which right the approval counts, and whether it is enough.
func whatItBrings(t *trail.Trail, e *trail.Evidence) string {
	text := fmt.Sprintf("%s may approve it as %s", e.Person.Name, e.Role)
	c := t.Contents[len(t.Contents)-1]
	switch {
	case t.LastFacts().Status == "retired":
		return text + "; this approves its retirement"
	case c.Approval != nil:
		return text + "; with this it is approved"
	case c.TooWeak:
		return text + "; unsigned it would be too weak for its kind"
	}
	return text + "; more approvals are needed: " + quorumOf(t)
}

func quorumOf(t *trail.Trail) string {
	q := t.Kind.Approvers
	var parts []string
	if len(q.AllOf) > 0 {
		parts = append(parts, "each of "+strings.Join(q.AllOf, ", "))
	}
	if q.Minimum > 1 {
		parts = append(parts, fmt.Sprintf("%d people", q.Minimum))
	}
	return strings.Join(parts, ", ")
}

// lateForce warns of words that were to be in force before anybody approved them.
func lateForce(b *trail.Book, t *trail.Trail) string {
	f := t.LastFacts()
	if f.Effective == 0 || f.Effective >= b.Today || t.Kind.Record {
		return ""
	}
	return fmt.Sprintf("\n  note: effective_date %s is before today; lint reports that (WR217) unless an earlier version had it: `writ release %s --keep --effective %s -m …` moves it, and then somebody else approves",
		f.Effective, f.ID, b.Today)
}
