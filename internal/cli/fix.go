package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/writ-docs/writ/internal/config"
	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/rewrite"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/rules"
)

type fixFlags struct {
	today        string
	diff, unsafe bool
	rules        []string
}

func (a *app) fixCommand() *cobra.Command {
	var f fixFlags
	cmd := &cobra.Command{
		Use:   "fix [PATH|ID…]",
		Short: "Fix what a program can fix, without touching what is approved",
		Long: "fix writes the safe fixes of findings into the working tree: those that leave the content digest of " +
			"a document as it is, so that approvals stay, and that bring no other finding. It commits nothing. " +
			"All files are written, or none.\n\n" +
			"Other fixes are only shown, each with the reason why a person has to look at it. With --unsafe they are " +
			"a diff, which `git apply` takes once you have read it.\n\n" +
			"PATH and ID limit what is fixed; everything is read.\n\n" +
			"Exit codes: 0 nothing is left to fix, 1 fixes are left, 2 the work could not be done.",
		Example: "writ fix --diff                  # see what would be written\n" +
			"writ fix                         # write it\n" +
			"writ fix policies/ POL-007       # only below a folder, and in one document\n" +
			"writ fix --rule WR131            # give fields their own names instead of aliases\n" +
			"writ fix --unsafe                # what a person has to read, as a diff\n" +
			"writ fix --unsafe --rule WR614 | git apply",
		RunE: func(cmd *cobra.Command, args []string) error { return a.fix(cmd.Context(), f, args) },
	}
	cmd.Flags().BoolVar(&f.diff, "diff", false, "show what would be written as a diff, and write nothing")
	cmd.Flags().BoolVar(&f.unsafe, "unsafe", false,
		"show the fixes that a person has to look at as a diff, and write nothing")
	cmd.Flags().StringArrayVar(&f.rules, "rule", nil,
		"fix only what this `RULE` finds, also where the configuration switches it off; may be given several times")
	cmd.Flags().StringVar(&f.today, "today", "",
		"judge the calendar as of this `DAY` (YYYY-MM-DD) instead of the clock's")
	cmd.MarkFlagsMutuallyExclusive("diff", "unsafe")
	return cmd
}

func (a *app) fix(ctx context.Context, f fixFlags, args []string) error {
	p, err := a.openAt(ctx, when{today: f.today})
	if err != nil {
		return err
	}
	defer p.close()
	x := &fixing{app: a, project: p}
	if x.rules, err = rulesNamed(f.rules); err != nil {
		return err
	}
	if err := x.run(ctx, args); err != nil {
		return err
	}
	out := fixPrinter{out: a.streams.Out, fixing: x}
	switch {
	case f.diff:
		err = out.safe()
	case f.unsafe:
		err = out.unsafe()
	default:
		if err = x.write(ctx); err == nil {
			out.written()
		}
	}
	if out.left > 0 {
		a.code = exitFindings
	}
	return err
}

// rulesNamed returns the rules with these ids, and an error for a word that is none.
func rulesNamed(ids []string) (map[string]bool, error) {
	known := map[string]bool{}
	for _, r := range rules.All() {
		known[r.ID] = true
	}
	named := map[string]bool{}
	for _, id := range ids {
		id = strings.ToUpper(id)
		if !known[id] {
			return nil, fmt.Errorf("--rule %s: there is no such rule; `writ rules` lists them", id)
		}
		named[id] = true
	}
	return named, nil
}

// fixing is one run of fixes over the working tree.
type fixing struct {
	*project
	app   *app
	rules map[string]bool // whose findings are fixed; empty: all
	paths []string        // what is fixed, files and folders relative to the root; empty: all
	*lint.Fixed
}

// run works out what there is to fix. Nothing is written. args are paths and ids.
func (x *fixing) run(ctx context.Context, args []string) error {
	if x.repo.Root == "" {
		return fmt.Errorf("%s is a bare repository, which has no working tree whose files could be fixed",
			x.repo.GitDir)
	}
	x.config = switchedOn(x.config, x.rules)
	first, err := x.lint(ctx, false)
	if err != nil {
		return err
	}
	if first.Input.Book == nil {
		return first.Input.Missing
	}
	if x.paths, err = x.targets(x.app.dir, first.Input, args); err != nil {
		return err
	}
	x.Fixed, err = lint.FixAll(ctx, func(ctx context.Context, texts map[string][]byte) (lint.Linted, error) {
		if texts == nil {
			return lint.Linted(*first), nil
		}
		return x.lintWith(ctx, first.Input, texts)
	}, x.wanted)
	return err
}

