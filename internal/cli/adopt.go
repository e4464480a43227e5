package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/adopt"
	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/lazyregexp"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
)

type adoptFlags struct {
	write, all         bool
	by, reason, format string
}

func (a *app) adoptCommand() *cobra.Command {
	var f adoptFlags
	cmd := &cobra.Command{
		Use:   "adopt [PATH…]",
		Short: "Give old Markdown the front matter that its text states",
		Example: "writ adopt                    # show what would be written\n" +
			"writ adopt --write policies\n" +
			"writ adopt --write --by ceo --reason \"Taken over from the wiki\"",
		Long: "adopt proposes front matter for documents that have none, or lack fields of it: id, title, kind, " +
			"version, owner, dates. It takes each value from where the document states it: lines such as " +
			"**Version:** 2.0, tables at the top, fields of other programs, folder and title, history. It makes " +
			"nothing up but a free id. What is stated in two ways, or can be read in two ways, is shown and not " +
			"written; what is missing is listed by the person who can say it.\n\n" +
			"Without --write nothing is written. With it, all files are written or none, into a tree without " +
			"uncommitted changes, and each file keeps every byte that it had. A baseline takes up the findings that " +
			"the documents have then, so that lint reports only what is new. You commit it all.\n\n" +
			"Where writ.yaml has people and roles, nothing is in force until somebody approves it. --by ROLE and " +
			"--reason write `adoption:` there: what the commit holds is in force as it is.",
		RunE: func(cmd *cobra.Command, args []string) error { return a.adopt(cmd.Context(), f, args) },
	}
	flags := cmd.Flags()
	flags.BoolVarP(&f.write, "write", "w", false, "write what is shown")
	flags.BoolVar(&f.all, "all", false, "show every line, however many documents there are")
	flags.StringVar(&f.by, "by", "", "the `ROLE` or person of writ.yaml that takes the documents over as in force")
	flags.StringVar(&f.reason, "reason", "", "with --by: the `REASON` why")
	flags.StringVar(&f.format, "format", "text", "output `FORMAT`: text or json")
	return cmd
}

// adopting is one run of adopt.
type adopting struct {
	*project
	app      *app
	flags    adoptFlags
	args     []string // what is adopted, as the user names it; none for all documents
	paths    []string // the same relative to the root
	reg      *register.Register
	misnamed []string // files that hold Markdown, by names that aren't read
	book     *trail.Book
	all      []*adopt.Proposal
	writes   map[string][]byte // what files become, by path
	baseline *lint.Baseline    // as it is written; nil where it isn't
	accepted int               // findings that it takes up
	open     []lint.Finding    // errors that it can't take up
	first    bool              // there is nothing to write, and a first baseline would accept what is found
	written  bool
}

func (a *app) adopt(ctx context.Context, f adoptFlags, args []string) error {
	show := map[string]func(*adopting) error{"text": a.adoptText, "json": a.adoptJSON}[f.format]
	f.by, f.reason = strings.TrimSpace(f.by), strings.TrimSpace(f.reason)
	switch {
	case show == nil:
		return fmt.Errorf("--format %q is unknown; there are: text, json", f.format)
	case f.by != "" && f.reason == "":
		return errors.New("--by needs the reason why the documents are in force as they are: --reason \"…\"")
	case f.by == "" && f.reason != "":
		return errors.New("--reason goes with --by ROLE, who takes the documents over")
	}
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	x := &adopting{project: p, app: a, flags: f, args: args, writes: map[string][]byte{}}
	if err := x.ready(ctx); err != nil {
		return err
	}
	if err := x.propose(ctx); err != nil {
		return err
	}
	if err := x.adoption(); err != nil {
		return err
	}
	if err := x.foresee(ctx); err != nil {
		return err
	}
	if f.write && len(x.writes) > 0 {
		if err := x.write(ctx); err != nil {
			return err
		}
	}
	return show(x)
}

