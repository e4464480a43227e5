package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/writ-docs/writ/internal/register"
	"github.com/writ-docs/writ/internal/snapshot"
	"github.com/writ-docs/writ/internal/trail"
	"github.com/writ-docs/writ/lint"
	"github.com/writ-docs/writ/lint/report"
	"github.com/writ-docs/writ/lint/rules"
)

// state is what lint judges: HEAD's documents, or those of a commit that isn't made yet, and history as if it were on
// the main line.
type state struct {
	reg  *register.Register
	book *trail.Book
}

// with foresees the state after a commit of an edited file.
func (w *writing) with(ctx context.Context, x *fileEdit, message string) (s state, err error) {
	files, err := snapshot.Overlay(snapshot.Commit(w.repo, w.head.Commit), map[string][]byte{x.entry.Path: x.now})
	if err != nil {
		return s, err
	}
	if s.reg, err = register.Read(ctx, files, w.config, register.Options{Kept: w.repo}); err != nil {
		return s, err
	}
	if e := s.reg.ByPath(x.entry.Path); e != nil { // dirty is what the user left uncommitted, not what is written now
		src, err := x.entry.Source()
		if err != nil {
			return s, err
		}
		e.Dirty = string(x.was) != string(src)
	}
	s.book, err = w.foreseeFiles(ctx, message, files)
	return s, err
}

// lintAbout returns what lint reports about documents in a state.
func (w *writing) lintAbout(ctx context.Context, s state, paths ...string) (*lint.Result, error) {
	in := &lint.Input{Config: w.config, Register: s.reg, Book: s.book, Today: w.today}
	var err error
	if in.Baseline, err = lint.BaselineOf(in.Config, in.Register); err != nil {
		return nil, err
	}
	keep := func(path string) bool { return slices.Contains(paths, path) }
	result, err := lint.About(ctx, in, rules.All(), keep)
	if err != nil {
		return nil, err
	}
	result.Findings = slices.DeleteFunc(result.Findings, func(f lint.Finding) bool { return !keep(f.Path) })
	return result, nil
}

// newErrors returns what lint would newly report as an error about documents, in the later state.
func (w *writing) newErrors(ctx context.Context, before, after state, paths ...string) ([]lint.Finding, error) {
	was, err := w.lintAbout(ctx, before, paths...)
	if err != nil {
		return nil, err
	}
	is, err := w.lintAbout(ctx, after, paths...)
	if err != nil {
		return nil, err
	}
	return lint.Newly(was, is), nil
}

// refuseNew refuses the edit of a file after which lint would report what it doesn't report now. book is history as if
// HEAD were merged.
func (w *writing) refuseNew(ctx context.Context, what string, x *fileEdit, book *trail.Book, message,
	then string) error {
	after, err := w.with(ctx, x, message)
	if err != nil {
		return err
	}
	found, err := w.newErrors(ctx, state{w.reg, book}, after, x.entry.Path)
	if err != nil {
		return err
	}
	return refusal(what, found, then)
}

// refusal is the error of a command that would bring new errors; nil without any. then says what follows the repair,
// where a finding's help names no release of its own.
func refusal(what string, found []lint.Finding, then string) error {
	if len(found) == 0 {
		return nil
	}
	var b strings.Builder
	for _, f := range found {
		help := f.Help
		if !strings.Contains(help, "`writ release ") {
			help += "; " + then
		}
		fmt.Fprintf(&b, "\n  %s: %s [%s]\n    help: %s", report.Visible(f.Path), report.Visible(f.Message), f.Rule.ID,
			report.Visible(help))
	}
	return fmt.Errorf("nothing was written: after %s `writ lint` would report%s", what, b.String())
}
