package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
)

// project is the repository at hand with its configuration.
type project struct {
	repo     *gitrepo.Repo
	head     gitrepo.Head
	snapshot snapshot.Snapshot // what is judged: the working tree, or a commit
	config   *config.Config    // as it is there
	zone     *time.Location    // of today
	today    day.Day
	clock    day.Day     // today as the machine's clock has it
	fixed    bool        // today isn't the clock's
	asOf     history.Cut // of --as-of

	book *trail.Book // that readBook returned, or another project's; nil for none
}

// openProject opens the repository of dir and loads the configuration that is checked out. today is what --today
// said, or "".
func (a *app) openProject(dir, today string) (*project, error) {
	return a.openProjectOf(dir, today, (*project).checkedOut)
}

// openProjectOf is openProject with the configuration of the files that choose returns.
func (a *app) openProjectOf(dir, today string, choose func(*project) (snapshot.Snapshot, error)) (*project, error) {
	repo, err := gitrepo.Open(dir, a.getenv)
	if err != nil {
		return nil, err
	}
	p := &project{repo: repo, fixed: today != ""}
	if p.head, err = repo.Head(); err == nil {
		p.snapshot, err = choose(p)
	}
	if err == nil {
		p.config, err = a.loadConfig(p.snapshot)
	}
	if err == nil {
		p.zone, err = history.ZoneOfToday(repo, p.head.Commit, p.config)
	}
	if err == nil {
		p.clock = day.In(a.clock(), p.zone)
		p.today, err = a.chooseToday(p.zone, today)
	}
	if err != nil {
		return nil, errors.Join(refused(repo, err), repo.Close())
	}
	return p, nil
}

func (p *project) close() { _ = p.repo.Close() }

// maxConfig is the size in bytes of the largest writ.yaml that is read.
const maxConfig = 1 << 20

// loadConfig reads the writ.yaml of a snapshot.
func (a *app) loadConfig(s snapshot.Snapshot) (*config.Config, error) {
	f, err := snapshot.At(s, config.File)
	switch {
	case err != nil:
		return nil, err
	case f.Mode == 0:
		return a.withoutConfig(s)
	case !f.Regular():
		return nil, noConfig(kindOf(f))
	}
	src, err := snapshot.Content(s, f)
	switch {
	case err != nil:
		return nil, err
	case len(src) > maxConfig:
		return nil, fmt.Errorf("%s has %d bytes; more than 1 MiB isn't read", config.File, len(src))
	}
	cfg, problems := config.Load(src, snapshot.Files(s))
	if len(problems) > 0 {
		a.printProblems(problems)
		return nil, errReported
	}
	return a.fromEnvironment(cfg)
}

// withoutConfig is the configuration where a snapshot has none, unless there is one that only this disk has.
func (a *app) withoutConfig(s snapshot.Snapshot) (*config.Config, error) {
	switch why := snapshot.Unseen(s, config.File); why {
	case "":
		if f, err := snapshot.At(s, misnamed); err != nil || f.Mode != 0 {
			return nil, cmp.Or(err, fmt.Errorf("%s isn't read: rename it to %s (`git mv %s %s`)", misnamed,
				config.File, misnamed, config.File))
		}
		return a.fromEnvironment(config.Default())
	case gitrepo.EmptyFolder:
		return nil, noConfig("folder")
	default:
		return nil, fmt.Errorf("there is a %s, %s, so that no other clone has it; `git add -f` it, or move it away",
			config.File, why)
	}
}

// misnamed is what a configuration is called by mistake. Without a writ.yaml beside it, it is never read as nothing
// to judge.
const misnamed = "writ.yml"

func noConfig(kind string) error {
	return fmt.Errorf("%s is a %s, and a file is due; move it away, or write the configuration there", config.File,
		kind)
}

// kindOf names what is there instead of a file.
func kindOf(f gitrepo.File) string {
	switch f.Mode {
	case gitrepo.ModeFolder:
		return "folder"
	case gitrepo.ModeSymlink:
		return "symbolic link"
	}
	return "submodule"
}

// fromEnvironment puts WRIT_* variables over a configuration. Flags come before them, and the file behind.
func (a *app) fromEnvironment(cfg *config.Config) (_ *config.Config, err error) {
	for _, key := range config.Settable() {
		name := config.Variable(key)
		if v := a.getenv(name); v != "" {
			if cfg, err = cfg.Set(key, v, name); err != nil {
				return nil, err
			}
		}
	}
	return cfg, nil
}

