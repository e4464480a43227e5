package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

func (w *writing) signCapture(ctx context.Context, c *trail.Capture, f captureFlags) error {
	switch {
	case !w.signing.On || f.dryRun:
		return nil
	case !w.signing.SSH() && !w.signing.OpenPGP():
		fmt.Fprintf(w.app.streams.Out, "note: signatures of the format %s prove nothing here, so the capture is "+
			"unsigned\n", report.Visible(w.signing.Format))
		return nil
	}
	text, err := c.SignedBytes()
	if err != nil {
		return err
	}
	armor, err := w.git.Sign(ctx, w.signing, signature.NamespaceCapture, text)
	if err != nil {
		return fmt.Errorf("signing the capture: %w", err)
	}
	c.Signature = string(armor)
	return nil
}

// capturePath is the path of a head's capture.
func capturePath(c *trail.Capture) string {
	return trail.CaptureFolder + c.Head[:12] + "-" + c.Forge + ".json"
}

func (w *writing) writeCapture(ctx context.Context, c *trail.Capture, text []byte, f captureFlags) error {
	out, path := w.app.streams.Out, capturePath(c)
	where := "The file " + path + ", committed on " + branchName(w.head.Ref)
	if f.note {
		where = "The note on " + c.Head[:10] + " under " + trail.NotesRef
	}
	fmt.Fprintf(out, "%s%s:\n\n", where, signedWords(w.signing.On))
	showMessage(out, string(text))
	if f.dryRun {
		_, err := fmt.Fprintln(out, "Nothing was written (--dry-run).")
		return err
	}
	if f.note {
		if err := w.keepsNote(ctx, c); err != nil {
			return err
		}
		if err := w.git.Note(ctx, trail.NotesRef, c.Head, text); err != nil {
			return fmt.Errorf("nothing was written: %w", err)
		}
		fmt.Fprintf(out, "Written: a note on %s. Others see it after `git push origin %s`.\n", c.Head[:10],
			trail.NotesRef)
		return w.tellCapture(ctx, c, trail.NotesRef)
	}
	if err := w.sameCapture(path, c); err != nil {
		return err
	}
	changed, err := w.git.Changed(ctx, path)
	if err == nil && len(changed) > 0 {
		err = fmt.Errorf("%s is changed and not committed; commit it, or take it back with `git checkout HEAD -- %s`",
			path, path)
	}
	if err != nil {
		return err
	}
	id, err := w.git.File(ctx, path, text, gitwrite.Commit{Message: captureMessage(c), Sign: f.sign})
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	fmt.Fprintf(out, "Written: commit %s.\n", id[:10])
	return w.tellCapture(ctx, c, path)
}

func captureMessage(c *trail.Capture) string {
	of := c.Request
	if of == "" {
		of = c.Head[:10]
	}
	return fmt.Sprintf("Record the reviews of %s\n\nReviewed commit: %s\n", of, c.Head)
}

// keepsNote refuses to put a note in the place of one that says something else: a commit has one, and what it said
// would be evidence no more.
func (w *writing) keepsNote(ctx context.Context, c *trail.Capture) error {
	old, ok, err := w.git.ReadNote(ctx, trail.NotesRef, c.Head)
	if err != nil || !ok {
		return err
	}
	fix := fmt.Sprintf("record this one as a file (without --note), or look at that one with `git notes --ref=%s "+
		"show %s`", trail.NotesRef, c.Head[:10])
	before, err := trail.ParseCapture(old)
	switch {
	case err != nil:
		return fmt.Errorf("nothing was written: %s has a note already that is no capture; %s", c.Head[:10], fix)
	case before.Forge != c.Forge || before.Request != c.Request:
		return fmt.Errorf("nothing was written: %s has a note already, of the reviews of %s %s; %s", c.Head[:10],
			before.Forge, before.Request, fix)
	case saysTheSame(before, c):
		return fmt.Errorf("the note on %s says so already, since %s", c.Head[:10],
			before.CapturedAt.Format(time.RFC3339))
	}
	return nil
}

// sameCapture refuses a capture that says what the one before it says.
func (w *writing) sameCapture(path string, c *trail.Capture) error {
	old, err := os.ReadFile(filepath.Join(w.repo.Root, filepath.FromSlash(path)))
	if err != nil {
		return nil
	}
	before, err := trail.ParseCapture(old)
	if err != nil {
		return nil
	}
	if saysTheSame(before, c) {
		return fmt.Errorf("%s says so already, since %s", path, before.CapturedAt.Format(time.RFC3339))
	}
	return nil
}

// saysTheSame reports whether a capture adds nothing to the one before it: neither a review nor a signature.
func saysTheSame(before, c *trail.Capture) bool {
	was, is := *before, *c
	was.CapturedAt, was.Signature = is.CapturedAt, is.Signature
	a, errA := json.Marshal(was)
	b, errB := json.Marshal(is)
	return errA == nil && errB == nil && string(a) == string(b) && (before.Signature != "" || c.Signature == "")
}

// tellCapture reads back what was written, and says what it is worth for each document.
func (w *writing) tellCapture(ctx context.Context, c *trail.Capture, path string) error {
	book, err := w.reread(ctx)
	if err != nil {
		return err
	}
	approving := 0
	for _, r := range c.Reviews {
		if r.State == "approved" {
			approving++
		}
	}
	if approving == 0 {
		_, err := fmt.Fprintln(w.app.streams.Out, "Nobody's last opinion is an approval, so it approves nothing.")
		return err
	}
	for _, x := range c.Documents {
		name := report.Visible(strings.TrimSpace(x.ID + " " + x.Version))
		t, err := book.Trail(book.DocumentOf(x.ID, x.Path))
		if err != nil {
			return err
		}
		if x.ID == config.RosterID {
			t = book.RosterTrail()
		}
		if t == nil {
			fmt.Fprintf(w.app.streams.Out, "%s: counts when its words reach the main line.\n", name)
			continue
		}
		for _, e := range t.SaidByCapture(path, c.Head) {
			text := "grade " + string(e.Grade) + trail.SignatureWords(e) + w.onceMerged(book)
			if !e.Counts() {
				text = "doesn't count: " + e.Why.String()
			}
			fmt.Fprintf(w.app.streams.Out, "%s: %s: %s.\n", name, report.Visible(e.Capture.Login), report.Visible(text))
		}
	}
	return nil
}
