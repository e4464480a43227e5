package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo/signature"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/standing"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/schema"
)

type approveFlags struct{ tag, sign, dryRun bool }

func (a *app) approveCommand() *cobra.Command {
	var f approveFlags
	cmd := &cobra.Command{
		Use:   "approve ID…",
		Short: "Approve committed words, or the roster, with a commit or a tag",
		Example: "writ approve POL-001                # as yourself, with a commit\n" +
			"writ approve POL-001 PRO-003 -n     # only show what would be written\n" +
			"writ approve --tag POL-001          # with a signed tag approve/POL-001/VERSION\n" +
			"writ approve roster                 # who may approve, as writ.yaml says it now",
		Long: "approve makes one empty commit on the current branch that names you as the approver of the words " +
			"that HEAD holds, by id, version and blob. It uses git with your identity, hooks and signing setup. " +
			"Where you sign with SSH, the message holds a signature over id, version and content too, which so " +
			"outlives a squash or rebase.\n\n" +
			"Before it writes it shows the message, and refuses what couldn't count: words that aren't committed " +
			"or are approved already, and an approver who isn't in the roster, holds no role that may approve, or " +
			"wrote them.\n\n" +
			"`writ approve roster` approves who may approve, and how: what writ.yaml and the files of keys say of " +
			"it.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.approve(cmd.Context(), args, f) },
	}
	cmd.Flags().BoolVar(&f.tag, "tag", false, "make a signed tag approve/ID/VERSION for each document instead of a "+
		"commit")
	cmd.Flags().BoolVarP(&f.sign, "gpg-sign", "S", false, "sign the commit, whatever commit.gpgSign says")
	cmd.Flags().BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be written, and write nothing")
	return cmd
}

// toApprove is one document of an approval, or the roster.
type toApprove struct {
	entry     *register.Entry // nil for the roster
	facts     *history.Facts
	follows   trail.After // what the approval follows
	signature string      // folded; "" without one
	warning   string      // what is to be known of the signature before it is written; "" for nothing
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
		if d.warning != "" {
			counted[i] += "\n  note: " + d.warning
		}
		fmt.Fprintf(a.streams.Out, "%s  %s\n  %s, as committed in %s\n  %s\n", report.Visible(d.name()),
			report.Visible(d.facts.Title), report.Visible(d.what()), short(w.head.Commit), visibleLines(counted[i]))
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
		if strings.EqualFold(id, config.RosterID) {
			d, err := w.rosterToApprove(ctx)
			if err != nil {
				bad.add(err)
			} else if !slices.ContainsFunc(docs, toApprove.isRoster) {
				docs = append(docs, d)
			}
			continue
		}
		e, err := w.document(ctx, id)
		if err != nil {
			bad.add(err)
			continue
		}
		if slices.Contains(entries, e) {
			continue
		}
		entries = append(entries, e)
		f := history.FactsOf(e.Document).At(w.config, e.Path)
		docs = append(docs, toApprove{entry: e, facts: f})
		switch {
		case f.Version == "":
			bad.add(fmt.Errorf("%s has no version, so that no approval could name it; add `version: \"1.0\"` to %s",
				f.ID, e.Path))
		case f.Status == schema.Draft:
			bad.add(fmt.Errorf("%s is a draft, which isn't meant for approval yet; `writ release %s` sets its "+
				"version, status and dates (or set the status to in-review)", nameOf(f), f.ID))
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
func nameOf(f *history.Facts) string { return strings.TrimSpace(f.ID + " " + f.Version) }

// signApprovals adds a signature to each approval, and refuses it where its kind asks for one and it wouldn't count.
func (w *writing) signApprovals(ctx context.Context, docs []toApprove) error {
	for i, d := range docs {
		armor, err := w.git.Sign(ctx, w.signing, signature.NamespaceApproval, trail.Statement(d.facts, d.follows))
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
	for i, doc := range docs {
		t, err := w.trailFor(book, doc)
		if err != nil {
			return err
		}
		a := standing.ApprovingOf(book, t, book.Today)
		said, _ := t.Said(history.Foreseen())
		if a.TooWeak && len(said) > 0 {
			bad.add(fmt.Errorf("%s: your approval would be too weak for %s: grade %s%s; add the key to "+
				"`people.%s.keys` in writ.yaml on the main line first",
				doc.name(), a.Kinds(), said[0].Grade, trail.SignatureWords(said[0]), said[0].Person.Key))
		} else if len(said) > 0 && said[0].Person != nil && said[0].Grade != trail.Signed {
			docs[i].warning = fmt.Sprintf("after a squash or a rebase this is grade %s%s; add the key to "+
				"`people.%s.keys` in writ.yaml on the main line, or let its line in the signers file allow the "+
				"namespace %s",
				said[0].Grade, trail.SignatureWords(said[0]), said[0].Person.Key, signature.NamespaceApproval)
		}
	}
	return bad.err()
}
