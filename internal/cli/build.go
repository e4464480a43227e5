package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/sitegen"
)

func (a *app) buildCommand() *cobra.Command {
	var out string
	var w when
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Publish the static site of what is in force",
		Long: "build publishes the site of the main line's commit into a folder: what is in force, with its trail. The folder is\n" +
			"replaced as a whole when the build is done; a failed build leaves it as it was.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.openAt(cmd.Context(), w)
			if err != nil {
				return err
			}
			defer p.close()
			if err := a.useMainConfig(p); err != nil {
				return err
			}
			target, err := a.outputFolder(p, out)
			if err != nil {
				return err
			}
			return a.build(cmd.Context(), p, target)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the folder to publish into (default: site.output of writ.yaml, else public)")
	whenFlags(cmd, &w)
	return cmd
}

// outputFolder is what -o says, relative to the current folder, else what the configuration says, relative to
// the root.
func (a *app) outputFolder(p *project, flag string) (string, error) {
	switch {
	case flag != "" && filepath.IsAbs(flag):
		return flag, nil
	case flag != "":
		return filepath.Join(a.dir, flag), nil
	case p.repo.Root == "":
		return "", errors.New("a bare repository has no folder for the site; say where with -o DIR")
	}
	return filepath.Join(p.repo.Root, filepath.FromSlash(p.config.Site.Output)), nil
}

// useMainConfig goes over to the configuration of the commit that is published: what isn't merged decides nothing.
func (a *app) useMainConfig(p *project) error {
	if p.repo.History != nil || p.head.Unborn || !p.asOf.IsZero() {
		return nil // told when history is read, or done already
	}
	main, err := p.repo.MainBranch(p.config.Main)
	if err != nil {
		return err
	}
	commit := main.Commit
	if older, err := p.repo.Contains(main.Commit, p.head.Commit); err != nil {
		return err
	} else if older {
		commit = p.head.Commit
	}
	src, found, err := configOfCommit(p.repo, commit)
	if err != nil {
		return err
	}
	p.config, err = a.parseConfig(src, found)
	return err
}

// build reads the main line's commit and publishes it.
func (a *app) build(ctx context.Context, p *project, target string) error {
	site, err := p.site(ctx)
	if err != nil {
		return err
	}
	a.warnOfDirtyTree(ctx, p)
	result, err := sitegen.Build(ctx, site, target, sitegen.Options{Root: p.repo.Root})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.streams.Out, "%s on %d pages of commit %s: %s\n", counted(len(site.Documents), "document", "documents"), result.Pages, site.Head[:10], target)
	for _, note := range append(site.Notes, result.Notes...) {
		fmt.Fprintln(a.streams.Err, "note: "+note)
	}
	return err
}

func (p *project) site(ctx context.Context) (sitegen.Site, error) {
	book, missing, err := p.readBook(ctx)
	if err != nil {
		return sitegen.Site{}, err
	}
	if missing != nil {
		return sitegen.Site{}, missing
	}
	if len(book.Steps) == 0 {
		return sitegen.Site{}, errors.New("nothing is committed yet: the site shows the main line; commit the documents first")
	}
	reg, err := p.mainRegister(ctx, book)
	if err != nil {
		return sitegen.Site{}, err
	}
	site, err := sitegen.From(ctx, sitegen.Source{Repo: p.repo, Config: p.config, Register: reg, Book: book})
	if err == nil {
		site.Exceptions, err = p.exceptions(ctx, reg, book)
	}
	if err == nil {
		err = reg.Err()
	}
	return site, err
}

// mainRegister is the register of the main line's commit, which alone is published.
func (p *project) mainRegister(ctx context.Context, book *trail.Book) (*register.Register, error) {
	reg, err := register.WholeFromCommit(ctx, p.repo, book.Steps[len(book.Steps)-1].ID, p.config)
	if err == nil && len(reg.Documents) == 0 {
		err = errNoDocument
	}
	return reg, err
}

// warnOfDirtyTree says how many documents of the working tree aren't what is published.
func (a *app) warnOfDirtyTree(ctx context.Context, p *project) {
	if p.repo.Root == "" || !p.asOf.IsZero() {
		return
	}
	if dirty, err := register.Dirty(ctx, p.repo, p.config); err == nil && dirty > 0 {
		fmt.Fprintf(a.streams.Err, "warning: %s not committed; the site shows what is\n", counted(dirty, "document has changes that are", "documents have changes that are"))
	}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
