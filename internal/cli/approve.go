package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

type approveFlags struct{ tag, sign, dryRun bool }

func (a *app) approveCommand() *cobra.Command {
	var f approveFlags
	cmd := &cobra.Command{
		Use:   "approve ID…",
		Short: "Approve the committed words of documents, with a commit (or a signed tag) that names them",
		Long: "approve makes one empty commit on the current branch that names you as the approver of the words that HEAD\n" +
			"holds, by id, version and blob. It uses git with your identity, hooks and signing setup. Where you sign with\n" +
			"SSH, a signature over id, version and content stands in the message too, and so outlives a squash or rebase.\n\n" +
			"Before it writes it shows the message, and refuses what couldn't count: words that aren't committed or are\n" +
			"approved already, and an approver who isn't in the roster, holds no role that may approve, or wrote them.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.approve(cmd.Context(), args, f) },
	}
	cmd.Flags().BoolVar(&f.tag, "tag", false, "make a signed tag approve/ID/VERSION for each document instead of a commit")
	cmd.Flags().BoolVarP(&f.sign, "gpg-sign", "S", false, "sign the commit, whatever commit.gpgSign says")
	cmd.Flags().BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be written, and write nothing")
	return cmd
}

// toApprove is one document of an approval.
type toApprove struct {
	entry     *register.Entry
	facts     *trail.Facts
	signature string // folded; "" without one
}

func (d toApprove) name() string { return nameOf(d.facts) }

func (a *app) approve(ctx context.Context, ids []string, f approveFlags) error {
	w, err := a.openWriting(ctx, f.sign || f.tag)
	if err != nil {
		return err
	}
	defer w.close()
	docs, err := w.toApprove(ctx, ids)
	if err != nil {
		return err
	}
	counted, err := w.checkApprovals(ctx, docs, f)
	if err != nil {
		return err
	}
	if w.signing.SSH() && !f.tag && !f.dryRun {
		if err := w.signApprovals(ctx, docs); err != nil {
			return err
		}
	}
	for i, d := range docs {
		fmt.Fprintf(a.streams.Out, "%s  %s\n  %s, blob %s, as committed in %s\n  %s\n", report.Visible(d.name()), report.Visible(d.facts.Title),
			report.Visible(d.entry.Path), d.entry.Blob, short(w.head.Commit), visibleLines(counted[i]))
	}
	if f.tag {
		return w.writeTags(ctx, docs, f)
	}
	return w.writeApproval(ctx, docs, f)
}

// toApprove finds the documents, each once, and refuses those whose words can't be approved as they stand.
func (w *writing) toApprove(ctx context.Context, ids []string) ([]toApprove, error) {
	var docs []toApprove
	var bad problems
	var entries []*register.Entry
	for _, id := range ids {
		e, err := w.document(ctx, id)
		if err != nil {
			bad.add(err)
			continue
		}
		if slices.Contains(entries, e) {
			continue
		}
		entries = append(entries, e)
		f := trail.ReadFacts(e.Source(), w.config.Fields)
		docs = append(docs, toApprove{entry: e, facts: f})
		switch {
		case f.Version == "":
			bad.add(fmt.Errorf("%s has no version, so that no approval could name it; add `version: \"1.0\"` to %s", f.ID, e.Path))
		case f.Status == "draft":
			bad.add(fmt.Errorf("%s is a draft, which isn't meant for approval yet; `writ release %s` sets its version, status and dates (or set the status to in-review)", nameOf(f), f.ID))
		}
	}
	if len(entries) > 0 {
		if err := w.clean(ctx, entries...); err != nil {
			bad.add(err)
		}
	}
	return docs, bad.err()
}

