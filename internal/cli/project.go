package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/day"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
)

// project is the repository at hand with its configuration.
type project struct {
	repo   *gitrepo.Repo
	head   gitrepo.Head
	config *config.Config
	today  day.Day
	fixed  bool      // today isn't the clock's
	asOf   trail.Cut // of --as-of
}

// when is what the flags say about the day to judge on.
type when struct{ today, asOf string }

func whenFlags(cmd *cobra.Command, w *when) {
	cmd.Flags().StringVar(&w.today, "today", "", "judge the calendar as of this day (YYYY-MM-DD) instead of the clock's")
	cmd.Flags().StringVar(&w.asOf, "as-of", "", "read the main line only up to this day (YYYY-MM-DD) or commit, and judge on that day")
	cmd.MarkFlagsMutuallyExclusive("today", "as-of")
}

// openAt opens the repository of the current folder for the day that the flags say. With --as-of the
// configuration is that of the commit there.
func (a *app) openAt(ctx context.Context, w when) (*project, error) {
	p, err := a.openProject(a.dir, w.today)
	if err != nil || w.asOf == "" {
		return p, err
	}
	if err := a.goBack(ctx, p, w.asOf); err != nil {
		return nil, errors.Join(fmt.Errorf("--as-of %s: %w", w.asOf, err), p.repo.Close())
	}
	return p, nil
}

// likeDate is what people write who mean a day.
var likeDate = regexp.MustCompile(`^[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}$`)

func (a *app) goBack(ctx context.Context, p *project, asOf string) error {
	if d, err := day.Parse(asOf); err == nil {
		if d > p.today {
			return fmt.Errorf("that is after today (%s), and what will happen isn't known", p.today)
		}
		p.asOf.Day = d
	} else if p.asOf.Commit, err = p.repo.Resolve(asOf); err != nil && likeDate.MatchString(asOf) {
		return errors.New("that is neither a day of the calendar, written as 2026-01-31, nor a commit, branch or tag in this clone")
	} else if err != nil {
		return err
	}
	book, missing, err := p.readBookAs(ctx, trail.Options{Lazy: true})
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
	src, found, err := configOfCommit(p.repo, p.asOf.Commit)
	if err == nil {
		p.config, err = a.parseConfig(src, found)
	}
	return err
}

// openProject opens the repository of dir and loads its configuration. today is what --today said, or "".
func (a *app) openProject(dir, today string) (*project, error) {
	repo, err := gitrepo.Open(dir, a.getenv)
	if err != nil {
		return nil, err
	}
	p := &project{repo: repo, fixed: today != ""}
	if p.head, err = repo.Head(); err == nil {
		p.config, err = a.loadConfig(repo, p.head)
	}
	if err == nil {
		p.today, err = a.chooseToday(p.config, today)
	}
	if err != nil {
		return nil, errors.Join(err, repo.Close())
	}
	return p, nil
}

func (p *project) close() { _ = p.repo.Close() }

// loadConfig reads writ.yaml from the working tree, or from HEAD in a bare repository.
func (a *app) loadConfig(repo *gitrepo.Repo, head gitrepo.Head) (*config.Config, error) {
	var src []byte
	var found bool
	var err error
	switch {
	case repo.Root != "":
		src, found, err = configOfTree(repo.Root)
	case !head.Unborn:
		src, found, err = configOfCommit(repo, head.Commit)
	}
	if err != nil {
		return nil, err
	}
	return a.parseConfig(src, found)
}

// parseConfig checks and completes a configuration. Flags come before WRIT_* variables, these before the file,
// the file before the defaults.
func (a *app) parseConfig(src []byte, found bool) (*config.Config, error) {
	cfg := config.Default()
	if found {
		var problems []config.Problem
		if cfg, problems = config.Load(src); len(problems) > 0 {
			a.printProblems(problems)
			return nil, errReported
		}
	}
	return a.fromEnvironment(cfg)
}