func (a *app) printProblems(problems []config.Problem) {
	for _, p := range problems {
		fmt.Fprintf(a.streams.Err, "%s:%d:%d: %s\n", p.Path, p.Line, p.Column, p.Message)
		if p.Help != "" {
			fmt.Fprintf(a.streams.Err, "  help: %s\n", p.Help)
		}
	}
}

// readRegister reads the documents of what is judged.
func (p *project) readRegister(ctx context.Context) (*register.Register, error) {
	if p.repo.Root == "" && p.head.Unborn {
		return nil, fmt.Errorf("%s is a bare repository without a commit: there is nothing to read", p.repo.GitDir)
	}
	return register.Read(ctx, p.snapshot, p.config, register.Options{Kept: p.repo, Past: !p.asOf.IsZero()})
}

// readBook reads the history and judges all trails. Where the clone doesn't hold it, the book is nil and missing says
// how to fix that.
func (p *project) readBook(ctx context.Context) (book *trail.Book, missing *gitrepo.Refusal, err error) {
	if p.book == nil {
		p.book, missing, err = p.readBookAs(ctx, trail.Options{})
	}
	return p.book, missing, err
}

// readBookAs is readBook with more options.
func (p *project) readBookAs(ctx context.Context,
	opt trail.Options) (book *trail.Book, missing *gitrepo.Refusal, err error) {
	opt.Config, opt.Today, opt.AsOf = p.config, p.today, p.asOf
	if !opt.AsOf.IsZero() {
		opt.Today = p.clock // what is cut off was made by today all the same
	}
	book, err = trail.Build(ctx, p.repo, opt)
	switch err = refused(p.repo, err); {
	case errors.As(err, &missing):
		return nil, missing, nil
	case err != nil:
		return nil, nil, err
	}
	if err := p.notPast(book, "of the main line"); err != nil {
		return nil, nil, fmt.Errorf("%w; use --as-of %s", err, p.today)
	}
	return book, nil, nil
}

// refused says of an object that isn't in the clone what is wrong with the clone.
func refused(repo *gitrepo.Repo, err error) error {
	var gone *gitrepo.MissingError
	switch {
	case !errors.As(err, &gone):
		return err
	case repo.Partial != nil:
		return repo.Partial
	}
	return gone.Refusal()
}

// notPast refuses a --today before a commit of the line that the machine's clock has reached.
func (p *project) notPast(b *trail.Book, ofWhat string) error {
	if !p.fixed || p.today >= p.clock {
		return nil
	}
	if tip := b.DayOfTip(p.clock); p.today < tip {
		return fmt.Errorf("--today %s is before the newest commit %s (%s), and moving the calendar alone doesn't "+
			"judge the past", p.today, ofWhat, tip)
	}
	return nil
}

// readBoth reads register and history at the same time.
func (p *project) readBoth(ctx context.Context) (*register.Register, *trail.Book, *gitrepo.Refusal, error) {
	var reg *register.Register
	var regErr error
	done := make(chan struct{})
	go func() {
		defer close(done)
		reg, regErr = p.readRegister(ctx)
	}()
	book, missing, err := p.readBook(ctx)
	<-done
	return reg, book, missing, errors.Join(regErr, err)
}

// readAll opens the repository and reads all documents, of which there must be some, and the history, which must be
// whole. The caller closes the project.
func (a *app) readAll(ctx context.Context, w when) (*project, *register.Register, *trail.Book, error) {
	p, reg, book, err := a.readAny(ctx, w)
	if err == nil {
		if err = noDocument(reg); err != nil {
			p.close()
		}
	}
	return p, reg, book, err
}

// readAny is readAll where there need be no document.
func (a *app) readAny(ctx context.Context, w when) (*project, *register.Register, *trail.Book, error) {
	p, err := a.openAt(ctx, w)
	if err != nil {
		return nil, nil, nil, err
	}
	reg, book, missing, err := p.readBoth(ctx)
	if err == nil && missing != nil {
		err = missing
	}
	if err != nil {
		p.close()
		return nil, nil, nil, err
	}
	return p, reg, book, nil
}
