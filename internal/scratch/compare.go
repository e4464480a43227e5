package scratch

import (
	"context"
	"errors"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/proposal"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/lint"
)

// Compare runs rules over what the repository in dir has beyond its merge base with ref, as `writ lint --base` does.
func Compare(ctx context.Context, dir, ref string, today day.Day, rules []*lint.Rule,
	referrers func(r *register.Register, paths, ids map[string]bool) map[string]bool) (_ *lint.Result, err error) {
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, repo.Close()) }()
	tree, err := repo.WorkTree()
	if err != nil {
		return nil, err
	}
	cfg, err := loadConfig(tree)
	if err != nil {
		return nil, err
	}
	c, err := proposal.Load(ctx, repo, proposal.Options{Ref: ref, Snapshot: tree, Config: cfg, Referrers: referrers,
		Today: func(*config.Config) (day.Day, error) { return today, nil }})
	if err != nil {
		return nil, err
	}
	return lint.Compare(ctx, c, rules)
}
