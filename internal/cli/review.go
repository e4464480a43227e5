package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitrepo/objects"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

type reviewFlags struct {
	next         string
	sign, dryRun bool
}

func (a *app) reviewCommand() *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review ID",
		Short: "Record that you read a document and nothing has to change",
		Example: "writ review POL-001\n" +
			"writ review POL-001 --next 2027-03-01",
		Long: "review moves the document's review date on by its cycle, from today, and commits that with your " +
			"name as the reviewer; nothing else of the file changes, and its approval stays. A document that " +
			"states when it was last reviewed gets that day set; one without either gets an empty commit that " +
			"names the words.\n\n" +
			"Its owner may review it, and who may approve it.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.review(cmd.Context(), args[0], f) },
	}
	cmd.Flags().StringVar(&f.next, "next", "", "the next review `DATE` (YYYY-MM-DD), where it is to come before "+
		"the cycle says")
	cmd.Flags().BoolVarP(&f.sign, "gpg-sign", "S", false, "sign the commit, whatever commit.gpgSign says")
	cmd.Flags().BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be written, and write nothing")
	return cmd
}

func (a *app) review(ctx context.Context, id string, f reviewFlags) error {
	w, err := a.openWriting(ctx, f.sign)
	if err != nil {
		return err
	}
	defer w.close()
	e, err := w.document(ctx, id)
	if err != nil {
		return err
	}
	if err := w.clean(ctx, e); err != nil {
		return err
	}
	file, err := w.fileEdit(ctx, e)
	if err != nil {
		return err
	}
	r := reviewing{writing: w, file: file}
	if err := r.check(ctx); err != nil {
		return err
	}
	if err := r.edit(f.next); err != nil {
		return err
	}
	if err := r.lint(ctx); err != nil {
		return err
	}
	return r.write(ctx, f)
}

// reviewing is one periodic review.
type reviewing struct {
	*writing
	file *fileEdit
}

// lint refuses a review after which lint would report what it doesn't report now.
func (r *reviewing) lint(ctx context.Context) error {
	book, err := r.foresee(ctx, "")
	if err != nil {
		return err
	}
	message := r.message(gitrepo.BlobID(r.file.now).String())
	return r.refuseNew(ctx, "this review", r.file, book, message,
		fmt.Sprintf("then `writ release %s` says how that is released", r.file.facts.ID))
}

// check refuses a review that would count for nothing.
func (r *reviewing) check(ctx context.Context) error {
	e, f := r.file.entry, r.file.facts
	switch {
	case e.Kind.Record:
		return fmt.Errorf("%s is a record (%s), which states what happened and isn't reviewed in a cycle", f.ID,
			e.Kind.Name)
	case f.Status == schema.Draft || f.Status == schema.InReview || f.Status == schema.Retired:
		return fmt.Errorf("%s has the status %s; only what is in force is reviewed", nameOf(f), f.Status)
	}
	book, err := r.foresee(ctx, r.message(e.Blob.String()))
	if err != nil {
		return err
	}
	t, err := r.trailOf(book, e)
	switch {
	case err != nil:
		return err
	case t.Current == nil:
		return fmt.Errorf("%s isn't in force (`writ log %s` says why), so there is nothing to review yet; `writ "+
			"approve %s` comes first", nameOf(f), f.ID, f.ID)
	case t.Current.Digest != f.Digest:
		return fmt.Errorf("%s: the words here aren't those in force (version %s); approve them first with `writ "+
			"approve %s`", nameOf(f), orDash(t.Current.Version.Number), f.ID)
	}
	_, said := t.Said(history.Foreseen())
	for _, mine := range said {
		weak := mine.Why.Code == trail.GradeTooLow
		if weak && r.signing.On {
			continue // what is written is signed, and read back
		}
		if weak {
			return fmt.Errorf("%s: your review wouldn't count unsigned: %s; sign it with -S (`git config "+
				"commit.gpgSign true` for always)", nameOf(f), mine.Why)
		}
		if !mine.Counts() {
			return fmt.Errorf("%s: your review wouldn't count: %s", nameOf(f), mine.Why)
		}
	}
	for _, before := range t.Reviews {
		if before.Commit != history.Foreseen() && before.Counts() && before.Day == r.made {
			return fmt.Errorf("%s was reviewed today already by %s (%s); next by %s", nameOf(f), before.By.Name,
				short(before.Commit), orDash(before.Next.String()))
		}
	}
	return nil
}

// edit sets the fields that say when the document was reviewed, and checks that its content stays what it was. A
// document without such fields stays as it is: the commit names its words.
func (r *reviewing) edit(next string) error {
	f, file := r.file.facts, r.file
	cycle := r.cycleOf(file)
	to, err := r.nextReview(f, next, cycle)
	if err != nil {
		return err
	}
	if f.ReviewText != "" {
		err = file.set("review_date", to.String())
	} else if next != "" {
		return fmt.Errorf("%s has no review_date that --next could set; add `review_date: %s` to %s with its next "+
			"version", nameOf(f), next, file.entry.Path)
	}
	if _, states := file.entry.Front.Field("last_reviewed"); states && err == nil {
		err = file.set("last_reviewed", r.made.String())
	}
	if err != nil {
		return err
	}
	if is := file.stated(); is.Digest != f.Digest {
		return fmt.Errorf("%s: moving the review date would change what was approved; set it by hand", file.entry.Path)
	}
	return nil
}

