package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
)

type captureFlags struct {
	head, request      string
	note, sign, dryRun bool
}

// maxReviews is more JSON than any request has.
const maxReviews = 16 << 20

func (a *app) captureCommand() *cobra.Command {
	var f captureFlags
	cmd := &cobra.Command{
		Use:   "capture FILE --head COMMIT",
		Short: "Record the reviews of a pull request at a forge in Git",
		Example: "gh api --paginate --slurp repos/OWNER/REPO/pulls/7/reviews | writ capture - --head COMMIT\n" +
			"writ capture reviews.json --head COMMIT --note",
		Long: "capture reads a forge's reviews of one pull or merge request from FILE (- is standard input), and " +
			"commits them as a file below .writ/captures/, or with --note as a note on the reviewed commit, " +
			"together with the blobs of the documents that the request changed. Of each reviewer the last opinion " +
			"counts; a comment is none.\n\n" +
			"It is grade B where it is signed by a key of capture.signers in writ.yaml, else C. FILE holds\n" +
			"  GitHub   gh api --paginate --slurp repos/OWNER/REPO/pulls/NUMBER/reviews\n" +
			"  GitLab   glab api projects/ID/merge_requests/IID/approvals (or approval_state)",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.capture(cmd.Context(), args[0], f) },
	}
	cmd.Flags().StringVar(&f.head, "head", "", "the reviewed `COMMIT`: the head of the request when it was reviewed")
	cmd.Flags().StringVar(&f.request, "request", "", "the request's `ADDRESS` or number, where the JSON doesn't say")
	cmd.Flags().BoolVar(&f.note, "note", false, "write a note under refs/notes/writ instead of a commit")
	cmd.Flags().BoolVarP(&f.sign, "gpg-sign", "S", false, "sign, whatever commit.gpgSign says")
	cmd.Flags().BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be written, and write nothing")
	_ = cmd.MarkFlagRequired("head")
	return cmd
}

func (a *app) capture(ctx context.Context, file string, f captureFlags) error {
	data, err := a.readInput(file)
	if err != nil {
		return err
	}
	read, err := readReviews(data)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	open := a.openWriting
	if f.note {
		open = a.openForNotes
	}
	w, err := open(ctx, f.sign)
	if err != nil {
		return err
	}
	defer w.close()
	c, err := w.newCapture(ctx, read, f)
	if err != nil {
		return err
	}
	for _, n := range read.notes {
		fmt.Fprintf(a.streams.Out, "note: %s\n", report.Visible(n))
	}
	if err := w.signCapture(ctx, c, f); err != nil {
		return err
	}
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if _, err := trail.ParseCapture(text); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return w.writeCapture(ctx, c, text, f)
}

// readInput reads a file, or standard input for "-".
func (a *app) readInput(name string) ([]byte, error) {
	in := a.streams.In
	if name != "-" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(a.dir, name)
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxReviews+1))
	if err == nil && len(data) > maxReviews {
		err = fmt.Errorf("%s has more than %d MiB, which no list of reviews has", name, maxReviews>>20)
	}
	return data, err
}

// newCapture joins what the forge says with what the reviewed commit holds.
func (w *writing) newCapture(ctx context.Context, read *forgeReviews, f captureFlags) (*trail.Capture, error) {
	head, err := w.repo.Resolve(f.head)
	if err != nil {
		return nil, fmt.Errorf("--head %s: %w; fetch it first (GitHub: git fetch origin pull/NUMBER/head; GitLab: "+
			"git fetch origin merge-requests/IID/head)", f.head, err)
	}
	if read.head != "" && read.head != head.String() {
		return nil, fmt.Errorf("--head is %s, and the JSON says that %s was approved; capture with the head that "+
			"it names, or read the approvals again", short(head), read.head)
	}
	c := &trail.Capture{Schema: 1, Forge: read.forge, Request: read.request, Head: head.String(),
		CapturedAt: w.app.clock().UTC().Truncate(time.Second)}
	if f.request != "" {
		c.Request = f.request
	}
	book, missing, err := w.readBook(ctx)
	if err == nil && missing != nil {
		err = missing
	}
	if err != nil {
		return nil, err
	}
	if c.Documents, err = w.requestDocuments(book, head, read); err != nil {
		return nil, err
	}
	if len(c.Documents) == 0 {
		return nil, fmt.Errorf("the request changed neither a document with an id nor the roster up to %s, so its "+
			"reviews approve nothing", short(head))
	}
	c.Reviews = []trail.CapturedReview{}
	for _, r := range read.reviews {
		held, err := w.sameWords(book, r.commit, c)
		if err != nil {
			return nil, err
		}
		if r.State == "approved" && !held {
			read.notes = append(read.notes, fmt.Sprintf("%s approved commit %.10s, where the documents have other "+
				"words than in %s: left out", r.Login, r.commit, short(head)))
			continue
		}
		c.Reviews = append(c.Reviews, r.CapturedReview)
	}
	if len(c.Reviews) == 0 {
		none := "no review is left that says anything about " + short(head)
		return nil, errors.New(strings.Join(append([]string{none}, read.notes...), "; "))
	}
	return c, nil
}

