package proposal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// load reads all that is compared. The history is being read already.
func (l *loader) load(ctx context.Context, reading func() past) (*lint.Comparison, error) {
	cfg := l.below
	if l.own != nil {
		cfg = cfg.With(l.own)
	}
	now, before, p, err := l.readDocuments(ctx, cfg)
	h := reading()
	if err = errors.Join(err, h.err); err != nil {
		return nil, err
	}
	if h, err = l.judge(h, p); err != nil {
		return nil, err
	}
	judge := l.below
	if now.Config.Documents.Everywhere {
		judge = judge.Everywhere()
	}
	c := &lint.Comparison{
		Head: &lint.Input{Config: judge, Register: now, Book: h.book, Missing: h.missing, Today: l.today, Proposal: p},
		Base: &lint.Input{Config: judge, Register: before, Missing: h.missing, Today: l.today},
		All:  l.opt.All,
	}
	if h.book != nil {
		c.Base.Book = h.book.Before
	}
	if c.Head.Baseline, err = baselineBelow(l.below, before); err != nil {
		return nil, fmt.Errorf("below the change: %w", err)
	}
	c.Base.Baseline = c.Head.Baseline
	if err := l.datedSince(c); err != nil {
		return nil, err
	}
	if p.Main, err = l.mainMove(); err != nil {
		return nil, err
	}
	if l.own != nil {
		own, err := l.judge(l.readHistory(ctx, l.own), p)
		if err != nil {
			return nil, err
		}
		theirs, err := now.Under(l.own.With(l.below))
		if err != nil {
			return nil, err
		}
		c.Own = &lint.Input{Config: l.own, Register: theirs, Book: own.book, Missing: h.missing, Today: l.today,
			Proposal: p}
		c.Own.Baseline, err = lint.BaselineOf(l.own, now)
		return c, err
	}
	return c, nil
}

// datedSince says since when the change is as it is, and how it was judged on the first day on which the main line
// was, too.
func (l *loader) datedSince(c *lint.Comparison) error {
	p, b := c.Head.Proposal, c.Head.Book
	p.Since = l.today
	if b == nil || b.Proposed < 1 {
		return nil
	}
	brought, err := l.brought()
	if err != nil {
		return err
	}
	p.Since = b.Since(brought)
	if first := max(p.Since, b.Days[b.Proposed-1]); first < l.today {
		c.Earlier = func(ctx context.Context) (*lint.Comparison, error) {
			opt := l.opt
			opt.Today = func(*config.Config) (day.Day, error) { return first, nil }
			return Load(ctx, l.repo, opt)
		}
	}
	return nil
}

// baselineBelow returns the baseline of the base; nil for one that isn't there or can't be read, which accepts
// nothing.
func baselineBelow(cfg *config.Config, before *register.Register) (*lint.Baseline, error) {
	found, err := lint.BaselineOf(cfg, before)
	if errors.Is(err, lint.ErrNoBaseline) || errors.As(err, new(*lint.BaselineError)) {
		return nil, nil
	}
	return found, err
}

// readDocuments reads the documents with the change and without it.
func (l *loader) readDocuments(ctx context.Context,
	cfg *config.Config) (now, before *register.Register, p *lint.Proposal, err error) {
	brought, err := l.brought()
	if err != nil {
		return nil, nil, nil, err
	}
	if now, err = register.Read(ctx, l.now, cfg, register.Options{Kept: l.repo}); err != nil {
		return nil, nil, nil, err
	}
	if before, err = now.Before(ctx, snapshot.Commit(l.repo, brought.Base), brought); err != nil {
		return nil, nil, nil, err
	}
	p, err = l.proposal(brought, now, before)
	return now, before, p, err
}

// past is what was read of history; without a book, missing says why.
type past struct {
	book    *trail.Book
	missing *gitrepo.Refusal
	err     error
}

// startHistory starts readHistory, and returns what waits for its end.
func (l *loader) startHistory(ctx context.Context, cfg *config.Config) func() past {
	done := make(chan past, 1)
	reading := *l
	go func() { done <- reading.readHistory(ctx, cfg) }()
	return sync.OnceValue(func() past { return <-done })
}

