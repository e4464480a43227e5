package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/isms"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/schema"
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
		if t, err := w.trailFor(before, doc); err == nil {
			docs[i].follows = t.Follows()
		}
		line, err := w.checkApproval(before, after, doc, f)
		if err != nil {
			bad.add(err)
		}
		lines = append(lines, line)
	}
	if err := bad.err(); err != nil {
		return nil, err
	}
	return lines, w.lintApprovals(ctx, docs, before, after)
}

// lintApprovals refuses approvals after which lint would report what it doesn't report now.
func (w *writing) lintApprovals(ctx context.Context, docs []toApprove, before, after *trail.Book) error {
	var paths []string
	then := "then `writ release ID` says how that is released"
	for _, d := range docs {
		if !d.isRoster() {
			paths = append(paths, d.entry.Path)
			then = strings.Replace(then, "ID", d.facts.ID, 1)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	found, err := w.newErrors(ctx, state{w.reg, before}, state{w.reg, after}, paths...)
	if err != nil {
		return err
	}
	return refusal("this approval", found, then)
}

func (w *writing) checkApproval(before, after *trail.Book, doc toApprove, f approveFlags) (string, error) {
	was, err := w.trailFor(before, doc)
	if err != nil {
		return "", err
	}
	t, err := w.trailFor(after, doc)
	if err != nil {
		return "", err
	}
	if !after.Roster {
		return "writ.yaml names no people and roles yet: nobody is entitled to approve, and this counts once it does",
			nil
	}
	said, _ := t.Said(history.Foreseen())
	if len(said) == 0 {
		return "", fmt.Errorf("%s: this approval would be about nothing that the trail knows", doc.name())
	}
	e := said[0]
	if !e.Counts() {
		return "", fmt.Errorf("%s: your approval wouldn't count: %s; %s", doc.name(), e.Why, whoMay(after, t))
	}
	asked := after.Asked(t)
	switch {
	case asked.LeastGrade < string(trail.Named) && !w.signing.On:
		return "", fmt.Errorf("%s: %s asks for grade %s, and an unsigned approval is grade C; sign it with -S (`git "+
			"config commit.gpgSign true` for always)",
			doc.name(), standing.ApprovingOf(after, t, after.Today).Kinds(), asked.LeastGrade)
	case asked.Anchored && f.tag:
		return "", fmt.Errorf("%s: %s asks for evidence that is anchored in the main line, and a tag isn't; approve "+
			"with a commit",
			doc.name(), standing.ApprovingOf(after, t, after.Today).Kinds())
	}
	changed, err := doc.changedFiles(before, was)
	if err != nil {
		return "", err
	}
	accepts, err := w.acceptsRisks(before, doc, e)
	if err == nil && !accepts {
		err = w.alreadyApproved(was, doc, e, changed, f.tag)
	}
	if err != nil {
		return "", err
	}
	if len(changed) > 0 {
		still, err := doc.changedFiles(after, t)
		return whatItRenews(still, changed, after, t, e), err
	}
	return whatItBrings(after, t, e), nil
}

// whoMay names those who may approve, or says why nobody may.
func whoMay(b *trail.Book, t *trail.Trail) string {
	a := standing.ApprovingOf(b, t, b.Today)
	if why := a.Nobody(); why != "" {
		return why
	}
	return "these may approve it: " + strings.Join(a.People(), ", ")
}

// alreadyApproved refuses an approval that would add nothing: the words are approved with the grade that this one
// could have, or by the same person; a tag alone is no such approval for a commit. Where files that the document shows
// have changed since, it may be approved again.
func (w *writing) alreadyApproved(was *trail.Trail, doc toApprove, e *trail.Evidence, changed []trail.ChangedFile,
	tag bool) error {
	if doc.facts.Status == schema.Retired {
		if was.Retired != 0 {
			return fmt.Errorf("%s: the retirement is approved already, since %s", doc.name(), was.Retired)
		}
		return w.approvedByMe(was.Retiring, doc, e)
	}
	c := was.Contents[len(was.Contents)-1]
	if len(changed) > 0 {
		return renewedAlready(was, doc, e, changed)
	}
	if a := c.Approval; a != nil && len(a.By) > 0 && a.Grade <= w.couldGive() && (tag || !a.Loose) {
		return fmt.Errorf("%s is already approved with grade %s since %s: %s", doc.name(), a.Grade, a.Day,
			wordings(a.By))
	}
	return w.approvedByMe(c.Partial, doc, e)
}

// acceptsRisks reports whether an approval is that of an owner of risks in a treatment plan, who hasn't accepted them
// yet, whoever approved the plan before.
func (w *writing) acceptsRisks(before *trail.Book, doc toApprove, e *trail.Evidence) (bool, error) {
	if doc.entry == nil || e.Person == nil {
		return false, nil
	}
	system := isms.New(standing.View{Config: w.config, Register: w.reg, Book: before, Today: before.Today})
	if !system.Is(doc.entry.Kind, isms.TreatmentPlan) {
		return false, nil
	}
	evidence, _, err := system.PlanApproval(doc.entry)
	if err != nil {
		return false, err
	}
	_, treatments, err := system.Risks()
	if err != nil {
		return false, err
	}
	for _, t := range treatments {
		if t.Entry != doc.entry {
			continue
		}
		all, err := system.Acceptances(t, evidence)
		if err != nil {
			return false, err
		}
		for _, a := range all {
			if a.Person == nil && slices.ContainsFunc(system.Meant(a.Owner, before.Today), func(p *config.Person) bool {
				return p.Key == e.Person.Key
			}) {
				return true, nil
			}
		}
	}
	return false, nil
}

// couldGive is the best grade that an approval made here could have.
func (w *writing) couldGive() trail.Grade {
	if w.signing.On {
		return trail.Signed
	}
	return trail.Named
}

// approvedByMe refuses an approval that its person gave as well already.
func (w *writing) approvedByMe(given []*trail.Evidence, doc toApprove, e *trail.Evidence) error {
	for _, mine := range given {
		if mine.Person.Key == e.Person.Key && mine.Grade <= w.couldGive() {
			return fmt.Errorf("%s: you approved these words already on %s (%s); somebody else has to, too", doc.name(),
				mine.Day, short(mine.Commit))
		}
	}
	return nil
}

// renewedAlready refuses a second approval of the same person since the last of the files changed.
func renewedAlready(was *trail.Trail, doc toApprove, e *trail.Evidence, changed []trail.ChangedFile) error {
	last := slices.MaxFunc(changed, func(x, y trail.ChangedFile) int { return x.Changed - y.Changed }).Changed
	for _, mine := range was.Evidence() {
		if mine.Counts() && mine.Pinned == was.Current.Digest && mine.Person != nil &&
			mine.Person.Key == e.Person.Key && mine.Index >= last {
			return fmt.Errorf("%s: you approved it with %s already on %s (%s); somebody else has to, too", doc.name(),
				shownFiles(changed), mine.Day, short(mine.Commit))
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
func whatItRenews(still, changed []trail.ChangedFile, b *trail.Book, t *trail.Trail, e *trail.Evidence) string {
	text := fmt.Sprintf("%s may approve it as %s", e.Person.Name, e.Role)
	if len(still) > 0 {
		return text + "; more approvals are needed with " + shownFiles(changed) + ": " + standing.Asked(b.Asked(t))
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
func whatItBrings(b *trail.Book, t *trail.Trail, e *trail.Evidence) string {
	text := fmt.Sprintf("%s may approve it as %s", e.Person.Name, e.Role)
	if b.IsAuthor(e, t, t.Contents[len(t.Contents)-1]) {
		text += ", although an author of this change: nobody else could"
	}
	if e.LateRoll {
		text += " by the roster here, once the main line has it"
	}
	a := standing.ApprovingOf(b, t, b.Today)
	switch {
	case a.TooWeak:
		return text + "; unsigned it would be too weak for " + a.Kinds()
	case len(a.Missing) > 0:
		return text + "; still needed: " + a.StillNeeded()
	case t.LastFacts().Status == schema.Retired:
		return text + "; this approves its retirement"
	}
	return text + "; with this it is approved"
}
