package proposal

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/lint"
)

// Options say what is compared, and how.
type Options struct {
	Ref      string            // the branch that the change is for
	Snapshot snapshot.Snapshot // what is judged, on top of HEAD; nil: HEAD itself
	Config   *config.Config    // as it is there

	All bool // judge what the change leaves alone, too: see lint.Comparison

	// Parse reads a writ.yaml as the caller reads its own; nil: config.Load. With problems the file is read leniently.
	Parse func(src []byte, files config.Files) (*config.Config, []config.Problem)
	// Today returns the day to judge on.
	Today func(*config.Config) (day.Day, error)
	// Referrers returns the paths of documents that lead to one of the paths or name one of the ids, in lower case.
	Referrers func(r *register.Register, paths, ids map[string]bool) map[string]bool
}

// Load reads a change and what it starts from. The configuration below the change judges; where the base has none, its
// own. Errors: a *gitrepo.Refusal where the base can't be found in this clone, or another that says how to fix it.
func Load(ctx context.Context, repo *gitrepo.Repo, opt Options) (*lint.Comparison, error) {
	base, err := repo.FindBase(opt.Ref, func(tip gitrepo.ID) (gitrepo.Main, error) { return history.MainAt(repo, tip) })
	if err != nil {
		return nil, err
	}
	l := loader{repo: repo, opt: opt, base: base, below: opt.Config, now: opt.Snapshot}
	if l.now == nil {
		l.now = snapshot.Commit(repo, base.Head.Commit)
	}
	l.brought = sync.OnceValues(l.readProposal)
	if l.today, err = opt.Today(l.below); err != nil {
		return nil, err
	}
	book := func() past { return past{} }
	mostly, err := l.keepsConfig()
	if err != nil {
		return nil, err
	}
	if mostly { // the history can be read before it is known what changed
		book = l.startHistory(ctx, l.below)
	}
	if err := l.chooseJudge(); err != nil {
		book()
		return nil, err
	}
	if !mostly || l.below != opt.Config {
		book()
		if l.today, err = opt.Today(l.below); err != nil {
			return nil, err
		}
		book = l.startHistory(ctx, l.below)
	}
	return l.load(ctx, book)
}

type loader struct {
	repo    *gitrepo.Repo
	opt     Options
	base    *gitrepo.Base
	now     snapshot.Snapshot
	brought func() (*gitrepo.Proposal, error)
	below   *config.Config // judges
	own     *config.Config // what the change brings; nil where it leaves the configuration as it is
	today   day.Day
}

func (l *loader) readProposal() (*gitrepo.Proposal, error) {
	var files []gitrepo.File
	if l.opt.Snapshot != nil {
		var err error
		if files, err = l.now.Files(gitrepo.Filter{}); err != nil {
			return nil, err
		}
	}
	read := func(f gitrepo.File) ([]byte, error) { return snapshot.Content(l.now, f) }
	return l.repo.ReadProposal(l.base.Commit, l.base.Head, files, read)
}

// configFiles are the files of which the configuration is read.
func (l *loader) configFiles() []string { return append(l.opt.Config.KindFiles(), config.File) }

// keepsConfig reports whether the change leaves the configuration as it is.
func (l *loader) keepsConfig() (bool, error) {
	base := snapshot.Commit(l.repo, l.base.Commit)
	for _, path := range l.configFiles() {
		old, err := snapshot.At(base, path)
		if err != nil {
			return false, err
		}
		now, err := snapshot.At(l.now, path)
		if old.Mode != now.Mode || old.Blob != now.Blob || err != nil {
			return false, err
		}
	}
	return true, nil
}

// chooseJudge reads the configuration below the change, where the change has another one.
func (l *loader) chooseJudge() error {
	brought, err := l.brought()
	if err != nil {
		return err
	}
	if err := l.readBelow(brought); err != nil {
		return err
	}
	if _, touched := brought.At(l.below.Baseline); l.own == nil && touched {
		l.own = l.opt.Config
	}
	return nil
}

func (l *loader) readBelow(brought *gitrepo.Proposal) error {
	if !slices.ContainsFunc(l.configFiles(), func(path string) bool {
		_, changed := brought.At(path)
		return changed
	}) {
		return nil
	}
	base := snapshot.Commit(l.repo, brought.Base)
	src, err := snapshot.Read(base, config.File)
	if errors.Is(err, snapshot.ErrNoFile) {
		return nil
	}
	if err != nil {
		return err
	}
	parse := l.opt.Parse
	if parse == nil {
		parse = config.Load
	}
	cfg, problems := parse(src, snapshot.Files(base))
	if len(problems) > 0 {
		lenient, ok := config.LoadLenient(src, snapshot.Files(base))
		if !ok {
			return nil // nothing can judge by it; the change's own does, and WR907 tells that it changed
		}
		cfg = lenient
	}
	l.below, l.own = cfg, l.opt.Config
	return nil
}
