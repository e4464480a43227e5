package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/lint/report"
)

// Command makes a command that another package adds to the program.
type Command func(*Host) *cobra.Command

// Host is what a run lends to the commands of other packages.
type Host struct {
	Surroundings
	app *app
}

// siteCommands are the commands that come from internal/cli/site, in the programs that have it.
var siteCommands = []string{"build", "demo", "serve"}

// extend adds the commands of other packages. Where those of the site aren't among them, their names say which program
// has them.
func (a *app) extend(root *cobra.Command, s Surroundings, more []Command) {
	for _, c := range more {
		root.AddCommand(c(&Host{s, a}))
	}
	if len(more) > 0 {
		return
	}
	root.Long += "\n\nThis program leaves the site out: build, demo and serve are commands of writ."
	for _, name := range siteCommands {
		root.AddCommand(&cobra.Command{
			Use:                name,
			Short:              "A command of writ, which this program leaves out",
			Hidden:             true,
			DisableFlagParsing: true,
			RunE: func(*cobra.Command, []string) error {
				return fmt.Errorf("`%s` is a command of the program writ; %s leaves the site out; install writ with "+
					"`go install github.com/writ-docs/writ/cmd/writ@latest`", name, s.Program)
			},
		})
	}
}

// Dated adds --today and --as-of to a command, and returns the function that opens the repository of the current
// folder for the day that they say.
func (h *Host) Dated(cmd *cobra.Command) func(context.Context) (*Project, error) {
	var w when
	whenFlags(cmd, &w)
	return func(ctx context.Context) (*Project, error) {
		p, err := h.app.openAt(ctx, w)
		if err != nil {
			return nil, err
		}
		return &Project{h.app, p}, nil
	}
}

// Open opens the repository of dir, to be judged on the day today (YYYY-MM-DD).
func (h *Host) Open(dir, today string) (*Project, error) {
	p, err := h.app.openProject(dir, today)
	if err != nil {
		return nil, err
	}
	return &Project{h.app, p}, nil
}

// Project is an open repository with its configuration. The one who opened it closes it.
type Project struct {
	app     *app
	project *project
}

// Close ends the use of the repository.
func (p *Project) Close() { p.project.close() }

// Lint runs all rules on the working tree and its history.
func (p *Project) Lint(ctx context.Context) (*report.Run, error) {
	run, err := p.project.lint(ctx, false)
	if err != nil {
		return nil, err
	}
	return run.report(p.project, p.app.build.Version), nil
}