// lintWith lints the working tree with other texts in some of its files.
func (x *fixing) lintWith(ctx context.Context, first *lint.Input,
	texts map[string][]byte) (out lint.Linted, err error) {
	s, err := snapshot.Overlay(x.snapshot, texts)
	if err != nil {
		return out, err
	}
	cfg := x.config
	if texts[config.File] != nil {
		if cfg, err = x.app.loadConfig(s); err != nil {
			return out, err
		}
		cfg = switchedOn(cfg, x.rules)
	}
	reg, err := register.Read(ctx, s, cfg, register.Options{Kept: x.repo})
	if err != nil {
		return out, err
	}
	in := *first
	in.Config, in.Register = reg.Config, reg
	result, err := lint.Run(ctx, &in, rules.All())
	return lint.Linted{Input: &in, Result: result}, err
}

// switchedOn is a configuration in which the named rules aren't off.
func switchedOn(cfg *config.Config, named map[string]bool) *config.Config {
	on := *cfg
	on.Rules.Severity = maps.Clone(cfg.Rules.Severity)
	for _, r := range rules.All() {
		if named[r.ID] && lint.Severity(cfg.Severity(r.ID, "", string(r.Severity))) == lint.Off {
			if on.Rules.Severity == nil {
				on.Rules.Severity = map[string]string{}
			}
			on.Rules.Severity[r.ID] = string(lint.Info)
		}
	}
	return &on
}

// wanted reports whether the fix of a finding was asked for.
func (x *fixing) wanted(f *lint.Finding) bool {
	return (len(x.rules) == 0 || x.rules[f.Rule.ID]) && isWithin(x.paths, f.Path)
}

// write puts the fixed texts into the working tree: all of them, or none.
func (x *fixing) write(ctx context.Context) error {
	if len(x.Passes) == 0 {
		return nil
	}
	changes, err := x.changes()
	if err != nil {
		return err
	}
	return rewrite.All(ctx, x.repo.Root, filepath.Join(x.repo.GitDir, "writ.lock"), changes)
}

// changes returns what the fixes make of the files on the disk, by path.
func (x *fixing) changes() ([]rewrite.Change, error) {
	texts := map[string]*twin{}
	for _, edits := range x.Passes {
		if err := x.edit(texts, edits); err != nil {
			return nil, err
		}
	}
	return changesOf(texts), nil
}

// edit puts edits into the files on the disk; texts holds those that have some already.
func (x *fixing) edit(texts map[string]*twin, edits []lint.Edit) error {
	for path, edits := range byPath(edits) {
		t := texts[path]
		if t == nil {
			text, err := x.Before.Input.Register.Read(path)
			if err != nil {
				return err
			}
			if t, err = newTwin(x.repo.Root, path, text); err != nil {
				return err
			}
			texts[path] = t
		}
		if err := t.edit(edits); err != nil {
			return err
		}
	}
	return nil
}

func byPath(edits []lint.Edit) map[string][]lint.Edit {
	all := map[string][]lint.Edit{}
	for _, e := range edits {
		all[e.Path] = append(all[e.Path], e)
	}
	return all
}

func changesOf(texts map[string]*twin) []rewrite.Change {
	var all []rewrite.Change
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		t := texts[path]
		all = append(all, rewrite.Change{Path: path, Was: t.was, Now: t.disk})
	}
	return all
}

// lintFixed writes the safe fixes, tells of each, and returns the run over what came out, with how many findings it
// fixed.
func (a *app) lintFixed(ctx context.Context, p *project, args []string) (*linted, int, error) {
	x := &fixing{app: a, project: p}
	err := x.run(ctx, args)
	if err == nil {
		err = x.write(ctx)
	}
	if err != nil {
		return nil, 0, err
	}
	for _, f := range x.Done {
		fmt.Fprintf(a.streams.Err, "fixed: %s\n", fixLine(&f))
	}
	after := linted(x.After)
	return &after, len(x.Done), nil
}

// fixes refuses flags of lint for which nothing in the working tree could be fixed.
func (f lintFlags) fixes() error {
	for _, x := range []struct {
		given bool
		why   string
	}{
		{f.base != "", "--base judges a change, and --fix writes into all documents; run `writ fix PATH…`, and " +
			"then " +
			"`writ lint --base`"},
		{f.asOf != "", "--as-of judges the past, in which nothing can be fixed any more"},
		{f.head != "", "--head judges a commit, and --fix writes into the working tree"},
		{f.staged, "--staged judges what is staged, and --fix writes into the working tree; run `writ fix`, and " +
			"stage what it wrote"},
		{f.stdin != "", "--stdin-filename judges a text that isn't saved, and --fix writes into files; save it first"},
		{f.baseline.write, "--write-baseline accepts findings, and --fix fixes them; run `writ fix` first"},
	} {
		if x.given {
			return errors.New("--fix: " + x.why)
		}
	}
	return nil
}
