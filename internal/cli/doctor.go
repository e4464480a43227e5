package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/history"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
)

func (a *app) doctorCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Which grade of evidence is possible here, and what would raise it",
		Example: "writ doctor\n" +
			"writ doctor --format json",
		Long: "doctor looks at what approvals are proved with: the depth of the clone, the main line and how it is " +
			"merged, the " +
			"roster, signing keys, notes and captures, CI files and CODEOWNERS. It says what it saw and what fixes " +
			"it. It reads " +
			"only. Who may approve and whose keys count is read from the main line, as for an approval that " +
			"comes next.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.doctor(cmd.Context(), format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "output `FORMAT`: text, json")
	return cmd
}

func (a *app) doctor(ctx context.Context, format string) error {
	print := map[string]func(*diagnosis) error{"text": a.doctorText, "json": a.doctorJSON}[format]
	if print == nil {
		return fmt.Errorf("--format %q is unknown; there are: text, json", format)
	}
	p, err := a.openProject(a.dir, "")
	if err != nil {
		return err
	}
	defer p.close()
	x := &diagnosis{project: p}
	if err := x.read(ctx); err != nil {
		return err
	}
	if err := x.examine(); err != nil {
		return err
	}
	x.conclude()
	return print(x)
}

// The states of a check.
const (
	isGood    = "good"
	attention = "attention"
	isMissing = "missing"
)

// check is one thing that was looked at.
type check struct {
	name, state string
	seen        []string // what was found
	fix         []string // what to do about it
}

// worse lowers the state, never raises it, and adds what fixes it.
func (c *check) worse(state, fix string) {
	if c.state != isMissing {
		c.state = state
	}
	if fix != "" {
		c.fix = append(c.fix, fix)
	}
}

func (c *check) saw(format string, args ...any) {
	c.seen = append(c.seen, fmt.Sprintf(format, args...))
}

// diagnosis is what was read, and what follows from it.
type diagnosis struct {
	project *project
	main    gitrepo.Main
	book    *trail.Book        // nil where history isn't whole here
	missing *gitrepo.Refusal   // why
	reg     *register.Register // nil where there is nothing to read yet

	roster  *config.Config // of the main line's end, by which the next approval is judged
	differs string         // the file of the configuration that isn't here as it is on the main line; "" for none
	broken  bool           // that one can't be read
	keys    keysHeld

	notes    bool // refs/notes/writ is in this clone
	captures int  // files of the main line

	checks []check
	kinds  []kindGrade
	grade  string // that every kind can reach; "" where it isn't known
	change string // that would raise it; "" for none
}

func (x *diagnosis) read(ctx context.Context) (err error) {
	p := x.project
	if x.book, x.missing, err = p.readBook(ctx); err != nil {
		return err
	}
	var refused *gitrepo.Refusal
	if x.main, err = history.ChooseMain(p.repo, p.config); errors.As(err, &refused) {
		x.missing = refused
	} else if err != nil {
		return err
	}
	if p.repo.Root != "" || !p.head.Unborn {
		if x.reg, err = p.readRegister(ctx); err != nil {
			return err
		}
	}
	if err := x.readRoster(); err != nil {
		return err
	}
	if err := x.readKeys(); err != nil {
		return err
	}
	return x.readNotes()
}

// readRoster reads the configuration at the main line's end. What only the working tree has counts for nobody yet.
func (x *diagnosis) readRoster() error {
	x.roster = config.Default()
	if x.main.Commit.IsZero() {
		if x.project.config.Path != "" {
			x.differs = config.File
		}
		return nil
	}
	main := snapshot.Commit(x.project.repo, x.main.Commit)
	src, found, err := fileAt(main, config.File)
	if err != nil {
		return x.lacking(err)
	}
	if found {
		if cfg, ok := config.LoadLenient(src, snapshot.Files(main)); ok {
			x.roster = cfg
		} else {
			x.broken = true
		}
	}
	return x.compareConfig(main)
}

// compareConfig notes which file that the configuration is read from isn't here as it is on the main line.
func (x *diagnosis) compareConfig(main snapshot.Snapshot) error {
	kinds := slices.Concat(x.roster.KindFiles(), x.project.config.KindFiles())
	for _, name := range append([]string{config.File}, kinds...) {
		there, _, err := fileAt(main, name)
		if err != nil {
			return x.lacking(err)
		}
		here, _, err := fileAt(x.project.snapshot, name)
		if err != nil {
			return err
		}
		if string(here) != string(there) {
			x.differs = name
			return nil
		}
	}
	return nil
}

// lacking keeps an object that isn't in this clone as what is missing; another error stays one.
func (x *diagnosis) lacking(err error) error {
	var gone *gitrepo.MissingError
	if !errors.As(err, &gone) {
		return err
	}
	if x.missing == nil {
		x.missing = x.project.repo.Partial
	}
	if x.missing == nil {
		x.missing = gone.Refusal()
	}
	x.book, x.broken = nil, true
	return nil
}

func (x *diagnosis) examine() error {
	if err := x.gradeKinds(); err != nil {
		return err
	}
	x.checks = append(x.checks, x.checkDepth(), x.checkMain(), x.checkMerges(), x.checkRoster(), x.checkSigning())
	ci, err := x.checkCI()
	if err != nil {
		return err
	}
	owners, err := x.checkCodeowners()
	x.checks = append(x.checks, x.checkNotes(), ci, owners)
	return err
}