// sameWords reports whether a review was given on the captured head, or on a commit that holds the very same
// documents. A forge that doesn't name a commit is taken at its word.
func (w *writing) sameWords(book *trail.Book, commit string, c *trail.Capture) (bool, error) {
	if commit == "" && c.Forge == "gitlab" || commit == c.Head {
		return true, nil
	}
	id, err := w.repo.Resolve(commit)
	if err != nil || len(commit) < 40 {
		return false, nil // not in this clone: what it held isn't known
	}
	rd := w.repo.NewReader()
	for _, x := range c.Documents {
		if x.ID == config.RosterID {
			if digest, _, err := book.RosterDigest(id); err != nil || digest.String() != x.Digest {
				return false, err
			}
			continue
		}
		_, blob, err := book.Joined(rd, id, x.Path)
		if err != nil || blob.String() != x.Blob {
			return false, err
		}
	}
	return true, nil
}

// requestDocuments lists the documents that a request changed, and the roster where it changed that, as they are at
// its head.
func (w *writing) requestDocuments(book *trail.Book, head gitrepo.ID,
	read *forgeReviews) ([]trail.CapturedContent, error) {
	base, err := w.requestBase(book, head)
	if err != nil {
		return nil, err
	}
	paths, err := w.changedDocuments(base, head)
	if err != nil {
		return nil, err
	}
	rd := w.repo.NewReader()
	docs := []trail.CapturedContent{}
	for _, path := range paths {
		mode, blob, err := book.Joined(rd, head, path)
		if err != nil {
			return nil, err
		}
		if mode != gitrepo.ModeFile && mode != gitrepo.ModeExec {
			continue // removed, or a link
		}
		facts, err := book.ReadFacts(rd, blob)
		if err != nil {
			return nil, err
		}
		facts = facts.At(w.config, path)
		if facts.ID == "" {
			if w.config.Includes(path) {
				read.notes = append(read.notes, path+" has no id, and is left out")
			}
			continue
		}
		doc := trail.CapturedContent{ID: facts.ID, Path: path, Version: facts.Version, Blob: blob.String(),
			Digest: facts.Digest.String(), After: string(trail.NothingBefore)}
		t, err := book.Trail(book.DocumentOf(facts.ID, path))
		if err != nil {
			return nil, err
		}
		if t != nil {
			after, err := book.FollowsAt(t, facts.Digest, head)
			if err != nil {
				return nil, err
			}
			doc.After = string(after)
		}
		docs = append(docs, doc)
	}
	roster, err := w.requestRoster(book, base, head)
	return append(docs, roster...), err
}

// changedDocuments lists the paths of documents that changed between two commits, or whose file did: see
// config.SidecarOf.
func (w *writing) changedDocuments(base, head gitrepo.ID) ([]string, error) {
	changes, err := w.repo.Changes(base, head, gitrepo.Filter{})
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, c := range changes {
		for _, path := range []string{c.Path, c.Path + ".md"} {
			if w.config.MayInclude(path) && (path == c.Path || config.SidecarOf(path) != "") {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}

// requestRoster returns the roster as a request left it at its head; none where it left it as it was, or began it.
func (w *writing) requestRoster(book *trail.Book, base, head gitrepo.ID) ([]trail.CapturedContent, error) {
	was, had, err := book.RosterDigest(base)
	if err != nil || !had {
		return nil, err
	}
	is, has, err := book.RosterDigest(head)
	if err != nil || !has || is == was {
		return nil, err
	}
	_, blob, err := w.repo.NewReader().Lookup(head, config.File)
	if err != nil {
		return nil, err
	}
	after, err := book.FollowsAt(book.RosterTrail(), is, head)
	return []trail.CapturedContent{{ID: config.RosterID, Path: config.File, Blob: blob.String(), Digest: is.String(),
		After: string(after)}}, err
}

// requestBase is the main line's commit from which the request was made. Of one that is merged already it is the one
// before the merge.
func (w *writing) requestBase(book *trail.Book, head gitrepo.ID) (gitrepo.ID, error) {
	main := book.Main.Commit
	for _, s := range book.Steps {
		brought := s.ID == head
		for _, side := range s.Side {
			brought = brought || side.ID == head
		}
		if brought && len(s.Parents) > 0 {
			main = s.Parents[0]
		} else if brought {
			return gitrepo.ID{}, fmt.Errorf("--head %s is the first commit of the main line, and no request",
				short(head))
		}
	}
	base, ok, err := w.repo.MergeBase(main, head)
	if err == nil && !ok {
		err = fmt.Errorf("--head %s has no commit in common with the main line %s", short(head), book.Main.Ref)
	}
	return base, err
}
