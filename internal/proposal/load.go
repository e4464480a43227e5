package proposal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// Options say what is compared, and how.
type Options struct {
	Ref    string         // the branch that the change is for
	Config *config.Config // as it stands in what is checked out

	// Parse reads a writ.yaml as the caller reads its own; nil: config.Load. With problems the file is read leniently.
	Parse func(src []byte) (*config.Config, []config.Problem)
	// Today returns the day to judge on.
	Today func(*config.Config) (day.Day, error)
	// Referrers returns the paths of documents that lead to one of the paths or name one of the ids, in lower case.
	Referrers func(r *register.Register, paths, ids map[string]bool) map[string]bool
}

// Load reads a change and what it starts from. The configuration below the change judges; where the base has none, its
// own. Errors: a *gitrepo.Refusal where the base can't be found in this clone, or another that says how to mend it.
func Load(ctx context.Context, repo *gitrepo.Repo, opt Options) (*lint.Comparison, error) {
	base, err := repo.FindBase(opt.Ref, opt.Config.Main)
	if err != nil {
		return nil, err
	}
	ahead, err := repo.ReadAhead(base.Commit, base.Head)
	if err != nil {
		return nil, err
	}
	l := loader{repo: repo, opt: opt, base: base, ahead: ahead, below: opt.Config}
	if err := l.chooseJudge(); err != nil {
		return nil, err
	}
	if l.own == nil && l.touches(l.below.Baseline) {
		l.own = opt.Config
	}
	if l.today, err = opt.Today(l.below); err != nil {
		return nil, err
	}
	return l.load(ctx)
}

type loader struct {
	repo  *gitrepo.Repo
	opt   Options
	base  *gitrepo.Base
	ahead *gitrepo.Ahead
	below *config.Config // judges
	own   *config.Config // what the change brings; nil where it leaves the configuration as it is
	today day.Day
}

// chooseJudge reads the configuration below the change, where the change has another one.
func (l *loader) chooseJudge() error {
	c, changed := l.ahead.At(config.File)
	if !changed || c.OldMode == 0 || c.OldMode == gitrepo.ModeSymlink {
		return nil
	}
	src, err := l.repo.NewReader().Blob(c.OldBlob)
	if err != nil {
		return err
	}
	parse := l.opt.Parse
	if parse == nil {
		parse = config.Load
	}
	cfg, problems := parse(src)
	if len(problems) > 0 {
		lenient, ok := config.LoadLenient(src)
		if !ok {
			return nil // nothing can judge by it; the change's own does, and WR907 tells that it changed
		}
		cfg = lenient
	}
	l.below, l.own = cfg, l.opt.Config
	return nil
}

func (l *loader) touches(path string) bool {
	_, touched := l.ahead.At(path)
	return touched
}

func (l *loader) load(ctx context.Context) (*lint.Comparison, error) {
	cfg := l.below
	if l.own != nil {
		cfg = cfg.With(l.own)
	}
	var book *trail.Book
	var missing *gitrepo.Refusal
	var bookErr error
	read := make(chan struct{})
	go func() {
		defer close(read)
		book, missing, bookErr = l.readBook(ctx, l.below)
	}()
	now, before, p, err := l.readDocuments(ctx, cfg)
	<-read
	if err = errors.Join(err, bookErr); err != nil {
		return nil, err
	}
	judge := l.below
	if now.Config.Documents.Everywhere {
		judge = judge.Everywhere()
	}
	c := &lint.Comparison{
		Head: &lint.Input{Config: judge, Register: now, Book: book, Missing: missing, Today: l.today, Proposal: p, Blob: l.repo.ReadBlob},
		Base: &lint.Input{Config: judge, Register: before, Missing: missing, Today: l.today, Blob: l.repo.ReadBlob},
	}
	if book != nil {
		c.Base.Book = book.Before
	}
	if c.Head.Baseline, err = lint.BaselineOf(l.below, before); err != nil {
		return nil, fmt.Errorf("below the change: %w", err)
	}
	c.Base.Baseline = c.Head.Baseline
	if l.own != nil {
		c.Own = &lint.Input{Config: l.own, Register: now.Under(l.own.With(l.below)), Missing: missing, Today: l.today, Proposal: p, Blob: l.repo.ReadBlob}
		if c.Own.Book, _, err = l.readBook(ctx, l.own); err != nil {
			return nil, err
		}
		c.Own.Baseline, err = lint.BaselineOf(l.own, now)
	}
	return c, err
}

// readDocuments reads the documents with the change and without it.
func (l *loader) readDocuments(ctx context.Context, cfg *config.Config) (now, before *register.Register, p *lint.Proposal, err error) {
	if now, err = l.readNow(ctx, cfg); err != nil {
		return nil, nil, nil, err
	}
	if before, err = now.Before(ctx, l.repo, l.ahead); err != nil {
		return nil, nil, nil, err
	}
	return now, before, l.proposal(now, before), nil
}

func (l *loader) readNow(ctx context.Context, cfg *config.Config) (*register.Register, error) {
	if l.repo.Root == "" {
		return register.FromCommit(ctx, l.repo, l.base.Head.Commit, cfg)
	}
	return register.FromWorkTree(ctx, l.repo, cfg)
}

// readBook reads the history up to the base, and the change as if it were merged today.
func (l *loader) readBook(ctx context.Context, cfg *config.Config) (*trail.Book, *gitrepo.Refusal, error) {
	book, err := trail.Build(ctx, l.repo, trail.Options{Config: cfg, Today: l.today, Proposal: &trail.Proposal{Ref: l.base.Ref, Ahead: l.ahead}})
	var missing *gitrepo.Refusal
	var gone *gitrepo.MissingError
	switch {
	case errors.As(err, &missing):
		return nil, missing, nil
	case errors.As(err, &gone) && l.repo.Partial != nil:
		return nil, l.repo.Partial, nil
	case errors.As(err, &gone):
		return nil, gone.Refusal(), nil
	}
	return book, nil, err
}

// proposal lists what the change touches, and which other documents refer to that.
func (l *loader) proposal(now, before *register.Register) *lint.Proposal {
	p := &lint.Proposal{Ref: l.base.Ref, Base: l.base.Commit, Touched: map[string]bool{}, Near: map[string]bool{}, Before: before, Own: l.own}
	ids := map[string]bool{}
	for _, c := range l.ahead.Changes {
		p.Touched[c.Path] = true
		for _, r := range []*register.Register{now, before} {
			if e := r.ByPath(c.Path); e != nil && e.ID != "" {
				ids[strings.ToLower(e.ID)] = true
			}
		}
		if isJudge(c.Path, l.below, l.opt.Config) {
			p.Judges = append(p.Judges, c.Path)
		}
	}
	if len(p.Touched) == 0 {
		return p
	}
	for path := range l.opt.Referrers(now, p.Touched, ids) {
		if !p.Touched[path] {
			p.Near[path] = true
		}
	}
	return p
}

// isJudge tells whether a file decides how documents are judged.
func isJudge(path string, cfgs ...*config.Config) bool {
	switch path {
	case config.File, ".mailmap", "CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS":
		return true
	}
	for _, cfg := range cfgs {
		if slices.Contains([]string{cfg.Signers, cfg.Keyring, cfg.RevokedKeys, cfg.Baseline}, path) {
			return true
		}
		for _, k := range cfg.Kinds {
			if k.File == path {
				return true
			}
		}
	}
	return false
}