// readHistory reads the history up to the base, and the change as if it were merged today.
func (l *loader) readHistory(ctx context.Context, cfg *config.Config) past {
	book, err := trail.Build(ctx, l.repo, trail.Options{Config: cfg, Today: l.today, Lazy: !l.opt.All,
		Proposal: &history.Proposal{Ref: l.base.Full, Base: l.base.Commit, Brings: l.brought}})
	return l.past(book, err)
}

// judge judges the documents that the change may concern, so that what is missing for that is known before any rule
// asks.
func (l *loader) judge(h past, p *lint.Proposal) (past, error) {
	for _, b := range h.books() {
		if _, err := b.Limited(p.Concerns); err != nil {
			h = l.past(nil, err)
			return h, h.err
		}
	}
	return h, h.err
}

// books are those of a history: with the change, and without it.
func (h past) books() []*trail.Book {
	if h.book == nil {
		return nil
	}
	return []*trail.Book{h.book, h.book.Before}
}

// past sorts what kept a book from being read into what is missing in this clone, and failures.
func (l *loader) past(book *trail.Book, err error) past {
	var missing *gitrepo.Refusal
	var gone *gitrepo.MissingError
	switch {
	case errors.As(err, &missing):
		return past{missing: missing}
	case errors.As(err, &gone) && l.repo.Partial != nil:
		return past{missing: l.repo.Partial}
	case errors.As(err, &gone):
		return past{missing: gone.Refusal()}
	}
	return past{book, nil, err}
}

// proposal lists what the change touches, and which other documents refer to that.
func (l *loader) proposal(brought *gitrepo.Proposal, now, before *register.Register) (*lint.Proposal, error) {
	p := &lint.Proposal{Ref: l.base.Ref, Base: l.base.Commit, Touched: map[string]bool{}, Near: map[string]bool{},
		Before: before, Own: l.own}
	ids := map[string]bool{}
	for _, c := range brought.Changes {
		p.Touched[c.Path] = true
		for _, r := range []*register.Register{now, before} {
			if e := r.ByPath(c.Path); e != nil && e.ID != "" {
				ids[strings.ToLower(e.ID)] = true
			}
			if e := r.ByPath(c.Path + ".md"); e != nil && e.File != nil { // its sidecar changes with it
				p.Touched[e.Path] = true
				if e.ID != "" {
					ids[strings.ToLower(e.ID)] = true
				}
			}
		}
		if judge := judgeOf(c.Path, l.below, l.opt.Config); judge != "" && !slices.Contains(p.Judges, judge) {
			p.Judges = append(p.Judges, judge)
		}
	}
	if err := l.addSubmodules(p, now, before); err != nil || len(p.Touched) == 0 {
		return p, err
	}
	for path := range l.opt.Referrers(now, p.Touched, ids) {
		if !p.Touched[path] {
			p.Near[path] = true
		}
	}
	return p, nil
}

// addSubmodules adds the submodules that the change puts in the place of files that judge: no list of files has them.
func (l *loader) addSubmodules(p *lint.Proposal, now, before *register.Register) error {
	for _, path := range judges(l.below, l.opt.Config) {
		is, err := now.At(path)
		if err != nil {
			return err
		}
		was, err := before.At(path)
		if err != nil {
			return err
		}
		if is.Mode == gitrepo.ModeSubmodule && was.Mode != is.Mode && !slices.Contains(p.Judges, path) {
			p.Judges = append(p.Judges, path)
			p.Touched[path] = true
		}
	}
	return nil
}

// judgeOf returns the file that decides how documents are judged and that a path is, or lies below where a folder has
// taken its place; "" for another path.
func judgeOf(path string, cfgs ...*config.Config) string {
	for _, judge := range judges(cfgs...) {
		if path == judge || strings.HasPrefix(path, judge+"/") {
			return judge
		}
	}
	return ""
}

// judges are the paths of the files that decide how documents are judged.
func judges(cfgs ...*config.Config) []string {
	all := []string{".mailmap", "CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"}
	for _, cfg := range cfgs {
		all = append(append(all, cfg.Files()...), cfg.Baseline)
	}
	return slices.DeleteFunc(all, func(path string) bool { return path == "" })
}
