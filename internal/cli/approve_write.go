package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

func (w *writing) approvalMessage(docs []toApprove) string {
	var b strings.Builder
	b.WriteString(approvalSubject(docs) + "\n\n")
	fmt.Fprintf(&b, "%s: %s <%s>\n", trail.KeyApprovedBy, w.who.Name, w.who.Email)
	for _, d := range docs {
		fmt.Fprintf(&b, "%s: %s\n%s", trail.KeyDocument, d.facts.ID, d.pin())
		if d.signature != "" {
			fmt.Fprintf(&b, "%s: %s\n", trail.KeySignature, d.signature)
		}
	}
	return b.String()
}

func approvalSubject(docs []toApprove) string {
	var names []string
	for _, d := range docs {
		name := d.name()
		if d.facts.Status == schema.Retired {
			name = "the retirement of " + d.facts.ID
		}
		names = append(names, name)
	}
	if s := "Approve " + strings.Join(names, ", "); len(s) <= 72 || len(docs) == 1 {
		return s
	}
	return "Approve " + counted(len(docs), "document", "documents")
}

func (w *writing) writeApproval(ctx context.Context, docs []toApprove, f approveFlags) error {
	message, out := w.approvalMessage(docs), w.app.streams.Out
	fmt.Fprintf(out, "\nThe commit on %s%s:\n\n", branchName(w.head.Ref), signedWords(w.signing.On))
	showMessage(out, message)
	if f.dryRun {
		if w.signing.SSH() {
			fmt.Fprintf(out, "An %s for each document is added when it is written.\n", trail.KeySignature)
		}
		_, err := fmt.Fprintln(out, "Nothing was written (--dry-run).")
		return err
	}
	var book *trail.Book
	id, err := w.git.Empty(ctx, gitwrite.Commit{Message: message, Sign: f.sign, Check: func(id string) (err error) {
		book, err = w.readApproval(ctx, id, docs)
		return err
	}})
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	return w.tellApproval(book, id, docs)
}

func signedWords(on bool) string {
	if on {
		return ", signed"
	}
	return ""
}

// readApproval reads back what was written, and refuses it where git shows no approval: a hook may have changed the
// message.
func (w *writing) readApproval(ctx context.Context, id string, docs []toApprove) (*trail.Book, error) {
	book, err := w.reread(ctx)
	if err != nil {
		return nil, err
	}
	commit, err := objects.ParseHex(id)
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		t, err := w.trailFor(book, doc)
		if err != nil {
			return nil, err
		}
		if said, _ := t.Said(commit); len(said) == 0 {
			return nil, fmt.Errorf("%s: git shows no approval in the commit: a hook seems to have changed the message",
				doc.name())
		}
	}
	return book, nil
}

// tellApproval says what an approval that was written is worth: its signature may be by a key that nobody knows.
func (w *writing) tellApproval(book *trail.Book, id string, docs []toApprove) error {
	out := w.app.streams.Out
	fmt.Fprintf(out, "Written: commit %s.\n", id[:10])
	commit, err := objects.ParseHex(id)
	if err != nil {
		return err
	}
	return w.tellWorth(book, docs, func(_ toApprove, t *trail.Trail) (*trail.Evidence, error) {
		said, _ := t.Said(commit)
		return said[0], nil
	})
}

// tellWorth prints of each document what the approval is worth that written finds in its trail.
func (w *writing) tellWorth(book *trail.Book, docs []toApprove, written func(toApprove, *trail.Trail) (*trail.Evidence,
	error)) error {
	for _, doc := range docs {
		t, err := w.trailFor(book, doc)
		if err != nil {
			return err
		}
		e, err := written(doc, t)
		if err != nil {
			return err
		}
		changed, err := doc.changedFiles(book, t)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.app.streams.Out, "%s: %s%s.\n", report.Visible(doc.name()),
			report.Visible(worth(book, t, doc, e, changed)), w.onceMerged(book))
	}
	return nil
}

