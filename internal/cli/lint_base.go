package cli

import (
	"context"
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/proposal"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

// beforeFirst lets a hook judge everything that is staged for the first commit of all: there is no HEAD to compare
// with.
func (a *app) beforeFirst(p *project, f *lintFlags) {
	if f.staged && f.base == "HEAD" && p.head.Unborn {
		fmt.Fprintln(a.streams.Err, "writ: note: there is no commit yet, so that everything staged is judged")
		f.base = ""
	}
}

// lintChange runs all rules over what the checkout has beyond its merge base with a branch.
func (a *app) lintChange(ctx context.Context, p *project, f lintFlags) (*linted, error) {
	c, err := a.change(ctx, p, f)
	if err != nil {
		return nil, err
	}
	result, err := lint.Compare(ctx, c, rules.All())
	return &linted{c.Head, result}, err
}

// change reads what the checkout has beyond its merge base with a branch.
func (a *app) change(ctx context.Context, p *project, f lintFlags) (*lint.Comparison, error) {
	c, err := proposal.Load(ctx, p.repo, proposal.Options{
		Ref: f.base, Snapshot: p.beyondHead(), Config: p.config, All: f.all, Parse: a.configBelow,
		Today: func(cfg *config.Config) (day.Day, error) {
			return a.chooseToday(cfg.Organization.Timezone, f.today)
		},
		Referrers: rules.Referrers,
	})
	if err != nil {
		return nil, fmt.Errorf("--base %s: %w", f.base, err)
	}
	p.today = c.Head.Today
	if b := c.Base.Book; b != nil {
		return c, p.notPast(b, "below the change")
	}
	return c, nil
}

// beyondHead is what is judged on top of HEAD; nil where that is HEAD itself.
func (p *project) beyondHead() snapshot.Snapshot {
	if p.repo.Root == "" {
		return nil
	}
	return p.snapshot
}

// configBelow reads the configuration below a change, with what the environment sets.
func (a *app) configBelow(src []byte, files config.Files) (*config.Config, []config.Problem) {
	cfg, problems := config.Load(src, files)
	if len(problems) > 0 {
		return cfg, problems
	}
	if over, err := a.fromEnvironment(cfg); err == nil {
		cfg = over
	}
	return cfg, nil
}

// touched counts the documents that a change adds, alters or removes.
func (l *linted) touched() int {
	c := l.Input.Proposal
	n := 0
	for path := range c.Touched {
		if l.Input.Register.ByPath(path) != nil || c.Before.ByPath(path) != nil {
			n++
		}
	}
	return n
}
