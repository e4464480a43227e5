package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/gitrepo"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/lint/rules"
)

type lintFlags struct {
	when
	judgedFlags
	format, failLevel string
	outputs           []string
	baseline          baselineFlags
	base              string
	all, fix          bool
}

func (a *app) lintCommand() *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint [ID|PATH…]",
		Short: "Check documents and their history",
		Example: "writ lint                                   # everything\n" +
			"writ lint POL-001 policies/access.md        # show what is found there\n" +
			"writ lint --base origin/main                # what a pull request changes\n" +
			"writ lint --staged --base HEAD              # what would be committed, for hooks\n" +
			"writ lint --fix                             # write the safe fixes first\n" +
			"writ lint --format sarif >writ.sarif\n" +
			"writ lint --output junit=writ.xml --output json=writ.json",
		Long: "lint checks all documents of the repository, in the working tree and in history, and prints " +
			"findings as path:line:col: message [RULE]. ID and PATH limit what is shown and what decides the exit " +
			"code; everything is read.\n\n" +
			"With --base lint judges a pull request: what HEAD and the working tree have beyond their merge base " +
			"with REF. Only documents that the change touches, or breaks elsewhere, are looked at; the " +
			"configuration below the change judges.\n\n" +
			"With --staged lint judges what `git commit` would commit, in a hook as well: of each file what is " +
			"staged, whatever the working tree has. With --stdin-filename it judges a text that isn't saved, as an " +
			"editor holds it.\n\n" +
			"With --fix lint first writes the safe fixes, as `writ fix` does, and reports what remains.\n\n" +
			"Exit codes: 0 nothing at or above the fail level, 1 findings, 2 the work could not be done.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("base") && f.base == "" {
				return errors.New("--base is empty: it takes what the change starts from, such as origin/main or a " +
					"commit; leave it out to check everything")
			}
			if err := f.judgedFlags.check(cmd, f); err != nil {
				return err
			}
			return a.lint(cmd.Context(), f, args)
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "text", "output `FORMAT`: "+strings.Join(report.Formats(), ", "))
	cmd.Flags().StringArrayVar(&f.outputs, "output", nil,
		"also write a report into a file, as `FORMAT=FILE`; may be given several times")
	cmd.Flags().StringVar(&f.failLevel, "fail-level", "error", "exit 1 from this `SEVERITY` on: error, warning, info")
	cmd.Flags().BoolVar(&f.baseline.write, "write-baseline", false,
		"write the baseline of accepted findings; one that is there only loses what no longer occurs")
	cmd.Flags().StringVar(&f.baseline.reason, "reason", "",
		"with --write-baseline: the `REASON` why findings about history are accepted that have no reason yet")
	cmd.Flags().StringVar(&f.base, "base", "",
		"judge only what HEAD and the working tree change since their merge base with `REF`")
	cmd.Flags().BoolVar(&f.all, "all", false, "list every finding instead of a summary; with --base: also what the "+
		"change leaves alone")
	cmd.Flags().BoolVar(&f.fix, "fix", false,
		"first write the fixes that leave all approvals as they are; fix --diff shows them before")
	whenFlags(cmd, &f.when)
	judgedVars(cmd, &f.judgedFlags)
	cmd.MarkFlagsMutuallyExclusive("base", "as-of")
	cmd.MarkFlagsMutuallyExclusive("base", "write-baseline")
	return cmd
}