// worth says what an approval that was written counts for. changed are the files that the document shows and that
// changed since the approval before it.
func worth(b *trail.Book, t *trail.Trail, d toApprove, e *trail.Evidence, changed []trail.ChangedFile) string {
	switch {
	case !b.Roster:
		return "recorded; it counts when writ.yaml names people and roles"
	case !e.Counts():
		return "doesn't count: " + e.Why.String()
	}
	text := "grade " + string(e.Grade) + trail.SignatureWords(e)
	switch a := standing.ApprovingOf(b, t, b.Today); {
	case a.TooWeak:
		return text + ", which is too weak: " + a.Kinds() + " accepts " + standing.GradeOrBetter(a.Demand.LeastGrade)
	case len(a.Missing) > 0:
		return text + "; still needed: " + a.StillNeeded()
	}
	if len(changed) > 0 {
		return text + "; more approvals are needed with " + shownFiles(changed) + ": " + standing.Asked(b.Asked(t))
	}
	if d.facts.Status == schema.Retired {
		return "its retirement is approved, " + text
	}
	return "approved, " + text
}

// writeTags makes a signed tag for each document: all of them, or none.
func (w *writing) writeTags(ctx context.Context, docs []toApprove, f approveFlags) error {
	out := w.app.streams.Out
	var tags []gitwrite.Tag
	var bad problems
	for _, doc := range docs {
		name := tagName(doc.facts)
		switch has, err := w.git.HasTag(ctx, name); {
		case err != nil:
			return err
		case has:
			bad.add(fmt.Errorf("the tag %s exists already; look at it with `git show %s`, and delete it with `git "+
				"tag -d %s` if it is wrong", name, name, name))
		}
		tags = append(tags, gitwrite.Tag{Name: name, Message: w.approvalMessage([]toApprove{doc})})
	}
	if err := bad.err(); err != nil {
		return err
	}
	for _, t := range tags {
		fmt.Fprintf(out, "\nThe signed tag %s of %s:\n\n", t.Name, short(w.head.Commit))
		showMessage(out, t.Message)
	}
	if f.dryRun {
		_, err := fmt.Fprintln(out, "Nothing was written (--dry-run).")
		return err
	}
	if err := w.git.Tags(ctx, w.head.Commit.String(), tags...); err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	for _, t := range tags {
		fmt.Fprintf(out, "Written: tag %s. Others see it after `git push origin %s`.\n", t.Name, t.Name)
	}
	return w.tellTags(ctx, docs)
}

// tellTags reads the tags back, and says what they are worth.
func (w *writing) tellTags(ctx context.Context, docs []toApprove) error {
	book, err := w.reread(ctx)
	if err != nil {
		return err
	}
	return w.tellWorth(book, docs, func(doc toApprove, t *trail.Trail) (*trail.Evidence, error) {
		said := t.SaidByTag("refs/tags/" + tagName(doc.facts))
		if len(said) == 0 {
			return nil, fmt.Errorf("%s: the tag %s approves nothing: `git show` it", doc.name(), tagName(doc.facts))
		}
		return said[0], nil
	})
}

// tagName is the tag of an approval. What a ref's name may not hold (git-check-ref-format(1)) becomes a dash.
func tagName(f *history.Facts) string {
	clean := func(s string) string {
		s = strings.Map(func(r rune) rune {
			if r <= ' ' || strings.ContainsRune("~^:?*[\\/\x7f", r) {
				return '-'
			}
			return r
		}, s)
		for _, bad := range []string{"..", "@{", ".lock"} {
			s = strings.ReplaceAll(s, bad, "-")
		}
		return strings.Trim(s, ".")
	}
	name := "approve/" + clean(f.ID) + "/" + clean(cmp.Or(f.Version, f.Digest.String()[:12]))
	if f.Status == schema.Retired {
		name += "-retired"
	}
	return name
}