// nameOf is how messages call a document's words.
func nameOf(f *trail.Facts) string { return strings.TrimSpace(f.ID + " " + f.Version) }

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
	for _, doc := range docs {
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
	if e.Why != "" {
		return "", fmt.Errorf("%s: your approval wouldn't count: %s%s", doc.name(), e.Why, whoMay(after, t))
	}
	if err := w.alreadyApproved(was, doc, e); err != nil {
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
	return whatItBrings(t, e) + lateForce(after, t), nil
}

// signApprovals adds a signature to each approval, and refuses it where its kind asks for one and it wouldn't count.
func (w *writing) signApprovals(ctx context.Context, docs []toApprove) error {
	for i, d := range docs {
		armor, err := w.git.Sign(ctx, w.signing, signature.NamespaceApproval, d.facts.Statement())
		if err != nil {
			return fmt.Errorf("signing the approval of %s: %w", d.name(), err)
		}
		docs[i].signature = signature.Fold(armor)
	}
	book, err := w.foresee(ctx, w.approvalMessage(docs))
	if err != nil {
		return err
	}
	var bad problems
	for _, doc := range docs {
		t, err := w.trailOf(book, doc.entry)
		if err != nil {
			return err
		}
		c := t.Contents[len(t.Contents)-1]
		said, _ := t.Said(trail.Foreseen())
		if c.Approval == nil && c.TooWeak && len(said) > 0 {
			bad.add(fmt.Errorf("%s: your approval would be too weak for the kind %s: grade %s%s; add the key to `people.%s.keys` in writ.yaml on the main line first",
				doc.name(), t.Kind.Name, said[0].Grade, trail.SignatureWords(said[0]), said[0].Person.Key))
		}
	}
	return bad.err()
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
// could have, or by the same person.
func (w *writing) alreadyApproved(was *trail.Trail, doc toApprove, e *trail.Evidence) error {
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

func (w *writing) approvalMessage(docs []toApprove) string {
	var b strings.Builder
	b.WriteString(approvalSubject(docs) + "\n\n")
	fmt.Fprintf(&b, "%s: %s <%s>\n", trail.KeyApprovedBy, w.who.Name, w.who.Email)
	for _, d := range docs {
		fmt.Fprintf(&b, "%s: %s\n%s: %s\n%s: %s\n", trail.KeyDocument, d.facts.ID, trail.KeyVersion, d.facts.Version, trail.KeyBlob, d.entry.Blob)
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
		if d.facts.Status == "retired" {
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
		t, err := w.trailOf(book, doc.entry)
		if err != nil {
			return nil, err
		}
		if said, _ := t.Said(commit); len(said) == 0 {
			return nil, fmt.Errorf("%s: git shows no approval in the commit: a hook seems to have changed the message", doc.name())
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
	for _, doc := range docs {
		t, err := w.trailOf(book, doc.entry)
		if err != nil {
			return err
		}
		said, _ := t.Said(commit)
		fmt.Fprintf(out, "%s: %s%s.\n", report.Visible(doc.name()), report.Visible(worth(book, t, said[0])), w.onceMerged(book))
	}
	return nil
}

// worth says what an approval that was written counts for.
func worth(b *trail.Book, t *trail.Trail, e *trail.Evidence) string {
	c := t.Contents[len(t.Contents)-1]
	switch {
	case !b.Roster:
		return "recorded; it counts when writ.yaml names people and roles"
	case e.Why != "":
		return "doesn't count: " + e.Why
	}
	text := "grade " + string(e.Grade) + trail.SignatureWords(e)
	switch {
	case c.TooWeak && c.Approval == nil:
		return text + ", which is too weak for the kind " + t.Kind.Name
	case c.Approval == nil && t.LastFacts().Status != "retired":
		return text + "; more approvals are needed: " + quorumOf(t)
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
			bad.add(fmt.Errorf("the tag %s exists already; look at it with `git show %s`, and delete it with `git tag -d %s` if it is wrong", name, name, name))
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
	for _, doc := range docs {
		t, err := w.trailOf(book, doc.entry)
		if err != nil {
			return err
		}
		said := t.SaidByTag("refs/tags/" + tagName(doc.facts))
		if len(said) == 0 {
			return fmt.Errorf("%s: the tag %s approves nothing: `git show` it", doc.name(), tagName(doc.facts))
		}
		fmt.Fprintf(w.app.streams.Out, "%s: %s%s.\n", report.Visible(doc.name()), report.Visible(worth(book, t, said[0])), w.onceMerged(book))
	}
	return nil
}

// tagName is the tag of an approval. What a ref's name may not hold (git-check-ref-format(1)) becomes a dash.
func tagName(f *trail.Facts) string {
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
	name := "approve/" + clean(f.ID) + "/" + clean(f.Version)
	if f.Status == "retired" {
		name += "-retired"
	}
	return name
}
