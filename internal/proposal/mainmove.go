package proposal

import (
	"errors"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/lint"
)

// mainMove says which other main branch the change names; nil where it names none. What the branch is called that the
// change is for is known from the configuration below it, or by what this clone takes where nothing is configured.
func (l *loader) mainMove() (*lint.MainMove, error) {
	if l.own == nil || config.BranchName(l.own.Main) == config.BranchName(l.below.Main) {
		return nil, nil
	}
	byDefault, err := l.repo.MainBranch("")
	if err != nil && !errors.As(err, new(*gitrepo.Refusal)) {
		return nil, err
	}
	from, to := l.base.Full, byDefault.Ref
	switch {
	case l.below.Main != "":
		from = config.BranchName(l.below.Main)
	case byDefault.Ref != "":
		from = byDefault.Ref
	}
	if l.own.Main != "" {
		to = config.BranchName(l.own.Main)
	}
	if history.NamesMain(from, to) || history.NamesMain(to, from) {
		return nil, nil
	}
	move := &lint.MainMove{From: from, To: to}
	other, err := l.repo.MainBranch(l.own.Main)
	if errors.As(err, new(*gitrepo.Refusal)) {
		return move, nil
	}
	if err != nil || other.Commit.IsZero() {
		return move, err
	}
	move.Known = true
	move.Holds, err = l.repo.OnLine(other.Commit, l.base.Commit)
	return move, err
}