// propose reads documents and history, and makes the proposals.
func (x *adopting) propose(ctx context.Context) (err error) {
	if x.paths, err = x.pathFilter(x.app.dir, x.args); err != nil {
		return err
	}
	cfg := x.config
	if len(x.paths) > 0 && !cfg.Documents.Explicit {
		cfg = cfg.Everywhere() // what a file of the user's choice gains makes it a document
	}
	if x.reg, err = register.Read(ctx, x.snapshot, cfg, register.Options{Kept: x.repo}); err != nil {
		return err
	}
	if err = x.findMisnamed(); err != nil {
		return err
	}
	if x.book, err = trail.Build(ctx, x.repo, trail.Options{Config: x.config, Today: x.today,
		Proposal: x.onHead(&gitrepo.Proposal{Base: x.head.Commit})}); err != nil {
		return err
	}
	var chosen []*register.Entry
	for _, e := range x.reg.Documents {
		if x.chosen(e.Path) {
			chosen = append(chosen, e)
		}
	}
	if len(chosen) == 0 {
		return x.nothing()
	}
	in := &adopt.Input{Config: x.config, Register: x.reg, Book: x.book, Today: x.today}
	if x.all, err = in.Propose(chosen); err != nil {
		return err
	}
	for _, p := range x.all {
		if p.Text != nil {
			x.writes[p.Path] = p.Text
		}
	}
	return nil
}

// nothing says why there is no document to adopt.
func (x *adopting) nothing() error {
	if len(x.reg.Documents) == 0 || len(x.paths) == 0 {
		return noDocument(x.reg)
	}
	why := "there is no Markdown file"
	if x.config.Documents.Explicit {
		why = fmt.Sprintf("no file there matches documents.include of %s (%s)", config.File,
			strings.Join(x.config.Documents.Include, ", "))
	}
	return fmt.Errorf("no document found in %s: %s", strings.Join(x.paths, ", "), why)
}

// chosen reports whether the user asks for what is at a path.
func (x *adopting) chosen(path string) bool {
	return len(x.paths) == 0 || slices.ContainsFunc(x.paths, func(p string) bool {
		return p == "." || path == p || strings.HasPrefix(path, p+"/")
	})
}

// template is the name of a file from which some program makes Markdown, or which holds it under another name.
var template = lazyregexp.New(`(?i)\.(?:mdx|mkd|mkdn|mdown|(?:md|markdown)\.[a-z0-9]+)$`)

func (x *adopting) findMisnamed() error {
	names, err := x.reg.Names()
	for _, name := range names {
		known := config.IsMarkdown(name)
		odd := !known && template.MatchString(name) ||
			known && config.ForProgram(name) && !x.config.Documents.Explicit
		if odd && !config.OfOthers(name) && x.chosen(name) {
			x.misnamed = append(x.misnamed, name)
		}
	}
	return err
}

// adoption puts the entry into writ.yaml that --by asks for.
func (x *adopting) adoption() error {
	switch c := x.config; {
	case x.flags.by == "":
		return nil
	case !c.HasRoster():
		return fmt.Errorf("--by: without `people:` and `roles:` in %s nobody has to approve anything, so that the "+
			"documents are in force without it; leave out --by and --reason", config.File)
	case c.Adoption != nil:
		return fmt.Errorf("%s has an adoption already, by %s: %s; leave out --by and --reason", config.File,
			c.Adoption.By, c.Adoption.Reason)
	}
	src, err := snapshot.Read(x.snapshot, config.File)
	if err != nil {
		return err
	}
	text, err := adopt.AddAdoption(src, x.flags.by, x.flags.reason)
	if err != nil {
		return err
	}
	cfg, problems := config.Load(text, snapshot.Files(x.snapshot))
	if len(problems) > 0 || cfg.Adoption == nil || cfg.Adoption.Reason != x.flags.reason {
		for _, p := range problems {
			return fmt.Errorf("--by %s: %s; %s", x.flags.by, p.Message, p.Help)
		}
		return fmt.Errorf("an entry can't be added to %s; write `adoption:` there by hand", config.File)
	}
	x.writes[config.File] = text
	return nil
}
