package scratch

import (
	"context"
	"errors"
	"fmt"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

// Load reads the repository in dir, its working tree and its history, as the input of a lint run. A fault of its
// writ.yaml is an error. The environment doesn't count.
func Load(ctx context.Context, dir string, today day.Day) (_ *lint.Input, err error) {
	repo, err := gitrepo.Open(dir, func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, repo.Close()) }()
	in := &lint.Input{Today: today}
	tree, err := repo.WorkTree()
	if err != nil {
		return nil, err
	}
	if in.Config, err = loadConfig(tree); err != nil {
		return nil, err
	}
	if in.Register, err = register.Read(ctx, tree, in.Config, register.Options{}); err != nil {
		return nil, err
	}
	if in.Baseline, err = lint.BaselineOf(in.Config, in.Register); err != nil {
		return nil, err
	}
	in.Book, err = trail.Build(ctx, repo, trail.Options{Config: in.Config, Today: today})
	var gone *gitrepo.MissingError
	switch {
	case errors.As(err, &in.Missing):
		in.Book, err = nil, nil
	case errors.As(err, &gone):
		in.Book, err = nil, nil
		in.Missing = gone.Refusal()
	}
	return in, err
}

func loadConfig(s snapshot.Snapshot) (*config.Config, error) {
	src, err := snapshot.Read(s, config.File)
	if errors.Is(err, snapshot.ErrNoFile) {
		return config.Default(), nil
	}
	if err != nil {
		return nil, err
	}
	c, problems := config.Load(src, snapshot.Files(s))
	if len(problems) > 0 {
		p := problems[0]
		return nil, fmt.Errorf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Message)
	}
	return c, nil
}
