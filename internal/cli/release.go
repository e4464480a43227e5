package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

type releaseFlags struct {
	major, minor, keep, edits bool
	reason, effective         string
	sign, dryRun              bool
}

// form is the flag that says how the version rises; "" where none does.
func (f releaseFlags) form() string {
	switch {
	case f.major:
		return "--major"
	case f.minor:
		return "--minor"
	case f.keep:
		return "--keep"
	}
	return ""
}

func (a *app) releaseCommand() *cobra.Command {
	var f releaseFlags
	cmd := &cobra.Command{
		Use:   "release ID [--major|--minor|--keep -m REASON]",
		Short: "Raise the version of a document, set its status and dates",
		Example: "writ release POL-001                               # which of these fits, and why\n" +
			"writ release POL-001 --keep -m \"First edition\"      # the version that it has\n" +
			"writ release POL-001 --minor -m \"Fix a typo\"        # 1.0 becomes 1.1\n" +
			"writ release POL-001 --major -m \"Ask for a second key\" --effective 2027-01-01",
		Long: "release raises the version of words that are committed and not approved yet: --major where what is " +
			"required " +
			"changes, --minor for anything else. It sets the status to approved (a record stays open) and the review " +
			"date by the " +
			"cycle, and commits the file with the reason as the message. It sets no effective date unless you say " +
			"--effective.\n\n" +
			"release ID alone writes nothing: it says which of --major, --minor and --keep fits the change, and why. " +
			"Before it writes, release asks the linter, and refuses what would then be a new error.\n\n" +
			"That is the last step of its author. The words come into force when somebody entitled, who didn't " +
			"write them, " +
			"approves them as they stand: writ approve ID. They may do so on any later day: what has no effective " +
			"date, or one " +
			"that has passed, is in force from its approval.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.release(cmd.Context(), args[0], f) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.major, "major", false, "what the document requires changes: 2.1 becomes 3.0")
	flags.BoolVar(&f.minor, "minor", false, "anything else changes: 2.1 becomes 2.2")
	flags.BoolVar(&f.keep, "keep", false, "keep a version that was never approved, such as a first 1.0, and set "+
		"status and dates")
	flags.BoolVar(&f.edits, "with-edits", false, "take along what is changed in the file and not committed yet")
	flags.StringVarP(&f.reason, "message", "m", "", "the `REASON` why the document changes: the commit's message")
	flags.StringVar(&f.effective, "effective", "",
		"the first `DATE` on which it can be in force (YYYY-MM-DD); without it, from the approval on")
	flags.BoolVarP(&f.sign, "gpg-sign", "S", false, "sign the commit, whatever commit.gpgSign says")
	flags.BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be written, and write nothing")
	cmd.MarkFlagsMutuallyExclusive("major", "minor", "keep")
	return cmd
}

func (a *app) release(ctx context.Context, id string, f releaseFlags) error {
	f.reason = strings.TrimSpace(f.reason)
	if f.form() != "" && f.reason == "" {
		return errors.New("say why the document changes: -m REASON")
	}
	w, err := a.openWriting(ctx, f.sign)
	if err != nil {
		return err
	}
	defer w.close()
	r, err := w.releasing(ctx, id, f)
	if err != nil {
		return err
	}
	if f.form() == "" {
		return r.advise(ctx, f)
	}
	if err := r.changed(f); err != nil {
		return err
	}
	number, err := r.number(f)
	if err != nil {
		return err
	}
	if err := r.edit(number, f); err != nil {
		return err
	}
	if err := r.refuseNew(ctx, "this release", r.file, r.book, r.message(number, f.reason), "then `"+
		r.command(f.form(), true)+"`"); err != nil {
		return err
	}
	return r.write(ctx, number, f)
}

// releasing is one new version on its way.
type releasing struct {
	*writing
	file  *fileEdit
	book  *trail.Book // as if HEAD were merged
	trail *trail.Trail
}

func (w *writing) releasing(ctx context.Context, id string, f releaseFlags) (*releasing, error) {
	e, err := w.document(ctx, id)
	if err != nil {
		return nil, err
	}
	if !f.edits && f.form() != "" {
		if err := w.clean(ctx, e); err != nil {
			return nil, fmt.Errorf("%w; or release the edits together with the version: --with-edits", err)
		}
	}
	r := &releasing{writing: w}
	if r.file, err = w.fileEdit(ctx, e); err != nil {
		return nil, err
	}
	facts := r.file.facts
	switch {
	case !facts.Readable:
		return nil, fmt.Errorf("%s: its front matter can't be read; `writ lint %s` says why", e.Path, e.Path)
	case !strings.EqualFold(facts.ID, e.ID):
		return nil, fmt.Errorf("%s: the id isn't %s any more but %q; an id never changes", e.Path, e.ID, facts.ID)
	case facts.Status == schema.Closed:
		return nil, fmt.Errorf("%s is a closed record, which only gains dated addenda", nameOf(facts))
	}
	if r.book, err = w.foresee(ctx, ""); err != nil {
		return nil, err
	}
	r.trail, err = w.trailOf(r.book, e)
	return r, err
}

// changed refuses a release without anything to release: beside version and dates, the words are those that were
// approved last.
func (r *releasing) changed(f releaseFlags) error {
	facts := r.file.facts
	approved := lastApproved(r.trail)
	if approved == nil {
		return nil
	}
	same, err := r.sameWords(approved)
	if err != nil {
		return err
	}
	again, err := r.again(f, approved)
	switch {
	case err != nil:
		return err
	case same && !again:
		return fmt.Errorf("%s: nothing but version and dates differs from version %s, which was approved on %s; a "+
			"review without change is `writ review %s`",
			facts.ID, orDash(approved.Version.Number), approved.Approval.Day, facts.ID)
	case !same && f.keep && approved.Version.Number == facts.Version:
		return fmt.Errorf("version %s of %s was approved on %s, with other words; raise it with --minor, or with "+
			"--major where what is required changes",
			facts.Version, facts.ID, approved.Approval.Day)
	}
	return nil
}

// sameWords reports whether the file differs from approved words by version, status and dates alone.
func (r *releasing) sameWords(approved *trail.Content) (bool, error) {
	blob := approved.Changes[len(approved.Changes)-1].Blob
	src, err := r.repo.ReadBlob(blob)
	if err != nil {
		return false, err
	}
	var file gitrepo.ID
	if f := r.file.entry.File; f != nil {
		file = f.Blob
	}
	if was, _ := r.repo.PairOf(blob); was.File != file {
		return false, nil
	}
	return wordsDigest(src, r.config.Fields) == wordsDigest(r.file.was, r.config.Fields), nil
}

// again reports whether words may be released once more as they are: what was retired comes back, what was approved
// as a draft is to be valid, what was called a minor step turns out to be a major one, or a file that they show has
// changed.
func (r *releasing) again(f releaseFlags, approved *trail.Content) (bool, error) {
	n, ok := parseVersion(approved.Version.Number)
	status := r.file.facts.Status
	if status == schema.Retired && !f.keep || status == schema.Draft || status == schema.InReview ||
		f.major && ok && n.minor > 0 {
		return true, nil
	}
	changed, err := r.book.ChangedFiles(r.trail, r.file.entry)
	return len(changed) > 0, err
}

func lastApproved(t *trail.Trail) *trail.Content {
	for _, c := range slices.Backward(t.Contents) {
		if c.Approval != nil && !c.Approval.Merged {
			return c
		}
	}
	return nil
}

// edit sets version, status and dates.
func (r *releasing) edit(number string, f releaseFlags) error {
	effective, err := r.effective(f.effective)
	if err != nil {
		return err
	}
	x := r.file
	steps := []func() error{
		func() error { return x.set("version", number, "kind", "title", "id") },
		func() error { return r.setStatus() },
		func() error { return r.setEffective(effective) },
		func() error { return r.setReview(max(effective, r.made)) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// effective is the day that --effective says; none where nobody asked.
func (r *releasing) effective(flag string) (day.Day, error) {
	if flag == "" {
		return day.None, nil
	}
	d, err := day.Parse(flag)
	if err != nil {
		return day.None, fmt.Errorf("--effective: %w", err)
	}
	if d < r.made {
		return day.None, fmt.Errorf("--effective %s is before today (%s): nobody could have worked by words that "+
			"weren't approved", d, r.made)
	}
	return d, nil
}

// setStatus states the words as valid, in the words that the kind has for it. A record that is open stays open.
func (r *releasing) setStatus() error {
	states := r.file.entry.Kind.States
	switch {
	case slices.Contains(states, schema.Approved):
		return r.file.set("status", schema.Approved, "version")
	case r.file.facts.Status == schema.Open || !slices.Contains(states, schema.Open):
		return nil
	}
	return r.file.set("status", schema.Open, "version")
}

// setEffective sets the date that was asked for. Without one the words are in force from their approval.
func (r *releasing) setEffective(d day.Day) error {
	if d == day.None {
		return nil
	}
	return r.file.set("effective_date", d.String(), "status", "version")
}

func (r *releasing) setReview(from day.Day) error {
	x := r.file
	front := x.entry.Front
	_, dated := front.Field("review_date")
	_, reviewed := front.Field("last_reviewed")
	if reviewed {
		if err := x.set("last_reviewed", r.made.String()); err != nil {
			return err
		}
	}
	cycle := r.cycleOf(x)
	asked := !reviewed && slices.Contains(x.entry.Kind.Required, "review_date") && x.facts.ReviewCycle.IsZero()
	if cycle.IsZero() || !dated && !asked {
		return nil
	}
	return x.set("review_date", from.Add(cycle).String(), "effective_date", "status", "version")
}

func (r *releasing) message(number, reason string) string {
	return fmt.Sprintf("%s %s: %s\n", r.file.facts.ID, number, reason)
}

func (r *releasing) write(ctx context.Context, number string, f releaseFlags) error {
	out, x := r.app.streams.Out, r.file
	message := r.message(number, f.reason)
	fmt.Fprintf(out, "%s  %s becomes %s\n", report.Visible(nameOf(x.facts)), report.Visible(x.facts.Title), number)
	x.show(out)
	fmt.Fprintf(out, "\nThe commit on %s%s:\n\n", branchName(r.head.Ref), signedWords(r.signing.On))
	showMessage(out, message)
	r.notes(f)
	if f.dryRun {
		_, err := fmt.Fprintln(out, "Nothing was written (--dry-run).")
		return err
	}
	var book *trail.Book
	id, err := x.commit(ctx, gitwrite.Commit{Message: message, Sign: f.sign, Check: func(string) (err error) {
		book, err = r.readBack(ctx, number)
		return err
	}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Written: commit %s.\n", id[:10])
	return r.tell(book)
}

// notes says what the author of a release may not expect.
func (r *releasing) notes(f releaseFlags) {
	if stays := r.file.facts.Effective; f.effective == "" && stays != day.None && stays < r.made {
		fmt.Fprintf(r.app.streams.Out, "note: effective_date stays %s, which has passed: this version is in force "+
			"from its approval; --effective DATE sets another\n", stays)
	}
}

// readBack reads what was written, and refuses it where it isn't the version that was meant.
func (r *releasing) readBack(ctx context.Context, number string) (*trail.Book, error) {
	book, err := r.reread(ctx)
	if err != nil {
		return nil, err
	}
	t, err := standing.NewView(r.reg, book).TrailOf(r.file.entry)
	if err != nil {
		return nil, err
	}
	if t == nil || t.LastFacts() == nil || t.LastFacts().Version != number {
		return nil, fmt.Errorf("%s isn't at version %s after the commit: a hook seems to have changed the file",
			r.file.facts.ID, number)
	}
	return book, nil
}

// tell says who has to approve what was written.
func (r *releasing) tell(book *trail.Book) error {
	out, f := r.app.streams.Out, r.file.facts
	t, err := standing.NewView(r.reg, book).TrailOf(r.file.entry)
	if err != nil || !book.Roster || !book.Asked(t).Required {
		return err
	}
	a := standing.ApprovingOf(book, t, book.Today)
	who := a.Nobody()
	if who == "" {
		who = fmt.Sprintf("`%s`, by %s", a.Command(f.ID), strings.Join(a.People(), " or "))
	}
	_, err = fmt.Fprintf(out, "It needs an approval: %s.\n", report.Visible(who))
	return err
}