func (a *app) lint(ctx context.Context, f lintFlags, args []string) error {
	printer, err := printerFor(f.format)
	if err != nil {
		return err
	}
	files, err := a.reportFiles(f.outputs)
	if err != nil {
		return err
	}
	level := lint.Severity(f.failLevel)
	if level != lint.Error && level != lint.Warning && level != lint.Info {
		return fmt.Errorf("--fail-level %q is unknown; it is error, warning or info", f.failLevel)
	}
	if f.baseline.write && (len(args) > 0 || f.asOf != "") {
		return errBaselinePart
	}
	if f.baseline.reason != "" && !f.baseline.write {
		return errors.New("--reason goes with --write-baseline")
	}
	if f.fix {
		if err := f.fixes(); err != nil {
			return err
		}
	}
	var unsaved string
	f.choose = func(p *project) (s snapshot.Snapshot, err error) {
		s, unsaved, err = a.judged(p, f.judgedFlags)
		return s, err
	}
	p, err := a.openAt(ctx, f.when)
	if err != nil {
		return err
	}
	defer p.close()
	var run *linted
	a.beforeFirst(p, &f)
	fixed := 0
	switch {
	case f.base != "":
		run, err = a.lintChange(ctx, p, f)
	case f.fix:
		run, fixed, err = a.lintFixed(ctx, p, args)
	default:
		run, err = p.lint(ctx, f.baseline.write)
	}
	if err != nil {
		return err
	}
	if f.baseline.write {
		if err := p.writeBaseline(a.streams.Err, run.Input, run.Result, f.baseline.reason); err != nil {
			return err
		}
		if run.Result, err = lint.Run(ctx, run.Input, rules.All()); err != nil {
			return err
		}
	}
	shown, err := p.targets(a.dir, run.Input, args)
	if err != nil {
		return err
	}
	unreadable := run.Input.Book == nil
	for _, note := range snapshot.Notes(p.snapshot) {
		fmt.Fprintf(a.streams.Err, "writ: note: %s\n", note)
	}
	note, err := run.Input.View().Unadopted()
	if err != nil {
		return err
	}
	if note != "" {
		fmt.Fprintf(a.streams.Err, "writ: note: %s\n", note)
	}
	a.noteUnread(run.Input.Register, unsaved)
	if unsaved != "" && len(shown) == 0 {
		shown = []string{unsaved}
	}
	run.Result.Findings = filterFindings(run.Result.Findings, shown)
	run.Result.Suppressed = filterFindings(run.Result.Suppressed, shown)
	whole := run.report(p, a.build.Version)
	whole.Fixed = fixed
	summary, err := a.introduce(f, p, run, len(shown) > 0, whole)
	if err != nil {
		return err
	}
	if summary {
		printer = report.Summary
	}
	if err := printer(a.streams.Out, whole, report.Options{Color: a.streams.Color}); err != nil {
		return err
	}
	var failed error
	for _, file := range files {
		failed = errors.Join(failed, file.write(whole))
	}
	switch {
	case failed != nil:
		return failed
	case unreadable:
		a.code = exitFailed
	default:
		a.code = exitFor(run.Result, level)
	}
	return nil
}

func printerFor(format string) (report.Printer, error) {
	printer, ok := report.For(format)
	if !ok {
		return nil, fmt.Errorf("--format %q is unknown; there are: %s", format, strings.Join(report.Formats(), ", "))
	}
	return printer, nil
}

func exitFor(r *lint.Result, level lint.Severity) int {
	for _, f := range r.Findings {
		if f.Severity.AtLeast(level) {
			return exitFindings
		}
	}
	return exitClean
}

// linted is a finished run with what it was about.
type linted lint.Linted

// noDocument is the error of a register without a document; nil where there are some.
func noDocument(reg *register.Register) error {
	switch d := reg.Config.Documents; {
	case len(reg.Documents) > 0:
		return nil
	case d.Explicit:
		hint := ""
		for _, pattern := range d.Include {
			folder := strings.TrimRight(pattern, "/")
			if f, err := reg.At(folder); err == nil && f.Mode == gitrepo.ModeFolder && hint == "" {
				hint = fmt.Sprintf("; a pattern names files: write %q", folder+"/**/*.md")
			}
		}
		return fmt.Errorf("no document found: no file matches documents.include of writ.yaml (%s)%s",
			strings.Join(d.Include, ", "), hint)
	}
	return errors.New("no document found: without a writ.yaml that says `documents: {include: […]}`, documents are " +
		"Markdown files under " +
		"policies/, procedures/, records/ or docs/; where there are none, all Markdown files that don't speak of the " +
		"repository itself, as README.md does")
}

// lint reads everything and runs all rules. Where the baseline is to be written, it need not be there.
func (p *project) lint(ctx context.Context, writing bool) (*linted, error) {
	reg, book, missing, err := p.readBoth(ctx)
	if err != nil {
		return nil, err
	}
	if err := noDocument(reg); err != nil {
		return nil, err
	}
	return p.check(ctx, reg, book, missing, writing)
}

