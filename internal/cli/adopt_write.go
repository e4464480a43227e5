package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/document"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/gitwrite"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

// ready refuses a repository whose history doesn't say who wrote what, and with --write one in which it wouldn't be
// clear what adopt wrote.
func (x *adopting) ready(ctx context.Context) error {
	what, fix := gitwrite.InProgress(x.repo.GitDir)
	switch {
	case x.repo.Root == "":
		return fmt.Errorf("%s is a bare repository, in which no file can be written; run this in a clone of it",
			x.repo.GitDir)
	case x.head.Unborn:
		return fmt.Errorf("the branch %s has no commit yet; commit the documents as they are first: `git add .` and "+
			"`git commit -m \"Documents as they were\"`", branchName(x.head.Ref))
	case x.repo.History != nil:
		return x.repo.History
	case !x.flags.write:
		return nil
	case what != "":
		return fmt.Errorf("%s is in progress; finish it first with %s", what, fix)
	}
	changed, err := x.git().Uncommitted(ctx)
	if err != nil || len(changed) == 0 {
		return err
	}
	return fmt.Errorf("nothing was written: %s not committed, and it has to be clear what adopt wrote; commit or "+
		"stash it first (`git status` shows it)", isAre(few(changed, 3)))
}

func (x *adopting) git() *gitwrite.Git {
	return &gitwrite.Git{Dir: x.repo.Root, Env: gitEnv(x.app.environ, x.repo), Err: x.app.streams.Err}
}

func isAre(names string) string {
	if strings.Contains(names, ", ") {
		return names + " are"
	}
	return names + " is"
}

// few lists the first names, and how many more there are.
func few(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// onHead proposes a change on top of HEAD, as if HEAD were the main line's end.
func (x *adopting) onHead(brought *gitrepo.Proposal) *history.Proposal {
	return &history.Proposal{Base: x.head.Commit, Ref: x.head.Ref,
		Brings: func() (*gitrepo.Proposal, error) { return brought, nil }}
}

// foresee judges the files as they will be once they are committed, for the baseline that accepts what is found then.
func (x *adopting) foresee(ctx context.Context) error {
	if len(x.writes) == 0 {
		run, err := x.lint(ctx, true)
		x.first = err == nil && run.Input.Baseline == nil && run.Result.Count(lint.Error) > 0
		return err
	}
	after, err := snapshot.Overlay(x.snapshot, x.writes)
	if err != nil {
		return err
	}
	cfg, err := x.app.loadConfig(after)
	if err != nil {
		return err
	}
	files, err := after.Files(gitrepo.Filter{})
	if err != nil {
		return err
	}
	brought, err := x.repo.ReadProposal(x.head.Commit, x.head, files, func(f gitrepo.File) ([]byte, error) {
		return snapshot.Content(after, f)
	})
	if err != nil {
		return err
	}
	in := &lint.Input{Today: x.today}
	if in.Register, err = register.Read(ctx, after, cfg, register.Options{Kept: x.repo}); err != nil {
		return err
	}
	in.Config = in.Register.Config
	if in.Book, err = trail.Build(ctx, x.repo, trail.Options{Config: cfg, Today: x.today,
		Proposal: x.onHead(brought)}); err != nil {
		return err
	}
	if in.Baseline, err = lint.BaselineOf(cfg, in.Register); err != nil && !errors.Is(err, lint.ErrNoBaseline) {
		return err
	}
	result, err := lint.Run(ctx, in, rules.All())
	if err != nil {
		return err
	}
	x.accept(cfg.Baseline, in.Baseline, result)
	return nil
}

// adoptedReason is why the baseline accepts what history says of documents that were adopted.
const adoptedReason = "it was so when the documents were adopted"

// accept brings the baseline up to what is found in the files once they are written. One that is there takes up
// findings of those files alone.
func (x *adopting) accept(path string, old *lint.Baseline, result *lint.Result) {
	out := old.Rewrite(path, result, adoptedReason)
	entries := slices.Clone(out.Baseline.Entries())
	for _, f := range out.Refused {
		_, ours := x.writes[f.Path]
		switch {
		case ours:
			e := lint.BaselineEntry{Fingerprint: f.Fingerprint, Rule: f.Rule.ID, Document: f.Document, Path: f.Path}
			if lint.NeedsReason(f.Rule) {
				e.Reason = adoptedReason
			}
			entries = append(entries, e)
		case f.Severity == lint.Error:
			x.open = append(x.open, f)
		}
	}
	for _, f := range result.Findings {
		if f.Severity == lint.Error && (!f.Rule.Suppressible || f.Fresh) {
			x.open = append(x.open, f)
		}
	}
	had := map[string]bool{}
	for _, e := range old.Entries() {
		had[e.Fingerprint] = true
	}
	for _, e := range entries {
		if !had[e.Fingerprint] {
			x.accepted++
		}
	}
	next := lint.NewBaseline(path, entries)
	if len(entries) > 0 && (old == nil || !bytes.Equal(next.Bytes(), old.Bytes())) {
		x.baseline = next
		x.writes[path] = next.Bytes()
	}
}

// write replaces the files: all of them, or none.
func (x *adopting) write(ctx context.Context) error {
	proposals := map[string]*adopt.Proposal{}
	for _, p := range x.all {
		proposals[p.Path] = p
	}
	var files []rewrite.Change
	for _, path := range slices.Sorted(maps.Keys(x.writes)) {
		f := rewrite.Change{Path: path, Now: x.writes[path]}
		disk, err := os.ReadFile(filepath.Join(x.repo.Root, filepath.FromSlash(path)))
		switch {
		case err == nil:
			f.Was = disk
		case !errors.Is(err, fs.ErrNotExist) || path != x.baselinePath():
			return err
		}
		if p := proposals[path]; p != nil && p.Untracked {
			return fmt.Errorf("nothing was written: %s isn't in Git yet; `git add` and commit it first", path)
		}
		if p := proposals[path]; p != nil && !bytes.Equal(disk, p.Was) {
			// What is on the disk may have other line ends than what Git holds.
			if string(unixLines(disk)) != string(unixLines(p.Was)) {
				return fmt.Errorf("%s: it was changed meanwhile; nothing was written, run the command again", path)
			}
			if f.Now, err = adopt.Complete(document.Parse(path, disk, x.config.Fields), x.config.Fields,
				p.Entries()); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		files = append(files, f)
	}
	if err := rewrite.All(ctx, x.repo.Root, filepath.Join(x.repo.GitDir, "writ.lock"), files); err != nil {
		return err
	}
	x.written = true
	return nil
}

func (x *adopting) baselinePath() string {
	if x.baseline == nil {
		return ""
	}
	return x.baseline.Path
}

func unixLines(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }

// changesConfig reports whether writ.yaml gets an adoption.
func (x *adopting) changesConfig() bool { return x.writes[config.File] != nil }