// fromEnvironment puts WRIT_* variables over a configuration.
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

func configOfCommit(repo *gitrepo.Repo, commit gitrepo.ID) (src []byte, found bool, err error) {
	rd := repo.NewReader()
	mode, id, err := rd.Lookup(commit, config.File)
	if err != nil || mode == 0 || mode == gitrepo.ModeSymlink {
		return nil, false, err
	}
	src, err = rd.Blob(id)
	return src, true, err
}

func configOfTree(root string) (src []byte, found bool, err error) {
	path := filepath.Join(root, config.File)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case !info.Mode().IsRegular():
		return nil, false, fmt.Errorf("%s is a %s, and a file is due; move it away, or write the configuration there", config.File, kindOfFile(info.Mode()))
	case info.Size() > 1<<20:
		return nil, false, fmt.Errorf("%s has %d bytes; more than 1 MiB isn't read", config.File, info.Size())
	}
	src, err = os.ReadFile(path)
	return src, true, err
}

func kindOfFile(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "folder"
	case m&fs.ModeSymlink != 0:
		return "symbolic link"
	}
	return "special file"
}

func (a *app) printProblems(problems []config.Problem) {
	for _, p := range problems {
		fmt.Fprintf(a.streams.Err, "%s:%d:%d: %s\n", config.File, p.Line, p.Column, p.Message)
		if p.Help != "" {
			fmt.Fprintf(a.streams.Err, "  help: %s\n", p.Help)
		}
	}
}

func (a *app) chooseToday(cfg *config.Config, flag string) (day.Day, error) {
	if flag == "" {
		return day.In(a.clock(), cfg.Organization.Timezone), nil
	}
	d, err := day.Parse(flag)
	if err != nil {
		return day.None, fmt.Errorf("--today: %w", err)
	}
	return d, nil
}

// readRegister reads the working tree, HEAD of a bare repository, or what --as-of asks for.
func (p *project) readRegister(ctx context.Context) (*register.Register, error) {
	if !p.asOf.IsZero() {
		return register.FromCommit(ctx, p.repo, p.asOf.Commit, p.config)
	}
	if p.repo.Root != "" {
		return register.FromWorkTree(ctx, p.repo, p.config)
	}
	if p.head.Unborn {
		return nil, fmt.Errorf("%s is a bare repository without a commit: there is nothing to read", p.repo.GitDir)
	}
	return register.FromCommit(ctx, p.repo, p.head.Commit, p.config)
}

// readBook reads the history and judges all trails. Where the clone doesn't hold it, the book is nil and missing says
// how to fix that.
func (p *project) readBook(ctx context.Context) (book *trail.Book, missing *gitrepo.Refusal, err error) {
	return p.readBookAs(ctx, trail.Options{})
}

// readBookAs is readBook with more options.
func (p *project) readBookAs(ctx context.Context, opt trail.Options) (book *trail.Book, missing *gitrepo.Refusal, err error) {
	opt.Config, opt.Today, opt.AsOf = p.config, p.today, p.asOf
	book, err = trail.Build(ctx, p.repo, opt)
	var gone *gitrepo.MissingError
	switch {
	case errors.As(err, &missing):
		return nil, missing, nil
	case errors.As(err, &gone) && p.repo.Partial != nil:
		return nil, p.repo.Partial, nil
	case errors.As(err, &gone):
		return nil, gone.Refusal(), nil
	case err != nil:
		return nil, nil, err
	}
	if n := len(book.Days); p.fixed && n > 0 && p.today < book.Days[n-1] {
		return nil, nil, fmt.Errorf("--today %s is before the newest commit of the main line (%s), and moving the calendar alone doesn't judge the past; use --as-of %s",
			p.today, book.Days[n-1], p.today)
	}
	return book, nil, nil
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

// readAll opens the repository and reads all documents, of which there must be some, and the history, which must be whole. The
// caller closes the project.
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