// check runs all rules on what was read.
func (p *project) check(ctx context.Context, reg *register.Register, book *trail.Book, missing *gitrepo.Refusal,
	writing bool) (*linted, error) {
	in := &lint.Input{Config: reg.Config, Register: reg, Book: book, Missing: missing, Today: p.today,
		Past: !p.asOf.IsZero() && p.asOf.Commit != p.head.Commit}
	if err := p.loadBaseline(in, writing); err != nil {
		return nil, err
	}
	result, err := lint.Run(ctx, in, rules.All())
	return &linted{in, result}, err
}

func (l *linted) report(p *project, version string) *report.Run {
	r := &report.Run{Result: l.Result, Today: p.today, Documents: len(l.Input.Register.Documents), Version: version,
		Rules: rules.All()}
	if !p.head.Unborn {
		r.Head = p.head.Commit.String()
	}
	if c := l.Input.Proposal; c != nil {
		r.Base, r.BaseRef, r.Touched, r.Judges = c.Base.String(), c.Ref, l.touched(), c.Judges
		r.Changes = func() ([]lint.Changed, error) { return rules.Changes(l.Input) }
	}
	if b := l.Input.Book; b != nil {
		r.Main = &report.Main{Ref: b.Main.Ref, By: string(b.Main.By), Text: b.Main.String(), Note: b.Main.Note}
		if !b.Main.Commit.IsZero() {
			r.Main.Commit = b.Main.Commit.String()
		}
	}
	return r
}

// targets turns arguments, which are ids or paths relative to dir, into paths relative to the root. A document that
// was removed is where it was.
func (p *project) targets(dir string, in *lint.Input, args []string) (paths []string, err error) {
	for _, arg := range args {
		if same := in.Register.ByID(arg); len(same) > 0 {
			for _, e := range same {
				paths = append(paths, e.Path)
			}
			continue
		}
		if in.Book != nil {
			if d := in.Book.Document(arg); d != nil {
				paths = append(paths, d.Path)
				continue
			}
		}
		at, err := p.pathFilter(dir, []string{arg})
		if err != nil {
			return nil, fmt.Errorf("%w; nor has any document that id%s", err, nearestDocument(in.Register, arg))
		}
		for _, at := range at {
			if e := in.Register.ByPath(at + ".md"); e != nil && e.File != nil {
				at = e.Path // of the file's sidecar
			}
			paths = append(paths, at)
		}
	}
	return paths, nil
}

// pathFilter turns arguments, which are paths relative to dir, into paths relative to the root.
func (p *project) pathFilter(dir string, args []string) (paths []string, err error) {
	for _, arg := range args {
		at, err := pathInside(dir, p.repo.Root, arg)
		if err != nil {
			return nil, err
		}
		f, err := snapshot.At(p.snapshot, at)
		if err != nil {
			return nil, err
		}
		if f.Mode == 0 && !p.onDisk(at) {
			return nil, fmt.Errorf("there is no file or folder %s", arg)
		}
		paths = append(paths, at)
	}
	return paths, nil
}

// onDisk reports whether something is at a path of the working tree, be it ignored or not.
func (p *project) onDisk(at string) bool {
	_, err := os.Lstat(filepath.Join(p.repo.Root, filepath.FromSlash(at)))
	return err == nil && p.repo.Root != ""
}

// filterFindings keeps what lies at or below one of the paths, and what is about no path at all.
func filterFindings(all []lint.Finding, paths []string) []lint.Finding {
	if len(paths) == 0 {
		return all
	}
	var out []lint.Finding
	for _, f := range all {
		if f.Path == "" || isWithin(paths, f.Path) {
			out = append(out, f)
		}
	}
	return out
}

// isWithin reports whether a path lies at or below one of some paths; without any, each does.
func isWithin(paths []string, path string) bool {
	return len(paths) == 0 || slices.ContainsFunc(paths, func(p string) bool {
		return p == "." || path == p || strings.HasPrefix(path, p+"/")
	})
}