// cycleOf is the time from one review to the next: the document's own, or its kind's.
func (w *writing) cycleOf(file *fileEdit) day.Cycle {
	if c := file.facts.ReviewCycle; !c.IsZero() {
		return c
	}
	return file.entry.Kind.ReviewCycle
}

func (r *reviewing) nextReview(f *history.Facts, flag string, cycle day.Cycle) (day.Day, error) {
	if flag == "" {
		if cycle.IsZero() && f.ReviewText != "" {
			return day.None, fmt.Errorf("%s: neither the document nor the kind %s has a review cycle; say when "+
				"with --next DATE", nameOf(f), r.file.entry.Kind.Name)
		}
		return r.made.Add(cycle), nil
	}
	to, err := day.Parse(flag)
	switch {
	case err != nil:
		return day.None, fmt.Errorf("--next: %w", err)
	case to <= r.made:
		return day.None, fmt.Errorf("--next %s isn't after today (%s)", to, r.made)
	case !cycle.IsZero() && to > r.made.Add(cycle):
		return day.None, fmt.Errorf("--next %s is later than the cycle of %s allows: %s at most", to, cycle,
			r.made.Add(cycle))
	}
	return to, nil
}

func (r *reviewing) message(blob string) string {
	f := r.file.facts
	return fmt.Sprintf("Review %s without change\n\n%s: %s <%s>\n%s: %s\n%s: %s\n", nameOf(f),
		trail.KeyReviewedBy, r.who.Name, r.who.Email, trail.KeyReviewDoc, f.ID, trail.KeyReviewBlob, blob)
}

func (r *reviewing) write(ctx context.Context, f reviewFlags) error {
	out, file := r.app.streams.Out, r.file
	blob, err := file.blob(ctx)
	if err != nil {
		return err
	}
	message := r.message(blob)
	if r.signing.SSH() && !f.dryRun {
		if message, err = r.sealed(ctx, message); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "%s  %s\n", report.Visible(nameOf(file.facts)), report.Visible(file.facts.Title))
	file.show(out)
	fmt.Fprintf(out, "\nThe commit on %s%s:\n\n", branchName(r.head.Ref), signedWords(r.signing.On))
	showMessage(out, message)
	if f.dryRun {
		_, err := fmt.Fprintln(out, "Nothing was written (--dry-run).")
		return err
	}
	var book *trail.Book
	var review *trail.Review
	id, err := file.commit(ctx, gitwrite.Commit{Message: message, Sign: f.sign, Check: func(id string) (err error) {
		book, review, err = r.readBack(ctx, id)
		return err
	}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Written: commit %s.\n", id[:10])
	text := "reviewed"
	if r.signing.On && book.Roster {
		text += fmt.Sprintf(", grade %s%s", review.Grade, trail.ReviewSignatureWords(review))
	}
	if review.Next != day.None {
		text += "; next by " + review.Next.String()
	}
	_, err = fmt.Fprintf(out, "%s: %s%s.\n", report.Visible(nameOf(file.facts)), text, r.onceMerged(book))
	return err
}

// sealed adds a signature to the message, which outlives a squash and a rebase: over the words, and the review date
// that comes of this.
func (r *reviewing) sealed(ctx context.Context, message string) (string, error) {
	file := r.file
	is := file.stated()
	cycle, _ := r.config.StatedCycle(file.entry.Kind)
	next := trail.NextReview(is, cycle, r.made, r.today)
	armor, err := r.git.Sign(ctx, r.signing, signature.NamespaceApproval,
		trail.ReviewStatement(is.ID, is.Version, is.Digest, next))
	if err != nil {
		return "", fmt.Errorf("signing the review of %s: %w", nameOf(is), err)
	}
	return message + fmt.Sprintf("%s: %s\n", trail.KeySignature, signature.Fold(armor)), nil
}

// readBack reads what was written, and refuses it where it isn't the review that was meant: a hook may have changed
// the message or the file.
func (r *reviewing) readBack(ctx context.Context, id string) (*trail.Book, *trail.Review, error) {
	f := r.file.facts
	book, err := r.reread(ctx)
	if err != nil {
		return nil, nil, err
	}
	commit, err := objects.ParseHex(id)
	if err != nil {
		return nil, nil, err
	}
	t, err := standing.NewView(r.reg, book).TrailOf(r.file.entry)
	if err != nil {
		return nil, nil, err
	}
	if t == nil {
		return nil, nil, fmt.Errorf("%s is gone from the trail after the commit: a hook seems to have changed the "+
			"file", f.ID)
	}
	_, said := t.Said(commit)
	switch {
	case len(said) == 0:
		return nil, nil, fmt.Errorf("%s: git shows no review in the commit: a hook seems to have changed the "+
			"message or the file", f.ID)
	case said[0].Why.Code == trail.GradeTooLow:
		return nil, nil, fmt.Errorf("%s: your review would be too weak: %s%s; add the key to `people.%s.keys` in "+
			"writ.yaml on the main line first",
			nameOf(f), said[0].Why, trail.ReviewSignatureWords(said[0]), said[0].Person.Key)
	case !said[0].Counts():
		return nil, nil, fmt.Errorf("%s: the review wouldn't count, because a hook seems to have changed the "+
			"message: %s", nameOf(f), said[0].Why)
	}
	return book, said[0], nil
}
