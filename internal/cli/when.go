package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
)

// when is what the flags say about the day to judge on.
type when struct {
	today, asOf string
	choose      func(*project) (snapshot.Snapshot, error) // what is judged today; nil: what is checked out
}

func whenFlags(cmd *cobra.Command, w *when) {
	cmd.Flags().StringVar(&w.today, "today", "",
		"judge the calendar as of this `DATE` (YYYY-MM-DD) instead of the clock's")
	cmd.Flags().StringVar(&w.asOf, "as-of", "",
		"read the main line only up to this `DATE|COMMIT`, and judge on that day")
	cmd.MarkFlagsMutuallyExclusive("today", "as-of")
}

// openAt opens the repository of the current folder for the day that the flags say. With --as-of the
// configuration is that of the commit there.
func (a *app) openAt(ctx context.Context, w when) (*project, error) {
	choose := w.choose
	if choose == nil {
		choose = (*project).checkedOut
	}
	p, err := a.openProjectOf(a.dir, w.today, choose)
	if err != nil || w.asOf == "" {
		return p, err
	}
	if err := a.goBack(ctx, p, w.asOf); err != nil {
		return nil, errors.Join(fmt.Errorf("--as-of %s: %w", w.asOf, err), p.repo.Close())
	}
	return p, nil
}

// likeDate is what people write who mean a day.
var likeDate = lazyregexp.New(`^[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}$`)

func (a *app) goBack(ctx context.Context, p *project, asOf string) error {
	if d, err := day.Parse(asOf); err == nil {
		if d > p.today {
			return fmt.Errorf("that is after today (%s), and what will happen isn't known", p.today)
		}
		p.asOf.Day = d
	} else if p.asOf.Commit, err = p.repo.Resolve(asOf); err != nil && likeDate.MatchString(asOf) {
		return errors.New("that is neither a day of the calendar, written as 2026-01-31, nor a commit or branch in " +
			"this clone")
	} else if err != nil {
		return err
	}
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true})
	if errors.Is(err, history.ErrOffTheLine) && p.asOf.Day == day.None {
		return a.goBeyond(ctx, p, err)
	}
	if err != nil {
		return err
	}
	if missing != nil {
		return missing
	}
	if len(book.Steps) == 0 {
		return errors.New("nothing is committed yet")
	}
	p.asOf.Commit, p.today = book.Steps[len(book.Steps)-1].ID, book.Today
	return a.goTo(p, p.asOf.Commit)
}

// goBeyond goes to a commit that the main line may reach next: it is proposed on top of the whole line, as with
// --head. off is the error for any other commit beside the line.
func (a *app) goBeyond(ctx context.Context, p *project, off error) error {
	commit := p.asOf.Commit
	p.asOf = history.Cut{}
	p.judge(commit)
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true})
	switch {
	case err != nil:
		return err
	case missing != nil:
		return missing
	case book.Fork != len(book.Steps)-1:
		return off
	}
	c, err := p.repo.NewReader().Commit(commit)
	if err != nil {
		return err
	}
	own := day.In(c.Committer.When, book.Zone(len(book.Steps)))
	p.today = min(p.today, max(own, book.Days[book.Fork]))
	return a.goTo(p, commit)
}

// goTo judges a commit that history led to, by its configuration.
func (a *app) goTo(p *project, commit gitrepo.ID) (err error) {
	p.snapshot = snapshot.Commit(p.repo, commit)
	p.config, err = a.loadConfig(p.snapshot)
	return err
}

// checkedOut is the working tree, or HEAD of a bare repository. One whose HEAD names no branch that is there, as a
// bundle's clone may be, is judged at the end of its main branch.
func (p *project) checkedOut() (snapshot.Snapshot, error) {
	switch {
	case p.repo.Root != "":
		return p.repo.WorkTree()
	case !p.head.Unborn:
		return snapshot.Commit(p.repo, p.head.Commit), nil
	}
	m, err := history.ChooseMain(p.repo, config.Default())
	if err != nil {
		return nil, err
	}
	if m.Commit.IsZero() {
		return snapshot.Overlay(nil, nil)
	}
	return p.judge(m.Commit), nil
}

// pushed judges what a revision names in place of HEAD and the working tree: a commit that no branch holds yet, as a
// server's hook sees it.
func (p *project) pushed(rev string) (snapshot.Snapshot, error) {
	id, err := p.repo.Resolve(rev)
	if err != nil {
		return nil, fmt.Errorf("--head %s: %w", rev, err)
	}
	return p.judge(id), nil
}

// judge judges a commit in place of HEAD and the working tree.
func (p *project) judge(commit gitrepo.ID) snapshot.Snapshot {
	p.repo.At(commit)
	p.head = gitrepo.Head{Commit: commit, Detached: true}
	return snapshot.Commit(p.repo, commit)
}

func (a *app) chooseToday(zone *time.Location, flag string) (day.Day, error) {
	if flag == "" {
		return day.In(a.clock(), zone), nil
	}
	d, err := day.Parse(flag)
	if err != nil {
		return day.None, fmt.Errorf("--today: %w", err)
	}
	return d, nil
}
