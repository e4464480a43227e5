package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

// Published is what the commit that a site shows says.
type Published struct {
	Repo        *gitrepo.Repo
	Config      *config.Config // of that commit: what isn't merged decides nothing
	Register    *register.Register
	Book        *trail.Book
	SetAside    []lint.Finding // what its suppressions and its baseline hide
	Uncommitted int            // how many documents of the working tree differ from what is committed

	Preview  snapshot.Snapshot // of a preview: what the documents were read from
	Findings []lint.Finding    // of a preview
	Past     bool              // it is of an earlier day

	Request *lint.Proposal // that the preview is of; nil for none
	Changes []lint.Changed // what that does to each document
}

// Published reads the main line's commit and its whole history.
func (p *Project) Published(ctx context.Context) (*Published, error) {
	if err := p.app.useMainConfig(p.project); err != nil {
		return nil, err
	}
	book, missing, err := p.project.readBook(ctx)
	if err != nil {
		return nil, err
	}
	if missing != nil {
		return nil, missing
	}
	if len(book.Steps) == 0 {
		return nil, errors.New("nothing is committed yet: the site shows the main line; commit the documents first")
	}
	out := &Published{Repo: p.project.repo, Config: p.project.config, Book: book, Past: !p.project.asOf.IsZero()}
	if out.Register, err = p.project.mainRegister(ctx, book); err != nil {
		return nil, err
	}
	if out.SetAside, err = p.project.setAside(ctx, out.Register, book); err != nil {
		return nil, err
	}
	out.Uncommitted = p.project.uncommitted()
	return out, nil
}

// Previewed reads what the working tree holds, whether anybody committed it or not. What the linter finds in it is
// Check's to say.
func (p *Project) Previewed(ctx context.Context) (*Published, error) {
	reg, book, missing, err := p.project.readBoth(ctx)
	switch {
	case err != nil:
		return nil, err
	case missing != nil:
		return nil, missing
	case len(book.Steps) == 0:
		return nil, errors.New("nothing is committed yet: a preview compares with the main line; commit the documents first")
	}
	if err := noDocument(reg); err != nil {
		return nil, err
	}
	return &Published{Repo: p.project.repo, Config: reg.Config, Register: reg, Book: book, Preview: p.project.snapshot,
		Past: !p.project.asOf.IsZero()}, nil
}

// Requested reads what a pull request changes, and what the linter finds because of it: what HEAD and the working tree
// have beyond their merge base with a branch, beside the main line up to there.
func (p *Project) Requested(ctx context.Context, base string) (*Published, error) {
	switch {
	case base == "":
		return nil, errors.New("--base is empty: it takes the branch that the request is for, such as origin/main")
	case !p.project.asOf.IsZero():
		return nil, errors.New("--base and --as-of exclude each other: a request is judged today")
	}
	f := lintFlags{base: base}
	if p.project.fixed {
		f.today = p.project.today.String()
	}
	c, err := p.app.change(ctx, p.project, f)
	switch {
	case err != nil:
		return nil, err
	case c.Base.Missing != nil:
		return nil, c.Base.Missing
	}
	result, err := lint.Compare(ctx, c, rules.All())
	if err != nil {
		return nil, err
	}
	changes, err := rules.Changes(c.Head)
	return &Published{Repo: p.project.repo, Config: c.Head.Register.Config, Register: c.Head.Register, Book: c.Base.Book,
		Preview: p.project.snapshot, Findings: result.Findings, SetAside: result.Suppressed, Request: c.Head.Proposal,
		Changes: changes}, err
}

// Again is a preview with a new look at the files of some documents, which were written since; ok is false where more
// than their words is another now, so that everything has to be read.
func (p *Project) Again(ctx context.Context, src *Published, paths []string) (again *Published, ok bool, err error) {
	tree, ok := src.Preview.(*gitrepo.WorkTree)
	if !ok {
		return nil, false, nil
	}
	if tree, err = tree.Again(paths); err != nil {
		return nil, false, err
	}
	reg, ok, err := src.Register.Again(ctx, tree, paths)
	if !ok || err != nil {
		return nil, false, err
	}
	now := *src
	now.Register, now.Preview, now.Findings, now.SetAside = reg, tree, nil, nil
	return &now, true, nil
}

// Check returns a preview with what the linter finds in it.
func (p *Project) Check(ctx context.Context, src *Published) (*Published, error) {
	run, err := p.project.check(ctx, src.Register, src.Book, nil, false)
	if err != nil {
		return nil, err
	}
	now := *src
	now.Findings, now.SetAside = run.Result.Findings, run.Result.Suppressed
	return &now, nil
}

// Reuse has p take the history that another project of the same repository read, where nothing that it depends on is
// another one now: the configuration is the caller's to compare. It reports whether p does. That project must not be
// closed before p.
func (p *Project) Reuse(other *Project) (bool, error) {
	a, b := p.project, other.project
	if a.head != b.head || a.today != b.today || a.clock != b.clock || a.fixed != b.fixed || !a.asOf.IsZero() ||
		!b.asOf.IsZero() || a.repo.History != nil || b.book == nil {
		return false, nil
	}
	main, err := history.ChooseMain(a.repo, a.config)
	if err != nil || main != b.book.Main {
		return false, err
	}
	a.book = b.book
	a.repo.KnowPairs(b.repo)
	return true, nil
}

// useMainConfig goes over to the configuration of the commit that is published.
func (a *app) useMainConfig(p *project) error {
	if p.repo.History != nil || p.head.Unborn || !p.asOf.IsZero() {
		return nil // reported when history is read, or done already
	}
	main, err := history.ChooseMain(p.repo, p.config)
	if err != nil {
		return err
	}
	commit := main.Commit
	if older, err := p.repo.Contains(main.Commit, p.head.Commit); err != nil {
		return err
	} else if older {
		commit = p.head.Commit
	}
	p.config, err = a.loadConfig(snapshot.Commit(p.repo, commit))
	return err
}

// mainRegister is the register of the main line's commit, which alone is published.
func (p *project) mainRegister(ctx context.Context, book *trail.Book) (*register.Register, error) {
	reg, err := register.Read(ctx, snapshot.Commit(p.repo, book.Steps[len(book.Steps)-1].ID), p.config,
		register.Options{Kept: p.repo, Past: !p.asOf.IsZero()})
	if err == nil && len(reg.Documents) == 0 {
		err = noDocument(reg)
	}
	return reg, err
}

// setAside returns the findings that the register's commit sets aside. Where nothing sets any aside, nothing is
// linted.
func (p *project) setAside(ctx context.Context, reg *register.Register, book *trail.Book) ([]lint.Finding, error) {
	in := &lint.Input{Config: reg.Config, Register: reg, Book: book, Today: book.Today}
	if err := p.loadBaseline(in, false); err != nil {
		return nil, err
	}
	if in.Baseline == nil && len(reg.Config.Suppressions) == 0 &&
		!slices.ContainsFunc(reg.Documents, func(e *register.Entry) bool { return len(e.Suppressions()) > 0 }) {
		return nil, nil
	}
	result, err := lint.Run(ctx, in, rules.All())
	if err != nil {
		return nil, err
	}
	return result.Suppressed, nil
}

// uncommitted counts the documents of the working tree that aren't what is committed. It is for a warning alone: where
// they can't be counted, there is none.
func (p *project) uncommitted() int {
	if p.repo.Root == "" || !p.asOf.IsZero() {
		return 0
	}
	n, err := register.Dirty(p.snapshot, p.config)
	if err != nil {
		return 0
	}
	return n
}
